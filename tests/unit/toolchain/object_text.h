// The bytes of an object's .text section, found without the library under test.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

namespace griotte::toolchain {

inline uint32_t object_field(std::string_view object, size_t offset, size_t size = 4)
{
    uint32_t value = 0;
    std::memcpy(&value, object.data() + offset, size);
    return value;
}

/// ELF32: the section header table is at the address in byte 32; an entry has its name at 0, its
/// offset at 16 and its size at 20.
inline std::string_view object_section(std::string_view object, std::string_view wanted)
{
    const uint32_t headers = object_field(object, 32);
    const uint32_t entrySize = object_field(object, 46, 2);
    const uint32_t count = object_field(object, 48, 2);
    const uint32_t names = object_field(object, 50, 2);
    const uint32_t strings = object_field(object, headers + names * entrySize + 16);
    for (uint32_t index = 0; index < count; index++) {
        const uint32_t header = headers + index * entrySize;
        if (wanted == object.data() + strings + object_field(object, header)) {
            return object.substr(object_field(object, header + 16),
                                 object_field(object, header + 20));
        }
    }
    return {};
}

inline std::string_view object_text(std::string_view object)
{
    return object_section(object, ".text");
}

} // namespace griotte::toolchain
