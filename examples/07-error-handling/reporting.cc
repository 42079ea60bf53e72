// Has an error handler of its own, which looks at what happened and lets the call end.
#include "services.h"

#include <cheri.hh>
#include <debug.hh>
#include <priv/riscv.h>

namespace {

using CHERI::Capability;
using Debug = ConditionalDebug<true, "Reporting">;

} // namespace

/// Called by the switcher after a fault in here, on the same stack, below the frames that faulted.
/// It may do all that this compartment may do, and it sees the registers.
extern "C" ErrorRecoveryBehaviour compartment_error_handler(ErrorState *frame, size_t mcause,
                                                            size_t mtval)
{
    if (mcause == priv::MCAUSE_CHERI) {
        // `mtval` says what was wrong, and with which register.
        const auto [cause, registerNumber] = CHERI::extract_cheri_mtval(mtval);
        if (void **value = frame->get_register_value(registerNumber); value != nullptr) {
            const Capability pointer{*value};
            Debug::log("{} at a pointer to {} bytes, which is valid: {}", cause,
                       static_cast<int>(pointer.length()), pointer.is_valid());
        }
    }
    // InstallContext would go on, with the registers as they are in `frame`, changed or not.
    return ErrorRecoveryBehaviour::ForceUnwind;
}

int reporting_sum(const int *numbers, size_t count)
{
    int sum = 0;
    for (size_t i = 0; i < count; i++) {
        sum += numbers[i];
    }
    return sum;
}
