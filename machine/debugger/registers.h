// The registers a debugger sees: their names, sizes, numbers, and the XML that says so.
//
// The standard RISC-V feature comes first, so stock debuggers work; then every capability as its
// 64-bit memory encoding, a word of tags (a debugger has no 65-bit registers), and the CSRs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "machine/cpu/hart.h"
#include "machine/observe/guest_system.h"

namespace griotte::machine {

/// Number of registers: numbers run from 0 in the order of the target description.
unsigned debug_register_count(const Hart &hart);
/// Value in target byte order, 4 or 8 bytes; nothing for a number past the end.
std::optional<std::string> debug_register_read(const Hart &hart, unsigned number);
/// The same of a thread that is not running; empty for what is not saved of it. The special
/// registers' tags are given as 0.
std::optional<std::string> debug_register_read(const Hart &hart, const SavedRegisters &saved,
                                               unsigned number);
/// Bytes of register `number`, which must exist.
size_t debug_register_size(const Hart &hart, unsigned number);
/// Writes a register. A capability written this way is untagged bits unless `mayForge`. False: no
/// such register, the wrong size, or read-only.
bool debug_register_write(Hart &hart, unsigned number, const std::string &bytes, bool mayForge);
/// target.xml.
std::string debug_target_description(const Hart &hart);

/// The capability register called `name` ("ca0", "c10", "pcc", "mtdc"); nothing when there is none.
std::optional<Capability> capability_by_name(const Hart &hart, std::string_view name);
/// Names of all capability registers, in the order of their tag bits.
std::vector<std::string> capability_names();

} // namespace griotte::machine
