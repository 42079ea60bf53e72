// Numbers of the privileged architecture: what traps are called in mcause.
#ifndef PRIV_RISCV_H
#define PRIV_RISCV_H

#include <stddef.h>

namespace priv {

/// Set in mcause for interrupts; the rest is the code.
inline constexpr size_t MCAUSE_INTR = size_t{1} << 31;
inline constexpr size_t MCAUSE_CODE_MASK = MCAUSE_INTR - 1;

// Codes of interrupts.
inline constexpr size_t MCAUSE_MTIME = 7;
inline constexpr size_t MCAUSE_MEXTERN = 11;

// Codes of exceptions.
inline constexpr size_t MCAUSE_INST_MISALIGNED = 0;
inline constexpr size_t MCAUSE_INST_ACCESS_FAULT = 1;
inline constexpr size_t MCAUSE_ILLEGAL_INSTRUCTION = 2;
inline constexpr size_t MCAUSE_BREAKPOINT = 3;
inline constexpr size_t MCAUSE_LOAD_MISALIGNED = 4;
inline constexpr size_t MCAUSE_LOAD_ACCESS_FAULT = 5;
inline constexpr size_t MCAUSE_STORE_MISALIGNED = 6;
inline constexpr size_t MCAUSE_STORE_ACCESS_FAULT = 7;
inline constexpr size_t MCAUSE_ECALL_USER = 8;
inline constexpr size_t MCAUSE_ECALL_SUPERVISOR = 9;
inline constexpr size_t MCAUSE_ECALL_MACHINE = 11;
inline constexpr size_t MCAUSE_INST_PAGE_FAULT = 12;
inline constexpr size_t MCAUSE_LOAD_PAGE_FAULT = 13;
inline constexpr size_t MCAUSE_STORE_PAGE_FAULT = 15;
/// CHERI: what was wrong, and with which register, is in mtval.
inline constexpr size_t MCAUSE_CHERI = 28;

// Codes the switcher makes up for the scheduler.
/// The thread returned from its entry point, or was unwound out of it.
inline constexpr size_t MCAUSE_THREAD_EXIT = 24;
/// The thread was interrupted by another one.
inline constexpr size_t MCAUSE_THREAD_INTERRUPT = 25;

} // namespace priv

#endif
