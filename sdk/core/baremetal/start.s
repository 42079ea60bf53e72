# Bare-metal start-up: from the machine's three root capabilities to main(), with no more authority
# than the bare-metal ABI gives a program (docs/reference/abi.md; docs/reference/linking.md, "The
# start-up contract"). Everything it derives, it derives from addresses the linker computed, so it
# trusts the image and nothing else.
#
# Register atlas, from the reset on:
#   PCC       the executable root, from 2 on the image's own code
#   cs0       the root of all memory, from MTDC; gone before the first constructor runs
#   cs1       code: PCC as the program will have it
#   cgp       the program's variables
#   csp       the stack
#   others    scratch
# Traps until 7 find the machine's reset handler, address 0 of the executable root.

        # Permission masks, by bit: G 0, LG 1, SD 2, LM 3, SL 4, LD 5, MC 6.
        .equ    DATA, 0x6f              # G LG SD LM LD MC
        .equ    READ_ONLY, 0x6b         # the same without SD
        .equ    DEVICE, 0x25            # G SD LD: no capabilities through devices
        .equ    STACK, 0x7f             # DATA and SL; global, since there is nobody to keep it from

        # An entry of the capability table.
        .equ    ENTRY_LOCATION, 0
        .equ    ENTRY_BASE, 4
        .equ    ENTRY_LENGTH, 8
        .equ    ENTRY_OFFSET, 12
        .equ    ENTRY_KIND, 16
        .equ    ENTRY_SIZE, 20
        .equ    KIND_CODE, 2

        # Offsets in `pointers`, below.
        .equ    POINTER_TRAP_HANDLER, 0
        .equ    POINTER_EXIT, 8
        .equ    POINTER_TOHOST, 16
        .equ    POINTER_EXIT_DEVICE, 24

        # How a run ends.
        .equ    UART_EXIT, 0x80         # this byte plus a code of up to 127
        .equ    LARGEST_CODE, 127

        .weak   __trap_handler
        .weak   exit
        .weak   tohost
        .weak   __import_mem_exit

        .section .text.start, "ax"
        .globl  _start
        .type   _start, @function
# FROM: reset. LIVE IN: MTDC and PCC, the roots.
_start:
        cspecialr cs0, mtdc

# 1. The program's code capability: the image's code and constants.
        auipcc  cs1, 0
        la      t0, __pcc_start
        csetaddr cs1, cs1, t0
        la      t0, __pcc_size
        csetboundsexact cs1, cs1, t0

# 2. From here on run with no more than that.
        la      t0, .Lnarrowed
        csetaddr ct0, cs1, t0
        cjr     ct0

# 3. The variables that start as zero.
.Lnarrowed:
        la      t0, __bss_start
        csetaddr ct0, cs0, t0
        la      t1, __bss_end
1:      beq     t0, t1, 2f
        csc     cnull, 0(ct0)
        cincoffset ct0, ct0, 8
        j       1b

# 4. The variables' capability.
2:      la      t0, __cgp_start
        csetaddr cgp, cs0, t0
        la      t0, __cgp_size
        csetboundsexact cgp, cgp, t0
        li      t0, DATA
        candperm cgp, cgp, t0
        la      t0, __cgp
        csetaddr cgp, cgp, t0

# 5. The stack.
        la      t0, __stack_bottom
        csetaddr csp, cs0, t0
        la      t0, __stack_size
        csetboundsexact csp, csp, t0
        li      t1, STACK
        candperm csp, csp, t1
        cincoffset csp, csp, t0

# 6. The capabilities in the image's data.
#   ca0       the entry; a1 the end of the table
#   ca2       the capability made
#   t0, ct1   scratch
        la      t0, __cap_relocs_start
        csetaddr ca0, cs0, t0
        la      a1, __cap_relocs_end
.Lentry:
        beq     a0, a1, .Lfilled
        clw     t0, ENTRY_BASE(ca0)
        clw     t1, ENTRY_KIND(ca0)
        csetaddr ca2, cs1, t0
        addi    t2, t1, -KIND_CODE
        beqz    t2, .Lplace             # code has the bounds and permissions of PCC
        csetaddr ca2, cs0, t0
        clw     t0, ENTRY_LENGTH(ca0)
        csetboundsexact ca2, ca2, t0
        la      t0, permissions
        add     t0, t0, t1
        csetaddr ct0, cs0, t0
        clbu    t0, 0(ct0)
        candperm ca2, ca2, t0
.Lplace:
        clw     t0, ENTRY_OFFSET(ca0)
        cincoffset ca2, ca2, t0
        clw     t0, ENTRY_LOCATION(ca0)
        csetaddr ct0, cs0, t0
        csc     ca2, 0(ct0)
        cincoffset ca0, ca0, ENTRY_SIZE
        j       .Lentry

# 7. Traps go to the program's handler. Without one MTCC is null, and the machine stops with its
#    report at the first trap. Then forget the roots.
.Lfilled:
        cllc    ca0, pointers
        clc     ca0, POINTER_TRAP_HANDLER(ca0)
        cspecialw mtcc, ca0
        cmove   cs0, cnull
        cspecialw mtdc, cs0             # of cnull itself nothing would be written
        cspecialw mscratchc, cs0
        cspecialw mepcc, cs0
        cmove   cs1, cnull
        cmove   ca0, cnull
        cmove   ca2, cnull
        cmove   ct0, cnull

# 8. Constructors, main(0, NULL).
        cllc    ca0, __preinit_array_start
        cllc    ca1, __preinit_array_end
        cjal    functions_call
        cllc    ca0, __init_array_start
        cllc    ca1, __init_array_end
        cjal    functions_call
        li      a0, 0
        li      a1, 0
        cjal    main

# 9. exit(result) if the program has it: then the destructors are its business. Else they run here,
#    the last first.
        cllc    ca1, pointers
        clc     ca1, POINTER_EXIT(ca1)
        cgettag a2, ca1
        beqz    a2, 1f
        cjalr   ca1
        unimp                           # exit() does not come back
1:      cmove   cs0, ca0
        cllc    ca0, __fini_array_start
        cllc    ca1, __fini_array_end
        cjal    functions_call_backwards
        cmove   ca0, cs0
        j       _Exit
        .size   _start, . - _start

# Calls each function of the array from ca0 to ca1.
        .type   functions_call, @function
functions_call:
        cincoffset csp, csp, -24
        csc     cra, 16(csp)
        csc     cs0, 8(csp)
        csc     cs1, 0(csp)
        cmove   cs0, ca0
        cmove   cs1, ca1
1:      beq     s0, s1, 2f
        clc     ct1, 0(cs0)
        cincoffset cs0, cs0, 8
        cjalr   ct1
        j       1b
2:      clc     cs1, 0(csp)
        clc     cs0, 8(csp)
        clc     cra, 16(csp)
        cincoffset csp, csp, 24
        cret
        .size   functions_call, . - functions_call

# Calls each function of the array from ca0 to ca1, the last first.
        .type   functions_call_backwards, @function
functions_call_backwards:
        cincoffset csp, csp, -24
        csc     cra, 16(csp)
        csc     cs0, 8(csp)
        csc     cs1, 0(csp)
        cmove   cs0, ca0
        cmove   cs1, ca1
1:      beq     s0, s1, 2f
        cincoffset cs1, cs1, -8
        clc     ct1, 0(cs1)
        cjalr   ct1
        j       1b
2:      clc     cs1, 0(csp)
        clc     cs0, 8(csp)
        clc     cra, 16(csp)
        cincoffset csp, csp, 24
        cret
        .size   functions_call_backwards, . - functions_call_backwards

# void _Exit(int code): ends the run, without destructors. Through `tohost` if the program has it,
# else through the board's UART, else by waiting for ever.
        .globl  _Exit
        .type   _Exit, @function
_Exit:
        cllc    ca1, pointers
        clc     ca2, POINTER_TOHOST(ca1)
        cgettag a3, ca2
        beqz    a3, 1f
        slli    a4, a0, 1
        ori     a4, a4, 1
        csw     a4, 0(ca2)
        csw     zero, 4(ca2)
1:      clc     ca2, POINTER_EXIT_DEVICE(ca1)
        cgettag a3, ca2
        beqz    a3, 3f
        li      a4, LARGEST_CODE
        bleu    a0, a4, 2f
        mv      a0, a4                  # the byte has room for no more
2:      ori     a0, a0, UART_EXIT
        csw     a0, 0(ca2)
3:      wfi
        j       3b
        .size   _Exit, . - _Exit

        .section .rodata.start, "a"
# By the kind of the entry; code and sentries are not made from the memory root.
permissions:
        .byte   DATA, READ_ONLY, 0, DEVICE

        .section .data.rel.ro.start, "aw"
        .balign 8
# What a program or a board may have or not have: null then.
        .type   pointers, @object
pointers:
        .chericap __trap_handler
        .chericap exit
        .chericap tohost
        .chericap __import_mem_exit
        .size   pointers, . - pointers
