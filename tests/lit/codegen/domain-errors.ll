; What cannot be in code of a compartment, and that it says so.
; RUN: not %llc %s -o /dev/null 2>&1 | FileCheck %s
target datalayout = "e-m:e-p:64:64:64:32-i64:64-n32-S64"

!llvm.module.flags = !{!0}
!0 = !{i32 1, !"cheriot-compartment", !""}

declare i32 @plain(i32)
declare i32 @quiet(i32) "cheriot.interrupt_state"="disabled"
declare i32 @other(i32) "cheriot.compartment"="yours"

; CHECK: 'large' is called from other compartments, and returns more than ca0 and ca1 hold: return it through a pointer
define { i64, ptr } @large() "cheriot.compartment"="mine" {
  ret { i64, ptr } zeroinitializer
}

; CHECK: this call must be a tail call, but its caller is an entry point or a callback
define i32 @from_entry(i32 %x) "cheriot.compartment"="mine" {
  %r = musttail call i32 @plain(i32 %x)
  ret i32 %r
}
; CHECK: this call must be a tail call, but its caller has an interrupt state to return from
define i32 @from_quiet(i32 %x) "cheriot.interrupt_state"="disabled" {
  %r = musttail call i32 @plain(i32 %x)
  ret i32 %r
}
; CHECK: this call must be a tail call, but entry points, callbacks and functions with an interrupt state are called
define i32 @to_quiet(i32 %x) {
  %r = musttail call i32 @quiet(i32 %x)
  ret i32 %r
}
; CHECK: this call must be a tail call, but entry points
define i32 @to_other(i32 %x) {
  %r = musttail call i32 @other(i32 %x)
  ret i32 %r
}

; CHECK: 'from_quiet' is exported for its own compartment or library, and that has no name: say -cheri-compartment=NAME
