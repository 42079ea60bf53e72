# Plain instructions become 16 bits where a compressed form exists, and only there.
# RUN: %as --show-encoding %s | FileCheck %s
# RUN: %as --show-encoding -D NORVC %s | FileCheck %s --check-prefix=NORVC
# NORVC-NOT: encoding: [0x{{..}},0x{{..}}]{{$}}

.ifdef NORVC
.option norvc
.endif

# CHECK: addi a0, a0, 31 # encoding: [0x7d,0x05]
addi a0, a0, 31
# CHECK: addi a0, a0, 32 # encoding: [0x13,0x05,0x05,0x02]
addi a0, a0, 32
# CHECK: addi a0, a1, 1 # encoding: [0x13,0x85,0x15,0x00]
addi a0, a1, 1
# c.mv, not the hint c.addi.
# CHECK: mv a0, a0 # encoding: [0x2a,0x85]
mv a0, a0
# CHECK: li zero, 1 # encoding: [0x13,0x00,0x10,0x00]
li zero, 1
# The stack pointer moves by capability arithmetic; addi to sp has no form of its own.
# CHECK: cincoffset csp, csp, -64 # encoding: [0x39,0x71]
cincoffset csp, csp, -64
# CHECK: cincoffset csp, csp, 8 # encoding: [0x5b,0x11,0x81,0x00]
cincoffset csp, csp, 8
# CHECK: cincoffset ca0, csp, 8 # encoding: [0x28,0x00]
cincoffset ca0, csp, 8
# CHECK: cincoffset ca0, csp, 0 # encoding: [0x5b,0x15,0x01,0x00]
cincoffset ca0, csp, 0
# CHECK: cincoffset ca0, ca0, 4 # encoding: [0x5b,0x15,0x45,0x00]
cincoffset ca0, ca0, 4
# CHECK: add a0, a0, a1 # encoding: [0x2e,0x95]
add a0, a1, a0
# CHECK: mv a0, a1 # encoding: [0x2e,0x85]
add a0, zero, a1
# CHECK: and a0, a0, a1 # encoding: [0x6d,0x8d]
and a0, a1, a0
# CHECK: sub a0, a1, a0 # encoding: [0x33,0x85,0xa5,0x40]
sub a0, a1, a0
# CHECK: clw a0, 128(ca1) # encoding: [0x03,0xa5,0x05,0x08]
clw a0, 128(ca1)
# CHECK: clw a0, 2(ca1) # encoding: [0x03,0xa5,0x25,0x00]
clw a0, 2(ca1)
# CHECK: clw zero, 4(csp) # encoding: [0x03,0x20,0x41,0x00]
clw zero, 4(csp)
# CHECK: clc cnull, 8(csp) # encoding: [0x03,0x30,0x81,0x00]
clc cnull, 8(csp)
# CHECK: csw t0, 4(ca1) # encoding: [0x23,0xa2,0x55,0x00]
csw t0, 4(ca1)
# CHECK: lui sp, 1 # encoding: [0x37,0x11,0x00,0x00]
lui sp, 1
# CHECK: lui a0, 32 # encoding: [0x37,0x05,0x02,0x00]
lui a0, 32
# CHECK: cjalr ct0, ca0 # encoding: [0xe7,0x02,0x05,0x00]
cjalr ct0, ca0
# CHECK: cjr cnull # encoding: [0x67,0x00,0x00,0x00]
cjr cnull
