; 32-bit arithmetic: an instruction an operation, immediates where they fit.
; RUN: %llc %s -o - | FileCheck %s
target datalayout = "e-m:e-p:64:64:64:32-i64:64-n32-S64"

; CHECK-LABEL: add_immediate:
; CHECK: addi a0, a0, 2047
; CHECK-NEXT: cret
define i32 @add_immediate(i32 %a) {
  %r = add i32 %a, 2047
  ret i32 %r
}

; CHECK-LABEL: add_large:
; CHECK: lui a1, 1
; CHECK-NEXT: add a0, a0, a1
; CHECK-NEXT: cret
define i32 @add_large(i32 %a) {
  %r = add i32 %a, 4096
  ret i32 %r
}

; CHECK-LABEL: constant:
; CHECK: lui a0, 74565
; CHECK-NEXT: addi a0, a0, 1656
; CHECK-NEXT: cret
define i32 @constant() {
  ret i32 305419896
}

; CHECK-LABEL: shift_masked:
; CHECK: sll a0, a0, a1
; CHECK-NEXT: cret
define i32 @shift_masked(i32 %a, i32 %b) {
  %m = and i32 %b, 31
  %r = shl i32 %a, %m
  ret i32 %r
}

; CHECK-LABEL: compare_equal:
; CHECK: addi a0, a0, -7
; CHECK-NEXT: seqz a0, a0
define i1 @compare_equal(i32 %a) {
  %r = icmp eq i32 %a, 7
  ret i1 %r
}

; CHECK-LABEL: compare_greater:
; CHECK: slti a0, a0, 8
; CHECK-NEXT: xori a0, a0, 1
define i1 @compare_greater(i32 %a) {
  %r = icmp sgt i32 %a, 7
  ret i1 %r
}

; CHECK-LABEL: high_product:
; CHECK: mulhu a0, a0, a1
; CHECK-NEXT: cret
define i32 @high_product(i32 %a, i32 %b) {
  %x = zext i32 %a to i64
  %y = zext i32 %b to i64
  %p = mul i64 %x, %y
  %h = lshr i64 %p, 32
  %r = trunc i64 %h to i32
  ret i32 %r
}

; Two words, carry by comparison.
; CHECK-LABEL: add_long:
; CHECK-DAG: add {{a[0-9]}}, a1, a3
; CHECK-DAG: add [[LOW:a[0-9]]], a2, a0
; CHECK: sltu {{a[0-9]}}, [[LOW]], a{{[02]}}
; CHECK: cret
define i64 @add_long(i64 %a, i64 %b) {
  %r = add i64 %a, %b
  ret i64 %r
}

; CHECK-LABEL: divide_long:
; CHECK: cjal __udivdi3
define i64 @divide_long(i64 %a, i64 %b) {
  %r = udiv i64 %a, %b
  ret i64 %r
}

; CHECK-LABEL: add_double:
; CHECK: cjal __adddf3
define double @add_double(double %a, double %b) {
  %r = fadd double %a, %b
  ret double %r
}

; CHECK-LABEL: select_less:
; CHECK: blt a0, a1, [[DONE:\.[A-Za-z0-9_]+]]
define i32 @select_less(i32 %a, i32 %b, i32 %x, i32 %y) {
  %c = icmp slt i32 %a, %b
  %r = select i1 %c, i32 %x, i32 %y
  ret i32 %r
}

; By a table, whose address stays a capability; 32 for zero.
; CHECK-LABEL: trailing_zeros:
; CHECK: beqz a0,
; CHECK: mul
; CHECK: srli [[N:a[0-9]]], {{a[0-9]}}, 27
; CHECK: auipcc [[T:ca[0-9]]],
; CHECK: cincoffset [[T]], [[T]], %cheriot_compartment_lo_i
; CHECK-NEXT: cincoffset [[P:ca[0-9]]], [[T]], [[N]]
; CHECK-NEXT: clbu a0, 0([[P]])
; CHECK: li a0, 32
define i32 @trailing_zeros(i32 %x) {
  %r = call i32 @llvm.cttz.i32(i32 %x, i1 false)
  ret i32 %r
}

; In registers, not at computed addresses.
; CHECK-LABEL: wide_shift:
; CHECK-NOT: {{cincoffset c[at]}}
; CHECK: cret
define i128 @wide_shift(i128 %x, i128 %n) {
  %r = ashr i128 %x, %n
  ret i128 %r
}
