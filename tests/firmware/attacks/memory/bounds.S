// Property 2 in assembly: bounds only shrink, and each access is within them entirely.

#include "attack.inc"

        // int bounds_widen(char *buffer)
        function bounds_widen
        csetbounds ca0, ca0, 64
        csb     zero, 0(ca0)
        li      a0, 1
        cret

        // int bounds_go_far_and_back(char *buffer): to where bounds cannot be represented.
        function bounds_go_far_and_back
        lui     a1, 0x40000
        cincoffset ca0, ca0, a1
        sub     a1, zero, a1
        cincoffset ca0, ca0, a1
        csb     zero, 0(ca0)
        li      a0, 1
        cret

        // int bounds_straddle(char *buffer)
        function bounds_straddle
        csw     zero, 14(ca0)
        li      a0, 1
        cret

        // int bounds_load_capability(char *buffer)
        function bounds_load_capability
        clc     ca1, 16(ca0)
        li      a0, 1
        cret

        // int bounds_leave_code()
        function bounds_leave_code
        auipcc  ca1, 0
        cgettop a2, ca1
        csetaddr ca1, ca1, a2
        cjr     ca1

        // int bounds_leave_stack()
        function bounds_leave_stack
        cgettop a1, csp
        csetaddr ca1, csp, a1
        clw     a0, 0(ca1)
        li      a0, 1
        cret

        // int bounds_read_last(char *buffer)
        function bounds_read_last
        clbu    a0, 15(ca0)
        cret
