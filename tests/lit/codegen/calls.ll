; docs/reference/abi.md, "Calls".
; RUN: %llc %s -o - | FileCheck %s
target datalayout = "e-m:e-p:64:64:64:32-i64:64-n32-S64"

declare i32 @callee(i32, ptr, i64, i32, i32, ptr)
declare i32 @variadic(ptr, ...)
declare void @large(ptr byval([24 x i8]) align 8)

; Six registers; the second half of the last but one argument and a capability on the stack.
; CHECK-LABEL: registers:
; CHECK: csc {{c[a-z0-9]+}}, 0(csp)
; CHECK: cjal callee
define i32 @registers(ptr %p) {
  %r = call i32 @callee(i32 1, ptr %p, i64 2, i32 3, i32 4, ptr %p)
  %s = add i32 %r, 1
  ret i32 %s
}

; CHECK-LABEL: tail:
; CHECK-NEXT: # %bb.0:
; CHECK-NEXT: j tail_target
declare void @tail_target(ptr)
define void @tail(ptr %p) {
  tail call void @tail_target(ptr %p)
  ret void
}

; Never through cra.
; CHECK-LABEL: tail_indirect:
; CHECK: cjr {{ca[0-5]|ct[01]|ctp}}
define void @tail_indirect(ptr %f) {
  tail call void %f()
  ret void
}

; CHECK-LABEL: indirect:
; CHECK: cjalr ca0
define i32 @indirect(ptr %f) {
  %r = call i32 %f()
  %s = add i32 %r, 1
  ret i32 %s
}

; A long long in a slot of eight, and ct0 over exactly the variable arguments.
; CHECK-LABEL: variable:
; CHECK: csetbounds ct0, csp, 20
; CHECK: cjal variadic
define i32 @variable(ptr %p, i64 %x) {
  %r = call i32 (ptr, ...) @variadic(ptr %p, i32 1, i64 %x, i32 2)
  ret i32 %r
}

; CHECK-LABEL: no_variable:
; CHECK: cmove ct0, cnull
; CHECK: cjal variadic
define i32 @no_variable(ptr %p) {
  %r = call i32 (ptr, ...) @variadic(ptr %p)
  %s = add i32 %r, 1
  ret i32 %s
}

; CHECK-LABEL: receive:
; CHECK: csc ct0, 0(ca0)
declare void @llvm.va_start(ptr)
define void @receive(ptr %list, ...) {
  call void @llvm.va_start(ptr %list)
  ret void
}

; A copy in the caller's frame.
; CHECK-LABEL: by_value:
; CHECK-COUNT-3: clc
; CHECK: csetbounds ca0, {{c[a-z0-9]+}}, 24
; CHECK: cjal large
define void @by_value(ptr %p) {
  call void @large(ptr byval([24 x i8]) align 8 %p)
  ret void
}

; CHECK-LABEL: saves:
; CHECK: cincoffset csp, csp, -16
; CHECK-NEXT: csc cra, 8(csp)
; CHECK-NEXT: csc cs0, 0(csp)
; CHECK: clc cs0, 0(csp)
; CHECK-NEXT: clc cra, 8(csp)
; CHECK-NEXT: cincoffset csp, csp, 16
; CHECK-NEXT: cret
define ptr @saves(ptr %p) {
  call void @tail_target(ptr %p)
  ret ptr %p
}

; The variable arguments of a variadic function are those of the one it ends in.
; CHECK-LABEL: forwards:
; CHECK-NOT: ct0
; CHECK: cjr ca1
define void @forwards(ptr %object, ...) {
  %function = load ptr, ptr %object
  musttail call void (ptr, ...) %function(ptr %object, ...)
  ret void
}

; cra is read after it was saved.
; CHECK-LABEL: return_address:
; CHECK: csc cra,
; CHECK: cmove [[R:cs[01]]], cra
; CHECK: cmove ca0, [[R]]
; CHECK: cret
define ptr @return_address() {
  call void @f()
  %r = call ptr @llvm.returnaddress(i32 0)
  call void @f()
  ret ptr %r
}
declare void @f()
declare ptr @llvm.returnaddress(i32)

; More than one capability's worth, as no front end returns it: in registers, with room for it.
; CHECK-LABEL: number_and_pointer:
; CHECK: cjal gives
; CHECK-DAG: cmove ca0, ca2
; CHECK: cret
define ptr @number_and_pointer() {
  %r = call { i64, ptr } @gives()
  %p = extractvalue { i64, ptr } %r, 1
  ret ptr %p
}
declare { i64, ptr } @gives()
