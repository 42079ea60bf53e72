# What the assembler leaves to a linker that may shorten the code: marks where it may, relocations for
# every distance across such a place, room for the most an alignment may need.
# RUN: %as --relax -g %s -o %t.o
# RUN: llvm-readobj -r %t.o | FileCheck %s
# RUN: llvm-nm --print-size %t.o | FileCheck %s --check-prefix=SIZE
# RUN: %as %s -o %t.option.o
# RUN: llvm-readobj -r %t.option.o | FileCheck %s --check-prefix=OPTION

# SIZE: 00000000 00000034 t function

# CHECK-LABEL: .rela.text {
        .type   function, @function
function:
# A branch within what is fixed stays the assembler's.
        beqz    a0, 1f
1:      nop
# CHECK-NEXT: 0x4 R_RISCV_CUSTOM220 variable
# CHECK-NEXT: 0x4 R_RISCV_RELAX
.L1:    auicgp  ca0, %cheriot_compartment_hi(variable)
# CHECK-NEXT: 0x8 R_RISCV_CUSTOM221 .L1
# CHECK-NEXT: 0x8 R_RISCV_RELAX
        clw     a0, %cheriot_compartment_lo_i(.L1)(ca0)
# CHECK-NEXT: 0xC R_RISCV_JAL far
# CHECK-NEXT: 0xC R_RISCV_RELAX
        cjal    far
# CHECK-NEXT: 0x10 R_RISCV_RVC_BRANCH .text 0x1E
        beqz    a0, 1f
# CHECK-NEXT: 0x12 R_RISCV_JAL far
# CHECK-NEXT: 0x12 R_RISCV_RELAX
        j       far
# CHECK-NEXT: 0x16 R_RISCV_RVC_JUMP .text
        j       .Lback
# CHECK-NEXT: 0x18 R_RISCV_ALIGN - 0x6
        .balign 8
1:      nop
# CHECK-NEXT: 0x20 R_RISCV_CUSTOM223 variable
        csetbounds ca0, ca0, %cheriot_compartment_size(variable)
# No register to jump back through: no compressed form.
# CHECK-NEXT: 0x24 R_RISCV_JAL far
        cjal    ct2, far
# CHECK-NEXT: 0x28 R_RISCV_JAL far
.option push
.option norelax
        cjal    far
.option pop
.Lback: .word   0
# CHECK-NEXT: 0x30 R_RISCV_ADD32
# CHECK-NEXT: 0x30 R_RISCV_SUB32 function
# CHECK-NEXT: }
        .word   1b - function
        .size   function, . - function

# OPTION: 0x0 R_RISCV_JAL far
# OPTION-NEXT: 0x0 R_RISCV_RELAX
        .section .text.option, "ax"
        .option relax
        cjal    far
