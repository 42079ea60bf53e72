# Every complaint names the file, the section and the symbol, and says what to do.
# RUN: rm -rf %t && split-file %s %t
# RUN: %as %t/bad.s -o %t/bad.o
# RUN: not %ld %start %t/bad.o -o %t/none 2>&1 | FileCheck %s
# RUN: not ls %t/none
# RUN: %as %t/missing.s -o %t/missing.o
# RUN: not %ld %start %t/missing.o -o %t/none 2>&1 | FileCheck %s --check-prefix=MISSING
# RUN: %as %t/twice.s -o %t/twice.o
# RUN: not %ld %start %t/twice.o %t/missing.o -o %t/none 2>&1 | FileCheck %s --check-prefix=TWICE
# RUN: not %ld %t/twice.o -o %t/none 2>&1 | FileCheck %s --check-prefix=ENTRY
# RUN: not %ld %start %t/twice.o -u wanted -o %t/none 2>&1 | FileCheck %s --check-prefix=WANTED
# RUN: %as %t/large.s -o %t/large.o
# RUN: not %ld %start %t/large.o -o %t/none 2>&1 | FileCheck %s --check-prefix=LARGE
# RUN: not %ld %start %t/twice.o --stack-size 20000000 -o %t/none 2>&1 | FileCheck %s --check-prefix=STACK
# RUN: not %ld %start %t/twice.o --board nowhere -o %t/none 2>&1 | FileCheck %s --check-prefix=BOARD
# RUN: not %ld %start %t/twice.o -lm -o %t/none 2>&1 | FileCheck %s --check-prefix=LIBRARY
# RUN: not %ld %start %t/twice.o --defsym a=b -o %t/none 2>&1 | FileCheck %s --check-prefix=DEFSYM
# RUN: not %ld %s -o %t/none 2>&1 | FileCheck %s --check-prefix=TEXT
# RUN: %as --mode rv32e %t/plain.s -o %t/plain.o
# RUN: not %ld %start %t/plain.o -o %t/none 2>&1 | FileCheck %s --check-prefix=PLAIN

#--- bad.s
# What is wrong with the table comes first.
# CHECK: error: {{.*}}bad.o:(.data+0x{{[0-9a-f]+}}): R_RISCV_CHERI_CAPABILITY of 'unsized': its size is not known, so its bounds are not; say .size where it is defined
# CHECK-NEXT: R_RISCV_CHERI_CAPABILITY of 'long': an address 2097152 bytes from its start is too far outside its 4096 bytes for a capability to them
        .text
        .globl  main
        .type   main, @function
main:
# CHECK-NEXT: bad.o:(.text+0x0) in 'main': R_RISCV_CHERIOT_COMPARTMENT_HI of '__import_mem_uart': it is at 0x10000000, outside both code and data, where neither PCC nor CGP leads; load it from a .chericap
1:      auipcc  ca0, %cheriot_compartment_hi(__import_mem_uart)
# CHECK-NEXT: bad.o:(.text+0x4) in 'main': R_RISCV_CHERIOT_COMPARTMENT_HI of 'maybe': it is weak and nowhere defined, so it is a null capability, which no register leads to; load it from a .chericap
2:      auipcc  ca0, %cheriot_compartment_hi(maybe)
# CHECK-NEXT: bad.o:(.text+0x8) in 'main': R_RISCV_CHERIOT_COMPARTMENT_SIZE of 'long': its size, 4096, does not fit the instruction, which takes up to 4095; put the size in a register
        csetbounds ca0, ca0, %cheriot_compartment_size(long)
# CHECK-NEXT: bad.o:(.text+0xc) in 'main': R_RISCV_CHERIOT_COMPARTMENT_SIZE of 'odd': a capability cannot have the bounds 0x{{[0-9a-f]+}} to 0x{{[0-9a-f]+}} exactly; align the object to 4 and make it 1028 bytes long
        csetbounds ca0, ca0, %cheriot_compartment_size(odd)
# CHECK-NEXT: bad.o:(.text+0x10) in 'main': R_RISCV_CHERIOT_COMPARTMENT_SIZE of 'unsized': its size is not known; say .size where it is defined
        csetbounds ca0, ca0, %cheriot_compartment_size(unsized)
# CHECK-NEXT: bad.o:(.text+0x14) in 'main': R_RISCV_CHERIOT_COMPARTMENT_LO_I of 'main': it must be the label of the auipcc or auicgp with the high part; the offset belongs there, too
        cincoffset ca0, ca0, %cheriot_compartment_lo_i(main + 4)
# CHECK-NEXT: bad.o:(.text+0x18) in 'main': R_RISCV_BRANCH of 'distant': the target is [[#]] bytes away; this instruction reaches 4096 bytes either way
        beq     a0, a1, distant
        .size   main, . - main
        .section .text.more, "ax"
        .zero   5000
        .globl  distant
distant: cret
        .data
        .balign 8
# CHECK-NEXT: bad.o:(.data+0x4): R_RISCV_CHERI_CAPABILITY of 'long': a capability lies at 0x{{[0-9a-f]+}}, which is not a multiple of 8; align the data
        .word   0
        .chericap long
        .word   0
        .chericap unsized
        .chericap long + 0x200000
        .type   odd, @object
odd:    .zero   1025
        .size   odd, 1025
unsized: .word  1
        .bss
        .balign 4096
        .type   long, @object
long:   .zero   4096
        .size   long, 4096
        .weak   maybe

#--- missing.s
# MISSING: error: 'print_number' is not defined; did you mean 'print_numbers'?
# MISSING-NEXT: needed by {{.*}}missing.o:(.text+0x0) in 'main'
# MISSING-NEXT: needed by {{.*}}missing.o:(.data+0x8)
# MISSING-NEXT: 'zzz' is not defined
# MISSING-NEXT: needed by {{.*}}missing.o:(.text+0x4) in 'main'
# MISSING-NOT: needed by
# MISSING-NOT: unneeded
        .text
        .globl  main
        .type   main, @function
main:   cjal    print_number
        cjal    zzz
        cjal    print_numbers
.Ldata: auicgp  ca0, %cheriot_compartment_hi(pointer)
        .size   main, . - main
        .globl  print_numbers
print_numbers:
        cret
        .data
        .balign 8
        .type   pointer, @object
pointer: .word  0, 0
        .chericap print_number
        .size   pointer, 16
        .section .text.unused, "ax"
        cjal    unneeded

#--- twice.s
# TWICE: error: 'main' is defined twice:
# TWICE-NEXT: first in {{.*}}twice.o:(.text+0x0) in 'main'
# TWICE-NEXT: again in {{.*}}missing.o:(.text+0x0) in 'main'
# TWICE-NEXT: make one of them local, weak or of another name
# ENTRY: error: the entry point '_start' is not defined; link the start-up code
# WANTED: error: 'wanted' is not defined, but --undefined asks for it
# STACK: error: the stack does not fit: {{[0-9]+}} bytes are wanted and {{[0-9]+}} are left
# BOARD: error: {{.*}}nowhere
# LIBRARY: error: -l m: there is no libm.a in the library path, which is empty
# DEFSYM: error: --defsym a=b: expected NAME=NUMBER
# TEXT: error: {{.*}}errors.s: is not an ELF file
# PLAIN: error: {{.*}}plain.o: is not CHERIoT code
        .text
        .globl  main
        .type   main, @function
main:   cret
        .size   main, . - main

#--- large.s
# LARGE: error: the data does not fit: section .bss ends at 0x{{[0-9a-f]+}}, {{[0-9]+}} bytes past the end of the memory
        .text
        .globl  main
main:   cret
.Lhi:   auicgp ca0, %cheriot_compartment_hi(huge)
        .bss
huge:   .zero   0x7fffffff
        .zero   0x7fffffff

#--- plain.s
        ret
