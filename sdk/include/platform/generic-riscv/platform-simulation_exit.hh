// Ending a simulation by HTIF: the doubleword at the symbol `tohost` is the simulator's.
#ifndef PLATFORM_SIMULATION_EXIT_HH
#define PLATFORM_SIMULATION_EXIT_HH

#ifdef SIMULATION
#include <stdint.h>

#ifdef RISCV_HTIF
/// Weak, because others may use HTIF as well.
__attribute__((weak, used)) alignas(8) volatile uint32_t tohost[2];
#endif

/// Ends the run with an exit code of 31 bits. Returns where there is no HTIF.
static inline void platform_simulation_exit([[maybe_unused]] uint32_t code)
{
#ifdef RISCV_HTIF
    tohost[0] = code << 1 | 1;
    tohost[1] = 0;
#endif
}
#endif

#endif
