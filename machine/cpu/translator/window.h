// Works windows out of capabilities.
#pragma once

#include <algorithm>

#include "machine/cpu/translator/state.h"

namespace griotte::machine::translator {

/// The offsets at which `size` bytes fit in `length`.
constexpr uint32_t window_limit(uint64_t length, uint32_t size)
{
    const uint64_t offsets = length >= size ? length - size + 1 : 0;
    // The last offset of 2^32 is given up: the slow path does it.
    return static_cast<uint32_t>(std::min<uint64_t>(offsets, 0xffff'ffff));
}

/// The window of `authority`, tagged and unsealed, where its bounds do not lie in State::plain.
Window window_make_clipped(const Capability &authority, uint32_t address, const Memory &memory);

/// The window of `authority` around `address`: what it allows, as far as that is plain RAM.
inline Window window_make(const Capability &authority, uint32_t address, const State &state,
                          const Memory &memory)
{
    if (!authority.authorises(Permissions())) {
        return {};
    }
    const Bounds bounds = authority.bounds();
    const bool isPlain = bounds.base >= state.plain.range.start &&
                         bounds.top <= state.plain.range.end() && bounds.base <= bounds.top;
    if (!isPlain) [[unlikely]] {
        return window_make_clipped(authority, address, memory);
    }
    const uint64_t length = bounds.top - bounds.base;
    const uint64_t loadable = authority.may(Permission::Load) ? length : 0;
    const uint64_t storable = authority.may(Permission::Store) ? length : 0;
    const bool storesCapabilities = authority.may(Permission::LoadStoreCapability);
    Window window;
    window.base = bounds.base;
    window.load1 = window_limit(loadable, 1);
    window.load4 = window_limit(loadable, 4);
    window.load8 = window_limit(loadable, 8);
    window.store1 = window_limit(storable, 1);
    window.store4 = window_limit(storable, 4);
    window.store8 = storesCapabilities ? window_limit(storable, 8) : 0;
    // One past the end is as representable as the inside.
    window.reach = window_limit(length + 1, 1);
    return window;
}

/// All of `range`, for modes without capabilities.
Window window_of_range(const PlainRange &range);

} // namespace griotte::machine::translator
