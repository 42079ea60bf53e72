# .option and .attribute.
# RUN: %as --show-encoding %s | FileCheck %s
# RUN: %as --filetype asm %s | FileCheck %s --check-prefix=TEXT

.attribute 4, 16
.attribute 5, "rv32e2p0_m2p0_c2p0_xcheriot1p0"
.attribute arch, "rv32e"
# TEXT: .option push
.option push
# TEXT-NEXT: .option norvc
.option norvc
# CHECK: mv a0, a1 # encoding: [0x13,0x85,0x05,0x00]
mv a0, a1
.option push
.option rvc
# CHECK: mv a0, a1 # encoding: [0x2e,0x85]
mv a0, a1
.option pop
# CHECK: mv a0, a1 # encoding: [0x13,0x85,0x05,0x00]
mv a0, a1
.option pop
# CHECK: mv a0, a1 # encoding: [0x2e,0x85]
mv a0, a1
# TEXT: .option relax
.option relax
.option norelax
.option nopic
