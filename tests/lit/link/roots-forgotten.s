# What a program is given is all there is: the special registers hold nothing of the roots.
# RUN: %as %s -o %t.o
# RUN: %ld %start %t.o -o %t.elf --stack-size 4096
# RUN: %run %t.elf
        .text
        .globl  main
        .type   main, @function
main:   li      a0, 0
        cspecialr ca1, mtdc
        cgettag a1, ca1
        bnez    a1, 1f
        li      a0, 2
        cspecialr ca1, mscratchc
        cgettag a1, ca1
        bnez    a1, 1f
        li      a0, 3
        cspecialr ca1, mepcc
        cgettag a1, ca1
        bnez    a1, 1f
        li      a0, 4
        cspecialr ca1, mtcc
        cgettag a1, ca1
        bnez    a1, 1f
        li      a0, 0
        cret
1:      addi    a0, a0, 1
        cret
        .size   main, . - main
