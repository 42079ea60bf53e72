# Imports and exports as the SDK's headers write them, in inline assembly: in the middle of a
# function's code, once a file.
# RUN: %as %s -o %t.o
# RUN: llvm-readobj -S --section-groups -r -s --expand-relocs %t.o | FileCheck %s

        .text
f:
        .ifndef __import_mem_uart
        .section .compartment_imports.__import_mem_uart,"aG",@progbits,__import_mem_uart,comdat
        .type   __import_mem_uart, @object
        .weak   __import_mem_uart
        .hidden __import_mem_uart
        .balign 8
__import_mem_uart:
        .word   __export_mem_uart
        .word   (1 << 31) | (1 << 30)
        .size   __import_mem_uart, 8
        .previous
        .endif
1:      auipcc  ca0, %cheriot_compartment_hi(__import_mem_uart)
        clc     ca0, %cheriot_compartment_lo_i(1b)(ca0)

        .ifndef __import_mem_uart
        .section .compartment_imports.__import_mem_uart,"aG",@progbits,__import_mem_uart,comdat
        .error  "written twice"
        .previous
        .endif
        cret

        .pushsection .cheriot.exports,"G",@progbits,__export.sealing_type.mine.Key,comdat
        .weak   __export.sealing_type.mine.Key
        .type   __export.sealing_type.mine.Key, @object
        .p2align 2
__export.sealing_type.mine.Key:
        .word   0
        .half   0
        .byte   0
        .byte   4
        .size   __export.sealing_type.mine.Key, 8
        .popsection
        nop

# CHECK: Name: .compartment_imports.__import_mem_uart
# CHECK-NEXT: Type: SHT_PROGBITS
# CHECK-NEXT: Flags [ (0x202)
# CHECK: Size: 8
# CHECK: AddressAlignment: 8
# CHECK: Name: .cheriot.exports
# CHECK-NEXT: Type: SHT_PROGBITS
# CHECK-NEXT: Flags [ (0x200)
# CHECK: Size: 8
# CHECK: .rela.text {
# CHECK: Offset: 0x0
# CHECK-NEXT: Type: R_RISCV_CUSTOM220
# CHECK-NEXT: Symbol: __import_mem_uart
# CHECK: .rela.compartment_imports.__import_mem_uart {
# CHECK: Type: R_RISCV_32
# CHECK-NEXT: Symbol: __export_mem_uart
# CHECK: Name: __import_mem_uart
# CHECK: Binding: Weak
# CHECK-NEXT: Type: Object
# CHECK-NEXT: Other [
# CHECK-NEXT: STV_HIDDEN
# CHECK: Type: COMDAT
# CHECK-NEXT: Signature: __import_mem_uart
# CHECK: Type: COMDAT
# CHECK-NEXT: Signature: __export.sealing_type.mine.Key
