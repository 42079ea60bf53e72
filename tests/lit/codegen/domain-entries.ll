; docs/reference/compartments.md: the convention of entry points and callbacks.
; RUN: %llc %s -o - | FileCheck %s --check-prefixes=CHECK,FAST
; RUN: %llc0 %s -o - | FileCheck %s
target datalayout = "e-m:e-p:64:64:64:32-i64:64-n32-S64"

!llvm.module.flags = !{!0}
!0 = !{i32 1, !"cheriot-compartment", !"mine"}

; ---- results: of ca0 and ca1 nothing is left that is no result

; CHECK-LABEL: nothing:
; CHECK-DAG: cmove ca0, {{cnull|ca1}}
; CHECK-DAG: cmove ca1, cnull
; CHECK: cret
define void @nothing(ptr %p, ptr %q) #0 {
  ret void
}

; CHECK-LABEL: word:
; CHECK: cmove ca1, cnull
; CHECK: cret
define i32 @word(i32 %x) #0 {
  %r = mul i32 %x, 3
  ret i32 %r
}

; CHECK-LABEL: capability:
; CHECK: cmove ca1, cnull
; CHECK: cret
define ptr @capability(ptr %p) #0 {
  ret ptr %p
}

; CHECK-LABEL: two_words:
; CHECK-NOT: cnull
; CHECK: cret
define i64 @two_words(i64 %x) #0 {
  %r = add i64 %x, 1
  ret i64 %r
}

; The address of a capability would otherwise be the capability.
; CHECK-LABEL: address:
; FAST-NEXT: # %bb.0:
; FAST-NEXT: mv a0, a0
; CHECK: cmove ca1, cnull
; CHECK: cret
define i32 @address(ptr %p) #0 {
  %r = ptrtoint ptr %p to i32
  ret i32 %r
}

; Whatever was in the register is not the caller's.
; CHECK-LABEL: unknown:
; CHECK: {{li a0, 0|mv a0, zero}}
; CHECK: cret
define i32 @unknown() #0 {
  ret i32 poison
}

; Extended, asked for or not.
; CHECK-LABEL: narrow:
; CHECK: andi a0, a0, 255
; CHECK: cret
define i8 @narrow(i8 %x) #0 {
  ret i8 %x
}
; CHECK-LABEL: flag:
; CHECK: andi a0, a0, 1
; CHECK: cret
define i1 @flag(i32 %x) #0 {
  %r = trunc i32 %x to i1
  ret i1 %r
}
; CHECK-LABEL: negative:
; CHECK: slli a0, a0, 24
; CHECK-NEXT: srai a0, a0, 24
; CHECK: cret
define signext i8 @negative(i8 signext %x) #0 {
  ret i8 %x
}

; The caller's promise to extend is not believed.
; CHECK-LABEL: doubted:
; CHECK: andi a0, a0, 1
; CHECK: cret
define i32 @doubted(i1 zeroext %x) #0 {
  %r = zext i1 %x to i32
  ret i32 %r
}

; Nor is the result's. A function of our own is believed.
; CHECK-LABEL: doubts:
; CHECK: cjalr ct2
; CHECK: andi a0, a0, 1
; CHECK: cret
declare zeroext i1 @others() "cheriot.compartment"="yours"
define i32 @doubts() {
  %x = call zeroext i1 @others()
  %r = zext i1 %x to i32
  ret i32 %r
}

; CHECK-LABEL: callback:
; CHECK: cmove ca1, cnull
; CHECK: cret
define i32 @callback(ptr %p) "cheriot.callback" {
  %r = load i32, ptr %p
  ret i32 %r
}
; CHECK-LABEL: callback_type:
; CHECK: cmove ca1, cnull
; CHECK: cret
define preserve_mostcc i32 @callback_type(ptr %p) {
  %r = load i32, ptr %p
  ret i32 %r
}

; A libcall's results are anybody's.
; CHECK-LABEL: library:
; CHECK-NOT: cnull
; CHECK: cret
define i32 @library(ptr %p) "cheriot.libcall" {
  %r = load i32, ptr %p
  ret i32 %r
}

; ---- arguments on the stack: through ct0

; CHECK-LABEL: many:
; CHECK-NOT: (csp)
; CHECK-DAG: clw {{a[0-9]}}, 0(ct0)
; CHECK-DAG: clc {{ca[0-9]}}, 8(ct0)
; CHECK: cret
define i32 @many(i32 %a, i32 %b, i32 %c, i32 %d, i32 %e, i32 %f, i32 %g, ptr %h) #0 {
  store i32 %g, ptr %h
  ret i32 %g
}

; The variable ones come behind the fixed ones, aligned, and a list of them is bounded to them.
; CHECK-LABEL: variadic:
; CHECK-DAG: cincoffset [[P:ca[0-9]]], ct0, 8
; CHECK-DAG: cgetlen [[N:a[0-9]]], ct0
; CHECK: csetbounds [[L:ca[0-9]]], [[P]], {{a[0-9]}}
; CHECK: csc [[L]], 0(
define void @variadic(ptr %list, i32 %b, i32 %c, i32 %d, i32 %e, i32 %f, i32 %g, ...) #0 {
  call void @llvm.va_start(ptr %list)
  ret void
}

; CHECK-LABEL: only_variable:
; FAST: csc ct0, 0(ca0)
; CHECK-NOT: cgetlen
; CHECK: cret
define void @only_variable(ptr %list, ...) #0 {
  call void @llvm.va_start(ptr %list)
  ret void
}

; ---- and the caller: ct0 is exactly them

; CHECK-LABEL: calls:
; CHECK: csetbounds ct0, {{c[a-z0-9]+}}, 16
; CHECK: cjal many
; CHECK: csetbounds ct0, {{c[a-z0-9]+}}, 16
; CHECK: cjal variadic
; CHECK: cmove ct0, cnull
; CHECK: cjal only_variable
; CHECK: csetbounds ct0, {{c[a-z0-9]+}}, 4
; CHECK: cjalr ct2
define void @calls(ptr %p, ptr %f) {
  %r = call i32 @many(i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, ptr %p)
  call void (ptr, i32, i32, i32, i32, i32, i32, ...)
    @variadic(ptr %p, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i64 7)
  call void (ptr, ...) @only_variable(ptr %p)
  call void %f(i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7) "cheriot.callback"
  ret void
}

; What nobody gave a value is nothing, not what was there.
; CHECK-LABEL: passes_unknown:
; CHECK: {{li a0, 0|mv a0, zero}}
; CHECK: cmove ca1, cnull
; CHECK: cjalr ct2
define void @passes_unknown(ptr %f) {
  call void %f(i32 undef, ptr undef) "cheriot.callback"
  ret void
}

; CHECK-LABEL: passes_address:
; FAST: mv a0, a0
; CHECK: cjalr ct2
define void @passes_address(ptr %p, ptr %f) {
  %a = ptrtoint ptr %p to i32
  call void %f(i32 %a) "cheriot.callback"
  ret void
}

; ---- exports count argument registers

; CHECK-LABEL: __export_mine_nothing:
; CHECK: .byte 2
; CHECK-LABEL: __export_mine_two_words:
; CHECK: .byte 2
; CHECK-LABEL: __export_mine_unknown:
; CHECK: .byte 0
; CHECK-LABEL: __export_mine_many:
; CHECK: .byte 7
; CHECK-LABEL: __export_mine_variadic:
; CHECK: .byte 7
; CHECK-LABEL: __export_mine_only_variable:
; CHECK: .byte 7
; CHECK-LABEL: __export_mine_six:
; CHECK: .byte 6
define void @six(i64 %a, ptr %b, i64 %c, i8 %d) #0 {
  ret void
}
; Nobody but itself knows what it reads.
; CHECK-LABEL: __export_mine_bare:
; CHECK: .byte 7
define void @bare() naked #0 {
  call void asm sideeffect "cret", ""()
  unreachable
}

attributes #0 = { "cheriot.compartment"="mine" }
