// Ending a simulation of Sonata: a message on the first UART. It carries no exit code.
#ifndef PLATFORM_SIMULATION_EXIT_HH
#define PLATFORM_SIMULATION_EXIT_HH

#ifdef SIMULATION
#include <compartment-macros.h>
#include <platform-uart.hh>
#include <stdint.h>

/// Ends the run; whatever the code, the simulator calls it a success.
static inline void platform_simulation_exit([[maybe_unused]] uint32_t code)
{
#if DEVICE_EXISTS(uart0)
    volatile Uart *uart = MMIO_CAPABILITY(Uart, uart0);
#else
    volatile Uart *uart = MMIO_CAPABILITY(Uart, uart);
#endif
    for (const char *message = "Safe to exit simulator.\xd8\xaf\xfb\xa0\xc7\xe1\xa9\xd7";
         *message != '\0'; message++)
    {
        uart->blocking_write(static_cast<uint8_t>(*message));
    }
}
#endif

#endif
