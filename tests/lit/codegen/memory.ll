; Loads and stores: widths, offsets, capabilities whole.
; RUN: %llc %s -o - | FileCheck %s
target datalayout = "e-m:e-p:64:64:64:32-i64:64-n32-S64"

; CHECK-LABEL: widths:
; CHECK-DAG: clb {{a[0-9]}}, 0(ca0)
; CHECK-DAG: clbu {{a[0-9]}}, 1(ca0)
; CHECK-DAG: clh {{a[0-9]}}, 2(ca0)
; CHECK-DAG: clhu {{a[0-9]}}, 4(ca0)
; CHECK-DAG: clw {{a[0-9]}}, 8(ca0)
define i32 @widths(ptr %p) {
  %a = load i8, ptr %p
  %ax = sext i8 %a to i32
  %p1 = getelementptr inbounds i8, ptr %p, i32 1
  %b = load i8, ptr %p1
  %bx = zext i8 %b to i32
  %p2 = getelementptr inbounds i8, ptr %p, i32 2
  %c = load i16, ptr %p2
  %cx = sext i16 %c to i32
  %p4 = getelementptr inbounds i8, ptr %p, i32 4
  %d = load i16, ptr %p4
  %dx = zext i16 %d to i32
  %p8 = getelementptr inbounds i8, ptr %p, i32 8
  %e = load i32, ptr %p8
  %s1 = add i32 %ax, %bx
  %s2 = mul i32 %cx, %dx
  %s3 = xor i32 %s1, %s2
  %s4 = mul i32 %s3, %e
  ret i32 %s4
}

; An offset that an instruction does not hold.
; CHECK-LABEL: far:
; CHECK: lui a1, 1
; CHECK-NEXT: cincoffset ca0, ca0, a1
; CHECK-NEXT: clw a0, 0(ca0)
define i32 @far(ptr %p) {
  %q = getelementptr inbounds i8, ptr %p, i32 4096
  %r = load i32, ptr %q
  ret i32 %r
}

; CHECK-LABEL: swap:
; CHECK-DAG: clc [[A:ca[0-9]]], 0(ca0)
; CHECK-DAG: clc [[B:ca[0-9]]], 0(ca1)
; CHECK: csc [[B]], 0(ca0)
; CHECK: csc [[A]], 0(ca1)
define void @swap(ptr %p, ptr %q) {
  %a = load ptr, ptr %p
  %b = load ptr, ptr %q
  store ptr %b, ptr %p
  store ptr %a, ptr %q
  ret void
}

; Volatile stays where it is and whole.
; CHECK-LABEL: volatile:
; CHECK: clc {{ca[0-9]}}, 0(ca0)
; CHECK: clc ca0, 0(ca0)
define ptr @volatile(ptr %p) {
  %a = load volatile ptr, ptr %p
  %b = load volatile ptr, ptr %p
  ret ptr %b
}

; A capability at an address that need not be aligned: only memcpy can tell.
; CHECK-LABEL: packed:
; CHECK: cjal memcpy
; CHECK: clc ca0, {{[0-9]+}}(csp)
define ptr @packed(ptr %p) {
  %a = load ptr, ptr %p, align 4
  ret ptr %a
}

declare void @llvm.memcpy.p0.p0.i32(ptr, ptr, i32, i1)
declare void @llvm.memmove.p0.p0.i32(ptr, ptr, i32, i1)
declare void @llvm.memset.p0.i32(ptr, i8, i32, i1)

; CHECK-LABEL: copy_aligned:
; CHECK-DAG: clc {{ca[0-9]}}, 0(ca1)
; CHECK-DAG: clc {{ca[0-9]}}, 8(ca1)
; CHECK-DAG: clw {{a[0-9]}}, 16(ca1)
; CHECK-DAG: csc {{ca[0-9]}}, 8(ca0)
; CHECK: cret
define void @copy_aligned(ptr %p, ptr %q) {
  call void @llvm.memcpy.p0.p0.i32(ptr align 8 %p, ptr align 8 %q, i32 20, i1 false)
  ret void
}

; CHECK-LABEL: copy_unaligned:
; CHECK: li a2, 16
; CHECK-NEXT: {{j|cjal}} memcpy
define void @copy_unaligned(ptr %p, ptr %q) {
  call void @llvm.memcpy.p0.p0.i32(ptr align 4 %p, ptr align 4 %q, i32 16, i1 false)
  ret void
}

; CHECK-LABEL: move_unknown:
; CHECK: cjal memmove
define void @move_unknown(ptr %p, ptr %q, i32 %n) {
  call void @llvm.memmove.p0.p0.i32(ptr align 8 %p, ptr align 8 %q, i32 %n, i1 false)
  ret void
}

; CHECK-LABEL: fill:
; CHECK-COUNT-4: csw zero
; CHECK: cret
define void @fill(ptr %p) {
  call void @llvm.memset.p0.i32(ptr align 4 %p, i8 0, i32 16, i1 false)
  ret void
}

; Long ones of a known length too: LLVM's own loop would go byte by byte.
; CHECK-LABEL: copy_long:
; CHECK: li a2, 192
; CHECK-NEXT: {{j|cjal}} memcpy
define void @copy_long(ptr %p, ptr %q) {
  call void @llvm.memcpy.p0.p0.i32(ptr align 8 %p, ptr align 8 %q, i32 192, i1 false)
  ret void
}

; CHECK-LABEL: copy_inline:
; CHECK-NOT: memcpy
; CHECK-COUNT-24: clc {{c[a-z0-9]+}},
; CHECK: cret
define void @copy_inline(ptr %p, ptr %q) {
  call void @llvm.memcpy.inline.p0.p0.i32(ptr align 8 %p, ptr align 8 %q, i32 192, i1 false)
  ret void
}

; The field in between is no step of its own: behind the end of the array, from
; where %i counts back, it would be out of bounds.
; CHECK-LABEL: nested:
; CHECK-NOT: cincoffset
; CHECK: addi [[N:a[0-9]]], {{a[0-9]}}, 4
; CHECK: cincoffset [[P:ca[0-9]]], ca0, [[N]]
; CHECK-NEXT: clw a0, 0([[P]])
define i32 @nested(ptr %p, i32 %i, i32 %j) {
  %q = getelementptr inbounds { i32, [4 x i32] }, ptr %p, i32 %i, i32 1, i32 %j
  %x = load i32, ptr %q
  ret i32 %x
}

; Structures as values: part by part.
; CHECK-LABEL: whole:
; CHECK-DAG: clc [[A:ca[0-9]]], 0(ca0)
; CHECK-DAG: clw [[B:a[0-9]]], 8(ca0)
; CHECK-DAG: csc [[A]], 0(ca1)
; CHECK-DAG: csw [[B]], 8(ca1)
; CHECK: cret
define void @whole(ptr %p, ptr %q) {
  %x = load volatile { ptr, i32 }, ptr %p
  store volatile { ptr, i32 } %x, ptr %q
  ret void
}

; An element of a vector: in its slot, whatever the index.
; CHECK-LABEL: element:
; CHECK: bltu a4,
; CHECK: csetbounds [[P:ca[0-9]]], {{ca[0-9]}}, 16
; CHECK: cincoffset [[Q:ca[0-9]]], [[P]],
; CHECK: clw a0, 0([[Q]])
define i32 @element(<4 x i32> %v, i32 %i) {
  %x = extractelement <4 x i32> %v, i32 %i
  ret i32 %x
}

; CHECK-LABEL: fraction:
; CHECK: csetbounds ca2, ca2, 4
; CHECK: cjal frexp
define double @fraction(double %x, ptr %p) {
  %r = call { double, i32 } @llvm.frexp.f64.i32(double %x)
  %m = extractvalue { double, i32 } %r, 0
  %e = extractvalue { double, i32 } %r, 1
  store i32 %e, ptr %p
  ret double %m
}
declare { double, i32 } @llvm.frexp.f64.i32(double)
