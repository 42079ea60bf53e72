// What building for a board takes. The command line fills it in from the board's description, which
// is the machine's.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "toolchain/link/firmware.h"

namespace griotte::firmware {

struct Board
{
    struct Interrupt
    {
        std::string name;
        uint32_t number = 0;
        uint32_t priority = 0;
        bool isEdgeTriggered = false;
    };

    /// Names its folder in build/: one component of a path.
    std::string name;
    /// All of it as JSON, for policies; empty where the manifest has none.
    std::string description;
    std::vector<std::string> defines;
    /// Folders of headers; `${sdk}` and `${project}` may begin them (paths.h).
    std::vector<std::string> includes;
    /// For C and C++.
    std::vector<std::string> compilerFlags;
    std::vector<Interrupt> interrupts;
    uint64_t timerHz = 0;
    uint64_t tickrateHz = 0;
    /// "hardware", "software" or empty.
    std::string revoker;
    /// Where memory that is revoked begins.
    uint32_t revocableStart = 0;
    bool hasStackHighWaterMark = false;
    bool isSimulation = false;
    link::FirmwareMemory memory;
};

} // namespace griotte::firmware
