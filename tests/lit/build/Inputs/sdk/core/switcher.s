        .section .text.switcher, "ax", @progbits
        .globl  switcher_boot
switcher_boot:
        cret
