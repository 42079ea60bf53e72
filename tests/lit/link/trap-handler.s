# A program may have a trap handler of its own, and end its runs through HTIF.
# RUN: %as %s -o %t.o
# RUN: %ld %start %t.o -o %t.elf --stack-size 4096 --board sail
# RUN: not %run --board sail %t.elf 2>&1 | FileCheck %s
# CHECK: FAILURE: the guest exited with 28 (htif)
        .text
        .globl  main
        .type   main, @function
main:   clw     a0, 0(cnull)
        .size   main, . - main

        .globl  __trap_handler
        .type   __trap_handler, @function
        .balign 4
__trap_handler:
        csrr    a0, mcause
        j       _Exit
        .size   __trap_handler, . - __trap_handler

        .data
        .balign 8
        .globl  tohost
        .type   tohost, @object
tohost: .zero   8
        .size   tohost, 8
