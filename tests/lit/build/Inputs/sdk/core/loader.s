# Says so and ends the run, with the root of all memory for authority.
        .section .text.start, "ax", @progbits
        .globl  _start
_start:
        cspecialrw ct0, mtdc, cnull
        lui     a1, 0x10000             # the UART
        csetaddr ct0, ct0, a1
        li      a2, 'o'
        csb     a2, 0(ct0)
        li      a2, 'k'
        csb     a2, 0(ct0)
        li      a2, '\n'
        csb     a2, 0(ct0)
        li      a2, 0x80                # and exit with 0
        csb     a2, 0(ct0)
        j       _start
