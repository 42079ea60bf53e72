# The options of `griotte as`.
# RUN: %as -I %S/Inputs -D answer=0x2a -D one %s -o %t.o
# RUN: %dis %t.o | FileCheck %s
# RUN: cat %s | %as -I %S/Inputs -D answer=0x2a -D one - -o - | %dis - | FileCheck %s
# RUN: not %as -D answer=x %s -o %t.o 2>&1 | FileCheck %s --check-prefix=NUMBER
# RUN: not %as %t.nothing -o %t.o 2>&1 | FileCheck %s --check-prefix=MISSING
# RUN: not %as -I %S/Inputs -D answer=1 -D one %s -o %t/no/such/folder.o 2>&1 | FileCheck %s --check-prefix=FOLDER
# RUN: not %as --mode sparc %s 2>&1 | FileCheck %s --check-prefix=MODE
# NUMBER: error: -D answer=x: 'x' is not a number
# MISSING: error: {{.*}}.nothing: No such file or directory
# FOLDER: error: {{.*}}folder.o: No such file or directory
# MODE: --mode

.include "seven.inc"
# CHECK: li a0, 7
addi a0, a1, answer
# CHECK: addi a0, a1, 42
addi a0, a1, one
# CHECK: addi a0, a1, 1
