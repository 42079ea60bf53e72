; docs/reference/compartments.md, "Calls between domains": each row of the table.
; RUN: %llc %s -o - | FileCheck %s --check-prefixes=CHECK,FAST
; RUN: %llc0 %s -o - | FileCheck %s
; The same without the flag is bare metal, where the attributes mean nothing.
; RUN: sed '/^!llvm.module.flags/d' %s | %llc - -o - | FileCheck %s --check-prefix=BARE
target datalayout = "e-m:e-p:64:64:64:32-i64:64-n32-S64"

!llvm.module.flags = !{!0}
!0 = !{i32 1, !"cheriot-compartment", !"mine"}

; BARE-NOT: import
; BARE-NOT: export

declare i32 @plain(i32)
declare i32 @own(i32) "cheriot.compartment"="mine"
declare i32 @own_disabled(i32) "cheriot.compartment"="mine" "cheriot.interrupt_state"="disabled"
declare i32 @other(i32) "cheriot.compartment"="yours"
declare i32 @library(i32) "cheriot.libcall"
declare i32 @library_disabled(i32) "cheriot.libcall" "cheriot.interrupt_state"="disabled"
declare i32 @enabled(i32) "cheriot.interrupt_state"="enabled"
declare i32 @disabled(i32) "cheriot.interrupt_state"="disabled"
declare i32 @inherits(i32) "cheriot.interrupt_state"="inherit"
declare i32 @called_back(i32) "cheriot.callback"
declare preserve_mostcc i32 @called_back_too(i32)
declare void @never_returns() noreturn "cheriot.compartment"="yours"

; ---- plain

; CHECK-LABEL: calls_plain:
; CHECK: {{cjal|j}} plain
; CHECK-LABEL: .size calls_plain
define i32 @calls_plain(i32 %x) {
  %r = tail call i32 @plain(i32 %x)
  ret i32 %r
}

; CHECK-LABEL: calls_inherits:
; CHECK: {{cjal|j}} inherits
; CHECK-LABEL: .size calls_inherits
define i32 @calls_inherits(i32 %x) {
  %r = tail call i32 @inherits(i32 %x)
  ret i32 %r
}

; ---- entry points

; The same compartment: a jump, with the convention, and back here for the rest of it.
; CHECK-LABEL: calls_own:
; CHECK: cmove ct0, cnull
; CHECK-NEXT: cjal own
; CHECK: cret
define i32 @calls_own(i32 %x) {
  %r = tail call i32 @own(i32 %x)
  ret i32 %r
}

; Unless it wants another interrupt posture than it would find.
; CHECK-LABEL: calls_own_disabled:
; CHECK: clc ct1, {{.*}}(ct1)
; CHECK: cjalr ct2
; CHECK: cret
define i32 @calls_own_disabled(i32 %x) {
  %r = tail call i32 @own_disabled(i32 %x)
  ret i32 %r
}
; CHECK-LABEL: disabled_calls_own_disabled:
; CHECK: cjal own_disabled
define i32 @disabled_calls_own_disabled(i32 %x) "cheriot.interrupt_state"="disabled" {
  %r = tail call i32 @own_disabled(i32 %x)
  ret i32 %r
}

; Others: ct1 the entry, ct2 the switcher. A number goes there as no more than a number.
; CHECK-LABEL: calls_other:
; CHECK: [[ENTRY:\.L[a-z0-9]+]]:
; CHECK-NEXT: auipcc ct1, %cheriot_compartment_hi(__import_yours_other)
; CHECK-NEXT: clc ct1, %cheriot_compartment_lo_i([[ENTRY]])(ct1)
; CHECK: [[SWITCHER:\.L[a-z0-9]+]]:
; CHECK-NEXT: auipcc ct2, %cheriot_compartment_hi(__import_switcher)
; CHECK-NEXT: clc ct2, %cheriot_compartment_lo_i([[SWITCHER]])(ct2)
; FAST: mv a0, a0
; CHECK: cmove ct0, cnull
; CHECK: cjalr ct2
; CHECK: cret
; BARE-LABEL: calls_other:
; BARE-NEXT: # %bb.0:
; BARE-NEXT: j other
define i32 @calls_other(i32 %x) {
  %r = tail call i32 @other(i32 %x)
  ret i32 %r
}

; A failed call comes back whatever the callee promised.
; CHECK-LABEL: calls_never_returns:
; CHECK: cjalr ct2
; CHECK-NEXT: ebreak
define void @calls_never_returns() {
  call void @never_returns()
  unreachable
}

; ---- libcalls

; CHECK-LABEL: calls_library:
; CHECK: clc [[C:ca[1-5]]], %cheriot_compartment_lo_i({{.*}})([[C]])
; CHECK: {{cjalr|cjr}} [[C]]
; FAST-NOT: cret
; CHECK-LABEL: .size calls_library
define i32 @calls_library(i32 %x) {
  %r = tail call i32 @library(i32 %x)
  ret i32 %r
}

; Nobody jumps through a sentry that changes the posture: only calls come back from one.
; CHECK-LABEL: calls_library_disabled:
; CHECK: auipcc {{c[a-z0-9]+}}, %cheriot_compartment_hi(__import_libcalls_library_disabled)
; CHECK: cjalr
; CHECK: cret
define i32 @calls_library_disabled(i32 %x) {
  %r = tail call i32 @library_disabled(i32 %x)
  ret i32 %r
}

; CHECK-LABEL: calls_defined:
; CHECK: cjal defined
define i32 @calls_defined(i32 %x) {
  %r = call i32 @defined(i32 %x)
  %s = add i32 %r, 1
  ret i32 %s
}
define i32 @defined(i32 %x) noinline "cheriot.libcall" {
  ret i32 %x
}
; CHECK-LABEL: calls_defined_disabled:
; CHECK: %cheriot_compartment_hi(__import_libcalls_defined_disabled)
define i32 @calls_defined_disabled(i32 %x) {
  %r = call i32 @defined_disabled(i32 %x)
  %s = add i32 %r, 1
  ret i32 %s
}
define i32 @defined_disabled(i32 %x) noinline "cheriot.libcall" "cheriot.interrupt_state"="disabled" {
  ret i32 %x
}

; What other files' definitions are only shown of is theirs; what each file has is its own.
; CHECK-LABEL: calls_shown:
; CHECK: %cheriot_compartment_hi(__import_libcalls_shown)
; CHECK: cjal everywhere
define i32 @calls_shown(i32 %x) {
  %r = call i32 @shown(i32 %x)
  %s = call i32 @everywhere(i32 %r)
  %t = add i32 %s, 1
  ret i32 %t
}
define available_externally i32 @shown(i32 %x) noinline "cheriot.libcall" {
  ret i32 %x
}
define linkonce_odr i32 @everywhere(i32 %x) noinline "cheriot.libcall" {
  ret i32 %x
}

; ---- postures

; CHECK-LABEL: calls_postures:
; CHECK: %cheriot_compartment_hi(__import_mine_enabled)
; CHECK: cjalr
; CHECK: %cheriot_compartment_hi(__import_mine_disabled)
; CHECK: cjalr
; CHECK: cret
define i32 @calls_postures(i32 %x) {
  %r = call i32 @enabled(i32 %x)
  %s = tail call i32 @disabled(i32 %r)
  ret i32 %s
}

; CHECK-LABEL: disabled_calls_postures:
; CHECK: %cheriot_compartment_hi(__import_mine_enabled)
; CHECK: cjal disabled
; CHECK: cret
define i32 @disabled_calls_postures(i32 %x) "cheriot.interrupt_state"="disabled" {
  %r = call i32 @enabled(i32 %x)
  %s = tail call i32 @disabled(i32 %r)
  ret i32 %s
}

; ---- callbacks

; CHECK-LABEL: calls_pointer:
; FAST: cmove ct1, ca1
; CHECK: %cheriot_compartment_hi(__import_switcher)
; CHECK: cjalr ct2
; CHECK: cret
define i32 @calls_pointer(i32 %x, ptr %f) {
  %r = tail call i32 %f(i32 %x) "cheriot.callback"
  ret i32 %r
}
; CHECK-LABEL: calls_pointer_too:
; CHECK: cjalr ct2
define i32 @calls_pointer_too(i32 %x, ptr %f) {
  %r = tail call preserve_mostcc i32 %f(i32 %x)
  ret i32 %r
}
; CHECK-LABEL: calls_callbacks:
; CHECK: cjal called_back
; CHECK: cjal called_back_too
define i32 @calls_callbacks(i32 %x) {
  %r = call i32 @called_back(i32 %x)
  %s = call preserve_mostcc i32 @called_back_too(i32 %r)
  ret i32 %s
}

; Another pointer may be a sentry of any posture.
; CHECK-LABEL: calls_any_pointer:
; CHECK: cjalr
; CHECK: cret
; BARE-LABEL: calls_any_pointer:
; BARE: cjr
define i32 @calls_any_pointer(i32 %x, ptr %f) {
  %r = tail call i32 %f(i32 %x)
  ret i32 %r
}
; Who insists knows better.
; CHECK-LABEL: jumps_to_any_pointer:
; CHECK: cjr {{ca[0-5]|ct[01]|ctp}}
define i32 @jumps_to_any_pointer(i32 %x, ptr %f) {
  %r = musttail call i32 %f(i32 %x, ptr %f)
  ret i32 %r
}

; ---- what the code generator calls by itself

; CHECK-LABEL: runtime:
; CHECK: %cheriot_compartment_hi(__import_libcalls___udivdi3)
; CHECK: %cheriot_compartment_hi(__import_libcalls___adddf3)
; CHECK: %cheriot_compartment_hi(__import_libcalls___muldi3)
; BARE-LABEL: runtime:
; BARE: cjal __udivdi3
define i64 @runtime(i64 %x, i64 %y, double %d) {
  %q = udiv i64 %x, %y
  %e = fadd double %d, 1.0
  %i = bitcast double %e to i64
  %m = call i64 @__muldi3(i64 %q, i64 %i)
  %r = add i64 %m, 1
  ret i64 %r
}
declare i64 @__muldi3(i64, i64)

; CHECK-LABEL: runtime_memory:
; CHECK: %cheriot_compartment_hi(__import_libcalls_memcpy)
; CHECK: %cheriot_compartment_hi(__import_libcalls_memmove)
; CHECK: %cheriot_compartment_hi(__import_libcalls_memset)
define void @runtime_memory(ptr %p, ptr %q, i32 %n) {
  call void @llvm.memcpy.p0.p0.i32(ptr %p, ptr %q, i32 %n, i1 false)
  call void @llvm.memmove.p0.p0.i32(ptr %p, ptr %q, i32 %n, i1 false)
  call void @llvm.memset.p0.i32(ptr %p, i8 0, i32 %n, i1 false)
  ret void
}

; The library's atomic functions disable interrupts.
; CHECK-LABEL: runtime_atomic:
; CHECK: %cheriot_compartment_hi(__import_libcalls___atomic_exchange_4)
; CHECK: cjalr
; CHECK: cret
declare i32 @__atomic_exchange_4(ptr, i32, i32)
define i32 @runtime_atomic(ptr %p, i32 %x) {
  %r = tail call i32 @__atomic_exchange_4(ptr %p, i32 %x, i32 5)
  ret i32 %r
}

; In the file that has the function, a jump.
; CHECK-LABEL: runtime_here:
; CHECK: cjal __divdi3
define i64 @runtime_here(i64 %x, i64 %y) {
  %q = sdiv i64 %x, %y
  %r = add i64 %q, 1
  ret i64 %r
}
define i64 @__divdi3(i64 %x, i64 %y) "cheriot.libcall" {
  ret i64 %x
}

; ---- from entry points nothing is jumped to

; CHECK-LABEL: entry:
; CHECK: cjal plain
; CHECK: cmove ca1, cnull
; CHECK: cret
; BARE-LABEL: entry:
; BARE-NEXT: # %bb.0:
; BARE-NEXT: j plain
define i32 @entry(i32 %x) "cheriot.compartment"="mine" {
  %r = tail call i32 @plain(i32 %x)
  ret i32 %r
}
