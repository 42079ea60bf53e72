// Parts of the test of what happens when there is no more of something.
#pragma once

#include <allocator.h>
#include <cheri.hh>
#include <debug.hh>

namespace exhaustion {

using Debug = ConditionalDebug<true, "Exhaustion">;

/// 0 if a result is a valid capability, else the error it carries.
template <typename T>
int error_of(T pointer)
{
    return __builtin_cheri_tag_get(pointer)
               ? 0
               : static_cast<int>(__builtin_cheri_address_get(pointer));
}

/// Ends the run with a message unless a result is the one there must be.
inline void expect(const char *what, ssize_t result, ssize_t wanted)
{
    Debug::Invariant(result == wanted, "{}: {}, not {}", what, static_cast<int>(result),
                     static_cast<int>(wanted));
}

/// Each leaves quotas and heap as they were.
void quota_exhaust();
void heap_exhaust();
void stack_exhaust();
void trusted_stack_exhaust();

} // namespace exhaustion
