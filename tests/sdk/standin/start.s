# Linux user mode for RV32E: a start, an end, and one system call. RV32E has no a7; qemu takes the
# system call's number from t0 instead.
        .section .text.start, "ax", @progbits
        .globl  _start
_start:
        call    main
        call    exit

# void _Exit(int status)
        .globl  _Exit
_Exit:
        li      t0, 93                  # exit
        ecall
1:      j       1b

# int __stdio_write(const char *data, size_t length)
        .globl  __stdio_write
__stdio_write:
        mv      a2, a1
        mv      a1, a0
        li      a0, 1
        li      t0, 64                  # write
        ecall
        ret

# int __stdio_read(void): there is no input.
        .globl  __stdio_read
__stdio_read:
        li      a0, -1
        ret
