# The error handler of compartments that use unwind.h: goes on at the innermost CHERIOT_HANDLER, or
# unwinds if there is none. It is linked into each compartment that wants it; it needs no stack of its own,
# so that it handles overflows of the stack too.
#
# An attacker may control everything below the top of the stack: what is there is loaded, and used as a
# stack pointer and a place to return to, of this compartment. Without a tag that faults once more, and
# each fault takes one entry off the list.

        .equ    LIST_SLOT, 8            # below the top of the stack: cleanup_list_head()
        .equ    ENTRY_NEXT, 0           # struct CleanupList
        .equ    ENTRY_CRA, 8            # and the __jmp_buf in it
        .equ    ENTRY_CSP, 16
        .equ    ENTRY_CS0, 24
        .equ    ENTRY_CS1, 32
        .equ    FORCE_UNWIND, 1         # enum ErrorRecoveryBehaviour

        .section .text.compartment_error_handler_stackless, "ax", @progbits
        .globl  compartment_error_handler_stackless
        .type   compartment_error_handler_stackless, @function
# FROM: the switcher, on a fault in this compartment or in one that it called.
# LIVE IN: csp, the stack this invocation began with; cgp; cra, to return to the switcher.
compartment_error_handler_stackless:
        cgettop t0, csp
        csetaddr csp, csp, t0
        clc     cs0, -LIST_SLOT(csp)
        cgettag t0, cs0
        beqz    t0, .Lunwind
        clc     ct0, ENTRY_NEXT(cs0)
        csc     ct0, -LIST_SLOT(csp)
        # The handler has done its work; what faults from here on is another fault.
.Lreset:
        auipcc  ct2, %cheriot_compartment_hi(__import_libcalls_switcher_handler_invocation_count_reset)
        clc     ct2, %cheriot_compartment_lo_i(.Lreset)(ct2)
        cjalr   ct2
        # longjmp(&entry->env, 1)
        clc     cra, ENTRY_CRA(cs0)
        clc     csp, ENTRY_CSP(cs0)
        clc     cs1, ENTRY_CS1(cs0)
        clc     cs0, ENTRY_CS0(cs0)
        li      a0, 1
        cret
.Lunwind:
        li      a0, FORCE_UNWIND
        cret
        .size   compartment_error_handler_stackless, . - compartment_error_handler_stackless

        .section .compartment_imports.__import_libcalls_switcher_handler_invocation_count_reset, "aG", @progbits, __import_libcalls_switcher_handler_invocation_count_reset, comdat
        .weak   __import_libcalls_switcher_handler_invocation_count_reset
        .hidden __import_libcalls_switcher_handler_invocation_count_reset
        .type   __import_libcalls_switcher_handler_invocation_count_reset, @object
        .p2align 3
__import_libcalls_switcher_handler_invocation_count_reset:
        .word   __library_export_libcalls_switcher_handler_invocation_count_reset
        .word   0
        .size   __import_libcalls_switcher_handler_invocation_count_reset, 8
