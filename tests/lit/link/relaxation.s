# Code assembled with --relax gets shorter, and does what it did: addresses, alignments, tables,
# sizes and line numbers follow.
# RUN: %as --relax -g %s -o %t.o
# RUN: %ld %start %t.o -o %t.elf
# RUN: %ld %start %t.o -o %t.whole --no-relax
# RUN: not %run %t.elf 2>&1 | FileCheck %s --check-prefix=OUT
# RUN: not %run %t.whole 2>&1 | FileCheck %s --check-prefix=OUT
# RUN: %dis %t.elf | FileCheck %s
# RUN: %dis %t.whole | FileCheck %s --check-prefix=WHOLE
# RUN: llvm-nm --print-size %t.elf | FileCheck %s --check-prefix=SIZE
# RUN: llvm-dwarfdump --verify %t.elf
# RUN: llvm-dwarfdump --debug-line %t.elf | FileCheck %s --check-prefix=LINES

# OUT: FAILURE: the guest exited with 14 (uart)
# RUN: llvm-objdump -s -j .rodata %t.elf | FileCheck %s --check-prefix=TABLE
# SIZE: {{[0-9a-f]+}} 0000003e T main
# TABLE: 3c000000 3c
# LINES: 0x000000008000026e {{.*}} end_sequence
# LINES-NEXT: 0x000000008000026e     [[#@LINE+53]] {{.*}} is_stmt

        .text
        .globl  main
        .type   main, @function
# CHECK-LABEL: <main>:
# WHOLE-LABEL: <main>:
main:   cincoffset csp, csp, -8
        csc     cra, 0(csp)
# CHECK: csc cra, 0(csp)
# CHECK-NEXT: clw a0, -[[#]](cgp)
# WHOLE: auicgp ca0, 0
# WHOLE-NEXT: clw a0, -[[#]](ca0)
.L1:    auicgp  ca0, %cheriot_compartment_hi(variable)
        clw     a0, %cheriot_compartment_lo_i(.L1)(ca0)
# CHECK-NEXT: : 2{{[0-9a-f]+}} cjal 0x{{[0-9a-f]+}} <double>
# WHOLE-NEXT: : {{[0-9a-f]+}}ef cjal 0x{{[0-9a-f]+}} <double>
        cjal    double
# A branch over what shrinks.
# CHECK-NEXT: beqz a0, 0x[[#%x,FAIL:]]
        beqz    a0, 1f
# CHECK-NEXT: csw a0, -[[#]](cgp)
.L2:    auipcc  ca1, %cheriot_compartment_hi(variable)
        csw     a0, %cheriot_compartment_lo_s(.L2)(ca1)
# Two uses of one high part.
# CHECK-NEXT: cincoffset ca1, cgp, -[[#]]
# CHECK-NEXT: csetbounds ca1, ca1, 4
# CHECK-NEXT: clw a2, -[[#]](cgp)
.L3:    auicgp  ca3, %cheriot_compartment_hi(variable)
        cincoffset ca1, ca3, %cheriot_compartment_lo_i(.L3)
        csetbounds ca1, ca1, %cheriot_compartment_size(variable)
        clw     a2, %cheriot_compartment_lo_i(.L3)(ca3)
# Too far from CGP, or not in data at all: they stay.
# CHECK: auicgp ca4, 1
.L4:    auicgp  ca4, %cheriot_compartment_hi(far)
        clw     a4, %cheriot_compartment_lo_i(.L4)(ca4)
# CHECK: auipcc ca5, 0
.L5:    auipcc  ca5, %cheriot_compartment_hi(table)
        clw     a5, %cheriot_compartment_lo_i(.L5)(ca5)
        sub     a5, a5, a5
# CHECK: {{^[0-9a-f]*[08]}}: {{.*}}add a0, a0, a4
        .balign 8
        add     a0, a0, a4
        .balign 4
        clc     cra, 0(csp)
        cincoffset csp, csp, 8
        j       last
1:      unimp
        .size   main, . - main

        .section .text.last, "ax"
        .globl  last
        .type   last, @function
last:   li      a1, 0
        add     a0, a0, a1
        cret
        .size   last, . - last

        .section .text.double, "ax"
        .globl  double
        .type   double, @function
double: add     a0, a0, a0
        cret
        .size   double, . - double

        .section .rodata.table, "a"
        .type   table, @object
table:  .word   1b - main
        .uleb128 1b - main
        .size   table, 5

        .data
        .type   variable, @object
variable: .word 7
        .size   variable, 4
        .bss
        .zero   4096
        .type   far, @object
far:    .zero   4
        .size   far, 4
