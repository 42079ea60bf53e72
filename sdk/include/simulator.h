// Ending the run, where the board is a simulation (SIMULATION is defined).
#ifndef SIMULATOR_H
#define SIMULATOR_H

#include <__yield.h>
#include <cdefs.h>
#include <compartment.h>
#include <errno.h>
#include <stdint.h>

__BEGIN_DECLS

#ifdef SIMULATION
/// Ends the run with an exit code. If this returns at all then with an error: -EPROTO where the
/// simulator did not react, or what a failed call between compartments returns.
int __cheri_compartment("scheduler") __cheriot_interrupt_state(disabled)
    scheduler_simulation_exit(uint32_t code __if_cxx(= 0));
#endif

/// Ends the run if that is possible, and otherwise the thread's progress: it gives way forever.
__attribute__((__noreturn__)) static inline void simulation_exit(uint32_t code __if_cxx(= 0))
{
#ifdef SIMULATION
    (void)scheduler_simulation_exit(code);
#endif
    (void)code;
    for (;;) {
        yield();
    }
}

__END_DECLS

#endif
