# Every instruction of Xcheriot. The encodings were compared with the Sail model's clauses.
# RUN: %as --show-encoding %s | FileCheck %s

# Reading a capability.
# CHECK: cgetperm a0, ca1 # encoding: [0x5b,0x85,0x05,0xfe]
cgetperm a0, ca1
# CHECK: cgettype t0, csp # encoding: [0xdb,0x02,0x11,0xfe]
cgettype t0, csp
# CHECK: cgetbase s0, cgp # encoding: [0x5b,0x84,0x21,0xfe]
cgetbase s0, cgp
# CHECK: cgetlen a2, ca3 # encoding: [0x5b,0x86,0x36,0xfe]
cgetlen a2, ca3
# CHECK: cgettag zero, cnull # encoding: [0x5b,0x00,0x40,0xfe]
cgettag zero, cnull
# CHECK: cgetaddr ra, cra # encoding: [0xdb,0x80,0xf0,0xfe]
cgetaddr ra, cra
# CHECK: cgethigh a4, ctp # encoding: [0x5b,0x07,0x72,0xff]
cgethigh a4, ctp
# CHECK: cgettop a5, cs1 # encoding: [0xdb,0x87,0x84,0xff]
cgettop a5, cs1
# CHECK: crrl a0, a1 # encoding: [0x5b,0x85,0x85,0xfe]
crrl a0, a1
# CHECK: cram a0, a1 # encoding: [0x5b,0x85,0x95,0xfe]
cram a0, a1

# Deriving one from another.
# CHECK: cmove ca0, ca1 # encoding: [0x5b,0x85,0xa5,0xfe]
cmove ca0, ca1
# CHECK: ccleartag csp, ca5 # encoding: [0x5b,0x81,0xb7,0xfe]
ccleartag csp, ca5
# CHECK: cseal ca0, ca1, ca2 # encoding: [0x5b,0x85,0xc5,0x16]
cseal ca0, ca1, ca2
# CHECK: cunseal ca0, ca1, ca2 # encoding: [0x5b,0x85,0xc5,0x18]
cunseal ca0, ca1, ca2
# CHECK: candperm ca0, ca1, a2 # encoding: [0x5b,0x85,0xc5,0x1a]
candperm ca0, ca1, a2
# CHECK: csetaddr ca0, ca1, a2 # encoding: [0x5b,0x85,0xc5,0x20]
csetaddr ca0, ca1, a2
# CHECK: cincoffset ca0, ca1, a2 # encoding: [0x5b,0x85,0xc5,0x22]
cincoffset ca0, ca1, a2
# CHECK: csetbounds ca0, ca1, a2 # encoding: [0x5b,0x85,0xc5,0x10]
csetbounds ca0, ca1, a2
# CHECK: csetboundsexact ca0, ca1, a2 # encoding: [0x5b,0x85,0xc5,0x12]
csetboundsexact ca0, ca1, a2
# CHECK: csetboundsrounddown ca0, ca1, a2 # encoding: [0x5b,0x85,0xc5,0x14]
csetboundsrounddown ca0, ca1, a2
# CHECK: csethigh ca0, ca1, a2 # encoding: [0x5b,0x85,0xc5,0x2c]
csethigh ca0, ca1, a2
# CHECK: cincoffset ca0, ca1, -2048 # encoding: [0x5b,0x95,0x05,0x80]
cincoffset ca0, ca1, -2048
# CHECK: cincoffset ct2, ct1, 2047 # encoding: [0xdb,0x13,0xf3,0x7f]
cincoffset ct2, ct1, 2047
# CHECK: csetbounds ca0, ca1, 0 # encoding: [0x5b,0xa5,0x05,0x00]
csetbounds ca0, ca1, 0
# CHECK: csetbounds ct2, ct1, 4095 # encoding: [0xdb,0x23,0xf3,0xff]
csetbounds ct2, ct1, 4095

# Comparing two.
# CHECK: csub a0, ca1, ca2 # encoding: [0x5b,0x85,0xc5,0x28]
csub a0, ca1, ca2
# CHECK: ctestsubset a0, ca1, ca2 # encoding: [0x5b,0x85,0xc5,0x40]
ctestsubset a0, ca1, ca2
# CHECK: cseqx a0, ca1, ca2 # encoding: [0x5b,0x85,0xc5,0x42]
cseqx a0, ca1, ca2

# Special registers.
# CHECK: cspecialrw ca0, mtcc, ca1 # encoding: [0x5b,0x85,0xc5,0x03]
cspecialrw ca0, mtcc, ca1
# CHECK: cspecialr ca0, mtdc # encoding: [0x5b,0x05,0xd0,0x03]
cspecialr ca0, mtdc
# CHECK: cspecialw mscratchc, ca1 # encoding: [0x5b,0x80,0xe5,0x03]
cspecialw mscratchc, ca1
# CHECK: cspecialr csp, mepcc # encoding: [0x5b,0x01,0xf0,0x03]
cspecialr csp, mepcc
# CHECK: cspecialrw ca0, 5, ca1 # encoding: [0x5b,0x85,0x55,0x02]
cspecialrw ca0, 5, ca1

# Of the program counter and the globals.
# CHECK: auipcc ca0, 0 # encoding: [0x17,0x05,0x00,0x00]
auipcc ca0, 0
# CHECK: auipcc cra, 1048575 # encoding: [0x97,0xf0,0xff,0xff]
auipcc cra, 1048575
# CHECK: auicgp ca0, 1 # encoding: [0x7b,0x15,0x00,0x00]
auicgp ca0, 1
# CHECK: auicgp csp, 1048575 # encoding: [0x7b,0xf1,0xff,0xff]
auicgp csp, 1048575

# Control.
.option norvc
# CHECK: cjal ct0, 8 # encoding: [0xef,0x02,0x80,0x00]
cjal ct0, 8
# CHECK: cjal -1048576 # encoding: [0xef,0x00,0x00,0x80]
cjal cra, -1048576
# CHECK: j 1048574 # encoding: [0x6f,0xf0,0xff,0x7f]
cjal cnull, 1048574
# CHECK: cjalr ca0 # encoding: [0xe7,0x00,0x05,0x00]
cjalr cra, 0(ca0)
# CHECK: cjalr ct1, -2048(csp) # encoding: [0x67,0x03,0x01,0x80]
cjalr ct1, -2048(csp)
# CHECK: cjalr cnull, 2047(ca5) # encoding: [0x67,0x80,0xf7,0x7f]
cjalr cnull, 2047(ca5)

# Capabilities in memory.
# CHECK: clc ca0, 0(ca1) # encoding: [0x03,0xb5,0x05,0x00]
clc ca0, 0(ca1)
# CHECK: clc csp, -2048(cgp) # encoding: [0x03,0xb1,0x01,0x80]
clc csp, -2048(cgp)
# CHECK: csc ca0, 2040(ca1) # encoding: [0x23,0xbc,0xa5,0x7e]
csc ca0, 2040(ca1)
# CHECK: csc cnull, 8(csp) # encoding: [0x23,0x34,0x01,0x00]
csc cnull, 8(csp)
