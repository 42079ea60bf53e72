; Pointer arithmetic that never leaves the bounds in between: below the base
; there is no address a capability could have and keep its tag.
; RUN: %llc %s -o - | FileCheck %s
target datalayout = "e-m:e-p:64:64:64:32-i64:64-n32-S64"

; a[i + 1], where i may be -1: one step from a.
; CHECK-LABEL: next:
; CHECK: slli a1, a1, 2
; CHECK-NEXT: addi a1, a1, 4
; CHECK-NEXT: cincoffset ca0, ca0, a1
; CHECK-NEXT: clw a0, 0(ca0)
define i32 @next(ptr %a, i32 %i) {
  %q = getelementptr i32, ptr %a, i32 %i
  %r = getelementptr i32, ptr %q, i32 1
  %v = load i32, ptr %r
  ret i32 %v
}

; An element in bounds, then a field of it: the offset is the load's.
; CHECK-LABEL: field:
; CHECK: slli a1, a1, 4
; CHECK-NEXT: cincoffset ca0, ca0, a1
; CHECK-NEXT: clw a0, 12(ca0)
define i32 @field(ptr %a, i32 %i) {
  %q = getelementptr inbounds { [12 x i8], i32 }, ptr %a, i32 %i, i32 1
  %v = load i32, ptr %q
  ret i32 %v
}

; A field first, then an element of it, which may be before it: not the element
; first and the field as the load's offset.
; CHECK-LABEL: within:
; CHECK: slli a1, a1, 2
; CHECK-NEXT: addi a1, a1, 8
; CHECK-NEXT: cincoffset ca0, ca0, a1
; CHECK-NEXT: clw a0, 0(ca0)
define i32 @within(ptr %a, i32 %i) {
  %q = getelementptr inbounds { i64, [4 x i32] }, ptr %a, i32 0, i32 1, i32 %i
  %v = load i32, ptr %q
  ret i32 %v
}

; No strength reduction to a pointer before the array.
; CHECK-LABEL: backwards:
; CHECK-NOT: cincoffset ca0, ca0, -
; CHECK: cret
define i32 @backwards(ptr %a, i32 %n) {
entry:
  %empty = icmp eq i32 %n, 0
  br i1 %empty, label %done, label %loop
loop:
  %i = phi i32 [ %n, %entry ], [ %j, %loop ]
  %s = phi i32 [ 0, %entry ], [ %t, %loop ]
  %j = add i32 %i, -1
  %p = getelementptr i32, ptr %a, i32 %j
  %v = load i32, ptr %p
  %t = add i32 %s, %v
  %end = icmp eq i32 %j, 0
  br i1 %end, label %done, label %loop
done:
  %r = phi i32 [ 0, %entry ], [ %t, %loop ]
  ret i32 %r
}

; Addresses are compared, and an integer made a pointer has no tag.
; CHECK-LABEL: less:
; CHECK: sltu a0, a0, a1
define i1 @less(ptr %a, ptr %b) {
  %r = icmp ult ptr %a, %b
  ret i1 %r
}

; CHECK-LABEL: from_integer:
; CHECK: csetaddr ca0, c{{[a-z0-9]+}}, a0
define ptr @from_integer(i32 %a) {
  %r = inttoptr i32 %a to ptr
  ret ptr %r
}

; An address as a number, stored.
; CHECK-LABEL: store_address:
; CHECK: csw a0, 0(ca1)
define void @store_address(ptr %a, ptr %b) {
  %n = ptrtoint ptr %a to i32
  store i32 %n, ptr %b
  ret void
}
