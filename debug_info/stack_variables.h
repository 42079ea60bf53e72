// Which variable of which function lies at an address of the stack, from an executable's DWARF.
//
// The debug information names a function's variables relative to its frame, and says how to find
// the caller's: from the registers and the stack of a stopped hart, frames are walked outwards
// until one has a variable there. Everything read from the file or the guest's memory may be
// nonsense; then there is no answer.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "debug_info/source_lines.h"

namespace griotte {

struct StackVariable
{
    std::string name;
    std::string function;
    uint32_t address = 0;
    /// In bytes, as the source has it.
    uint32_t size = 0;
};

class StackVariables
{
public:
    /// The addresses in the sixteen registers.
    using Registers = std::array<uint32_t, 16>;
    /// A word of the guest's memory, if there is one.
    using WordReader = std::function<std::optional<uint32_t>(uint32_t address)>;

    StackVariables();
    StackVariables(StackVariables &&) noexcept;
    StackVariables &operator=(StackVariables &&) noexcept;
    ~StackVariables();

    /// Keeps a copy of an ELF file, to look in when something is asked. A file without any, or
    /// with some that cannot be read, knows no variables; that is no error.
    static StackVariables read(std::span<const uint8_t> elf);

    /// The variable that `address` lies in, in the frame of the instruction at `pc` or of one of
    /// its callers.
    [[nodiscard]] std::optional<StackVariable>
    find(uint32_t address, uint32_t pc, Registers registers, const WordReader &wordRead) const;

    /// Where the function that contains `pc` called what `pc` is inlined from, transitively: its
    /// own line, not a header's. Nothing when `pc` is in no inlined call, or when that is not
    /// known.
    [[nodiscard]] std::optional<SourceLine> inlined_call(uint32_t pc) const;

private:
    class DebugInformation;
    std::unique_ptr<DebugInformation> information;
};

} // namespace griotte
