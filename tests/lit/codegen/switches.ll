; Switches, where LLVM would compute masks in integers as wide as pointers.
; RUN: %llc %s -o - | FileCheck %s
; RUN: %llc -filetype=obj %s -o %t.o
target datalayout = "e-m:e-p:64:64:64:32-i64:64-n32-S64"

; Tests of bits are of 32 bits at most, however wide LLVM takes words to be.
; CHECK-LABEL: bits:
; CHECK: li [[ONE:a[0-9]]], 1
; CHECK: sll [[BIT:a[0-9]]], [[ONE]], {{a[0-9]}}
; CHECK: and {{a[0-9]}}, [[BIT]], {{a[0-9]}}
define i32 @bits(i32 %x) {
  switch i32 %x, label %other [ i32 6, label %some
                                i32 12, label %some
                                i32 21, label %some
                                i32 34, label %some ]
some:
  ret i32 1
other:
  ret i32 0
}

; A switch of 64 bits is one of the upper half, then of the lower.
; CHECK-LABEL: wide:
; CHECK: beqz a1, [[ZERO:\.LBB[0-9_]+]]
; CHECK: li [[TWO:a[0-9]]], 2
; CHECK-NEXT: bne a1, [[TWO]], {{\.LBB[0-9_]+}}
; CHECK: [[ZERO]]:
; CHECK: li [[ONE:a[0-9]]], 1
; CHECK-NEXT: sll {{a[0-9]}}, [[ONE]], a0
; CHECK: lui {{a[0-9]}}, 16
; CHECK-NEXT: addi {{a[0-9]}}, {{a[0-9]}}, 22
define i32 @wide(i64 %x) {
entry:
  switch i64 %x, label %other [ i64 1, label %some
                                i64 2, label %some
                                i64 4, label %some
                                i64 16, label %some
                                i64 20, label %more
                                i64 8589934592, label %more ]
some:
  br label %other
more:
  ret i32 7
other:
  %r = phi i32 [ 0, %entry ], [ 1, %some ]
  ret i32 %r
}

; Upper halves may be anything.
; CHECK-LABEL: sparse:
; CHECK: cret
define i32 @sparse(i64 %x) {
  switch i64 %x, label %other [ i64 6506429537, label %a
                                i64 -29, label %a
                                i64 -2, label %a
                                i64 0, label %a
                                i64 32, label %a
                                i64 33, label %a
                                i64 3889, label %b ]
a:
  ret i32 11
b:
  ret i32 22
other:
  ret i32 0
}
