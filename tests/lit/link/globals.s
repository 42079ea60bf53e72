# Variables through CGP, and the capabilities that start-up code fills in: each with the bounds, the
# address and the permissions it should have. main() returns how many checks passed.
# RUN: %as -g %s -o %t.o
# RUN: %ld %start %t.o -o %t.elf
# RUN: not %run %t.elf 2>&1 | FileCheck %s --check-prefix=OUT
# RUN: %dis %t.elf | FileCheck %s

# OUT: FAILURE: the guest exited with 11 (uart)

        .macro  check_equal register, value
        li      a5, \value
        bne     \register, a5, failed
        addi    s0, s0, 1
        .endm

        .text
        .globl  main
        .type   main, @function
# CHECK: <main>:
main:   li      s0, 0
# Code that thought the variable was a constant.
# CHECK: auicgp ca0, 0
# CHECK-NEXT: clw a0, -[[#]](ca0)
.L1:    auipcc  ca0, %cheriot_compartment_hi(counter)
        clw     a0, %cheriot_compartment_lo_i(.L1)(ca0)
        check_equal a0, 77
# CHECK: auicgp ca0, 0
# CHECK-NEXT: csw s0, -[[#]](ca0)
.L2:    auicgp  ca0, %cheriot_compartment_hi(counter)
        csw     s0, %cheriot_compartment_lo_s(.L2)(ca0)
# Zeroed data, too far for one instruction.
# CHECK: auicgp ca0, 3
# CHECK-NEXT: cincoffset ca0, ca0, [[#]]
# CHECK-NEXT: csetbounds ca0, ca0, 8
.L3:    auicgp  ca0, %cheriot_compartment_hi(far)
        cincoffset ca0, ca0, %cheriot_compartment_lo_i(.L3)
        csetbounds ca0, ca0, %cheriot_compartment_size(far)
        clw     a0, 4(ca0)
        check_equal a0, 0
# A pointer into the middle of an array, in data.
.L4:    auicgp  ca0, %cheriot_compartment_hi(pointer)
        clc     ca0, %cheriot_compartment_lo_i(.L4)(ca0)
        clw     a1, 0(ca0)
        check_equal a1, 30
        cgetlen a1, ca0
        check_equal a1, 16
        cgetbase a1, ca0
        sub     a1, a0, a1
        check_equal a1, 8
        cgetperm a1, ca0
        check_equal a1, 0x6f
# One to a constant, in constants: not writable. (Loading through PCC changes nothing.)
.L5:    auipcc  ca0, %cheriot_compartment_hi(constantPointer)
        clc     ca0, %cheriot_compartment_lo_i(.L5)(ca0)
        clw     a1, 0(ca0)
        check_equal a1, 1234
        cgetperm a1, ca0
        check_equal a1, 0x6b
# A function pointer.
.L6:    auipcc  ca0, %cheriot_compartment_hi(functionPointer)
        clc     ca0, %cheriot_compartment_lo_i(.L6)(ca0)
        cmove   ca2, cra
        cjalr   ca0
        cmove   cra, ca2
        check_equal a0, 99
# The stack holds what is local; globals do not.
        cgetperm a1, csp
        check_equal a1, 0x7f
        cgetperm a1, cgp
        check_equal a1, 0x6f
        mv      a0, s0
        cret
failed: li      a0, 100
        add     a0, a0, s0
        cret
        .size   main, . - main

        .type   answer, @function
answer: li      a0, 99
        cret
        .size   answer, . - answer

        .data
        .balign 8
        .type   array, @object
array:  .word   10, 20, 30, 40
        .size   array, 16
        .type   pointer, @object
pointer: .chericap array + 8
        .size   pointer, 8
        .type   counter, @object
counter: .word  77
        .size   counter, 4

        .bss
        .balign 8
        .zero   10000
        .type   far, @object
far:    .zero   8
        .size   far, 8

        .section .rodata, "a"
        .balign 4
        .type   constant, @object
constant: .word 1234
        .size   constant, 4

        .section .data.rel.ro, "aw"
        .balign 8
        .type   constantPointer, @object
constantPointer: .chericap constant
        .size   constantPointer, 8
        .type   functionPointer, @object
functionPointer: .chericap answer
        .size   functionPointer, 8
