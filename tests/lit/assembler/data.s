# Data directives.
# RUN: %as %s -o %t.o
# RUN: llvm-readelf -x .data %t.o | FileCheck %s
# CHECK:      0x00000000 01020003 00040000 00050000 00000000
# CHECK-NEXT: 0x00000010 00341200 00000000 00180000 006f6b00
# CHECK-NEXT: 0x00000020 00000000 00000000 00000000 00000000
# CHECK-NEXT: 0x00000030 00 {{ *}}.
.data
.byte 1
.half 2
.hword 3
.word 4
.dword 5
.chericap 0x1234
# The distance of two labels of a section is known here.
first:
.word last - first
.asciz "ok"
.space 17
last:
