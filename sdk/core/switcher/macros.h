// Idioms of the switcher's assembly.

        // A capability the loader gives, between the instructions.
        .macro  slot name, target
        .section .compartment_imports.\name, "aG", @progbits, \name, comdat
        .weak   \name
        .hidden \name
        .type   \name, @object
        .balign 8
\name:  .word   \target
        .word   0
        .size   \name, 8
        .text
        .endm

        // What may be called from outside, by its export's symbol.
        .macro  export_entry symbol, function
        .section .cheriot.exports, "", @progbits
        .globl  \symbol
        .type   \symbol, @object
\symbol:
        .word   \function
        .half   0
        .byte   0
        .byte   0x0a                    // a library function, with interrupts deferred
        .size   \symbol, 8
        .text
        .endm

        .macro  function name
        .globl  \name
        .type   \name, @function
        .balign 4
\name:
        .endm

        .macro  end name
        .size   \name, . - \name
        .endm

        // Clears registers.
        .macro  forget register, rest:vararg
        li      \register, 0
        .ifnb   \rest
        forget  \rest
        .endif
        .endm

        // Stores registers where a trusted stack, or an ErrorState, has them.
        .macro  spill authority, register, number, rest:vararg
        csc     \register, 8 * \number(\authority)
        .ifnb   \rest
        spill   \authority, \rest
        .endif
        .endm

        .macro  reload authority, register, number, rest:vararg
        clc     \register, 8 * \number(\authority)
        .ifnb   \rest
        reload  \authority, \rest
        .endif
        .endm

        // Loads the capability at `symbol`, reached by PCC.
        .macro  clload register, symbol
1:      auipcc  \register, %cheriot_compartment_hi(\symbol)
        clc     \register, %cheriot_compartment_lo_i(1b)(\register)
        .endm

        // Zeroes from `from`, whose address is in `address`, up to `to`: all multiples of 16.
        .macro  zero from, address, to
        bgeu    \address, \to, 2f
1:      csc     cnull, 0(\from)
        csc     cnull, 8(\from)
        cincoffset \from, \from, 16
        bltu    \address, \to, 1b
2:
        .endm

        // The stack a call began with, of its frame's csp: what is below the spills. For a thread's own
        // entry, which nobody spilled anything for, that is all of it.
        .macro  call_stack stack, address, scratch, length
        cgetbase \scratch, \stack
        sub     \length, \address, \scratch
        csetaddr \stack, \stack, \scratch
        csetboundsrounddown \stack, \stack, \length
        cgettop \scratch, \stack
        csetaddr \stack, \stack, \scratch
        .endm
