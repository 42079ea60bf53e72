// What kinds of domains a firmware consists of.
#pragma once

#include <cstdint>

namespace griotte::link {

enum class DomainKind : uint8_t
{
    /// The only code with access to system registers. Exactly one; no writable data.
    Switcher = 0,
    /// Runs with its caller's globals: code and constants only. Left out when nobody wants it.
    Library = 1,
    Compartment = 2,
};

} // namespace griotte::link
