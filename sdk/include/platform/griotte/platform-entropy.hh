// The source of random numbers of griotte's own board: docs/reference/devices.md, `entropy`.
#pragma once

#include <compartment-macros.h>
#include <stdint.h>

/// Draws numbers from the machine's sequence. It is the same in every run of a board, for tests and
/// replay: what wants secrets has to look at IsSecure.
class EntropySource
{
public:
    using ValueType = uint32_t;
    static constexpr bool IsSecure = false;

    /// The next number.
    ValueType operator()()
    {
        return *MMIO_CAPABILITY_WITH_PERMISSIONS(uint32_t, entropy, true, false, false, false,
                                                 false);
    }

    /// There is nothing to mix in again.
    void reseed() {}
};
