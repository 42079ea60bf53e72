# Of what several files have so that one of them has it, the first is linked; tentative definitions
# become one; a weak definition gives way.
# RUN: rm -rf %t && split-file %s %t
# RUN: %as %t/first.s -o %t/first.o
# RUN: %as %t/second.s -o %t/second.o
# RUN: cd %t && %ld %start first.o second.o -o image.elf -Map=image.map
# RUN: not %run %t/image.elf 2>&1 | FileCheck %s
# RUN: FileCheck %s --check-prefix=MAP < %t/image.map
# CHECK: FAILURE: the guest exited with 63
# MAP: first.o:(.text.inline)
# MAP: 0x{{[0-9a-f]+0}}       100    (griotte ld):(.bss.tentative)
# MAP-NOT: second.o:(.text.inline)
#--- first.s
        .globl  main
        .type   main, @function
main:   cmove   ca5, cra
        cjal    inline
        mv      a4, a0
        cjal    overridden
        add     a4, a4, a0
.L1:    auicgp  ca0, %cheriot_compartment_hi(tentative)
        clw     a0, %cheriot_compartment_lo_i(.L1)(ca0)
        add     a4, a4, a0
        cjal    other
        add     a0, a0, a4
        cmove   cra, ca5
        cret
        .comm   tentative, 4, 4
        .weak   overridden
overridden:
        li      a0, 100
        cret
        .section .text.inline, "axG", @progbits, inline, comdat
        .weak   inline
inline: li      a0, 1
        cret
#--- second.s
        .globl  overridden
overridden:
        li      a0, 2
        cret
        .globl  other
other:  j       inline_and_more
        .comm   tentative, 100, 16
        .section .text.inline, "axG", @progbits, inline, comdat
        .weak   inline
inline: li      a0, 3
        cret
        .text
inline_and_more:
        li      a0, 60
        cret
