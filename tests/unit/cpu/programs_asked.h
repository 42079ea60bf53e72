// How many random programs a test of engines runs.
#pragma once

#include <cstdint>
#include <cstdlib>

namespace griotte::machine {

/// GRIOTTE_LOCKSTEP_PROGRAMS, for runs longer than a test may be (docs/reference/engines.md), or
/// `otherwise`.
inline uint64_t programs_asked(uint64_t otherwise)
{
    const char *const asked = std::getenv("GRIOTTE_LOCKSTEP_PROGRAMS");
    return asked == nullptr ? otherwise : std::strtoull(asked, nullptr, 10);
}

} // namespace griotte::machine
