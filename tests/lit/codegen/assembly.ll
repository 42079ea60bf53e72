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

; A pointer that may be in memory is in a register: LLVM's slot for it has no type.
; CHECK-LABEL: anywhere:
; CHECK: # ca0 ca0
define void @anywhere(ptr %p) {
  call void asm sideeffect "# $0 $1", "rm,X,~{memory}"(ptr %p, ptr %p)
  call void asm sideeffect "", "r|m,~{memory}"(ptr %p)
  ret void
}

; What clang makes of "+rm"(p).
; CHECK-LABEL: in_and_out:
; CHECK: # [[P:c[a-z0-9]+]] [[I:[a-z][0-9]+]]
; CHECK-DAG: csc [[P]], 0(ca0)
; CHECK-DAG: mv a0, [[I]]
; CHECK: cret
define i32 @in_and_out(ptr %place, ptr %p, i32 %x) {
  %i = call i32 asm sideeffect "# $0 $1", "=*rm,=r,0,1,~{memory}"(ptr elementtype(ptr) %place, ptr %p, i32 %x)
  ret i32 %i
}
