; Inline assembly: operands in capability and integer registers, clobbers, memory.
; RUN: %llc %s -o - | FileCheck %s
target datalayout = "e-m:e-p:64:64:64:32-i64:64-n32-S64"

; CHECK-LABEL: capability_operand:
; CHECK: cgetlen a0, ca0
define i32 @capability_operand(ptr %p) {
  %r = call i32 asm "cgetlen $0, $1", "=r,C"(ptr %p)
  ret i32 %r
}

; CHECK-LABEL: named:
; CHECK: ccleartag ca3, ca3
define ptr @named(ptr %p) {
  %r = call ptr asm "ccleartag $0, $1", "={c13},{c13}"(ptr %p)
  ret ptr %r
}

; CHECK-LABEL: memory_operand:
; CHECK: csw zero, 0(ca0)
define void @memory_operand(ptr %p) {
  call void asm "csw zero, $0", "=*m"(ptr elementtype(i32) %p)
  ret void
}

; CHECK-LABEL: immediate:
; CHECK: csetbounds ca0, ca0, 12
define ptr @immediate(ptr %p) {
  %r = call ptr asm "csetbounds $0, $1, $2", "=C,C,i"(ptr %p, i32 12)
  ret ptr %r
}

; CHECK-LABEL: clobbered:
; CHECK: csc cs0
; CHECK: nop
define void @clobbered() {
  call void asm sideeffect "nop", "~{c8},~{memory}"()
  ret void
}
