// Properties 3, 4 and 5 in assembly. object_free() has the vault free what it lent; `kept` is a
// global.

#include "attack.inc"

        // Calls object_free(), of this compartment, with all that a caller keeps kept.
        .macro  object_free_call
        cincoffset csp, csp, -32
        csc     cra, 24(csp)
        csc     cs0, 16(csp)
        csc     ca0, 8(csp)
        cmove   cs0, ca0
        cjal    object_free
        .endm

        .macro  finish
        clc     cs0, 16(csp)
        clc     cra, 24(csp)
        cincoffset csp, csp, 32
        cret
        .endm

        // int free_with_saved_register(char *object)
        function free_with_saved_register
        object_free_call
        clbu    a0, 0(cs0)
        li      a0, 1
        finish

        // int free_with_interior_pointer(char *object): to the end, outside it, but of it.
        function free_with_interior_pointer
        cincoffset ca0, ca0, 32
        object_free_call
        cincoffset ca1, cs0, -32
        clbu    a0, 0(ca1)
        li      a0, 1
        finish

        // int free_with_copy_in_stack(char *object)
        function free_with_copy_in_stack
        object_free_call
        clc     ca1, 8(csp)
        clbu    a0, 0(ca1)
        li      a0, 1
        finish

        // int stack_pointer_into_globals()
        function stack_pointer_into_globals
        variable ca1, kept
        csc     csp, 0(ca1)
        clc     ca2, 0(ca1)
        csw     zero, -16(ca2)
        li      a0, 1
        cret

        // int stack_pointer_made_global(): permissions are only ever taken.
        function stack_pointer_made_global
        li      a3, -1
        candperm ca2, csp, a3
        variable ca1, kept
        csc     ca2, 0(ca1)
        clc     ca3, 0(ca1)
        csw     zero, -16(ca3)
        li      a0, 1
        cret

        // int stack_pointer_through_heap(void **slot)
        function stack_pointer_through_heap
        csc     csp, 0(ca0)
        clc     ca4, 0(ca0)
        csw     zero, -16(ca4)
        li      a0, 1
        cret

        // int loan_keep(const Loan *loan): as it is, and with all permissions asked for.
        function loan_keep
        variable ca1, kept
        csc     ca0, 0(ca1)
        li      a2, -1
        candperm ca0, ca0, a2
        variable ca1, keptMore
        csc     ca0, 0(ca1)
        cret

        // int loan_use()
        function loan_use
        variable ca1, kept
        clc     ca2, 0(ca1)
        clw     a0, 0(ca2)
        cret

        // int loan_use_more()
        function loan_use_more
        variable ca1, keptMore
        clc     ca3, 0(ca1)
        clw     a0, 0(ca3)
        cret

        // int loan_find(): in what the call it was shown in left on the stack, from csp down.
        function loan_find
        cgetbase a1, csp
        cmove   ca2, csp
        li      a0, 0
1:      cincoffset ca2, ca2, -8
        cgetaddr a3, ca2
        bltu    a3, a1, 2f
        clc     ca4, 0(ca2)
        cgettag a5, ca4
        add     a0, a0, a5
        j       1b
2:      cret
