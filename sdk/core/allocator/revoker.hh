// Which revoker the board has: its own (`<platform-hardware_revoker.hh>` of its include
// directories), or the software_revoker compartment. The build says SOFTWARE_REVOKER for the
// latter, and in REVOKABLE_MEMORY_START where the memory begins that the bitmap is of.
#pragma once

#include <stdint.h>
#include <thread.h>
#include <timeout.h>

#ifdef SOFTWARE_REVOKER
#include "software_revoker.h"
#elif __has_include(<platform-hardware_revoker.hh>)
#include <platform-hardware_revoker.hh>
#else
#error "the board has no revoker: say \"revoker\": \"software\" in its description"
#endif

namespace heap {

#ifdef SOFTWARE_REVOKER
/// Sweeps as part of the calls of those who wait for it.
class SoftwareRevoker
{
public:
    static constexpr bool IsAsynchronous = false;

    void init() { epoch = revoker_epoch_get(); }
    uint32_t system_epoch_get() const { return *epoch; }
    void system_bg_revoker_kick() { (void)revoker_tick(); }

    /// Sweeps until `due` is past, giving way to others between steps. False on timeout.
    bool wait_for_completion(TimeoutArgument timeout, uint32_t due)
    {
        while (int32_t(system_epoch_get() - due) < 0) {
            if (!timeout.may_block()) {
                return false;
            }
            if (revoker_tick() != 0) { // no stack for it, for one
                return false;
            }
            yield();
        }
        return true;
    }

private:
    const volatile uint32_t *epoch = nullptr;
};
using Revoker = SoftwareRevoker;
#else
using Revoker = HardwareRevoker<uint32_t, REVOKABLE_MEMORY_START>;
#endif

} // namespace heap
