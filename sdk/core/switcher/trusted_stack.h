// What the switcher keeps of a thread, and how export tables look to it: the one place for their
// layout, for assembly (numbers) and C++ (structures that must agree with them).
// docs/reference/compartments.md, "Trusted stacks" and "Memory of an image".
#ifndef SWITCHER_TRUSTED_STACK_H
#define SWITCHER_TRUSTED_STACK_H

// ---- a trusted stack: registers (MEPCC, then c1 to c15), state, frames
// ---------------------------
#define TRUSTED_STACK_MEPCC 0
#define TRUSTED_STACK_REGISTER(number) ((number) * 8)
#define TRUSTED_STACK_HAZARDS 128
#define TRUSTED_STACK_FRAME 136
#define TRUSTED_STACK_MSTATUS 144
#define TRUSTED_STACK_MCAUSE 148
#define TRUSTED_STACK_MSHWM 152
#define TRUSTED_STACK_MSHWMB 156
#define TRUSTED_STACK_THREAD 160
#define TRUSTED_STACK_FRAMES 168

#define FRAME_CSP 0
#define FRAME_EXPORTS 8
#define FRAME_ERRORS 16
#define FRAME_MSTATUS 20
#define FRAME_SIZE 24

// ---- an export table and its entries
// -------------------------------------------------------------
#define EXPORT_TABLE_PCC 0
#define EXPORT_TABLE_CGP 8
#define EXPORT_TABLE_ERROR_HANDLER 16
#define EXPORT_TABLE_STACKLESS_HANDLER 18
#define NO_ERROR_HANDLER 0xffff

#define EXPORT_OFFSET 0
#define EXPORT_STACK 2
#define EXPORT_FLAGS 3
/// Log2 of the unit of EXPORT_STACK, in bytes.
#define EXPORT_STACK_SHIFT 4
#define EXPORT_FLAGS_ARGUMENTS 7
#define EXPORT_FLAGS_DISABLED 0x10

// ---- what a thread can be stopped for
// ------------------------------------------------------------
#define MCAUSE_LAST_MEMORY_FAULT 7
#define MCAUSE_ECALL 11
#define MCAUSE_THREAD_EXIT 24
#define MCAUSE_CHERI 28

/// Log2 of how often handlers may run in one call: after that they have not helped.
#define MAXIMUM_ERRORS_SHIFT 10

/// At the top of the stack of every call: zero, and the callee's to use. Unwinding keeps its list
/// of handlers there. A multiple of 16.
#define STACK_RESERVED 16

/// The permissions of every stack, as cgetperm has them: LG, LM, SL, SD... but not GL.
#define STACK_PERMISSIONS 0x7e

#ifndef __ASSEMBLER__
#include <stddef.h>
#include <stdint.h>

/// A call in progress.
struct TrustedStackFrame
{
    /// The caller's stack, at what the switcher spilled there; of a thread's own entry, its stack.
    void *csp;
    /// The callee's export table.
    void *exports;
    /// How often the callee faulted, twice; odd while its handler runs.
    uint16_t errors;
    /// mstatus when it last faulted.
    uint32_t mstatus;
};

/// A thread.
struct TrustedStack
{
    void *mepcc;
    void *registers[15];
    /// Store-only, to the thread's two hazard slots.
    void *hazards;
    /// The running call's. There always is one: a thread whose own entry returns ends.
    TrustedStackFrame *frame;
    uint32_t mstatus;
    uint32_t mcause;
    uint32_t mshwm;
    uint32_t mshwmb;
    uint16_t thread;
    TrustedStackFrame frames[];
};

static_assert(offsetof(TrustedStack, registers) == TRUSTED_STACK_REGISTER(1));
static_assert(offsetof(TrustedStack, hazards) == TRUSTED_STACK_HAZARDS);
static_assert(offsetof(TrustedStack, mstatus) == TRUSTED_STACK_MSTATUS);
static_assert(offsetof(TrustedStack, mcause) == TRUSTED_STACK_MCAUSE);
static_assert(offsetof(TrustedStack, mshwm) == TRUSTED_STACK_MSHWM);
static_assert(offsetof(TrustedStack, mshwmb) == TRUSTED_STACK_MSHWMB);
static_assert(offsetof(TrustedStack, frame) == TRUSTED_STACK_FRAME);
static_assert(offsetof(TrustedStack, thread) == TRUSTED_STACK_THREAD);
static_assert(offsetof(TrustedStack, frames) == TRUSTED_STACK_FRAMES);
static_assert(offsetof(TrustedStackFrame, csp) == FRAME_CSP);
static_assert(offsetof(TrustedStackFrame, exports) == FRAME_EXPORTS);
static_assert(offsetof(TrustedStackFrame, errors) == FRAME_ERRORS);
static_assert(offsetof(TrustedStackFrame, mstatus) == FRAME_MSTATUS);
static_assert(sizeof(TrustedStackFrame) == FRAME_SIZE);
#endif

#endif
