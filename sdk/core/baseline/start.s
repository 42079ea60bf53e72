# Start-up of the baseline: plain RV32EMC on the griotte board, for comparisons with the same sources as
# capability code. Nothing is protected from anything.
#
# FROM: reset, with nothing set. Addresses are baseline.ld's.
        .equ    UART, 0x10000000
        .equ    UART_EXIT, 0x80         # this byte plus a code of up to 127 ends the run
        .equ    LARGEST_CODE, 127

        .section .text.start, "ax", @progbits
        .globl  _start
        .type   _start, @function
_start:
        la      sp, __stack_top
        la      t0, __bss_start
        la      t1, __bss_end
1:      bgeu    t0, t1, 2f
        sw      zero, 0(t0)
        addi    t0, t0, 4
        j       1b
2:      la      s0, __init_array_start
        la      s1, __init_array_end
3:      bgeu    s0, s1, 4f
        lw      t0, 0(s0)
        jalr    t0
        addi    s0, s0, 4
        j       3b
4:      li      a0, 0
        li      a1, 0
        call    main
        call    exit
        .size   _start, . - _start

# LIVE IN: a0, the status; larger ones end the run as the largest.
        .section .text._Exit, "ax", @progbits
        .globl  _Exit
        .type   _Exit, @function
_Exit:
        li      t0, LARGEST_CODE
        bgeu    t0, a0, 1f
        mv      a0, t0
1:      addi    a0, a0, UART_EXIT
        lui     t0, %hi(UART)
        sw      a0, 0(t0)
2:      j       2b
        .size   _Exit, . - _Exit

# int setjmp(jmp_buf), void longjmp(jmp_buf, int): as in sdk/lib/hosted/setjmp.s, with addresses.
        .section .text.setjmp, "ax", @progbits
        .globl  setjmp
        .type   setjmp, @function
setjmp:
        sw      ra, 0(a0)
        sw      sp, 4(a0)
        sw      s0, 8(a0)
        sw      s1, 12(a0)
        li      a0, 0
        ret
        .size   setjmp, . - setjmp

        .section .text.longjmp, "ax", @progbits
        .globl  longjmp
        .type   longjmp, @function
longjmp:
        lw      ra, 0(a0)
        lw      sp, 4(a0)
        lw      s0, 8(a0)
        lw      s1, 12(a0)
        mv      a0, a1
        bnez    a0, 1f
        li      a0, 1
1:      ret
        .size   longjmp, . - longjmp
