// Properties 6 and 7 in assembly: permissions are never added, and what is loaded without
// LoadMutable comes without Store and LoadMutable.

#include "attack.inc"

        // int constant_write_with_permissions(const int *constant)
        function constant_write_with_permissions
        li      a1, -1
        candperm ca0, ca0, a1
        csw     zero, 0(ca0)
        li      a0, 1
        cret

        // int tree_write_capability(const Branch *tree)
        function tree_write_capability
        csc     cnull, 0(ca0)
        li      a0, 1
        cret

        // int constant_write_byte(const int *constant)
        function constant_write_byte
        csb     zero, 0(ca0)
        li      a0, 1
        cret

        // int constant_write_word(const int *constant)
        function constant_write_word
        csw     zero, 0(ca0)
        li      a0, 1
        cret

        // int tree_write_leaf(const Branch *tree)
        function tree_write_leaf
        clc     ca1, 0(ca0)
        csw     zero, 0(ca1)
        li      a0, 1
        cret

        // int tree_write_through_copy(const Branch *tree, const Branch **slot): by a slot that may be
        // written, two loads away.
        function tree_write_through_copy
        clc     ca2, 8(ca0)
        csc     ca2, 0(ca1)
        clc     ca2, 0(ca1)
        clc     ca3, 0(ca2)
        csw     zero, 0(ca3)
        li      a0, 1
        cret

        // int tree_write_through_more(const Branch *tree)
        function tree_write_through_more
        li      a1, -1
        candperm ca0, ca0, a1
        clc     ca4, 0(ca0)
        candperm ca4, ca4, a1
        csw     zero, 0(ca4)
        li      a0, 1
        cret

        // int own_write(int *number)
        function own_write
        li      a1, 7
        csw     a1, 0(ca0)
        clw     a0, 0(ca0)
        cret
