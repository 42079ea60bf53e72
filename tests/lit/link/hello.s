# A whole program: start-up code, a string reached by PCC, a device through a capability in
# .data.rel.ro; what is not needed is not there.
# RUN: %as -g %s -o %t.o
# RUN: %ld %start %t.o -o %t.elf --print-gc-sections -Map=%t.map | FileCheck %s --check-prefix=GC
# RUN: %run %t.elf 2>&1 | FileCheck %s --check-prefix=OUT
# RUN: %dis %t.elf | FileCheck %s
# RUN: FileCheck %s --check-prefix=MAP < %t.map
# RUN: llvm-readobj -h -l -S %t.elf | FileCheck %s --check-prefix=ELF
# RUN: llvm-dwarfdump --verify %t.elf

# The same bytes every time, and the same program on every board.
# RUN: %ld %start %t.o -o %t.again && cmp %t.elf %t.again
# RUN: %ld --board sail %start %t.o -o %t.sail
# RUN: %run --board sail %t.sail 2>&1 | FileCheck %s --check-prefix=OUT
# RUN: %ld --board ibex-safe-simulator %start %t.o -o %t.ibex
# RUN: %run --board ibex-safe-simulator %t.ibex 2>&1 | FileCheck %s --check-prefix=OUT

# GC: removed {{.*}}.o:(.text.unused)
# OUT: hello
# OUT: SUCCESS: the guest exited with 0 (uart)

# MAP: Memory
# MAP-NEXT: 0x80000000 0x[[#%x,END:]] [[#]]  code (PCC)
# MAP-NEXT: data (CGP)
# MAP-NEXT: heap
# MAP-NEXT: 0x80ffc000 0x81000000     16384  stack
# MAP: Sections
# MAP: 0x80000000 {{.*}} .text
# MAP-NEXT: 0x80000000 {{.*}}start.o:(.text.start)
# MAP: main
# MAP: Defined by the linker
# MAP: 0x10000000       256  __import_mem_uart
# MAP: 0x81000000         0  __stack_top
# MAP: Not in the image
# MAP-NEXT: {{.*}}.o:(.text.unused)

# ELF: Type: Executable
# ELF: Entry: 0x80000000
# ELF: Flags [ (0x30001)
# ELF: Name: .text
# ELF: Name: .rodata
# ELF: Name: .data.rel.ro
# ELF: Name: .capability_table
# ELF: PhysicalAddress: 0x80000000

        .text
        .globl  main
        .type   main, @function
# CHECK: <main>:
# CHECK-NEXT: auipcc ca1, 0
# CHECK-NEXT: clc ca1, [[#]](ca1)
# CHECK-NEXT: auipcc ca0, 0
# CHECK-NEXT: cincoffset ca0, ca0, [[#]]
# CHECK-NEXT: csetbounds ca0, ca0, 7
main:
.Luart: auipcc  ca1, %cheriot_compartment_hi(uart)
        clc     ca1, %cheriot_compartment_lo_i(.Luart)(ca1)
# The linker knows better than the assembler where the string is.
.Ltext: auicgp  ca0, %cheriot_compartment_hi(text)
        cincoffset ca0, ca0, %cheriot_compartment_lo_i(.Ltext)
        csetbounds ca0, ca0, %cheriot_compartment_size(text)
1:      clbu    a2, 0(ca0)
        beqz    a2, 2f
        csw     a2, 0(ca1)
        cincoffset ca0, ca0, 1
        j       1b
2:      li      a0, 0
        cret
        .size   main, . - main

        .section .text.unused, "ax"
unused: cjal    nowhere

        .section .rodata.text, "a"
        .type   text, @object
text:   .asciz  "hello\n"
        .size   text, . - text

        .section .data.rel.ro.uart, "aw"
        .balign 8
        .type   uart, @object
uart:   .chericap __import_mem_uart
        .size   uart, 8
