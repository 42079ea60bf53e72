# Code is padded with instructions that do nothing.
# RUN: %as %s -o %t.o
# RUN: %dis %t.o | FileCheck %s
# CHECK: 8082 cret
# CHECK-NEXT: 0001 nop
# CHECK-NEXT: 00000013 nop
# CHECK-NEXT: 8082 cret
cret
.balign 8
cret
