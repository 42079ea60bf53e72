// Unsealing tokens (sdk/include/token.h). Interrupts are deferred (the exports say so), no stack is
// used, and the hardware's keys, which unseal everybody's objects, never leave ca2.
//
// An object is eight bytes {number of its type, 0} and the payload. The sealed capability has the
// payload's address, the user permissions in its low three bits, and the bounds of both, perhaps
// with padding in front.
//
// The caller controls both arguments entirely. A tagged, sealed ca1 that the key unseals was made by the
// allocator or the loader. It cannot be freed while this runs, and one that was freed before has no
// tag: registers were loaded since, as the thread that freed it ran.

#include <cheri-builtins.h>
#include <compartment-macros-asm.S>

#define TYPE_STATIC 11
#define TOKEN_HEADER 8

        // A hardware key the loader gives.
        .macro  slot name
        .section .compartment_imports.__import_privileged_\name, "aG", @progbits, __import_privileged_\name, comdat
        .weak   __import_privileged_\name
        .hidden __import_privileged_\name
        .type   __import_privileged_\name, @object
        .balign 8
__import_privileged_\name:
        .word   __privileged_\name
        .word   0
        .size   __import_privileged_\name, 8
        .text
        .endm

        .macro  slot_load register, name
1:      auipcc  \register, %cheriot_compartment_hi(__import_privileged_\name)
        clc     \register, %cheriot_compartment_lo_i(1b)(\register)
        .endm

        .macro  function name
        .globl  \name
        .type   \name, @function
        .balign 2
\name:
        .endm

        slot    unseal_11
        slot    unseal_12
        slot    reseal_11
        slot    reseal_12

        .text
// LIVE IN: ca0 the caller's key, ca1 the object, cra. IRQ: deferred.
        function token_obj_unseal
        cgettype a3, ca1
        li      a2, TYPE_STATIC
        bne     a3, a2, token_obj_unseal_dynamic

// LIVE IN: as above
        function token_obj_unseal_static
        slot_load ca2, unseal_11
        j       .Lunseal

// LIVE IN: as above
        function token_obj_unseal_dynamic
        slot_load ca2, unseal_12

// FROM: above. LIVE IN: ca0 the caller's key, ca1 the object, ca2 the hardware's key, cra
.Lunseal:
        // 1. The caller's key: tagged, at its base, of some length, to unseal.
        cgettag a3, ca0
        beqz    a3, .Lno
        cgetperm a3, ca0
        andi    a3, a3, CHERI_PERM_UNSEAL
        beqz    a3, .Lno
        cgetbase a3, ca0
        bne     a3, a0, .Lno
        cgetlen a3, ca0
        beqz    a3, .Lno
        // 2. The object, untagged if it is not sealed with the hardware's key. That is gone.
        cunseal ca2, ca1, ca2
        cgettag a3, ca2
        beqz    a3, .Lno
        // 3. Without the user permissions, to the payload; its type is before it.
        andi    a3, a2, ~7
        csetaddr ca2, ca2, a3
        clw     a3, -TOKEN_HEADER(ca2)
        bne     a3, a0, .Lno
        // 4. To the payload alone.
        cgettop a3, ca2
        sub     a3, a3, a2
        csetboundsexact ca0, ca2, a3
        li      a1, 0
        li      a2, 0
        cret
.Lno:
        li      a0, 0
        li      a1, 0
        li      a2, 0
        cret

// LIVE IN: ca0 the object, a1 the permissions to keep, cra. IRQ: as the caller's.
        function token_permissions_and
        cgettype a3, ca0
        li      a2, TYPE_STATIC
        bne     a3, a2, .Ldynamic
        slot_load ca2, reseal_11
        j       .Lreseal
.Ldynamic:
        slot_load ca2, reseal_12
.Lreseal:
        // What is not sealed with the key loses its tag here, and cannot be sealed again.
        cunseal ca0, ca0, ca2
        ori     a1, a1, ~7
        and     a1, a1, a0
        csetaddr ca0, ca0, a1
        cseal   ca0, ca0, ca2
        li      a1, 0
        li      a2, 0
        cret

        // No stack; interrupts deferred (2 << 3), or as they were.
        CHERIOT_EXPORT_LIBCALL token_obj_unseal, 0, 0b10010
        CHERIOT_EXPORT_LIBCALL token_obj_unseal_static, 0, 0b10010
        CHERIOT_EXPORT_LIBCALL token_obj_unseal_dynamic, 0, 0b10010
        CHERIOT_EXPORT_LIBCALL token_permissions_and, 0, 0b00010
