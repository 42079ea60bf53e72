// compartment-macros.h for hand-written assembly that the preprocessor reads: entries for the
// functions a compartment or library has in assembly (docs/reference/compartments.md, "Exports").
//
// `minimum_stack` is in units of eight bytes. `flags`: bits 0-2 the argument registers to pass on, 7 all;
// bits 3-4 the interrupts' state, 0 inherit, 1 enabled, 2 disabled.
#ifndef COMPARTMENT_MACROS_ASM_S
#define COMPARTMENT_MACROS_ASM_S

.macro CHERIOT_EXPORT_FUNCTION_INTERNAL symbol, function_name, minimum_stack, flags, kind
    .pushsection .cheriot.exports,"",@progbits
    .type    \symbol,@object
    .globl   \symbol
    .p2align 2
\symbol:
    .word    \function_name
    .half    (\minimum_stack) * 8
    .byte    (\flags) & 7
    .byte    (((\flags) >> 3) & 3) | \kind
    .size    \symbol, 8
    .popsection
.endm

/// An entry point of the compartment named.
.macro CHERIOT_COMPARTMENT_EXPORT_FUNCTION compartment_name, function_name, minimum_stack, flags
    CHERIOT_EXPORT_FUNCTION_INTERNAL __export_\compartment_name\()_\function_name, \function_name, \
        \minimum_stack, \flags, 0
.endm

/// An entry point of the compartment this is assembled for.
.macro CHERIOT_EXPORT_FUNCTION function_name, minimum_stack, flags
    CHERIOT_COMPARTMENT_EXPORT_FUNCTION __CHERI_COMPARTMENT__, \function_name, \minimum_stack, \flags
.endm

/// A function of a shared library.
.macro CHERIOT_EXPORT_LIBCALL function_name, minimum_stack, flags
    CHERIOT_EXPORT_FUNCTION_INTERNAL __library_export_libcalls_\function_name, \function_name, \
        \minimum_stack, \flags, 8
.endm

#endif
