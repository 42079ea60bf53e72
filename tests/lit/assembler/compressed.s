# Every compressed instruction by its own name. It is printed as what it stands for.
# RUN: %as --show-encoding %s | FileCheck %s

# Quadrant 0.
# CHECK: cincoffset ca0, csp, 4 # encoding: [0x48,0x00]
c.cincoffset4cspn ca0, csp, 4
# CHECK: cincoffset cs1, csp, 1020 # encoding: [0xe4,0x1f]
c.cincoffset4cspn cs1, csp, 1020
# CHECK: clw a0, 0(ca1) # encoding: [0x88,0x41]
c.clw a0, 0(ca1)
# CHECK: clw s0, 124(ca5) # encoding: [0xe0,0x5f]
c.clw s0, 124(ca5)
# CHECK: clc ca0, 0(ca1) # encoding: [0x88,0x61]
c.clc ca0, 0(ca1)
# CHECK: clc cs0, 248(ca5) # encoding: [0xe0,0x7f]
c.clc cs0, 248(ca5)
# CHECK: csw a0, 64(cs1) # encoding: [0xa8,0xc0]
c.csw a0, 64(cs1)
# CHECK: csc ca0, 192(cs1) # encoding: [0xe8,0xe0]
c.csc ca0, 192(cs1)

# Quadrant 1.
# CHECK: nop # encoding: [0x01,0x00]
c.nop
# CHECK: addi sp, sp, -32 # encoding: [0x01,0x11]
c.addi sp, -32
# CHECK: addi a5, a5, 31 # encoding: [0xfd,0x07]
c.addi a5, 31
# CHECK: cjal -2048 # encoding: [0x01,0x30]
c.cjal -2048
# CHECK: cjal 2046 # encoding: [0xfd,0x2f]
c.cjal 2046
# CHECK: li a0, -32 # encoding: [0x01,0x55]
c.li a0, -32
# CHECK: li t2, 31 # encoding: [0xfd,0x43]
c.li t2, 31
# CHECK: cincoffset csp, csp, -512 # encoding: [0x01,0x71]
c.cincoffset16csp csp, -512
# CHECK: cincoffset csp, csp, 496 # encoding: [0x7d,0x61]
c.cincoffset16csp csp, 496
# CHECK: lui a0, 1 # encoding: [0x05,0x65]
c.lui a0, 1
# CHECK: lui ra, 31 # encoding: [0xfd,0x60]
c.lui ra, 31
# CHECK: lui gp, 1048544 # encoding: [0x81,0x71]
c.lui gp, 0xfffe0
# CHECK: lui a5, 1048575 # encoding: [0xfd,0x77]
c.lui a5, 0xfffff
# CHECK: srli s0, s0, 1 # encoding: [0x05,0x80]
c.srli s0, 1
# CHECK: srai a5, a5, 31 # encoding: [0xfd,0x87]
c.srai a5, 31
# CHECK: andi a0, a0, -32 # encoding: [0x01,0x99]
c.andi a0, -32
# CHECK: sub a0, a0, a1 # encoding: [0x0d,0x8d]
c.sub a0, a1
# CHECK: xor a2, a2, a3 # encoding: [0x35,0x8e]
c.xor a2, a3
# CHECK: or s0, s0, s1 # encoding: [0x45,0x8c]
c.or s0, s1
# CHECK: and a4, a4, a5 # encoding: [0x7d,0x8f]
c.and a4, a5
# CHECK: j -2048 # encoding: [0x01,0xb0]
c.j -2048
# CHECK: j 2046 # encoding: [0xfd,0xaf]
c.j 2046
# CHECK: beqz a0, -256 # encoding: [0x01,0xd1]
c.beqz a0, -256
# CHECK: bnez s1, 254 # encoding: [0xfd,0xec]
c.bnez s1, 254

# Quadrant 2.
# CHECK: slli a0, a0, 31 # encoding: [0x7e,0x05]
c.slli a0, 31
# CHECK: slli ra, ra, 1 # encoding: [0x86,0x00]
c.slli ra, 1
# CHECK: clw a0, 0(csp) # encoding: [0x02,0x45]
c.clwcsp a0, 0(csp)
# CHECK: clw ra, 252(csp) # encoding: [0xfe,0x50]
c.clwcsp ra, 252(csp)
# CHECK: clc ca0, 0(csp) # encoding: [0x02,0x65]
c.clccsp ca0, 0(csp)
# CHECK: clc cra, 504(csp) # encoding: [0xfe,0x70]
c.clccsp cra, 504(csp)
# CHECK: cjr ca0 # encoding: [0x02,0x85]
c.cjr ca0
# CHECK: mv a0, ra # encoding: [0x06,0x85]
c.mv a0, ra
# CHECK: ebreak # encoding: [0x02,0x90]
c.ebreak
# CHECK: cjalr ct0 # encoding: [0x82,0x92]
c.cjalr ct0
# CHECK: add a0, a0, tp # encoding: [0x12,0x95]
c.add a0, tp
# CHECK: csw zero, 252(csp) # encoding: [0x82,0xdf]
c.cswcsp zero, 252(csp)
# CHECK: csc cnull, 504(csp) # encoding: [0x82,0xff]
c.csccsp cnull, 504(csp)

# Hints keep their compressed names, whatever register they name.
# CHECK: c.nop 1 # encoding: [0x05,0x00]
c.nop 1
# CHECK: c.nop -32 # encoding: [0x01,0x10]
c.nop -32
# CHECK: c.addi a0, 0 # encoding: [0x01,0x05]
c.addi a0, 0
# CHECK: c.addi x31, 0 # encoding: [0x81,0x0f]
c.addi x31, 0
# CHECK: c.li zero, 5 # encoding: [0x15,0x40]
c.li zero, 5
# CHECK: c.lui zero, 31 # encoding: [0x7d,0x60]
c.lui zero, 31
# CHECK: c.srli a0, 0 # encoding: [0x01,0x81]
c.srli a0, 0
# CHECK: c.srai s0, 0 # encoding: [0x01,0x84]
c.srai s0, 0
# CHECK: c.mv zero, a0 # encoding: [0x2a,0x80]
c.mv zero, a0
# CHECK: c.mv zero, x17 # encoding: [0x46,0x80]
c.mv zero, x17
# CHECK: c.add zero, a0 # encoding: [0x2a,0x90]
c.add zero, a0
# CHECK: c.slli zero, 1 # encoding: [0x06,0x00]
c.slli zero, 1
# CHECK: c.slli a0, 0 # encoding: [0x02,0x05]
c.slli a0, 0
# CHECK: c.slli zero, 0 # encoding: [0x02,0x00]
c.slli zero, 0
