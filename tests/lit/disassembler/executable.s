# A linked image: addresses, symbols of every section, and stock ld.lld understands the object.
# RUN: %as -g %s -o %t.o
# RUN: ld.lld -T %S/Inputs/image.ld %t.o -o %t.elf
# RUN: %dis %t.elf | FileCheck %s
# RUN: %dis --section .text.other %t.elf | FileCheck %s --check-prefix=OTHER --implicit-check-not=_start
# RUN: llvm-readelf -x .data %t.elf | FileCheck %s --check-prefix=DATA

# CHECK: executable.s{{.*}}: file format elf32-littleriscv
# CHECK: Disassembly of section .text:
# CHECK: 80000000 <_start>:
# word is at 0x80001814: the upper part is rounded up, the lower is negative.
# CHECK-NEXT: 80000000: 80002537 lui a0, 524290
# CHECK-NEXT: 80000004: 81450513 addi a0, a0, -2028
# CHECK-NEXT: 80000008: 0f8000ef cjal 0x80000100 <other>
# CHECK-NEXT: 8000000c: 0e051a63 bnez a0, 0x80000100 <other>
# CHECK-NEXT: 80000010: 80a52a23 csw a0, -2028(ca0)
# CHECK: Disassembly of section .text.other:
# CHECK: 80000100 <other>:
# CHECK-NEXT: 80000100: 00008067 cret
# DATA: 0x80001810 00000000 14180080 00000080
.globl _start
_start:
.option norvc
lui a0, %hi(word)
addi a0, a0, %lo(word)
cjal other
bnez a0, other
csw a0, %lo(word)(ca0)
.word other - _start
.section .text.other,"ax"
# OTHER: <other>:
# OTHER-NEXT: cret
.globl other
other:
cret
.data
.space 20
word:
.word word, _start
