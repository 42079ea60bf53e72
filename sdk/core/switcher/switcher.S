// The switcher: the only code that may touch special registers, and so the only code that can change
// whose turn it is and on whose behalf the processor works. Everything else in the system relies on
// it and it relies on nothing but the loader (docs/reference/compartments.md).
//
// What it promises:
//   to a caller    its saved registers and its stack are as they were, unless it is unwound itself;
//                  what it did not pass is not visible to the callee, in registers or below its stack
//   to a callee    its caller can give it nothing but arguments: no code, globals or stack pointer
//   to both        a call returns, with a result or an error; nobody else's memory is reached
//   to itself      it never trusts csp, or anything reached through it
//
// Register atlases. Each label that is jumped to says who comes from where (FROM), whether interrupts
// are deferred or may be enabled (IRQ), and what every register holds (others are dead). "Malice" is code
// of any compartment: whatever a sentry or a fault can reach, it reaches with any register content.
//
// Faults in here are never the system's. They come from what a compartment gave us, so they unwind
// that compartment, with one exception: .Lspill_first.

#include <errno.h>
#include "trusted_stack.h"

#include "macros.inc"

#define SPILL_CS0 0
#define SPILL_CS1 8
#define SPILL_CGP 16
#define SPILL_CRA 24
#define SPILL_SIZE 32

#define MSTATUS_MIE 8
#define MSTATUS_MPIE 0x80
#define ERROR_STATE_SIZE 128

        slot    switcher_key_trusted_stacks, __privileged_key_10
        slot    switcher_key_exports, __privileged_unseal_9
        slot    switcher_scheduler_pcc, __privileged_scheduler_pcc
        slot    switcher_scheduler_cgp, __privileged_scheduler_cgp
        slot    switcher_scheduler_csp, __privileged_scheduler_csp

        .text
// ====================================================================================================
// The compartment call.
//
// FROM: any compartment, through its import, as an interrupt-deferring sentry. Malice.
// IRQ: deferred
// LIVE IN: ct1 the callee, a sealed export entry; ca0-ca5, ct0 arguments; csp, cgp, cs0, cs1, cra the
// caller's. ctp, ct2 are dead.
        function switcher_compartment_call
        // The caller's stack must be one: with just these permissions, and so local. That keeps a
        // callee from finding its stack in memory others can read.
        cgetperm t2, csp
        li      tp, STACK_PERMISSIONS
        bne     tp, t2, .Lunwind
// FROM: above. Of these stores the first goes lowest: if it does not fault, no other does. Untagged,
// sealed or full stacks fault here, and .Lfault_in_switcher makes an error of it while every register
// is still the caller's.
.Lspill_first:
        csc     cs0, SPILL_CS0 - SPILL_SIZE(csp)
        csc     cs1, SPILL_CS1 - SPILL_SIZE(csp)
        csc     cgp, SPILL_CGP - SPILL_SIZE(csp)
        csc     cra, SPILL_CRA - SPILL_SIZE(csp)
        cincoffset csp, csp, -SPILL_SIZE

        // A frame for this call.
        cspecialr ctp, mtdc
        clc     ct2, TRUSTED_STACK_FRAME(ctp)
        cgettop s0, ct2
        addi    s1, t2, 2 * FRAME_SIZE
        bltu    s0, s1, .Lno_frame
        cincoffset ct2, ct2, FRAME_SIZE
        csc     csp, FRAME_CSP(ct2)
        csh     zero, FRAME_ERRORS(ct2)
        csc     ct2, TRUSTED_STACK_FRAME(ctp)
        //   ct2: the frame.   csp: the caller's stack at the spills.   From here on errors return
        //   through it.

        // Who is called. Anything but a sealed export entry loses its tag here, and the next load
        // faults.
        clload  cs0, switcher_key_exports
        cunseal ct1, ct1, cs0
        clbu    tp, EXPORT_STACK(ct1)
        cgetbase s0, ct1
        csetaddr cs1, ct1, s0
        csc     cs1, FRAME_EXPORTS(ct2)
        clc     cra, EXPORT_TABLE_PCC(cs1)
        clc     cgp, EXPORT_TABLE_CGP(cs1)
        clhu    s0, EXPORT_OFFSET(ct1)
        cincoffset cra, cra, s0

        // The callee's stack: what is below ours, as far as bounds can say it exactly and in
        // multiples of 16.
        slli    tp, tp, EXPORT_STACK_SHIFT
        cgetbase s0, csp
        andi    s1, sp, -16
        sub     s1, s1, s0
        // Signed: a base may be above the last multiple of 16.
        blt     s1, tp, .Lno_stack
        csetaddr cs0, csp, s0
        csetboundsrounddown csp, cs0, s1
        cgettop s1, csp
        csetaddr csp, csp, s1
        // Below the high-water mark nothing was written. Above it is what we left there.
        csrr    t2, mshwm
        csetaddr ct2, csp, t2
        zero    ct2, t2, sp
        csrw    mshwm, sp
        cincoffset csp, csp, -STACK_RESERVED

        // Forget the argument registers that hold no arguments: skip one instruction of two bytes for
        // each that does.
        clbu    tp, EXPORT_FLAGS(ct1)
        andi    s0, tp, EXPORT_FLAGS_ARGUMENTS
        slli    s0, s0, 1
        cllc    cs1, .Lforget_arguments
        cincoffset cs1, cs1, s0
        cjr     cs1
        .option push
        .option norelax
.Lforget_arguments:
        forget  a0, a1, a2, a3, a4, a5, t0
        .if     . - .Lforget_arguments != 14
        .error  "each of these has to have two bytes"
        .endif
        .option pop
        andi    tp, tp, EXPORT_FLAGS_DISABLED
        bnez    tp, 1f
        csrsi   mstatus, MSTATUS_MIE
1:      forget  tp, t1, t2, s0, s1
        // LIVE OUT: cra becomes PCC and then our return sentry; csp, cgp, arguments
        cjalr   cra, cra
        j       switcher_return
        end     switcher_compartment_call

// FROM: the compartment call.   LIVE IN: MTDC
.Lno_stack:
        li      a0, -ENOTENOUGHSTACK
        j       .Lreturn_error

// The running call ends here and its caller hears that it failed.
// FROM: the compartment call, for a caller without a stack; faults, below.   IRQ: any
// LIVE IN: MTDC
.Lunwind:
        li      a0, -ECOMPARTMENTFAIL
.Lreturn_error:
        li      a1, 0
// FROM: above; a callee that returns; a thread's own entry, by the loader's doing. Malice: the sentry may
// be kept and used at any time by anybody, and pops the topmost frame then.
// IRQ: any. Nothing is lost by being preempted, for all of this is in the thread's registers.
// LIVE IN: ca0, ca1 results; MTDC
        function switcher_return
        cspecialr ctp, mtdc
        // Ephemeral claims end with the call.
        clc     ct2, TRUSTED_STACK_HAZARDS(ctp)
        csw     zero, 0(ct2)
        csw     zero, 8(ct2)
        clc     ct1, TRUSTED_STACK_FRAME(ctp)
        cincoffset ct0, ctp, TRUSTED_STACK_FRAMES
        beq     t0, t1, .Lexit
        clc     csp, FRAME_CSP(ct1)
        // The frame is popped before its stack is touched: should that fault, the next one is next.
        cincoffset ct1, ct1, -FRAME_SIZE
        csc     ct1, TRUSTED_STACK_FRAME(ctp)
        clc     cs0, SPILL_CS0(csp)
        clc     cs1, SPILL_CS1(csp)
        clc     cgp, SPILL_CGP(csp)
        clc     cra, SPILL_CRA(csp)
        cincoffset csp, csp, SPILL_SIZE
        csrr    t2, mshwm
        csetaddr ct2, csp, t2
        andi    t0, sp, -16
        zero    ct2, t2, t0
        csrw    mshwm, t0
// FROM: above, .Lno_frame.   LIVE IN: ca0, ca1, csp, cgp, cs0, cs1, cra
.Lforget_and_return:
        forget  tp, t0, t1, t2, a2, a3, a4, a5
// FROM: above; .Lfault_in_switcher, with the caller's registers.
.Lreturn:
        cret

// FROM: the compartment call.   LIVE IN: csp, at the spills
.Lno_frame:
        clc     cs0, SPILL_CS0(csp)
        clc     cs1, SPILL_CS1(csp)
        cincoffset csp, csp, SPILL_SIZE
        li      a0, -ENOTENOUGHTRUSTEDSTACK
        li      a1, 0
        j       .Lforget_and_return

// FROM: switcher_return, when a thread's entry returned or was unwound.   LIVE IN: MTDC
.Lexit:
        csrci   mstatus, MSTATUS_MIE
        csrwi   mcause, MCAUSE_THREAD_EXIT
        // As at a trap, but nothing of it is worth saving. mtval is what it was.
        cspecialr csp, mtdc
        j       .Lsave_state
        end     switcher_return

// ====================================================================================================
// Traps and interrupts.
//
// FROM: the hardware: a fault or an ecall of a thread, an interrupt; a fault in the scheduler or in
// here with MTDC null.   IRQ: deferred
// LIVE IN: everything of the interrupted thread; MTDC the thread, or null
        function switcher_trap
        cspecialrw csp, mtdc, csp
        beqz    sp, .Ldouble_trap
        spill   csp, cra, 1, cgp, 3, ctp, 4, ct0, 5, ct1, 6, ct2, 7, cs0, 8, cs1, 9, ca0, 10, \
                ca1, 11, ca2, 12, ca3, 13, ca4, 14, ca5, 15
        cspecialr ct1, mtdc
        csc     ct1, TRUSTED_STACK_REGISTER(2)(csp)
// FROM: above, .Lexit.   LIVE IN: csp the thread, its registers saved; mcause, mtval
.Lsave_state:
        // Until a thread is chosen there is none: who faults meanwhile is the scheduler.
        li      t1, 0
        cspecialw mtdc, ct1
        cspecialr ct0, mepcc
        csc     ct0, TRUSTED_STACK_MEPCC(csp)
        csrr    t1, mstatus
        csw     t1, TRUSTED_STACK_MSTATUS(csp)
        csrr    t1, mshwm
        csw     t1, TRUSTED_STACK_MSHWM(csp)
        csrr    a1, mcause
        csw     a1, TRUSTED_STACK_MCAUSE(csp)
        li      t1, MCAUSE_CHERI
        beq     a1, t1, .Lfault
        li      t1, MCAUSE_LAST_MEMORY_FAULT
        bgeu    t1, a1, .Lfault

// Everything else is the scheduler's: exception_entry(thread, mcause, mepc, mtval).
// FROM: above.   LIVE IN: csp the thread; ct0 MEPCC; a1 mcause
        clload  ca0, switcher_key_trusted_stacks
        cseal   ca0, csp, ca0
        mv      a2, t0
        csrr    a3, mtval
        clload  csp, switcher_scheduler_csp
        clload  cgp, switcher_scheduler_cgp
        clload  cra, switcher_scheduler_pcc
        forget  tp, t0, t1, t2, s0, s1, a4, a5
        cjalr   cra, cra
// FROM: the scheduler. Malice of its own harms only availability: it can come here whenever it likes,
// with any thread it was given.
// IRQ: deferred, by the return sentry.   LIVE IN: ca0 the thread to run, sealed
        clload  csp, switcher_key_trusted_stacks
        cunseal csp, ca0, csp
        clw     t0, TRUSTED_STACK_MCAUSE(csp)
        clc     ct2, TRUSTED_STACK_MEPCC(csp)
        // A thread after all: the loads did not fault.
        cspecialw mtdc, csp
        // An ecall that is done with is not done again.
        li      t1, MCAUSE_ECALL
        bne     t0, t1, .Lresume
        cincoffset ct2, ct2, 4

// FROM: above; .Lfault_in_switcher.   IRQ: deferred
// LIVE IN: csp and MTDC the thread; ct2 where it goes on
.Lresume:
        clw     t0, TRUSTED_STACK_MSHWMB(csp)
        csrw    mshwmb, t0
        clw     t0, TRUSTED_STACK_MSHWM(csp)
        csrw    mshwm, t0
        clw     t0, TRUSTED_STACK_MSTATUS(csp)
// FROM: above; a handler that installs a context.
// LIVE IN: MTDC the thread; csp its registers; ct2 where it goes on; t0 its mstatus
.Lresume_with_registers:
        csrw    mstatus, t0
        cspecialw mepcc, ct2
        reload  csp, cra, 1, cgp, 3, ctp, 4, ct0, 5, ct1, 6, ct2, 7, cs0, 8, cs1, 9, ca0, 10, \
                ca1, 11, ca2, 12, ca3, 13, ca4, 14, ca5, 15, csp, 2
        mret

// FROM: switcher_trap. A fault while nobody's thread was running cannot be survived: the scheduler is
// broken. The machine finds no handler for the next fault either, and says so.
.Ldouble_trap:
        li      sp, 0
        cspecialw mtcc, csp
        csc     cnull, 0(csp)

// ====================================================================================================
// Faults that compartments may handle.
//
// FROM: .Lsave_state.   IRQ: deferred.   LIVE IN: csp the thread, all of it saved; ct0 MEPCC
.Lfault:
        cspecialw mtdc, csp
        // Our own: PCC has the same base throughout.
        auipcc  ct1, 0
        cgetbase t1, ct1
        cgetbase a1, ct0
        beq     t1, a1, .Lfault_in_switcher
        //   a1: where the code that faulted begins.
        clc     ctp, TRUSTED_STACK_FRAME(csp)
        clc     ct1, FRAME_EXPORTS(ctp)
        // A handler that faults is not called again. Neither is one that never helps.
        clhu    s1, FRAME_ERRORS(ctp)
        addi    s1, s1, 1
        csh     s1, FRAME_ERRORS(ctp)
        andi    t2, s1, 1
        beqz    t2, .Lunwind
        srli    t2, s1, MAXIMUM_ERRORS_SHIFT + 1
        bnez    t2, .Lunwind
        // Whether interrupts were enabled: being preempted meanwhile would change what is saved. If
        // a library deferred them, that was for itself. Its caller does not go on so.
        clw     t2, TRUSTED_STACK_MSTATUS(csp)
        clc     ca0, EXPORT_TABLE_PCC(ct1)
        cgetbase a0, ca0
        beq     a0, a1, 1f
        ori     t2, t2, MSTATUS_MPIE
1:      csw     t2, FRAME_MSTATUS(ctp)
        li      s1, NO_ERROR_HANDLER
        //   ctp: the frame of the call that faulted.   ct1: its callee's export table.

        // compartment_error_handler(registers, mcause, mtval), if there is one and room for the
        // registers. (Below its base a stack has no addresses, so the tag tells. Whatever else
        // is wrong with it faults, and unwinds.) PCC goes without its tag: it may be a library's.
        clhu    s0, EXPORT_TABLE_ERROR_HANDLER(ct1)
        beq     s0, s1, .Lstackless
        clc     ct0, TRUSTED_STACK_REGISTER(2)(csp)
        cincoffset ct0, ct0, -ERROR_STATE_SIZE
        cgettag t2, ct0
        beqz    t2, .Lstackless
        clc     ca0, TRUSTED_STACK_MEPCC(csp)
        ccleartag ca0, ca0
        csc     ca0, TRUSTED_STACK_MEPCC(ct0)
        li      t2, TRUSTED_STACK_REGISTER(1)
1:      cincoffset cs1, csp, t2
        clc     ca0, 0(cs1)
        cincoffset cs1, ct0, t2
        csc     ca0, 0(cs1)
        addi    t2, t2, 8
        andi    a0, t2, ERROR_STATE_SIZE
        beqz    a0, 1b
        cmove   ca0, ct0
        clw     a1, TRUSTED_STACK_MCAUSE(csp)
        csrr    a2, mtval
        j       .Lhandler_call

// compartment_error_handler_stackless(mcause, mtval), with the stack the call began with, whatever became
// of it.
// FROM: above.   LIVE IN: csp, ctp, ct1; s1
.Lstackless:
        clhu    s0, EXPORT_TABLE_STACKLESS_HANDLER(ct1)
        beq     s0, s1, .Lunwind
        clc     ct0, FRAME_CSP(ctp)
        call_stack ct0, t0, a0, a1
        clw     a0, TRUSTED_STACK_MCAUSE(csp)
        csrr    a1, mtval
        li      a2, 0

// FROM: both above.   LIVE IN: ct1 the export table; s0 the handler's offset; ct0 its stack; ca0, a1, a2
// IRQ: from here on any: what is saved of the thread is needed no more
.Lhandler_call:
        clc     cra, EXPORT_TABLE_PCC(ct1)
        clc     cgp, EXPORT_TABLE_CGP(ct1)
        cincoffset cra, cra, s0
        cmove   csp, ct0
        csrsi   mstatus, MSTATUS_MIE
        forget  tp, t0, t1, t2, s0, s1, a3, a4, a5
        cjalr   cra, cra
// FROM: a handler. Malice, as switcher_return.
// IRQ: enabled.   LIVE IN: a0 what to do; csp, if a context is to be installed, where it is
        csrci   mstatus, MSTATUS_MIE
        bnez    a0, .Lunwind
        // Whatever faults from here on is what the handler brought about, and unwinds it. Of the PCC it
        // asks for only the address counts: the rest is its compartment's. Where no handler runs, this
        // sentry was kept from one, and the frame says nothing of how to go on.
        cspecialr ctp, mtdc
        clc     ctp, TRUSTED_STACK_FRAME(ctp)
        clc     ct1, FRAME_EXPORTS(ctp)
        clc     ct1, EXPORT_TABLE_PCC(ct1)
        clw     t2, TRUSTED_STACK_MEPCC(csp)
        csetaddr ct2, ct1, t2
        clhu    s1, FRAME_ERRORS(ctp)
        andi    t0, s1, 1
        beqz    t0, .Lunwind
        addi    s1, s1, 1
        csh     s1, FRAME_ERRORS(ctp)
        clw     t0, FRAME_MSTATUS(ctp)
        j       .Lresume_with_registers

// FROM: .Lfault.   LIVE IN: csp the thread; ct0 MEPCC
.Lfault_in_switcher:
        cllc    ct2, .Lspill_first
        bne     t0, t2, .Lunwind
        // The caller's stack was too small to call from. It goes on as if the call had returned.
        li      a0, -ENOTENOUGHSTACK
        csc     ca0, TRUSTED_STACK_REGISTER(10)(csp)
        csc     cnull, TRUSTED_STACK_REGISTER(11)(csp)
        cllc    ct2, .Lreturn
        j       .Lresume
        end     switcher_trap

        export_entry __export_switcher, switcher_compartment_call
