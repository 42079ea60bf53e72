// What a device sees of the interrupt controller.
#pragma once

#include <cstdint>

#include "machine/devices/device.h"

namespace griotte::machine {

/// A device that collects interrupt wires by number.
class InterruptController
{
public:
    virtual ~InterruptController() = default;
    /// Sources are numbered from 1 to this.
    [[nodiscard]] virtual uint32_t source_limit() const = 0;
    /// The level of a wire changed. Rises are latched.
    virtual void source_set(uint32_t source, bool isRaised) = 0;
};

} // namespace griotte::machine
