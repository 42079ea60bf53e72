#include "machine/cpu/translator/decoded.h"

#include <algorithm>

namespace griotte::machine::translator {

namespace {

/// The offsets at which `size` bytes fit in `length`.
uint32_t limit_of(uint64_t length, uint32_t size)
{
    const uint64_t offsets = length >= size ? length - size + 1 : 0;
    // The last offset of 2^32 is given up: the slow path does it.
    return static_cast<uint32_t>(std::min<uint64_t>(offsets, 0xffff'ffff));
}

/// What `bounds` and `plain` have in common with these permissions.
Window window_make(const Bounds &bounds, Permissions permissions, const PlainRange &plain)
{
    using enum Permission;
    Window window;
    if (bounds.top < bounds.base) {
        return window; // no guest can make one, but a debugger can
    }
    if (plain.range.length == 0) {
        // A device: it may still be pointed about in, and to its end unless that wraps.
        window.base = bounds.base;
        window.reach = limit_of(std::min(bounds.top, AddressSpaceSize - 1) - bounds.base + 1, 1);
        return window;
    }
    const uint64_t start = std::max({bounds.base, plain.range.start, WindowMargin});
    const uint64_t end = std::min({bounds.top, plain.range.end(), AddressSpaceSize - WindowMargin});
    if (start >= end) {
        return window;
    }
    const uint64_t length = end - start;
    window.base = static_cast<uint32_t>(start);
    // One past the end is as representable as the inside.
    window.reach = limit_of(length + 1, 1);
    if (permissions.has(Load)) {
        window.load1 = limit_of(length, 1);
        window.load4 = limit_of(length, 4);
        if (permissions.has(LoadStoreCapability | LoadGlobal | LoadMutable)) {
            window.load8 = limit_of(length, 8);
        }
    }
    if (permissions.has(Store) && plain.isWritable) {
        window.store1 = limit_of(length, 1);
        window.store4 = limit_of(length, 4);
        if (permissions.has(LoadStoreCapability)) {
            window.store8 = limit_of(length, 8);
        }
    }
    return window;
}

} // namespace

Decoded decoded_make(const Capability &value, uint32_t address, const PlainRange &plain,
                     const Memory &memory)
{
    const Bounds bounds = value.bounds();
    Decoded decoded;
    decoded.key = DecodedTable::key_of(value.address(), value.metadata());
    decoded.base = bounds.base;
    decoded.top = bounds.top;
    decoded.permissions = value.permissions().bits();
    decoded.objectType = static_cast<uint8_t>(value.object_type());
    // 1. Where the word decodes alike: no further than the end of the address space, where bounds
    // wrap.
    if (value.address() >= bounds.base) {
        const uint64_t span = uint64_t{1} << (value.fields().exponent + MantissaBits);
        decoded.span = static_cast<uint32_t>(
            std::min({span, AddressSpaceSize - bounds.base, AddressSpaceSize - 1}));
    }
    // 2. Where it may be used. Sealed it may not.
    if (value.authorises(Permissions())) {
        const bool isPlain = bounds.base >= plain.range.start && bounds.top <= plain.range.end();
        decoded.window =
            window_make(bounds, value.permissions(), isPlain ? plain : memory.plain_range(address));
    }
    // 3. Where it is revoked.
    decoded.revocationByte = plain.range.start; // any that can be read
    if (const auto bit = memory.revocation_bit(bounds.base); bit && value.is_revocable()) {
        decoded.revocationByte = bit->byte;
        decoded.revocationBit = bit->mask;
    }
    return decoded;
}

void window_renew(Decoded &decoded, uint32_t address, const Memory &memory)
{
    if (decoded.objectType != 0) {
        return;
    }
    const Window window = window_make({decoded.base, decoded.top}, Permissions(decoded.permissions),
                                      memory.plain_range(address));
    if (window.reach != 0) {
        decoded.window = window;
    }
}

} // namespace griotte::machine::translator
