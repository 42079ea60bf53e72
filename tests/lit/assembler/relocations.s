# What is left to the linker.
# RUN: %as %s -o %t.o
# RUN: %dis -r %t.o | FileCheck %s
# RUN: llvm-readobj -h -r %t.o | FileCheck %s --check-prefix=ELF

# ELF: Machine: EM_RISCV
# The flags of the official toolchain: CHERI ABI, capability mode, compressed.
# ELF: Flags [ (0x30001)

# ELF-LABEL: .rela.text
# ELF-DAG: R_RISCV_HI20 far 0x10
# ELF-DAG: R_RISCV_LO12_I far 0x10
# ELF-DAG: R_RISCV_LO12_S far 0x10
# ELF-DAG: R_RISCV_BRANCH far 0x0
# ELF-DAG: R_RISCV_JAL far 0x0
# ELF-DAG: R_RISCV_CUSTOM220 far 0x0
# ELF-DAG: R_RISCV_CUSTOM221 .Lhere 0x0
# ELF-DAG: R_RISCV_CUSTOM222 .Lhere 0x0
# ELF-DAG: R_RISCV_CUSTOM223 far 0x0
# ELF-DAG: R_RISCV_CUSTOM225 far 0x0

# CHECK: lui a0, 0
# CHECK-NEXT: R_RISCV_HI20 far+0x10
lui a0, %hi(far + 16)
# CHECK: R_RISCV_LO12_I far+0x10
addi a0, a0, %lo(far + 16)
# CHECK: clw a1, 0(ca0)
# CHECK-NEXT: R_RISCV_LO12_I far+0x10
clw a1, %lo(far + 16)(ca0)
# CHECK: csw a1, 0(ca0)
# CHECK-NEXT: R_RISCV_LO12_S far+0x10
csw a1, %lo(far + 16)(ca0)
# CHECK: R_RISCV_HI20 far
# CHECK: R_RISCV_LO12_I far
la a0, far

# A compressed branch or jump leaves room for the linker.
# CHECK: beqz a0, 0x[[#%x,AT:]]
# CHECK-NEXT: R_RISCV_BRANCH far
beqz a0, far
# CHECK: R_RISCV_JAL far
cjal far
# CHECK: R_RISCV_JAL far
j far
# CHECK: R_RISCV_JAL far
ccall far
# CHECK: j
# CHECK-NEXT: R_RISCV_JAL far
ctail far

# CHECK: <.Lhere>:
.Lhere:
# CHECK-NEXT: auipcc ca0, 0
# CHECK-NEXT: R_RISCV_CHERIOT_COMPARTMENT_HI far
auipcc ca0, %cheriot_compartment_hi(far)
# CHECK-NEXT: cincoffset ca0, ca0, 0
# CHECK-NEXT: R_RISCV_CHERIOT_COMPARTMENT_LO_I .Lhere
cincoffset ca0, ca0, %cheriot_compartment_lo_i(.Lhere)
# CHECK-NEXT: csetbounds ca0, ca0, 0
# CHECK-NEXT: R_RISCV_CHERIOT_COMPARTMENT_SIZE far
csetbounds ca0, ca0, %cheriot_compartment_size(far)
# CHECK-NEXT: csw a0, 0(ca0)
# CHECK-NEXT: R_RISCV_CHERIOT_COMPARTMENT_LO_S .Lhere
csw a0, %cheriot_compartment_lo_s(.Lhere)(ca0)
# CHECK-NEXT: auicgp ca0, 0
# CHECK-NEXT: R_RISCV_CHERIOT_COMPARTMENT_HI far
auicgp ca0, %cheriot_compartment_data_hi(far)

# auipcc.data keeps a full nop behind it.
# CHECK-NEXT: 00000517 auipcc ca0, 0
# CHECK-NEXT: R_RISCV_CHERIOT_COMPARTMENT_CGP_HI far
# CHECK-NEXT: 00000013 nop
auipcc.data ca0, %cheriot_compartment_data_hi(far)

# cllc is a pair with a label of its own.
# CHECK: <[[LABEL:.Lcompartment_hi[0-9]+]]>:
# CHECK-NEXT: auipcc ca1, 0
# CHECK-NEXT: R_RISCV_CHERIOT_COMPARTMENT_HI far+0x4
# CHECK-NEXT: cincoffset ca1, ca1, 0
# CHECK-NEXT: R_RISCV_CHERIOT_COMPARTMENT_LO_I [[LABEL]]
cllc ca1, far + 4

# ELF-LABEL: .rela.data
# ELF-NEXT: 0x0 R_RISCV_32 far 0x4
# ELF-NEXT: 0x8 R_RISCV_CUSTOM193 far 0x8
# ELF-NEXT: 0x18 R_RISCV_ADD32 far 0x0
# ELF-NEXT: 0x18 R_RISCV_SUB32 elsewhere 0x0
# ELF-NEXT: 0x1C R_RISCV_32_PCREL far 0x0
.data
.word far + 4
.balign 8
.chericap far + 8
.chericap 0x1234
.word far - elsewhere
.word far - .

.section .other
elsewhere:
