// Ending a simulation of cheriot-safe: a byte above ASCII on the UART.
#ifndef PLATFORM_SIMULATION_EXIT_HH
#define PLATFORM_SIMULATION_EXIT_HH

#ifdef SIMULATION
#include <compartment-macros.h>
#include <platform-uart.hh>
#include <stdint.h>

/// Ends the run with an exit code of seven bits.
static inline void platform_simulation_exit(uint32_t code)
{
    MMIO_CAPABILITY(Uart, uart)->blocking_write(static_cast<uint8_t>(0x80 + code));
}
#endif

#endif
