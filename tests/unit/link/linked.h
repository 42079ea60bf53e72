// A linked image, looked at by address.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include <elf.h>
#include <gtest/gtest.h>

#include "tests/unit/link/object_builder.h"
#include "toolchain/link/baremetal.h"

namespace griotte::link {

inline constexpr uint32_t CodeStart = 0x8000'0000;

inline BaremetalOptions options_make()
{
    BaremetalOptions options;
    options.collectsGarbage = false;
    options.layout.code = {CodeStart, CodeStart + 0x100'0000};
    options.layout.devices = {{"uart", {0x1000'0000, 0x1000'0100}}};
    return options;
}

class Linked
{
public:
    explicit Linked(const std::vector<std::vector<uint8_t>> &objects,
                    const BaremetalOptions &options = options_make())
    {
        std::vector<InputFile> files;
        for (const auto &object : objects) {
            files.push_back({fmt::format("{}.o", files.size()), object, false});
        }
        auto result = baremetal_link(files, options);
        if (result.has_value()) {
            image = std::move(*result);
        } else {
            error = result.error().message;
        }
    }

    /// Four bytes of the section called `name`, at `offset`.
    [[nodiscard]] uint32_t word(std::string_view name, uint32_t offset) const
    {
        uint32_t value = 0;
        const Elf32_Shdr header = section(name);
        EXPECT_LE(offset, header.sh_size);
        std::memcpy(&value, image.elf.data() + header.sh_offset + offset,
                    std::min<size_t>(4, header.sh_size - offset));
        return value;
    }
    [[nodiscard]] Elf32_Shdr section(std::string_view name) const
    {
        const auto header = at<Elf32_Ehdr>(0);
        const auto names = at<Elf32_Shdr>(header.e_shoff + header.e_shstrndx * sizeof(Elf32_Shdr));
        for (size_t index = 0; index < header.e_shnum; index++) {
            const auto entry = at<Elf32_Shdr>(header.e_shoff + index * sizeof(Elf32_Shdr));
            const char *text =
                reinterpret_cast<const char *>(image.elf.data()) + names.sh_offset + entry.sh_name;
            if (name == text) {
                return entry;
            }
        }
        ADD_FAILURE() << "no section " << name;
        return {};
    }
    template <typename T>
    [[nodiscard]] T at(size_t offset) const
    {
        T value{};
        std::memcpy(&value, image.elf.data() + offset, sizeof value);
        return value;
    }

    LinkedImage image;
    /// Empty when it linked.
    std::string error;
};

} // namespace griotte::link
