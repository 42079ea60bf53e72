# A program without a trap handler stops at its first mistake, and the report names the function and
# the line.
# RUN: %as -g %s -o %t.o
# RUN: %ld %start %t.o -o %t.elf
# RUN: not %run %t.elf 2>&1 | FileCheck %s

# CHECK: stopped: a trap found no usable handler
# CHECK: store_too_far
# CHECK-SAME: bounds-trap.s:[[#@LINE+13]]

        .text
        .globl  main
        .type   main, @function
main:   j       store_too_far
        .size   main, . - main

        .type   store_too_far, @function
store_too_far:
.L1:    auicgp  ca0, %cheriot_compartment_hi(buffer)
        cincoffset ca0, ca0, %cheriot_compartment_lo_i(.L1)
        csetbounds ca0, ca0, %cheriot_compartment_size(buffer)
        csw     zero, 32(ca0)
        cret
        .size   store_too_far, . - store_too_far

        .bss
        .balign 8
        .type   buffer, @object
buffer: .zero   32
        .size   buffer, 32
