// What the command line says that is not clang's to know.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/error.h"
#include "toolchain/driver/driver.h"

namespace griotte::toolchain {

/// What a cc1 command is compiled for.
struct TargetOptions
{
    /// -mabi=cheriot-baremetal, the default, against -mabi=cheriot.
    bool isBareMetal = true;
    /// -cheri-compartment=NAME.
    std::string compartment;
    /// -W[no-]cheri-capability-misuse.
    bool isMisuseWarned = true;
};

/// A command line taken apart.
struct CommandLine
{
    enum class Special
    {
        None,
        Help,
        Version,
    };

    TargetOptions target;
    /// --baseline rv32: stock clang for plain RV32EMC instead.
    bool isBaseline = false;
    Special special = Special::None;
    /// --sysroot; empty for the SDK this griotte came with.
    std::string sysroot;
    /// -nostdinc, -nostdlibinc and -nostdinc++ as one asks: may these be searched?
    bool hasSystemHeaders = true;
    bool hasResourceHeaders = true;
    bool hasCxxHeaders = true;
    /// --board: what to link for; empty for the default board.
    std::string board;
    /// For clang's driver, in order, without the program's name.
    std::vector<std::string> forClang;
};

/// Takes our options out of `arguments`, whose response files are expanded already, and refuses
/// what the machine or this compiler cannot do.
Result<CommandLine> command_line_parse(SourceLanguage language,
                                       std::span<const std::string> arguments);

} // namespace griotte::toolchain
