# Three mistakes that a CHERIoT machine does not let happen: a write past the end of an object, a use
# of memory that was freed, and a capability changed under its seal.
#
# Bare metal: no system, no compiler, one protection domain. Everything the program can reach it
# derives from the three root capabilities the machine starts with.
#
#   cs0  root of all memory, from MTDC
#   cs1  the UART
#   ct2  mcause of the last trap, set by the handler; 0 when there was none

        .equ    UART, 0x10000000
        .equ    UART_STATUS, 0x14
        .equ    UART_IDLE, 0x20
        .equ    UART_EXIT, 0x80         # this byte plus a code ends the run
        .equ    BITMAP, 0x11000000      # one revocation bit for eight bytes from RAM on
        .equ    RAM, 0x80000000
        .equ    CHERI_EXCEPTION, 0x1c
        .equ    TYPE, 9                 # the first object type for data

        .section .text, "ax"
        .globl  _start
        .type   _start, @function
_start:
        # Where traps go.
        cspecialr ct0, mtcc
        lui     t1, %hi(trap_handler)
        addi    t1, t1, %lo(trap_handler)
        csetaddr ct0, ct0, t1
        cspecialw mtcc, ct0

        cspecialr cs0, mtdc
        lui     t0, %hi(UART)
        csetaddr cs1, cs0, t0
        csetbounds cs1, cs1, 0x100

        lui     a0, %hi(hello)
        addi    a0, a0, %lo(hello)
        cjal    print

        cjal    write_past_the_end
        cjal    report
        cjal    use_after_free
        cjal    report
        cjal    break_the_seal
        cjal    report

        lui     a0, %hi(goodbye)
        addi    a0, a0, %lo(goodbye)
        cjal    print
        li      a0, UART_EXIT
        csw     a0, 0(cs1)
stop:
        j       stop
        .size   _start, . - _start

# Stores just past a buffer through a capability to that buffer.
        .globl  write_past_the_end
        .type   write_past_the_end, @function
write_past_the_end:
        li      t2, 0
        lui     t0, %hi(buffer)
        addi    t0, t0, %lo(buffer)
        csetaddr ca0, cs0, t0
        csetbounds ca0, ca0, 32
        csb     zero, 31(ca0)           # the last byte: fine
        csb     zero, 36(ca0)           # too far
        cret
        .size   write_past_the_end, . - write_past_the_end

# Keeps a pointer to an object in memory, frees the object, loads the pointer back and uses it.
        .globl  use_after_free
        .type   use_after_free, @function
use_after_free:
        li      t2, 0
        lui     t0, %hi(object)
        addi    t0, t0, %lo(object)
        csetaddr ca0, cs0, t0
        csetbounds ca0, ca0, 64
        lui     t1, %hi(pointer)
        addi    t1, t1, %lo(pointer)
        csetaddr ca1, cs0, t1
        csc     ca0, 0(ca1)
        # Free it, as an allocator does: set the revocation bit of its first granule.
        lui     a2, %hi(RAM)
        sub     a2, t0, a2
        srli    a3, a2, 3               # granule number
        srli    a2, a3, 3               # byte of the bitmap
        andi    a3, a3, 7               # bit in the byte
        li      a4, 1
        sll     a4, a4, a3
        lui     a5, %hi(BITMAP)
        add     a5, a5, a2
        csetaddr ca5, cs0, a5
        csb     a4, 0(ca5)
        clc     ca0, 0(ca1)             # the load filter takes the tag
        clw     a0, 0(ca0)              # and this is the use
        cret
        .size   use_after_free, . - use_after_free

# Seals a capability, moves it by hand, and tries to use what comes out.
        .globl  break_the_seal
        .type   break_the_seal, @function
break_the_seal:
        li      t2, 0
        lui     t0, %hi(secret)
        addi    t0, t0, %lo(secret)
        csetaddr ca0, cs0, t0
        csetbounds ca0, ca0, 16
        cspecialr ca1, mscratchc
        li      t0, TYPE
        csetaddr ca1, ca1, t0
        cseal   ca0, ca0, ca1           # opaque from here on
        cincoffset ca0, ca0, 8          # tampering costs the tag
        cunseal ca0, ca0, ca1           # and even the key does not bring it back
        clw     a0, 0(ca0)
        cret
        .size   break_the_seal, . - break_the_seal

# Says whether the last experiment trapped, and ends the run with an error if it did not.
        .globl  report
        .type   report, @function
report:
        cmove   ca5, cra                # the only caller of print that must come back
        li      t0, CHERI_EXCEPTION
        bne     t2, t0, 1f
        lui     a0, %hi(trapped)
        addi    a0, a0, %lo(trapped)
        cjal    print
        cmove   cra, ca5
        cret
1:      lui     a0, %hi(missed)
        addi    a0, a0, %lo(missed)
        cjal    print
        li      a0, UART_EXIT + 1
        csw     a0, 0(cs1)
        j       stop
        .size   report, . - report

# Prints the string at address a0.
        .globl  print
        .type   print, @function
print:
        csetaddr ca0, cs0, a0
1:      clbu    a1, 0(ca0)
        beqz    a1, 3f
2:      clw     a2, UART_STATUS(cs1)
        andi    a2, a2, UART_IDLE
        beqz    a2, 2b
        csw     a1, 0(cs1)
        cincoffset ca0, ca0, 1
        j       1b
3:      cret
        .size   print, . - print

# Leaves the cause in t2 and goes on after the instruction that trapped.
        .globl  trap_handler
        .type   trap_handler, @function
        .balign 4
trap_handler:
        csrr    t2, mcause
        cspecialr ct0, mepcc
        clhu    t1, 0(ct0)
        andi    t1, t1, 3
        addi    t1, t1, -3
        cincoffset ct0, ct0, 2          # two bytes if compressed …
        bnez    t1, 1f
        cincoffset ct0, ct0, 2          # … four if not
1:      cspecialw mepcc, ct0
        mret
        .size   trap_handler, . - trap_handler

        .section .data, "aw"
        .balign 8
        .type   buffer, @object
buffer: .zero   32
        .size   buffer, 32
        .type   secret, @object
secret: .zero   16
        .size   secret, 16
        .type   object, @object
object: .zero   64
        .size   object, 64
        .type   pointer, @object
pointer:
        .zero   8
        .size   pointer, 8

        .section .rodata, "a"
hello:  .asciz  "griotte: three mistakes, three traps\n"
trapped:
        .asciz  "  trapped\n"
missed: .asciz  "  NOT trapped\n"
goodbye:
        .asciz  "all three were stopped\n"
