// Listings of object files, as llvm-objdump prints them. No LLVM here.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

#include "isa/instruction.h"

namespace griotte::toolchain {

struct ListingOptions {
  isa::Mode mode = isa::Mode::Cheriot;
  /// Only this section; empty for all that hold instructions.
  std::string section;
  /// Source lines between the instructions, where there is line information.
  /// LLVM's reader of line information can crash on damaged data: a caller that
  /// does not trust the file lists it in a process of its own.
  bool hasSource = false;
  /// Relocations below the instructions they apply to.
  bool hasRelocations = false;
};

/// Lists a 32-bit RISC-V ELF file. `name` is for the heading and for errors;
/// the bytes may be anything at all.
std::expected<std::string, std::string>
listing_make(std::string_view file, std::string_view name,
             const ListingOptions &options);

/// Lists instructions written as hexadecimal numbers, four or eight digits
/// each, from address `base`.
std::expected<std::string, std::string>
listing_make_of_words(std::string_view words, uint32_t base, isa::Mode mode);

} // namespace griotte::toolchain
