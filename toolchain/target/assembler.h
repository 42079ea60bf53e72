// Assembling and disassembling in memory. No LLVM here: for the command line,
// the linker and tests.
//
// The text is the official toolchain's assembly language in Cheriot mode; in
// the RV32 modes it is plain RISC-V, done by LLVM's own target.
#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "isa/instruction.h"

namespace griotte::toolchain {

struct AssemblerOptions {
  enum class Output {
    /// An ELF relocatable object.
    Object,
    /// The same statements, pseudo-instructions expanded, as text.
    Text,
    /// Text with each instruction's bytes and fixups in a comment.
    TextWithEncoding,
  };

  /// What diagnostics and line information call the source.
  std::string name = "<input>";
  isa::Mode mode = isa::Mode::Cheriot;
  Output output = Output::Object;
  /// Let the linker shorten the code: what it may delete is marked, and what
  /// depends on the distance in between is left to it. As `.option relax` at
  /// the top; Cheriot mode only.
  bool hasRelaxation = false;
  /// DWARF line information for the source itself (as -g).
  bool hasDebugInfo = false;
  /// The directory that information says the source was assembled in; empty for
  /// the one it really was. Something fixed makes the object the same anywhere.
  std::string compilationDirectory;
  /// Beginnings of paths in that information, and what takes their place: of
  /// several that fit, the last (-ffile-prefix-map).
  std::vector<std::pair<std::string, std::string>> debugPrefixes;
  /// Where .include and .incbin look.
  std::vector<std::string> includeDirectories;
  /// Absolute symbols defined beforehand.
  std::vector<std::pair<std::string, int64_t>> symbols;
};

struct Assembled {
  /// The object or the text.
  std::string contents;
  /// Warnings as a person reads them, with file, line and caret. Often empty.
  std::string diagnostics;
};

/// Assembles one file. The error is every diagnostic, errors and warnings,
/// ready to print.
std::expected<Assembled, std::string> assemble(std::string_view source,
                                               const AssemblerOptions &options);

/// LLVM's disassembler of one mode. Making one is slow, using it is quick. Not
/// for two threads at once.
class Disassembler {
public:
  explicit Disassembler(isa::Mode mode);
  ~Disassembler();
  Disassembler(const Disassembler &) = delete;
  Disassembler &operator=(const Disassembler &) = delete;

  /// Writes the instruction in the low bits of `word` into `text` as
  /// isa::disassemble() does;
  /// "<unknown>" when it is none. Returns whether it is one.
  bool disassemble(uint32_t word, uint32_t pc, std::string &text);

private:
  struct State;
  std::unique_ptr<State> state;
};

} // namespace griotte::toolchain
