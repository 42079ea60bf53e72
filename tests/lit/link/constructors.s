# Constructors by priority, those without one last and in the order of the files; then main;
# destructors the other way round.
# RUN: rm -rf %t && split-file %s %t
# RUN: %as %t/main.s -o %t/main.o
# RUN: %as %t/other.s -o %t/other.o
# RUN: %ld %start %t/main.o %t/other.o -o %t/image.elf
# RUN: %run -q %t/image.elf | FileCheck %s
# CHECK: p123456M987
# A program with an exit() is asked to do the rest itself.
# RUN: %as %t/exit.s -o %t/exit.o
# RUN: %ld %start %t/main.o %t/other.o %t/exit.o -o %t/exit.elf
# RUN: not %run %t/exit.elf 2>&1 | FileCheck %s --check-prefix=EXIT
# EXIT: p123456M{{FAILURE.*40 .uart.}}

#--- main.s
        .macro  printer name, letter
        .type   \name, @function
\name:  li      a0, \letter
        j       put
        .size   \name, . - \name
        .endm
        .macro  entry section, type, name
        .section \section, "aw", @\type
        .balign 8
        .chericap \name
        .endm

        .text
        printer main, 'M'
        .globl  main
        printer pre, 'p'
        printer one, '1'
        printer two, '2'
        printer four, '4'
        printer five, '5'
        printer seven, '7'
        printer nine, '9'
        .globl  put
        .type   put, @function
put:
.L1:    auipcc  ca1, %cheriot_compartment_hi(uart)
        clc     ca1, %cheriot_compartment_lo_i(.L1)(ca1)
        csw     a0, 0(ca1)
        li      a0, 0
        cret
        .size   put, . - put

        entry   .preinit_array, preinit_array, pre
        entry   .init_array, init_array, four
        .chericap five
        entry   .init_array.00101, init_array, two
        entry   .init_array.5, init_array, one
        entry   .fini_array, fini_array, nine
        entry   .fini_array.2, fini_array, seven

        .section .data.rel.ro.uart, "aw"
        .balign 8
        .type   uart, @object
uart:   .chericap __import_mem_uart
        .size   uart, 8

#--- other.s
        .text
        .type   three, @function
three:  li      a0, '3'
        j       put
        .size   three, . - three
        .type   six, @function
six:    li      a0, '6'
        j       put
        .size   six, . - six
        .type   eight, @function
eight:  li      a0, '8'
        j       put
        .size   eight, . - eight
        .section .init_array.102, "aw", @init_array
        .balign 8
        .chericap three
        .section .init_array, "aw", @init_array
        .balign 8
        .chericap six
        .section .fini_array.3, "aw", @fini_array
        .balign 8
        .chericap eight

#--- exit.s
        .text
        .globl  exit
        .type   exit, @function
exit:   addi    a0, a0, 40
        j       _Exit
        .size   exit, . - exit
