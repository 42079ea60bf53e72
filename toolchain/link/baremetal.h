// Links one protection domain for a board without an operating system: the bare-metal ABI of
// docs/reference/abi.md in the memory layout of docs/reference/linking.md.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "toolchain/link/input.h"
#include "toolchain/link/layout.h"

namespace griotte::link {

/// The memory to link for: what the linker has to know of a board.
struct BaremetalLayout
{
    struct Device
    {
        std::string name;
        Range range;
    };

    /// Where code and constants go; data, heap and stack follow them unless `data` says otherwise.
    Range code;
    std::optional<Range> data;
    uint32_t stackSize = 16 * 1024;
    /// `__import_mem_NAME` is a capability to each.
    std::vector<Device> devices;
    /// The UART that ends the run on a byte of 0x80 or more: `__import_mem_exit`.
    std::optional<Device> exitDevice;
};

struct BaremetalOptions
{
    BaremetalLayout layout;
    std::string entry = "_start";
    bool collectsGarbage = true;
    /// Shorten code where objects allow it.
    bool relaxes = true;
    /// Symbols to link although nothing refers to them.
    std::vector<std::string> required;
    std::vector<std::pair<std::string, uint32_t>> definitions;
};

struct LinkedImage
{
    /// An ELF executable.
    std::vector<uint8_t> elf;
    std::string map;
    /// What --gc-sections left out, each "file:(section)".
    std::vector<std::string> discarded;
};

/// Links `files`. The error is every complaint, each naming file, section and symbol.
Result<LinkedImage> baremetal_link(std::span<const InputFile> files,
                                   const BaremetalOptions &options);

} // namespace griotte::link
