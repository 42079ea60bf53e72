# What is weak and nowhere defined is a null capability, with no entry in the table.
# RUN: rm -rf %t && split-file %s %t
# RUN: %as %t/main.s -o %t/main.o
# RUN: %ld %start %t/main.o -o %t/absent.elf
# RUN: %run %t/absent.elf 2>&1 | FileCheck %s --check-prefix=ABSENT
# RUN: %as %t/extra.s -o %t/extra.o
# RUN: %ld %start %t/main.o %t/extra.o -o %t/present.elf
# RUN: not %run %t/present.elf 2>&1 | FileCheck %s --check-prefix=PRESENT
# ABSENT: SUCCESS: the guest exited with 0
# PRESENT: FAILURE: the guest exited with 8

# A call that is never made is a trap, not a jump to nowhere.
# RUN: %dis %t/absent.elf | FileCheck %s
# CHECK: <main>:
# CHECK: 00 unimp

#--- main.s
        .weak   extra
        .text
        .globl  main
        .type   main, @function
main:
.L1:    auipcc  ca0, %cheriot_compartment_hi(extraPointer)
        clc     ca0, %cheriot_compartment_lo_i(.L1)(ca0)
        cgettag a1, ca0
        beqz    a1, 1f
        cmove   ca5, cra
        cjal    extra
        cmove   cra, ca5
        cret
1:      cgetaddr a0, ca0
        cret
        .size   main, . - main
        .section .data.rel.ro, "aw"
        .balign 8
        .type   extraPointer, @object
extraPointer: .chericap extra
        .size   extraPointer, 8
#--- extra.s
        .text
        .globl  extra
        .type   extra, @function
extra:  li      a0, 8
        cret
        .size   extra, . - extra
