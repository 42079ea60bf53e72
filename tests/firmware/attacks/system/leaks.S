// Where `leaks` looks at its registers: right after what may have left something in them.

#include <compartment-macros-asm.S>
#include "attack.inc"

#define SNAPSHOT_SIZE 128
#define MARK 0x7a000000

        import  __import_switcher, __export_switcher
        import  __import_keeper_keeper_return, __export_keeper_keeper_return
        import  __import_keeper_keeper_fault, __export_keeper_keeper_fault
        import  __import_scheduler_thread_sleep, __export_scheduler_thread_sleep
        import  __import_keeper_keeper_call, __export_keeper_keeper_call

        // All registers to the stack, PCC first; and how many secrets can be reached from there, in a0.
        .macro  snapshot_scan
        cincoffset csp, csp, -SNAPSHOT_SIZE
        csc     cra, 8(csp)
        csc     csp, 16(csp)
        csc     cgp, 24(csp)
        csc     ctp, 32(csp)
        csc     ct0, 40(csp)
        csc     ct1, 48(csp)
        csc     ct2, 56(csp)
        csc     cs0, 64(csp)
        csc     cs1, 72(csp)
        csc     ca0, 80(csp)
        csc     ca1, 88(csp)
        csc     ca2, 96(csp)
        csc     ca3, 104(csp)
        csc     ca4, 112(csp)
        csc     ca5, 120(csp)
        auipcc  ca0, 0
        csc     ca0, 0(csp)
        cmove   ca0, csp
        cjal    scan
        cincoffset csp, csp, SNAPSHOT_SIZE
        .endm

        // Calls the entry point in import slot `slot`, and looks.
        .macro  call_and_scan slot
        cincoffset csp, csp, -16
        csc     cra, 8(csp)
        import_load ct1, \slot
        import_load ct2, __import_switcher
        cjalr   ct2
        snapshot_scan
        clc     cra, 8(csp)
        cincoffset csp, csp, 16
        cret
        .endm

        // int scan_here()
        function scan_here
        cincoffset csp, csp, -16
        csc     cra, 8(csp)
        snapshot_scan
        clc     cra, 8(csp)
        cincoffset csp, csp, 16
        cret

        // int scan_after_return()
        function scan_after_return
        call_and_scan __import_keeper_keeper_return

        // int scan_after_fault()
        function scan_after_fault
        call_and_scan __import_keeper_keeper_fault

        // int scan_after_callback(Callback callback)
        function scan_after_callback
        call_and_scan __import_keeper_keeper_call

        // int scan_after_sleep(): for a tick, in which the keeper has its turn.
        function scan_after_sleep
        cincoffset csp, csp, -32
        csc     cra, 24(csp)
        li      a0, 1
        csw     zero, 0(csp)
        csw     a0, 4(csp)
        csetbounds ca0, csp, 8
        li      a1, 1
        import_load ct1, __import_scheduler_thread_sleep
        import_load ct2, __import_switcher
        cjalr   ct2
        snapshot_scan
        clc     cra, 24(csp)
        cincoffset csp, csp, 32
        cret

        // int callee_scan(void *argument): a callback.
        function callee_scan
        cincoffset csp, csp, -16
        csc     cra, 8(csp)
        snapshot_scan
        clc     cra, 8(csp)
        cincoffset csp, csp, 16
        li      a1, 0
        cret

        // int callee_fault(void *argument): a callback.
        function callee_fault
        clw     a0, 0(cnull)
        cret

        // int callee_return(void *argument): a callback.
        function callee_return
        li      a0, 0
        li      a1, 0
        cret

        // int callee_misuse(void *argument): a callback that has the switcher fault on its behalf, and
        // then faults.
        function callee_misuse
        cmove   ct1, cnull
        import_load ct2, __import_switcher
        cjalr   ct2
        clw     a0, 0(cnull)
        cret

        // int registers_compare(int rounds): marks all registers, counts down for so long that others get
        // their turns, and returns how many are not as they were.
        function registers_compare
        cincoffset csp, csp, -32
        csc     cra, 24(csp)
        csc     cs0, 16(csp)
        csc     cs1, 8(csp)
        li      ra, MARK + 1
        li      tp, MARK + 4
        li      t0, MARK + 5
        li      t1, MARK + 6
        li      t2, MARK + 7
        li      s0, MARK + 8
        li      s1, MARK + 9
        cmove   ca1, csp
        cmove   ca2, cgp
        li      a3, MARK + 13
        li      a4, MARK + 14
        li      a5, MARK + 15
1:      addi    a0, a0, -1
        bnez    a0, 1b
        // a0 is 0 here: it counts what differs.
        .macro  mark_check register, number
        addi    \register, \register, -\number
        beq     \register, s0, 2f
        addi    a0, a0, 1
2:
        .endm
        addi    s0, s0, -8
        mark_check ra, 1
        mark_check tp, 4
        mark_check t0, 5
        mark_check t1, 6
        mark_check t2, 7
        mark_check s1, 9
        mark_check a3, 13
        mark_check a4, 14
        mark_check a5, 15
        li      a3, MARK
        beq     s0, a3, 2f
        addi    a0, a0, 1
2:      csetequalexact a1, ca1, csp
        xori    a1, a1, 1
        add     a0, a0, a1
        csetequalexact a2, ca2, cgp
        xori    a2, a2, 1
        add     a0, a0, a2
        clc     cs1, 8(csp)
        clc     cs0, 16(csp)
        clc     cra, 24(csp)
        cincoffset csp, csp, 32
        cret

        // Callbacks, with one argument each.
        CHERIOT_EXPORT_FUNCTION_INTERNAL __export_leaks_callee_scan, callee_scan, 128, 1, 16
        CHERIOT_EXPORT_FUNCTION_INTERNAL __export_leaks_callee_fault, callee_fault, 32, 1, 16
        CHERIOT_EXPORT_FUNCTION_INTERNAL __export_leaks_callee_return, callee_return, 32, 1, 16
        CHERIOT_EXPORT_FUNCTION_INTERNAL __export_leaks_callee_misuse, callee_misuse, 32, 1, 16
