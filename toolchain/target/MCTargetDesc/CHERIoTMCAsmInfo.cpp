//===-- CHERIoTMCAsmInfo.cpp - Assembly language properties ---------------===//

#include "MCTargetDesc/CHERIoTMCAsmInfo.h"
#include "MCTargetDesc/CHERIoTBaseInfo.h"
#include "llvm/MC/MCExpr.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

namespace {
struct NamedSpecifier {
  const char *Name;
  CHERIoT::Specifier Value;
};
// The first name of each is the one printed.
constexpr NamedSpecifier Specifiers[] = {
    {"hi", CHERIoT::S_HI},
    {"lo", CHERIoT::S_LO},
    {"cheriot_compartment_hi", CHERIoT::S_COMPARTMENT_HI},
    {"cheriot_compartment_code_hi", CHERIoT::S_COMPARTMENT_HI},
    {"cheriot_compartment_data_hi", CHERIoT::S_COMPARTMENT_DATA_HI},
    {"cheriot_compartment_lo_i", CHERIoT::S_COMPARTMENT_LO_I},
    {"cheriot_compartment_lo_s", CHERIoT::S_COMPARTMENT_LO_S},
    {"cheriot_compartment_size", CHERIoT::S_COMPARTMENT_SIZE},
    {"chericap", CHERIoT::S_CAPABILITY},
};
} // namespace

std::optional<CHERIoT::Specifier> CHERIoT::parseSpecifierName(StringRef Name) {
  for (const NamedSpecifier &S : Specifiers)
    if (Name == S.Name)
      return S.Value;
  return std::nullopt;
}

StringRef CHERIoT::getSpecifierName(Specifier Value) {
  for (const NamedSpecifier &S : Specifiers)
    if (Value == S.Value)
      return S.Name;
  return {};
}

CHERIoTMCAsmInfo::CHERIoTMCAsmInfo() {
  IsLittleEndian = true;
  CodePointerSize = 4;
  CalleeSaveStackSlotSize = 8;
  CommentString = "#";
  AlignmentIsInBytes = false;
  SupportsDebugInformation = true;
  ExceptionsType = ExceptionHandling::None;
  // With -g, so that debuggers and fault reports find callers' frames.
  UsesCFIWithoutEH = true;
  Data16bitsDirective = "\t.half\t";
  Data32bitsDirective = "\t.word\t";
}

void CHERIoTMCAsmInfo::printSpecifierExpr(raw_ostream &OS,
                                          const MCSpecifierExpr &Expr) const {
  StringRef Name = CHERIoT::getSpecifierName(
      static_cast<CHERIoT::Specifier>(Expr.getSpecifier()));
  if (Name.empty()) {
    printExpr(OS, *Expr.getSubExpr());
    return;
  }
  OS << '%' << Name << '(';
  printExpr(OS, *Expr.getSubExpr());
  OS << ')';
}
