; Frames with more than an offset reaches, and no register free.
; RUN: %llc -verify-machineinstrs %s -o - | FileCheck %s
; RUN: %llc -O0 -verify-machineinstrs %s -o /dev/null
target datalayout = "e-m:e-p:64:64:64:32-i64:64-n32-S64"

declare void @use(ptr)

; With a frame pointer that nothing is addressed through, the slot for emergencies is near csp.
; CHECK-LABEL: pointer_and_pressure:
; CHECK: # full
; CHECK-NEXT: #NO_APP
; CHECK-NEXT: csc [[R:c[a-z][0-9]]], [[AT:[0-9]+]](csp)
; CHECK-NEXT: lui
; CHECK: csw zero, 0([[R]])
; CHECK-NEXT: clc [[R]], [[AT]](csp)
define void @pointer_and_pressure() "frame-pointer"="all" {
  %far = alloca i32
  %big = alloca [4000 x i8]
  call void @use(ptr %big)
  call void @use(ptr %far)
  %r = call { ptr, ptr, ptr, ptr, ptr, ptr, ptr, ptr, ptr, ptr, ptr, ptr } asm sideeffect "# full", "={ca0},={ca1},={ca2},={ca3},={ca4},={ca5},={ct0},={ct1},={ct2},={cs1},={ctp},={cra}"()
  %a = extractvalue { ptr, ptr, ptr, ptr, ptr, ptr, ptr, ptr, ptr, ptr, ptr, ptr } %r, 0
  %b = extractvalue { ptr, ptr, ptr, ptr, ptr, ptr, ptr, ptr, ptr, ptr, ptr, ptr } %r, 1
  %c = extractvalue { ptr, ptr, ptr, ptr, ptr, ptr, ptr, ptr, ptr, ptr, ptr, ptr } %r, 2
  %d = extractvalue { ptr, ptr, ptr, ptr, ptr, ptr, ptr, ptr, ptr, ptr, ptr, ptr } %r, 3
  %e = extractvalue { ptr, ptr, ptr, ptr, ptr, ptr, ptr, ptr, ptr, ptr, ptr, ptr } %r, 4
  %f = extractvalue { ptr, ptr, ptr, ptr, ptr, ptr, ptr, ptr, ptr, ptr, ptr, ptr } %r, 5
  %g = extractvalue { ptr, ptr, ptr, ptr, ptr, ptr, ptr, ptr, ptr, ptr, ptr, ptr } %r, 6
  %h = extractvalue { ptr, ptr, ptr, ptr, ptr, ptr, ptr, ptr, ptr, ptr, ptr, ptr } %r, 7
  %i = extractvalue { ptr, ptr, ptr, ptr, ptr, ptr, ptr, ptr, ptr, ptr, ptr, ptr } %r, 8
  %j = extractvalue { ptr, ptr, ptr, ptr, ptr, ptr, ptr, ptr, ptr, ptr, ptr, ptr } %r, 9
  %k = extractvalue { ptr, ptr, ptr, ptr, ptr, ptr, ptr, ptr, ptr, ptr, ptr, ptr } %r, 10
  %l = extractvalue { ptr, ptr, ptr, ptr, ptr, ptr, ptr, ptr, ptr, ptr, ptr, ptr } %r, 11
  store volatile i32 0, ptr %far
  call void asm sideeffect "# used", "{ca0},{ca1},{ca2},{ca3},{ca4},{ca5},{ct0},{ct1},{ct2},{cs1},{ctp},{cra}"(ptr %a, ptr %b, ptr %c, ptr %d, ptr %e, ptr %f, ptr %g, ptr %h, ptr %i, ptr %j, ptr %k, ptr %l)
  ret void
}

; A return does not use what the last call left in cra.
; CHECK-LABEL: several_blocks:
; CHECK: cret
define i32 @several_blocks(i32 %x) {
  %c = icmp eq i32 %x, 0
  br i1 %c, label %end, label %calls
calls:
  call void @use(ptr null)
  br label %end
end:
  %r = phi i32 [ 1, %0 ], [ 2, %calls ]
  ret i32 %r
}
