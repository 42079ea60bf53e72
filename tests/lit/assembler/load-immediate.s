# li makes any 32-bit number in at most two instructions.
# RUN: %as --show-encoding %s | FileCheck %s --strict-whitespace
# CHECK: li	a0, 0{{ .*}}[0x01,0x45]
li a0, 0
# CHECK-NEXT: lui	a0, 1
# CHECK-NEXT: addi	a0, a0, -2048
li a0, 2048
# CHECK-NEXT: lui	a0, 1048575
# CHECK-NEXT: addi	a0, a0, 2047
li a0, -2049
# CHECK-NEXT: lui	a0, 74565
# CHECK-NEXT: addi	a0, a0, 1656
li a0, 0x12345678
# CHECK-NEXT: lui	a0, 524288{{ }}
li a0, 0x80000000
# Rounding the upper part up may wrap.
# CHECK-NEXT: lui	a0, 524288
# CHECK-NEXT: addi	a0, a0, -1
li a0, 0x7fffffff
# CHECK-NEXT: li	a0, -1
li a0, 4294967295
# A number known only as a symbol.
.set size, 24
# CHECK: li	a0, 24
li a0, size
# CHECK: cincoffset	csp, csp, -48
cincoffset csp, csp, -2 * size
# CHECK: lui	a0, 74566
lui a0, %hi(0x12345800)
# CHECK: addi	a0, a0, -2048
addi a0, a0, %lo(0x12345800)
