# The RV32 modes are plain RISC-V.
# RUN: %as --mode rv32i %s -o %t.o
# RUN: %dis --mode rv32i %t.o | FileCheck %s
# RUN: llvm-objdump -d -M no-aliases %t.o | FileCheck %s --check-prefix=LLVM
# RUN: not %as --mode rv32e %s -o %t.o 2>&1 | FileCheck %s --check-prefix=ERROR
# RUN: not %as %s -o %t.o 2>&1 | FileCheck %s --check-prefix=ERROR
# ERROR: error:
# CHECK: lw t6, 4(sp)
# LLVM: c.lwsp t6, 0x4(sp)
lw t6, 4(sp)
# CHECK: auipc a0, 1
auipc a0, 1
# CHECK: ret
ret
