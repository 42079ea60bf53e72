# Sections live by being reached: through code, data, groups and capabilities; or by saying so.
# RUN: rm -rf %t && mkdir %t
# RUN: %as -g %s -o %t/a.o
# RUN: %ld %start %t/a.o -o %t/gc.elf --print-gc-sections | FileCheck %s --check-prefix=GONE
# RUN: llvm-nm %t/gc.elf | FileCheck %s
# RUN: %ld %start %t/a.o -o %t/all.elf --no-gc-sections --defsym nowhere=0x80000000 --print-gc-sections | count 0
# RUN: llvm-nm %t/all.elf | FileCheck %s --check-prefix=ALL
# RUN: %ld %start %t/a.o -o %t/u.elf -u dead_global --defsym nowhere=0x80000000
# RUN: llvm-nm %t/u.elf | FileCheck %s --check-prefix=ASKED

# Debug information of what is gone is not mistaken for something else's.
# RUN: llvm-dwarfdump --debug-line %t/gc.elf | FileCheck %s --check-prefix=LINES
# LINES: file_names
# LINES-NOT: 0x00000000000000
# LINES: end_sequence

# GONE-NOT: live
# GONE: removed {{.*}}a.o:(.text.dead)
# GONE-NEXT: removed {{.*}}a.o:(.data.dead)
# GONE-NOT: {{.}}

# CHECK-NOT: dead
# CHECK: live_by_constructor
# CHECK: live_by_group
# CHECK: live_by_link
# CHECK: live_by_pointer
# CHECK: live_retained
# CHECK: live_table
# CHECK-NOT: dead
# ALL: dead_data
# ALL: dead_global
# ASKED: dead_data
# ASKED: dead_global

        .text
        .globl  main
        .type   main, @function
main:
.L1:    auicgp  ca0, %cheriot_compartment_hi(live_table)
        clc     ca0, %cheriot_compartment_lo_i(.L1)(ca0)
        cret
        .size   main, . - main

        .section .text.pointer, "axG", @progbits, group, comdat
live_by_pointer: cret
        .section .rodata.group, "aG", @progbits, group, comdat
live_by_group: .word 1
        .section .rodata.follower, "ao", @progbits, .text.pointer
live_by_link: .word 1
        .section .text.retained, "axR"
live_retained: cret
        .section .text.constructor, "ax"
live_by_constructor: cret
        .section .init_array, "aw", @init_array
        .balign 8
        .chericap live_by_constructor
        .section .data.table, "aw"
        .balign 8
        .type   live_table, @object
live_table: .chericap live_by_pointer
        .size   live_table, 8

        .section .text.dead, "ax"
        .globl  dead_global
dead_global:
        cjal    nowhere
.L2:    auicgp  ca0, %cheriot_compartment_hi(dead_data)
        .section .data.dead, "aw"
        .type   dead_data, @object
dead_data: .word 1
        .size   dead_data, 4
