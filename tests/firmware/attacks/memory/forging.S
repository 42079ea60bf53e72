// Property 1 in assembly: no instruction makes a pointer of a number, and none that has access to
// more than others is for compartments.

#include "attack.inc"

        // int forge_from_null(ptraddr_t address)
        function forge_from_null
        cmove   ca1, cnull
        csetaddr ca1, ca1, a0
        clw     a0, 0(ca1)
        cret

        // int forge_from_globals(ptraddr_t address)
        function forge_from_globals
        csetaddr ca1, cgp, a0
        clw     a0, 0(ca1)
        cret

        // int forge_by_words(ptraddr_t address, void **slot): with the upper half of cgp.
        function forge_by_words
        csc     cgp, 0(ca1)
        csw     a0, 0(ca1)
        clc     ca2, 0(ca1)
        clw     a0, 0(ca2)
        cret

        // int forge_with_special_register()
        function forge_with_special_register
        cspecialr ca0, mtdc
        li      a0, 1
        cret

        // int forge_with_csr(): interrupts off.
        function forge_with_csr
        csrci   mstatus, 8
        li      a0, 1
        cret

        // int forge_by_sealing(uint32_t type): makes an export entry of cgp, and calls it.
        function forge_by_sealing
        cmove   ca1, cnull
        csetaddr ca1, ca1, a0
        cseal   ca2, cgp, ca1
        cgettag a0, ca2
        cret
