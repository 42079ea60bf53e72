// The background revoker of cheriot-safe and of griotte's own board (docs/reference/devices.md,
// "Revoker"). A board with another one has a header of this name in its include directories.
#pragma once

#include <__absolute_address.h>
#include <cdefs.h>
#include <compartment-macros.h>
#include <futex.h>
#include <interrupt.h>
#include <stdint.h>
#include <timeout.h>

DECLARE_AND_DEFINE_INTERRUPT_CAPABILITY(revokerInterruptCapability, RevokerInterrupt, true, true);

/// Only the allocator compartment drives it. The parameters are those that all boards' revokers
/// have: the bitmap's words, and where its memory begins.
template <typename WordT, ptraddr_t TCMBaseAddr>
class HardwareRevoker
{
    struct Registers
    {
        uint32_t first;           ///< an address in the first granule to sweep
        uint32_t last;            ///< and one in the last
        uint32_t begin;           ///< write: begin a sweep
        uint32_t epoch;           ///< bits 31-1 sweeps completed, bit 0 busy
        uint32_t interruptStatus; ///< a sweep ended that no interrupt told of
        uint32_t interruptEnable;
    };

    const volatile uint32_t *interrupts = nullptr;

    static volatile Registers &device() { return *MMIO_CAPABILITY(Registers, revoker); }

public:
    static constexpr bool IsAsynchronous = true;

    /// Tells the device what to sweep: all data, from the first static sealed object to the heap's
    /// end.
    void init()
    {
        device().first = LA_ABS(__revoker_scan_start);
        device().last = LA_ABS(__export_mem_heap_end) - sizeof(void *);
        interrupts = interrupt_futex_get(STATIC_SEALED_VALUE(revokerInterruptCapability));
    }

    uint32_t system_epoch_get() const { return device().epoch; }

    /// Begins a sweep unless one is running.
    void system_bg_revoker_kick()
    {
        if (system_epoch_get() % 2 == 0) {
            device().begin = 1;
        }
    }

    /// Sleeps until the epoch is `due`, beginning sweeps as needed. False on timeout.
    bool wait_for_completion(TimeoutArgument timeout, uint32_t due)
    {
        device().interruptEnable = 1;
        while (true) {
            // In this order: an interrupt between the two makes the wait return at once.
            const uint32_t seen = *interrupts;
            if (int32_t(system_epoch_get() - due) >= 0) {
                return true;
            }
            system_bg_revoker_kick();
            if (futex_timed_wait(timeout, const_cast<const uint32_t *>(interrupts), seen) != 0) {
                return int32_t(system_epoch_get() - due) >= 0;
            }
        }
    }
};
