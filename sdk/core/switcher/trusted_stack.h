// What the switcher keeps of a thread, and how export tables look to it: the one place for their
// layout, for assembly (numbers) and C++ (structures that must agree with them).
// docs/reference/compartments.md, "Trusted stacks" and "Memory of an image".
#ifndef SWITCHER_TRUSTED_STACK_H
#define SWITCHER_TRUSTED_STACK_H

// ---- a trusted stack: registers (MEPCC, then c1 to c15), state, frames ---------------------------
#define TRUSTED_STACK_MEPCC 0
#define TRUSTED_STACK_REGISTER(number) ((number) * 8)
#define TRUSTED_STACK_HAZARDS 128
#define TRUSTED_STACK_MSTATUS 136
#define TRUSTED_STACK_MCAUSE 140
#define TRUSTED_STACK_MSHWM 144
#define TRUSTED_STACK_MSHWMB 148
#define TRUSTED_STACK_NEXT_FRAME 152
#define TRUSTED_STACK_THREAD 154
#define TRUSTED_STACK_FRAMES 160

#define FRAME_CSP 0
#define FRAME_EXPORT 8
#define FRAME_ERRORS 16
#define FRAME_SIZE 24

// ---- an export table and its entries -------------------------------------------------------------
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

// ---- what a thread can be stopped for ------------------------------------------------------------
#define MCAUSE_LAST_MEMORY_FAULT 7
#define MCAUSE_ECALL 11
#define MCAUSE_THREAD_EXIT 24
#define MCAUSE_CHERI 28

/// A handler that runs this often in one call has not helped.
#define MAXIMUM_ERRORS_PER_CALL 1024

/// The permissions of every stack, as cgetperm has them: LG, LM, SL, SD... but not GL.
#define STACK_PERMISSIONS 0x7e

#ifndef __ASSEMBLER__
#include <stddef.h>
#include <stdint.h>

/// A call in progress.
struct TrustedStackFrame
{
    /// The caller's stack, at what the switcher spilled there.
    void *csp;
    /// The entry that was called.
    void *exportEntry;
    /// How often the callee faulted, twice; odd while its handler runs.
    uint16_t errors;
};

/// A thread.
struct TrustedStack
{
    void *mepcc;
    void *registers[15];
    /// Store-only, to the thread's two hazard slots.
    void *hazards;
    uint32_t mstatus;
    uint32_t mcause;
    uint32_t mshwm;
    uint32_t mshwmb;
    /// From the start of this structure, bytes.
    uint16_t nextFrame;
    uint16_t thread;
    TrustedStackFrame frames[];
};

/// What the loader tells the scheduler of a thread; of the idle thread first.
struct ThreadLoaderInfo
{
    /// Sealed with type 10.
    void *trustedStack;
    uint16_t priority;
    uint16_t number;
};

static_assert(offsetof(TrustedStack, registers) == TRUSTED_STACK_REGISTER(1));
static_assert(offsetof(TrustedStack, hazards) == TRUSTED_STACK_HAZARDS);
static_assert(offsetof(TrustedStack, mstatus) == TRUSTED_STACK_MSTATUS);
static_assert(offsetof(TrustedStack, mcause) == TRUSTED_STACK_MCAUSE);
static_assert(offsetof(TrustedStack, mshwm) == TRUSTED_STACK_MSHWM);
static_assert(offsetof(TrustedStack, mshwmb) == TRUSTED_STACK_MSHWMB);
static_assert(offsetof(TrustedStack, nextFrame) == TRUSTED_STACK_NEXT_FRAME);
static_assert(offsetof(TrustedStack, thread) == TRUSTED_STACK_THREAD);
static_assert(offsetof(TrustedStack, frames) == TRUSTED_STACK_FRAMES);
static_assert(offsetof(TrustedStackFrame, csp) == FRAME_CSP);
static_assert(offsetof(TrustedStackFrame, exportEntry) == FRAME_EXPORT);
static_assert(offsetof(TrustedStackFrame, errors) == FRAME_ERRORS);
static_assert(sizeof(TrustedStackFrame) == FRAME_SIZE);
static_assert(sizeof(ThreadLoaderInfo) == 16);
#endif

#endif
