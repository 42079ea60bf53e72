#include "machine/cpu/translator/window.h"

namespace griotte::machine::translator {

namespace {

void loads_allow(Window &window, uint64_t length)
{
    window.load1 = window_limit(length, 1);
    window.load4 = window_limit(length, 4);
    window.load8 = window_limit(length, 8);
}

void stores_allow(Window &window, uint64_t length)
{
    window.store1 = window_limit(length, 1);
    window.store4 = window_limit(length, 4);
    window.store8 = window_limit(length, 8);
}

} // namespace

Window window_make_clipped(const Capability &authority, uint32_t address, const Memory &memory)
{
    Window window;
    const Bounds bounds = authority.bounds();
    if (bounds.top < bounds.base) {
        return window; // no guest can make one, but a debugger can
    }
    const PlainRange plain = memory.plain_range(address);
    if (plain.range.length == 0) {
        // A device: it may still be pointed about in.
        window.base = bounds.base;
        window.reach = window_limit(bounds.top - bounds.base + 1, 1);
        return window;
    }
    // What the bounds and the RAM have in common.
    const uint64_t start = std::max(bounds.base, plain.range.start);
    const uint64_t end = std::min(bounds.top, plain.range.end());
    if (start >= end) {
        return window;
    }
    const uint64_t length = end - start;
    window.base = static_cast<uint32_t>(start);
    window.reach = window_limit(length + 1, 1);
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
