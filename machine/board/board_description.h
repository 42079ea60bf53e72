// What a board is: read from CHERIoT board JSON, built in or from a file.
//
// The format is upstream's (hexadecimal literals, `.patch` files, mixins) plus one key of our own,
// "griotte", for what only a machine has to know: ROM, the reset address, device models
// (docs/reference/boards.md).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "machine/memory/memory.h"

namespace griotte::machine {

struct BoardDescription
{
    struct MemoryEntry
    {
        std::string name;
        AddressRange range;
        Memory::RegionKind kind = Memory::RegionKind::Ram;
    };
    struct DeviceEntry
    {
        std::string name;
        AddressRange range;
        /// Model that answers; empty for a device griotte has no model of, whose accesses fault.
        std::string model;
        /// Its source at the interrupt controller; 0 when the board gives it none.
        uint32_t interrupt = 0;
    };
    struct InterruptEntry
    {
        std::string name;
        uint32_t number = 0;
        uint32_t priority = 0;
        bool isEdgeTriggered = false;
    };

    std::string name;
    std::vector<MemoryEntry> memory;
    std::vector<DeviceEntry> devices;
    std::vector<InterruptEntry> interrupts;
    AddressRange instructionMemory;
    std::optional<AddressRange> dataMemory;
    /// The heap's end is the board's; its start is where the image ends unless the board says.
    std::optional<uint32_t> heapStart;
    uint64_t heapEnd = 0;
    /// The revocation bitmap and the addresses it covers.
    std::optional<AddressRange> shadow;
    AddressRange revocable;
    uint64_t timerHz = 0;
    uint64_t tickrateHz = 0;
    /// "hardware", "software" or empty.
    std::string revoker;
    bool hasStackHighWaterMark = false;
    bool isSimulation = false;
    std::string cpu;
    std::string runCommand;
    // For the SDK's build; `${sdk}` and the like stay as they are written.
    std::vector<std::string> defines;
    std::vector<std::string> driverIncludes;
    std::vector<std::string> compilerFlags;

    // The machine's own.
    uint32_t resetPc = 0;
    uint64_t cyclesPerTick = 1;
    bool hasStackZeroing = false;
    bool exitsOnHighByte = true;
    uint64_t entropySeed = 0;

    /// What a user of the board should know: devices nothing answers for.
    std::vector<std::string> warnings;

    /// Whether `defines` has `macro`, with or without a value.
    [[nodiscard]] bool is_defined(std::string_view macro) const;
};

/// What `${sdk}` (also in `${sdkboards}`) and `${project}` stand for in the names of boards, patch
/// bases and mixins. An empty one makes its use an error.
struct BoardPaths
{
    std::string sdk;
    std::string project;
};

/// Reads a board: a built-in name, or a file ending in .json or .patch; any number of mixins may
/// follow, each after a plus sign (`sonata-1.1.json+sram.json`). Errors name the file, the key, the
/// reason and, for an unknown word, the nearest right one.
Result<BoardDescription> board_read(std::string_view nameOrPath, const BoardPaths &paths = {});

/// The same from the text of a JSON board, without files: `name` is for messages.
Result<BoardDescription> board_parse(std::string_view text, std::string_view name);

/// The JSON of a board board_read() can read, with its patches and mixins applied and without what
/// only board files may have: comments, hexadecimal numbers. It need not describe a whole board.
Result<std::string> board_json_text(std::string_view nameOrPath, const BoardPaths &paths = {});

/// Names of the built-in boards.
std::vector<std::string> board_names();

} // namespace griotte::machine
