# -g: each instruction's line, and the file by the name it was given.
# RUN: %as -g %s -o %t.o
# RUN: llvm-dwarfdump --debug-line --debug-info %t.o | FileCheck %s
# RUN: %dis -S %t.o | FileCheck %s --check-prefix=SOURCE
# RUN: %as %s -o %t2.o
# RUN: llvm-readelf -S %t2.o | FileCheck %s --check-prefix=PLAIN
# PLAIN-NOT: debug_line

# CHECK: DW_AT_name ("{{.*}}debug-info.s")
# CHECK: DW_AT_producer ("griotte")
# CHECK: 0x0000000000000000 [[#@LINE+3]] 0
# SOURCE: ; {{.*}}debug-info.s:[[#@LINE+2]]
# SOURCE-NEXT: ; first: nop
first: nop
# CHECK: 0x0000000000000002 [[#@LINE+3]] 0
# SOURCE: ; {{.*}}debug-info.s:[[#@LINE+2]]
# SOURCE-NEXT: ; li a0, 0x12345678
li a0, 0x12345678
# SOURCE-NEXT: lui a0, 74565
# SOURCE-NEXT: addi a0, a0, 1656
# CHECK: 0x000000000000000a [[#@LINE+1]] 0
cret
