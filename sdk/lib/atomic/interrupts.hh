// What makes an operation atomic: on one hart, that no interrupt comes in between.
//
// mstatus.MIE is cleared and put back by CSR instructions, which need the access-system-registers
// permission in PCC. Bare-metal code has it; in a compartment without it the first of these traps,
// and the RTOS's own atomic library, whose functions run with interrupts disabled, takes this one's
// place.
#pragma once

#include <stdint.h>

namespace atomic {

class InterruptsDisabled
{
public:
#ifdef __CHERI_PURE_CAPABILITY__
    InterruptsDisabled() { __asm__ volatile("csrrci %0, mstatus, 8" : "=r"(before) : : "memory"); }
    ~InterruptsDisabled() { __asm__ volatile("csrs mstatus, %0" : : "r"(before & 8) : "memory"); }
#else
    // The host's tests and plain RV32 have one thread of execution and no interrupts.
    InterruptsDisabled() { __asm__ volatile("" : : : "memory"); }
    ~InterruptsDisabled() { __asm__ volatile("" : : : "memory"); }
#endif
    InterruptsDisabled(const InterruptsDisabled &) = delete;
    InterruptsDisabled &operator=(const InterruptsDisabled &) = delete;

private:
#ifdef __CHERI_PURE_CAPABILITY__
    uint32_t before;
#endif
};

} // namespace atomic
