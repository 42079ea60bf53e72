#include "machine/cpu/translator/window.h"

#include <algorithm>

namespace griotte::machine::translator {

namespace {

/// The offsets at which `size` bytes fit in `length`.
uint32_t limit(uint64_t length, uint32_t size)
{
    const uint64_t offsets = length >= size ? length - size + 1 : 0;
    // The last offset of 2^32 is given up: the slow path does it.
    return static_cast<uint32_t>(std::min<uint64_t>(offsets, 0xffff'ffff));
}

void loads_allow(Window &window, uint64_t length)
{
    window.load1 = limit(length, 1);
    window.load4 = limit(length, 4);
    window.load8 = limit(length, 8);
}

void stores_allow(Window &window, uint64_t length)
{
    window.store1 = limit(length, 1);
    window.store4 = limit(length, 4);
    window.store8 = limit(length, 8);
}

} // namespace

Window window_make(const Capability &authority, uint32_t address, const State &state,
                   const Memory &memory)
{
    Window window;
    if (!authority.is_tagged() || authority.is_sealed()) {
        return window;
    }
    const Bounds bounds = authority.bounds();
    if (bounds.top < bounds.base) {
        return window; // no guest can make one, but a debugger can
    }
    const PlainRange plain =
        state.plain.range.contains(address) ? state.plain : memory.plain_range(address);
    if (plain.range.length == 0) {
        // A device: it may still be pointed about in.
        window.base = bounds.base;
        window.reach = limit(bounds.top - bounds.base + 1, 1);
        return window;
    }
    // 1. What the bounds and the RAM have in common.
    const uint64_t start = std::max(bounds.base, plain.range.start);
    const uint64_t end = std::min(bounds.top, plain.range.end());
    if (start >= end) {
        return window;
    }
    const uint64_t length = end - start;
    window.base = static_cast<uint32_t>(start);
    // 2. One past the end is as representable as the inside.
    window.reach = limit(length + 1, 1);
    // 3. What the permissions allow.
    if (authority.may(Permission::Load)) {
        loads_allow(window, length);
    }
    if (authority.may(Permission::Store) && plain.isWritable) {
        stores_allow(window, length);
        if (!authority.may(Permission::LoadStoreCapability)) {
            window.store8 = 0;
        }
    }
    return window;
}

Window window_of_range(const PlainRange &range)
{
    Window window;
    window.base = range.range.start;
    loads_allow(window, range.range.length);
    if (range.isWritable) {
        stores_allow(window, range.range.length);
    }
    return window;
}

} // namespace griotte::machine::translator
