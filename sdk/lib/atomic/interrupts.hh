// What makes an operation atomic: on one hart, that no interrupt comes in between.
//
// mstatus.MIE is cleared and put back by CSR instructions, which need the access-system-registers
// permission in PCC. Bare-metal code has it. On the RTOS these functions are called with interrupts
// disabled, which the sentry to them does.
#pragma once

#include <cdefs.h>
#include <stdint.h>

/// On every function here.
#define ATOMIC_FUNCTION __cheri_libcall __cheriot_interrupt_state(disabled)

namespace atomic {

class InterruptsDisabled
{
public:
#if defined(__CHERI_PURE_CAPABILITY__) && !defined(__CHERIOT_RTOS__)
    InterruptsDisabled() { __asm__ volatile("csrrci %0, mstatus, 8" : "=r"(before) : : "memory"); }
    ~InterruptsDisabled() { __asm__ volatile("csrs mstatus, %0" : : "r"(before & 8) : "memory"); }
#else
    // So it is already; the host's tests and plain RV32 have one thread of execution.
    InterruptsDisabled() { __asm__ volatile("" : : : "memory"); }
    ~InterruptsDisabled() { __asm__ volatile("" : : : "memory"); }
#endif
    InterruptsDisabled(const InterruptsDisabled &) = delete;
    InterruptsDisabled &operator=(const InterruptsDisabled &) = delete;

private:
#if defined(__CHERI_PURE_CAPABILITY__) && !defined(__CHERIOT_RTOS__)
    uint32_t before;
#endif
};

} // namespace atomic
