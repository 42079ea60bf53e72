# token_library's functions on the machine, with objects and keys this makes as the allocator and the
# loader do. The status is the number of the first check that fails; 0 when none does.
#
# RUN: %cc -mabi=cheriot -cheri-compartment=token_library -isystem %S/../../../sdk/include \
# RUN:     -c %S/../../../sdk/core/token_library/token_unseal.S -o %t.library.o
# RUN: %as %s -o %t.o
# RUN: griotte-toolchain ld %t.o %t.library.o -o %t.elf
# RUN: %run %t.elf

        .equ    UART, 0x10000000
        .equ    UART_EXIT, 0x80
        .equ    TYPE, 0x1000
        .equ    PERMIT_UNSEAL, 1 << 9

        # What the linker would know; the slots get their keys below.
        .globl  __privileged_unseal_11, __privileged_unseal_12
        .globl  __privileged_reseal_11, __privileged_reseal_12
        .equ    __privileged_unseal_11, 0
        .equ    __privileged_unseal_12, 0
        .equ    __privileged_reseal_11, 0
        .equ    __privileged_reseal_12, 0

        # register = the memory root at symbol
        .macro  at register, symbol
        lui     a5, %hi(\symbol)
        addi    a5, a5, %lo(\symbol)
        cspecialr \register, mtdc
        csetaddr \register, \register, a5
        .endm

        # register = a key of the type number
        .macro  key register, number
        cspecialr \register, mscratchc
        li      a5, \number
        csetaddr \register, \register, a5
        csetbounds \register, \register, 1
        .endm

        # The hardware's key of type into a slot.
        .macro  slot_fill slot, type
        at      ct0, \slot
        key     ct1, \type
        csc     ct1, 0(ct0)
        .endm

        # register = the sealed object at symbol, of a hardware type
        .macro  object register, symbol, type
        at      \register, \symbol
        csetbounds \register, \register, 24
        cincoffset \register, \register, 15
        key     ct0, \type
        cseal   \register, \register, ct0
        .endm

        # Calls function with a copy of the two arguments.
        .macro  unseal function, theKey, theObject
        cmove   ca1, \theObject
        cmove   ca0, \theKey
        li      a2, 1
        cjal    \function
        .endm

        .macro  expect register, value
        addi    s0, s0, 1
        li      t0, \value
        bne     \register, t0, fail
        .endm

        # That ca0 is the payload of the object at symbol, and ca1 and ca2 are forgotten.
        .macro  expect_payload symbol
        at      ct1, \symbol
        cincoffset ct1, ct1, 8
        csetbounds ct1, ct1, 16
        csetequalexact t2, ca0, ct1
        expect  t2, 1
        expect_forgotten
        .endm

        .macro  expect_null
        csetequalexact t2, ca0, cnull
        expect  t2, 1
        expect_forgotten
        .endm

        .macro  expect_forgotten
        csetequalexact t2, ca1, cnull
        expect  t2, 1
        csetequalexact t2, ca2, cnull
        expect  t2, 1
        .endm

        .text
        .globl  _start
        .type   _start, @function
_start:
        li      s0, 0
        slot_fill __import_privileged_unseal_11, 11
        slot_fill __import_privileged_unseal_12, 12
        slot_fill __import_privileged_reseal_11, 11
        slot_fill __import_privileged_reseal_12, 12

        # cgp the right key, ctp the static object, cs1 the dynamic one
        key     cgp, TYPE
        object  ctp, static, 11
        object  cs1, dynamic, 12

        # 1-18: the right function opens them, the other does not.
        unseal  token_obj_unseal, cgp, ctp
        expect_payload static
        unseal  token_obj_unseal, cgp, cs1
        expect_payload dynamic
        unseal  token_obj_unseal_static, cgp, ctp
        expect_payload static
        unseal  token_obj_unseal_dynamic, cgp, cs1
        expect_payload dynamic
        unseal  token_obj_unseal_static, cgp, cs1
        expect_null
        unseal  token_obj_unseal_dynamic, cgp, ctp
        expect_null

        # 19-36: keys that are none: another type's, without the right, without a tag, empty, past
        # its base, and one that may only seal.
        key     ct1, TYPE + 4
        unseal  token_obj_unseal, ct1, ctp
        expect_null
        li      t2, ~PERMIT_UNSEAL
        candperm ct1, cgp, t2
        unseal  token_obj_unseal, ct1, ctp
        expect_null
        ccleartag ct1, cgp
        unseal  token_obj_unseal, ct1, ctp
        expect_null
        csetbounds ct1, cgp, 0
        unseal  token_obj_unseal, ct1, ctp
        expect_null
        cspecialr ct1, mscratchc
        li      t2, TYPE - 4
        csetaddr ct1, ct1, t2
        csetbounds ct1, ct1, 8
        cincoffset ct1, ct1, 4
        unseal  token_obj_unseal, ct1, ctp
        expect_null
        unseal  token_obj_unseal, cnull, ctp
        expect_null

        # 37-48: objects that are none: not sealed, without a tag, null, sealed as something else.
        at      ct1, static
        unseal  token_obj_unseal, cgp, ct1
        expect_null
        ccleartag ct1, ctp
        unseal  token_obj_unseal, cgp, ct1
        expect_null
        unseal  token_obj_unseal, cgp, cnull
        expect_null
        object  ct1, static, 9
        unseal  token_obj_unseal, cgp, ct1
        expect_null

        # 49-: user permissions only go, and change nothing else.
        cmove   ca0, ctp
        li      a1, 5
        cjal    token_permissions_and
        expect_forgotten
        cgettag t2, ca0
        expect  t2, 1
        cgettype t2, ca0
        expect  t2, 11
        andi    t2, a0, 7
        expect  t2, 5
        li      a1, ~5
        cjal    token_permissions_and
        andi    t2, a0, 7
        expect  t2, 0
        unseal  token_obj_unseal, cgp, ca0
        expect_payload static
        cmove   ca0, cs1
        li      a1, 2
        cjal    token_permissions_and
        andi    t2, a0, 7
        expect  t2, 2
        unseal  token_obj_unseal, cgp, ca0
        expect_payload dynamic
        at      ca0, static
        cjal    token_permissions_and
        cgettag t2, ca0
        expect  t2, 0
        li      s0, 0
fail:
        cspecialr ct1, mtdc
        lui     t0, %hi(UART)
        csetaddr ct1, ct1, t0
        addi    s0, s0, UART_EXIT
        csw     s0, 0(ct1)
        j       fail
        .size   _start, . - _start

        .data
        .balign 8
static: .word   TYPE, 0, 1, 2, 3, 4
dynamic: .word  TYPE, 0, 5, 6, 7, 8
