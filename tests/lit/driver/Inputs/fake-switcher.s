# What a firmware image's loader and switcher do for compiled code, in as few lines as a test can do
# with, inside a bare-metal image: one PCC, one CGP, no checks. The imports of the program under
# test are filled in before the bare-metal start-up code runs, because only then there are roots.
#
# An export entry is 16 bytes here: a sentry to the function and the number of argument registers.

        .macro  export name, arguments
        .balign 8
\name:  .zero   8
        .word   \arguments
        .zero   4
        .endm

        .macro  import name
        .globl  \name
        .type   \name, @object
        .balign 8
\name:  .zero   8
        .size   \name, 8
        .endm

        .section .data.rel.ro.imports, "aw"
        import  __import_switcher
        import  __import_libcalls_memcpy
        import  __import_libcalls_memset
        import  __import_libcalls___divdi3
        import  __import_libcalls___muldf3
        import  __import_libcalls___fixdfsi
        import  __import_libcalls___atomic_fetch_add_4
        import  __import_libcalls_library_posture
        import  __import_libcalls_library_inherits
        import  __import_mine_quiet
        import  __import_mine_own_quiet
        import  __import_mine_called_back
        import  __import_other_many
        import  __import_other_variadic
        import  __import_other_is_odd
        import  __import_other_narrow
        import  __import_other_nothing
        import  __import_other_wide
        import  __import_other_address
        import  __import_other_number
        import  __import_other_calls_back
        import  __import_other_structure
        import  __import_other_posture

        export  exportOwnQuiet, 0
        export  exportCalledBack, 2
        export  exportMany, 7
        export  exportVariadic, 7
        export  exportIsOdd, 1
        export  exportNarrow, 1
        export  exportNothing, 1
        export  exportWide, 2
        export  exportAddress, 1
        export  exportNumber, 1
        export  exportCallsBack, 2
        export  exportStructure, 2
        export  exportPosture, 0

        import  exportKey

        .equ    INHERIT, 1
        .equ    DISABLE, 2
        .equ    ENABLE, 3
        .equ    EXPORT_TYPE, 9

        .section .rodata.imports, "a"
        .balign 4
sentries:
        .word   __import_switcher, switcher, DISABLE
        .word   __import_libcalls_memcpy, memcpy, INHERIT
        .word   __import_libcalls_memset, memset, INHERIT
        .word   __import_libcalls___divdi3, __divdi3, INHERIT
        .word   __import_libcalls___muldf3, __muldf3, INHERIT
        .word   __import_libcalls___fixdfsi, __fixdfsi, INHERIT
        .word   __import_libcalls___atomic_fetch_add_4, __atomic_fetch_add_4, DISABLE
        .word   __import_libcalls_library_posture, library_posture, DISABLE
        .word   __import_libcalls_library_inherits, library_inherits, INHERIT
        .word   __import_mine_quiet, quiet, DISABLE
        .word   exportOwnQuiet, own_quiet, DISABLE
        .word   exportCalledBack, called_back, ENABLE
        .word   exportMany, many, ENABLE
        .word   exportVariadic, variadic, ENABLE
        .word   exportIsOdd, is_odd, ENABLE
        .word   exportNarrow, narrow, ENABLE
        .word   exportNothing, nothing, ENABLE
        .word   exportWide, wide, ENABLE
        .word   exportAddress, address, ENABLE
        .word   exportNumber, number, ENABLE
        .word   exportCallsBack, calls_back, ENABLE
        .word   exportStructure, structure, ENABLE
        .word   exportPosture, posture, ENABLE
sentriesEnd:
entries:
        .word   __import_mine_own_quiet, exportOwnQuiet
        .word   __import_mine_called_back, exportCalledBack
        .word   __import_other_many, exportMany
        .word   __import_other_variadic, exportVariadic
        .word   __import_other_is_odd, exportIsOdd
        .word   __import_other_narrow, exportNarrow
        .word   __import_other_nothing, exportNothing
        .word   __import_other_wide, exportWide
        .word   __import_other_address, exportAddress
        .word   __import_other_number, exportNumber
        .word   __import_other_calls_back, exportCallsBack
        .word   __import_other_structure, exportStructure
        .word   __import_other_posture, exportPosture
entriesEnd:

# FROM: reset. Makes the imports with
#   cs0   the root of memory
#   cs1   code: PCC as the program will have it
#   ct0   the root of sealing
        .section .text.loader, "ax"
        .globl  loader
        .type   loader, @function
loader:
        cspecialr cs0, mtdc
        cspecialr ct0, mscratchc
        auipcc  cs1, 0
        la      a0, __pcc_start
        csetaddr cs1, cs1, a0
        la      a0, __pcc_size
        csetboundsexact cs1, cs1, a0
        la      a0, sentries
        la      a1, sentriesEnd
1:      csetaddr ca2, cs0, a0
        clw     a3, 4(ca2)
        csetaddr ca3, cs1, a3
        clw     a4, 8(ca2)
        csetaddr ca4, ct0, a4
        cseal   ca3, ca3, ca4
        clw     a2, 0(ca2)
        csetaddr ca2, cs0, a2
        csc     ca3, 0(ca2)
        addi    a0, a0, 12
        bne     a0, a1, 1b
        li      a4, EXPORT_TYPE
        csetaddr ca4, ct0, a4
        la      a0, entries
        la      a1, entriesEnd
1:      csetaddr ca2, cs0, a0
        clw     a3, 4(ca2)
        csetaddr ca3, cs0, a3
        csetbounds ca3, ca3, 16
        cseal   ca3, ca3, ca4
        clw     a2, 0(ca2)
        csetaddr ca2, cs0, a2
        csc     ca3, 0(ca2)
        addi    a0, a0, 8
        bne     a0, a1, 1b
        la      a0, exportKey
        csetaddr ca2, cs0, a0
        csc     ca4, 0(ca2)
        la      a0, _start              # which wants all it finds at reset
        csetaddr cs1, cs1, a0
        auipcc  ct1, 0
        csetaddr ct1, ct1, a0
        cjr     ct1
        .size   loader, . - loader

        .section .bss.switcher, "aw", @nobits
        .balign 8
        .globl  lastArguments
        .type   lastArguments, @object
lastArguments:                          # ca0 to ca5 and ct0 of the last call
        .zero   56
        .size   lastArguments, 56
        .globl  lastResults
        .type   lastResults, @object
lastResults:                            # ca0 and ca1 of the last return
        .zero   16
        .size   lastResults, 16
        .type   frames, @object
frames: .zero   128                     # csp of each caller; in front, how many bytes of them
        .size   frames, 128

        .macro  global register, symbol
9:      auicgp  \register, %cheriot_compartment_hi(\symbol)
        cincoffset \register, \register, %cheriot_compartment_lo_i(9b)
        .endm

# LIVE IN: ct1 the sealed entry, ca0 to ca5, ct0 arguments.
        .section .text.switcher, "ax"
        .type   switcher, @function
switcher:
        cincoffset csp, csp, -32
        csc     cs0, 0(csp)
        csc     cs1, 8(csp)
        csc     cgp, 16(csp)
        csc     cra, 24(csp)
9:      auipcc  cs0, %cheriot_compartment_hi(exportKey)
        clc     cs0, %cheriot_compartment_lo_i(9b)(cs0)
        cunseal ct1, ct1, cs0
        global  cs0, lastArguments
        csc     ca0, 0(cs0)
        csc     ca1, 8(cs0)
        csc     ca2, 16(cs0)
        csc     ca3, 24(cs0)
        csc     ca4, 32(cs0)
        csc     ca5, 40(cs0)
        csc     ct0, 48(cs0)
# What is no argument is a number nobody expects.
        clw     s1, 8(ct1)
        clc     ct2, 0(ct1)
        li      s0, 7
        beq     s0, s1, 7f
        li      t0, -1
        li      s0, 6
        beq     s0, s1, 7f
        li      a5, -1
        li      s0, 5
        beq     s0, s1, 7f
        li      a4, -1
        li      s0, 4
        beq     s0, s1, 7f
        li      a3, -1
        li      s0, 3
        beq     s0, s1, 7f
        li      a2, -1
        li      s0, 2
        beq     s0, s1, 7f
        li      a1, -1
        beqz    s1, 6f
        j       7f
6:      li      a0, -1
# The caller's stack is out of reach.
7:      global  cs0, frames
        clw     s1, 0(cs0)
        addi    s1, s1, 8
        csw     s1, 0(cs0)
        cincoffset cs0, cs0, s1
        csc     csp, 0(cs0)
        cgetbase tp, csp
        sub     s1, sp, tp
        csetaddr cs0, csp, tp
        csetboundsrounddown cs0, cs0, s1
        cgetlen s1, cs0
        andi    s1, s1, -16
        cincoffset csp, cs0, s1
        li      s0, -1
        li      s1, -1
        li      tp, -1
        li      t1, -1
        cjalr   cra, ct2
        global  cs0, lastResults
        csc     ca0, 0(cs0)
        csc     ca1, 8(cs0)
        global  cs0, frames
        clw     s1, 0(cs0)
        addi    t0, s1, -8
        csw     t0, 0(cs0)
        cincoffset cs0, cs0, s1
        clc     csp, 0(cs0)
        clc     cs0, 0(csp)
        clc     cs1, 8(csp)
        clc     cgp, 16(csp)
        clc     cra, 24(csp)
        cincoffset csp, csp, 32
        cret
        .size   switcher, . - switcher
