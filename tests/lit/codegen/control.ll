; Branches, jump tables, indirect jumps; far branches are the assembler's.
; RUN: %llc %s -o - | FileCheck %s
; RUN: %llc -filetype=obj %s -o %t.o
; RUN: %dis -r %t.o | FileCheck --check-prefix=OBJECT %s
target datalayout = "e-m:e-p:64:64:64:32-i64:64-n32-S64"

; CHECK-LABEL: dense:
; CHECK: bltu
; CHECK: slli [[I:a[0-9]]], {{a[0-9]}}, 2
; CHECK: auipcc [[T:ca[0-9]]], %cheriot_compartment_hi([[TABLE:\.LJTI[0-9_]+]])
; CHECK-NEXT: cincoffset [[T]], [[T]], %cheriot_compartment_lo_i
; CHECK-NEXT: cincoffset [[E:ca[0-9]]], [[T]], [[I]]
; CHECK-NEXT: clw [[D:a[0-9]]], 0([[E]])
; CHECK-NEXT: cincoffset [[J:ca[0-9]]], [[T]], [[D]]
; CHECK-NEXT: cjr [[J]]
; CHECK: [[TABLE]]:
; CHECK-NEXT: .word .LBB0_{{[0-9]+}}-[[TABLE]]
; OBJECT: R_RISCV_CHERIOT_COMPARTMENT_HI
define i32 @dense(i32 %x) {
  switch i32 %x, label %other [ i32 0, label %a
                                i32 1, label %b
                                i32 2, label %c
                                i32 3, label %d
                                i32 4, label %e ]
a:
  ret i32 11
b:
  ret i32 22
c:
  ret i32 7
d:
  ret i32 5
e:
  ret i32 1000
other:
  ret i32 0
}

; CHECK-LABEL: computed:
; CHECK: cjr {{ca[0-9]}}
define i32 @computed(i32 %i) {
  %p = getelementptr inbounds [2 x ptr], ptr @labels, i32 0, i32 %i
  %t = load ptr, ptr %p
  indirectbr ptr %t, [label %one, label %two]
one:
  ret i32 1
two:
  ret i32 2
}
@labels = internal constant [2 x ptr] [ptr blockaddress(@computed, %one), ptr blockaddress(@computed, %two)]
; CHECK: labels:
; CHECK-NEXT: .quad %chericap({{\.L[A-Za-z0-9_]+}})
