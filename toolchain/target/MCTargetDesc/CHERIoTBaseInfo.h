//===-- CHERIoTBaseInfo.h - What all MC layers share ------------*- C++ -*-===//
//
// Immediates, relocation specifiers and fixups.
//
//===----------------------------------------------------------------------===//

#ifndef GRIOTTE_TOOLCHAIN_TARGET_MCTARGETDESC_CHERIOTBASEINFO_H
#define GRIOTTE_TOOLCHAIN_TARGET_MCTARGETDESC_CHERIOTBASEINFO_H

#include "llvm/ADT/StringRef.h"
#include "llvm/MC/MCFixup.h"
#include <cstdint>
#include <optional>

namespace llvm {

/// Does \p Value fit an immediate field of \p Width bits (those below the
/// divisor included), as its operand record says?
template <unsigned Width, bool IsSigned, unsigned Divisor, bool IsNonZero>
constexpr bool isScaledImmediate(int64_t Value) {
  constexpr int64_t Span = int64_t(1) << Width;
  constexpr int64_t Low = IsSigned ? -(Span / 2) : 0;
  if (IsNonZero && Value == 0)
    return false;
  return Value >= Low && Value < Low + Span && Value % int64_t(Divisor) == 0;
}

namespace CHERIoT {

/// Relocations of the CHERIoT ABI (architecture document, "Relocations") and
/// of CHERI-RISC-V that stock LLVM has no names for.
enum Relocation : uint16_t {
  R_CHERI_CAPABILITY = 193,
  R_CHERIOT_COMPARTMENT_HI = 220,
  R_CHERIOT_COMPARTMENT_LO_I = 221,
  R_CHERIOT_COMPARTMENT_LO_S = 222,
  R_CHERIOT_COMPARTMENT_SIZE = 223,
  R_CHERIOT_COMPARTMENT_CGP_HI = 225,
};

/// The %name(...) around a symbol.
enum Specifier : uint8_t {
  S_None,
  S_HI,
  S_LO,
  S_COMPARTMENT_HI,
  S_COMPARTMENT_DATA_HI,
  S_COMPARTMENT_LO_I,
  S_COMPARTMENT_LO_S,
  S_COMPARTMENT_SIZE,
  /// A capability as data: .chericap x, or .quad %chericap(x).
  S_CAPABILITY,
};

std::optional<Specifier> parseSpecifierName(StringRef Name);
StringRef getSpecifierName(Specifier S);

enum Fixups : uint16_t {
  fixup_hi20 = FirstTargetFixupKind,
  fixup_lo12_i,
  fixup_lo12_s,
  fixup_branch,
  fixup_jal,
  fixup_rvc_branch,
  fixup_rvc_jump,
  LastFixup,
};

} // namespace CHERIoT
} // namespace llvm

#endif
