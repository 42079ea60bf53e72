// Property 8 in assembly: what changes a sealed capability takes its tag.

#include "attack.inc"

        // int seal_move(void *sealed)
        function seal_move
        cincoffset ca0, ca0, 4
        clw     a0, 0(ca0)
        cret

        // int seal_narrow(void *sealed)
        function seal_narrow
        csetbounds ca1, ca0, 4
        clw     a0, 0(ca1)
        cret

        // int seal_unseal_with(void *sealed, void *key): without the token library.
        function seal_unseal_with
        cunseal ca2, ca0, ca1
        clw     a0, 0(ca2)
        cret

        // int seal_jump(void *sealed)
        function seal_jump
        cjr     ca0

        // int seal_load_capability(void *sealed)
        function seal_load_capability
        clc     ca3, 0(ca0)
        li      a0, 1
        cret
