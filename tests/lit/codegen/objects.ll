; Capabilities to stack objects and globals are bounded to them.
; RUN: %llc %s -o - | FileCheck %s
target datalayout = "e-m:e-p:64:64:64:32-i64:64-n32-S64"

declare void @use(ptr)

; CHECK-LABEL: escapes:
; CHECK: cincoffset ca0, csp, {{[0-9]+}}
; CHECK-NEXT: csetbounds ca0, ca0, 40
; CHECK-NEXT: cjal use
define void @escapes() {
  %a = alloca [10 x i32]
  call void @use(ptr %a)
  ret void
}

; Inside its object: through csp.
; CHECK-LABEL: stays:
; CHECK: csw a0, [[AT:[0-9]+]](csp)
; CHECK-NOT: csetbounds
; CHECK: cret
define i32 @stays(i32 %x) {
  %a = alloca [2 x i32]
  %p = getelementptr inbounds i32, ptr %a, i32 1
  store volatile i32 %x, ptr %p
  %y = load volatile i32, ptr %p
  ret i32 %y
}

; Outside it: through a capability that will trap.
; CHECK-LABEL: outside:
; CHECK: csetbounds [[P:ca[0-9]]], {{ca[0-9]}}, 8
; CHECK-NEXT: csw a0, 8([[P]])
define void @outside(i32 %x) {
  %a = alloca [2 x i32]
  %p = getelementptr i32, ptr %a, i32 2
  store volatile i32 %x, ptr %p
  ret void
}

; 4097 bytes: no capability is exactly that long. Padded and aligned to 16.
; CHECK-LABEL: padded:
; CHECK: andi t2, sp, -16
; CHECK-NEXT: csetaddr csp, csp, t2
; CHECK: lui [[N:a[0-9]]], 1
; CHECK-NEXT: addi [[N]], [[N]], 16
; CHECK-NEXT: csetbounds ca0, ca0, [[N]]
define void @padded() {
  %a = alloca [4097 x i8]
  call void @use(ptr %a)
  ret void
}

; CHECK-LABEL: dynamic:
; CHECK-DAG: crrl [[L:a[0-9]]], a0
; CHECK-DAG: cram {{a[0-9]}}, a0
; CHECK: csetaddr [[S:ca[0-9]]], csp,
; CHECK: csetbounds {{ca[0-9]}}, [[S]], [[L]]
; CHECK: cmove csp, [[S]]
define void @dynamic(i32 %n) {
  %a = alloca i8, i32 %n
  call void @use(ptr %a)
  ret void
}

@small = global i32 1
@constant = constant [3 x i32] [i32 1, i32 2, i32 3]
@large = global [5000 x i8] zeroinitializer
@elsewhere = external global i32
@unknown = external global [0 x i32]
@absent = extern_weak global i32

; CHECK-LABEL: globals:
; CHECK: [[HI:\.L[a-z0-9]+]]:
; CHECK-NEXT: auicgp ca0, %cheriot_compartment_hi(small)
; CHECK-NEXT: cincoffset ca0, ca0, %cheriot_compartment_lo_i([[HI]])
; CHECK-NEXT: csetbounds ca0, ca0, %cheriot_compartment_size(small)
; CHECK: auipcc ca0, %cheriot_compartment_hi(constant)
; CHECK: auicgp ca0, %cheriot_compartment_hi(large)
; CHECK-NEXT: cincoffset ca0,
; CHECK: csetbounds ca0, ca0, {{a[0-9]}}
; CHECK: %cheriot_compartment_size(elsewhere)
; CHECK: clc ca0, %cheriot_compartment_lo_i({{\.L[a-z0-9]+}})(ca0)
; CHECK: clc ca0, %cheriot_compartment_lo_i({{\.L[a-z0-9]+}})(ca0)
define void @globals() {
  call void @use(ptr @small)
  call void @use(ptr @constant)
  call void @use(ptr @large)
  call void @use(ptr @elsewhere)
  call void @use(ptr @unknown)
  call void @use(ptr @absent)
  ret void
}

; Its size is what a capability can have.
; CHECK: .size large, 5008

; Constants that hold capabilities are apart.
@table = constant [2 x ptr] [ptr @small, ptr getelementptr (i8, ptr @large, i32 12)]
; CHECK: .section .data.rel.ro
; CHECK: table:
; CHECK-NEXT: .quad %chericap(small)
; CHECK-NEXT: .quad %chericap(large+12)

; A name for the rest of an object has the size of the rest.
@object = global [8 x i32] zeroinitializer
@rest = alias i32, getelementptr ([8 x i32], ptr @object, i32 0, i32 2)
@same = alias [8 x i32], ptr @object
; CHECK: rest = object+8
; CHECK: .size rest, 24
; CHECK: same = object
