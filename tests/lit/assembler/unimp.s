# unimp is all zeros where that can be said in 16 bits.
# RUN: %as --show-encoding %s | FileCheck %s
# CHECK: unimp # encoding: [0x00,0x00]
unimp
# CHECK: unimp # encoding: [0x00,0x00]
c.unimp
.option norvc
# CHECK: unimp # encoding: [0x73,0x10,0x00,0xc0]
unimp
