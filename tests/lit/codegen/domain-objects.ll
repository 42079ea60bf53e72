; docs/reference/compartments.md, "What objects hold": exports, imports, functions in data.
; DEFINE: %{absent} = --implicit-check-not=export_mine_unused --implicit-check-not=export_libcalls_everywhere \
; DEFINE:   --implicit-check-not=export_libcalls_shown
; RUN: %llc %s -o - | FileCheck %s %{absent}
; RUN: %llc0 %s -o - | FileCheck %s %{absent}
; RUN: %llc -filetype=obj %s -o %t.o
; RUN: llvm-readobj -S --section-groups -r -s --expand-relocs %t.o | FileCheck %s --check-prefix=OBJECT
; The same by way of text.
; RUN: %llc %s -o - | %as - -o %t.as.o
; RUN: llvm-objdump -s -j .cheriot.exports %t.o | tail -n +3 > %t.bytes
; RUN: llvm-objdump -s -j .cheriot.exports %t.as.o | tail -n +3 | cmp - %t.bytes
source_filename = "somewhere/objects.c"
target datalayout = "e-m:e-p:64:64:64:32-i64:64-n32-S64"

!llvm.module.flags = !{!0}
!0 = !{i32 1, !"cheriot-compartment", !"mine"}

$inline_quiet = comdat any
$inline_callback = comdat any
$instantiated = comdat any
$everywhere = comdat any

declare i32 @other() "cheriot.compartment"="yours"
declare i32 @library() "cheriot.libcall"
declare extern_weak i32 @maybe() "cheriot.libcall"
declare extern_weak i32 @perhaps() "cheriot.compartment"="yours"
declare i32 @plain()
declare void @use(ptr)

; ---- addresses in code are what imports hold

; CHECK-LABEL: addresses:
; CHECK: %cheriot_compartment_hi(__import_yours_other)
; CHECK: clc ca0, %cheriot_compartment_lo_i({{.*}})(ca0)
; CHECK: %cheriot_compartment_hi(__import_libcalls_library)
; CHECK: %cheriot_compartment_hi(__import_mine_entry)
; CHECK: %cheriot_compartment_hi(__import_libcalls_libcall)
; CHECK: %cheriot_compartment_hi(__import_libcalls_renamed)
; CHECK: %cheriot_compartment_hi(__import_mine_quiet)
; CHECK: %cheriot_compartment_hi(__import_mine_callback)
; CHECK: %cheriot_compartment_hi([[LOCAL:__import_mine_local\.[0-9a-f]{16}]])
; CHECK: %cheriot_compartment_hi(__import_libcalls_maybe)
; A plain function, also one that every file has, is PCC moved.
; CHECK: auipcc ca0, %cheriot_compartment_hi(plain)
; CHECK-NEXT: cincoffset ca0
; CHECK: auipcc ca0, %cheriot_compartment_hi(everywhere)
; CHECK-NEXT: cincoffset ca0
define void @addresses() {
  call void @use(ptr @other)
  call void @use(ptr @library)
  call void @use(ptr @entry)
  call void @use(ptr @libcall)
  call void @use(ptr @renamed)
  call void @use(ptr @quiet)
  call void @use(ptr @callback)
  call void @use(ptr @local)
  call void @use(ptr @maybe)
  call void @use(ptr @plain)
  call void @use(ptr @everywhere)
  ret void
}

; ---- in data they are capabilities to exports

; CHECK-LABEL: table:
; CHECK-NEXT: .quad %chericap(__export_yours_other)
; CHECK-NEXT: .quad %chericap(__library_export_libcalls_library)
; CHECK-NEXT: .quad %chericap(__export_mine_entry)
; CHECK-NEXT: .quad %chericap(__library_export_libcalls_libcall)
; CHECK-NEXT: .quad %chericap(__library_export_libcalls_renamed)
; CHECK-NEXT: .quad %chericap(__library_export_mine_quiet)
; CHECK-NEXT: .quad %chericap(__export_mine_callback)
; CHECK-NEXT: .quad %chericap(__export_mine_local_in_data.[[SUFFIX:[0-9a-f]{16}]])
; CHECK-NEXT: .quad %chericap(__export_yours_perhaps)
; CHECK-NEXT: .quad %chericap(plain)
@table = constant [10 x ptr] [ptr @other, ptr @library, ptr @entry, ptr @libcall, ptr @renamed,
  ptr @quiet, ptr @callback, ptr @local_in_data, ptr @perhaps, ptr @plain]

; CHECK-LABEL: nested:
; CHECK: .word 1
; CHECK: .quad %chericap(__library_export_libcalls_library)
; CHECK: .quad %chericap(__export_mine_callback)
@nested = global { i32, [1 x { ptr, [2 x ptr] }] } { i32 1,
  [1 x { ptr, [2 x ptr] }] [{ ptr, [2 x ptr] } { ptr null, [2 x ptr] [ptr @library, ptr @callback] }] }

; An alias is the function itself, whatever is exported under its name.
; CHECK: renamed = libcall
@renamed = alias i32 (), ptr @libcall

; ---- exports: function, stack, arguments, posture and kind

; CHECK: .section .cheriot.exports,"",@progbits
; CHECK-NEXT: .globl __export_mine_entry
; CHECK-NEXT: .type __export_mine_entry,@object
; CHECK-NEXT: .p2align 2
; CHECK-NEXT: __export_mine_entry:
; CHECK-NEXT: .word entry
; CHECK-NEXT: .half {{[1-9][0-9]*}}
; CHECK-NEXT: .byte 0
; CHECK-NEXT: .byte 1
; CHECK-NEXT: .size __export_mine_entry, 8
define i32 @entry() "cheriot.compartment"="mine" {
  %r = call i32 @plain()
  ret i32 %r
}

; CHECK: __export_mine_entry_quiet:
; CHECK-NEXT: .word entry_quiet
; CHECK-NEXT: .half 512
; CHECK-NEXT: .byte 1
; CHECK-NEXT: .byte 2
define i32 @entry_quiet(i32 %x) "cheriot.compartment"="mine" "cheriot.interrupt_state"="disabled"
    "cheriot.minimum_stack"="512" {
  ret i32 %x
}

; A frame larger than what the attribute asks for, and one with a stricter alignment than csp has.
; CHECK: __export_mine_entry_large:
; CHECK-NEXT: .word entry_large
; CHECK-NEXT: .half {{4[0-9][0-9]}}
define void @entry_large() "cheriot.compartment"="mine" "cheriot.minimum_stack"="16" {
  %a = alloca [400 x i8]
  call void @use(ptr %a)
  ret void
}
; CHECK: __export_mine_entry_aligned:
; CHECK-NEXT: .word entry_aligned
; CHECK-NEXT: .half 128
define void @entry_aligned() "cheriot.compartment"="mine" {
  %a = alloca [32 x i8], align 64
  call void @use(ptr %a)
  ret void
}
; No number in an export is larger.
; CHECK: __export_mine_entry_huge:
; CHECK-NEXT: .word entry_huge
; CHECK-NEXT: .half 65535
define void @entry_huge() "cheriot.compartment"="mine" "cheriot.minimum_stack"="70000" {
  ret void
}

; CHECK: __library_export_libcalls_libcall:
; CHECK-NEXT: .word libcall
; CHECK-NEXT: .half 0
; CHECK-NEXT: .byte 0
; CHECK-NEXT: .byte 8
define i32 @libcall() "cheriot.libcall" {
  ret i32 1
}
; CHECK: .weak __library_export_libcalls_libcall_weak
; CHECK: __library_export_libcalls_libcall_weak:
; CHECK: .byte 9
define weak i32 @libcall_weak() "cheriot.libcall" "cheriot.interrupt_state"="enabled" {
  ret i32 1
}
; CHECK: __library_export_mine_quiet:
; CHECK-NEXT: .word quiet
; CHECK-NEXT: .half 0
; CHECK-NEXT: .byte 0
; CHECK-NEXT: .byte 26
define i32 @quiet() "cheriot.interrupt_state"="disabled" {
  ret i32 1
}
; CHECK: __export_mine_callback:
; CHECK-NEXT: .word callback
; CHECK-NEXT: .half 0
; CHECK-NEXT: .byte 0
; CHECK-NEXT: .byte 17
define i32 @callback() "cheriot.callback" {
  ret i32 1
}

; A static function's name is this file's own; without a use that needs it there is no export.
; CHECK: .globl [[EXPORT:__library_export_mine_local\.[0-9a-f]{16}]]
; CHECK: [[EXPORT]]:
; CHECK-NEXT: .word local
; CHECK: .byte 25
define internal i32 @local() "cheriot.interrupt_state"="enabled" {
  ret i32 1
}
; CHECK: __export_mine_local_in_data.[[SUFFIX]]:
define internal preserve_mostcc i32 @local_in_data() {
  ret i32 1
}
define internal i32 @unused_quiet() "cheriot.interrupt_state"="enabled" {
  ret i32 1
}
define ptr @mentions_unused() {
  %r = call i32 @unused_callback()
  ret ptr @table
}
define internal i32 @unused_callback() "cheriot.callback" {
  ret i32 1
}

; In its function's group, and as weak. What every file has of a library is nobody's export.
; CHECK: .section .cheriot.exports,"G",@progbits,inline_quiet,comdat
; CHECK-NEXT: .weak __library_export_mine_inline_quiet
; CHECK: .word inline_quiet
define linkonce_odr i32 @inline_quiet() "cheriot.interrupt_state"="disabled" comdat {
  ret i32 1
}
; CHECK: .section .cheriot.exports,"G",@progbits,inline_callback,comdat
; CHECK-NEXT: .weak __export_mine_inline_callback
define linkonce_odr i32 @inline_callback() "cheriot.callback" comdat {
  ret i32 1
}
; CHECK: .section .cheriot.exports,"G",@progbits,instantiated,comdat
; CHECK-NEXT: .weak __library_export_libcalls_instantiated
define weak_odr i32 @instantiated() "cheriot.libcall" comdat {
  ret i32 1
}
define linkonce_odr i32 @everywhere() "cheriot.libcall" comdat {
  ret i32 1
}
define available_externally i32 @shown() "cheriot.libcall" {
  ret i32 1
}

; CHECK: __library_export_libcalls_renamed:
; CHECK-NEXT: .word renamed

; ---- imports

; CHECK: .weak __export_yours_perhaps
; CHECK: .section .compartment_imports.__import_yours_other,"aG",@progbits,__import_yours_other,comdat
; CHECK-NEXT: .weak __import_yours_other
; CHECK-NEXT: .hidden __import_yours_other
; CHECK-NEXT: .type __import_yours_other,@object
; CHECK-NEXT: .p2align 3
; CHECK-NEXT: __import_yours_other:
; CHECK-NEXT: .word __export_yours_other
; CHECK-NEXT: .word 0
; CHECK-NEXT: .size __import_yours_other, 8
; CHECK: [[LOCAL]]:
; CHECK-NEXT: .word __library_export_mine_local.
; CHECK: .section .compartment_imports.__import_libcalls_maybe,"aG",@progbits,__import_libcalls_maybe,comdat
; CHECK-NEXT: .weak __library_export_libcalls_maybe
; CHECK: .word __library_export_libcalls_maybe

; ---- the same in an object

; OBJECT: Name: .data.rel.ro
; OBJECT: Name: .cheriot.exports
; OBJECT-NEXT: Type: SHT_PROGBITS
; OBJECT-NEXT: Flags [ (0x0)
; OBJECT: Name: .cheriot.exports
; OBJECT-NEXT: Type: SHT_PROGBITS
; OBJECT-NEXT: Flags [ (0x200)
; OBJECT-NEXT: SHF_GROUP
; OBJECT: Name: .compartment_imports.__import_yours_other
; OBJECT-NEXT: Type: SHT_PROGBITS
; OBJECT-NEXT: Flags [ (0x202)
; OBJECT-NEXT: SHF_ALLOC
; OBJECT-NEXT: SHF_GROUP
; OBJECT-NEXT: ]
; OBJECT: Size: 8
; OBJECT: AddressAlignment: 8

; OBJECT: .rela.data.rel.ro {
; OBJECT: Type: R_RISCV_CUSTOM193
; OBJECT-NEXT: Symbol: __export_yours_other
; OBJECT: Symbol: __export_mine_local_in_data.
; OBJECT: .rela.cheriot.exports {
; OBJECT: Offset: 0x0
; OBJECT-NEXT: Type: R_RISCV_32
; OBJECT-NEXT: Symbol: entry
; OBJECT: .rela.compartment_imports.__import_yours_other {
; OBJECT-NEXT: Relocation {
; OBJECT-NEXT: Offset: 0x0
; OBJECT-NEXT: Type: R_RISCV_32
; OBJECT-NEXT: Symbol: __export_yours_other
; OBJECT-NEXT: Addend: 0x0
; OBJECT-NEXT: }
; OBJECT-NEXT: }

; OBJECT: Name: __import_yours_other
; OBJECT-NEXT: Value: 0x0
; OBJECT-NEXT: Size: 8
; OBJECT-NEXT: Binding: Weak
; OBJECT-NEXT: Type: Object
; OBJECT-NEXT: Other [
; OBJECT-NEXT: STV_HIDDEN
; OBJECT: Name: __export_mine_entry
; OBJECT-NEXT: Value: 0x0
; OBJECT-NEXT: Size: 8
; OBJECT-NEXT: Binding: Global
; OBJECT-NEXT: Type: Object
; OBJECT: Name: __export_yours_perhaps
; OBJECT-NEXT: Value: 0x0
; OBJECT-NEXT: Size: 0
; OBJECT-NEXT: Binding: Weak
; OBJECT: Groups {
; OBJECT: Type: COMDAT
; OBJECT-NEXT: Signature: inline_quiet
; OBJECT: .text.inline_quiet
; OBJECT: .cheriot.exports
; OBJECT: Signature: __import_yours_other
; OBJECT-NEXT: Section(s) in group [
; OBJECT-NEXT: .compartment_imports.__import_yours_other
; OBJECT-NEXT: .rela.compartment_imports.__import_yours_other
