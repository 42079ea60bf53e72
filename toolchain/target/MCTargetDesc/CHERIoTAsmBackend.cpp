//===-- CHERIoTAsmBackend.cpp - Fixups and relaxation ---------------------===//

#include "MCTargetDesc/CHERIoTBaseInfo.h"
#include "MCTargetDesc/CHERIoTMCTargetDesc.h"
#include "isa/instruction.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/ADT/Twine.h"
#include "llvm/BinaryFormat/Dwarf.h"
#include "llvm/BinaryFormat/ELF.h"
#include "llvm/MC/MCAsmBackend.h"
#include "llvm/MC/MCAssembler.h"
#include "llvm/MC/MCContext.h"
#include "llvm/MC/MCExpr.h"
#include "llvm/MC/MCInst.h"
#include "llvm/MC/MCInstBuilder.h"
#include "llvm/MC/MCObjectWriter.h"
#include "llvm/MC/MCSubtargetInfo.h"
#include "llvm/MC/MCSymbol.h"
#include "llvm/MC/MCValue.h"
#include "llvm/Support/Casting.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/LEB128.h"
#include "llvm/Support/MathExtras.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

namespace {

class CHERIoTAsmBackend : public MCAsmBackend {
public:
  CHERIoTAsmBackend() : MCAsmBackend(endianness::little) {}

  std::unique_ptr<MCObjectTargetWriter>
  createObjectTargetWriter() const override {
    return createCHERIoTELFObjectWriter();
  }

  std::optional<MCFixupKind> getFixupKind(StringRef Name) const override;
  MCFixupKindInfo getFixupKindInfo(MCFixupKind Kind) const override;
  void applyFixup(const MCFragment &F, const MCFixup &Fixup,
                  const MCValue &Target, uint8_t *Data, uint64_t Value,
                  bool IsResolved) override;

  bool mayNeedRelaxation(unsigned Opcode, ArrayRef<MCOperand> Operands,
                         const MCSubtargetInfo &STI) const override;
  bool fixupNeedsRelaxationAdvanced(const MCFragment &F, const MCFixup &Fixup,
                                    const MCValue &Target, uint64_t Value,
                                    bool Resolved) const override;
  void relaxInstruction(MCInst &Inst,
                        const MCSubtargetInfo &STI) const override;

  bool writeNopData(raw_ostream &OS, uint64_t Count,
                    const MCSubtargetInfo *STI) const override;

  bool relaxAlign(MCFragment &F, unsigned &Size) override;
  bool relaxDwarfLineAddr(MCFragment &F) const override;
  bool relaxDwarfCFA(MCFragment &F) const override;
  std::pair<bool, bool> relaxLEB128(MCFragment &F,
                                    int64_t &Value) const override;

private:
  bool isDistanceFixed(const MCFragment &F, const MCValue &Target);
  bool addDifference(const MCFragment &F, const MCFixup &Fixup,
                     const MCValue &Target);
  void applyToInstruction(unsigned Kind, uint8_t *Data, int32_t Value);
  void checkDistance(const MCFixup &Fixup, const MCValue &Target,
                     int64_t Distance);

  /// Stands for the place of a fixup in isDistanceFixed().
  MCSymbol *Here = nullptr;
};

} // namespace

MCAsmBackend *llvm::createCHERIoTAsmBackend(const Target &,
                                            const MCSubtargetInfo &,
                                            const MCRegisterInfo &,
                                            const MCTargetOptions &) {
  return new CHERIoTAsmBackend();
}

static constexpr MCFixupKind getRelocationKind(unsigned Type) {
  return MCFixupKind(FirstLiteralRelocationKind + Type);
}
static constexpr MCFixupKind RelaxKind = getRelocationKind(ELF::R_RISCV_RELAX);
static constexpr MCFixupKind AlignKind = getRelocationKind(ELF::R_RISCV_ALIGN);
static constexpr MCFixupKind AdvanceKind = getRelocationKind(ELF::R_RISCV_SET6);

//===-- Fixups ------------------------------------------------------------===//

std::optional<MCFixupKind>
CHERIoTAsmBackend::getFixupKind(StringRef Name) const {
  unsigned Type = StringSwitch<unsigned>(Name)
#define ELF_RELOC(NAME, ID) .Case(#NAME, ID)
#include "llvm/BinaryFormat/ELFRelocs/RISCV.def"
#undef ELF_RELOC
                      .Default(-1u);
  if (Type == -1u)
    return std::nullopt;
  return FirstLiteralRelocationKind + Type;
}

MCFixupKindInfo CHERIoTAsmBackend::getFixupKindInfo(MCFixupKind Kind) const {
  // Name, offset, bits, flags; in the order of CHERIoT::Fixups.
  static const MCFixupKindInfo Infos[] = {
      {"fixup_hi20", 12, 20, 0},    {"fixup_lo12_i", 20, 12, 0},
      {"fixup_lo12_s", 0, 32, 0},   {"fixup_branch", 0, 32, 0},
      {"fixup_jal", 12, 20, 0},     {"fixup_rvc_branch", 0, 16, 0},
      {"fixup_rvc_jump", 2, 11, 0},
  };
  static_assert(std::size(Infos) ==
                unsigned(CHERIoT::LastFixup) - unsigned(CHERIoT::fixup_hi20));
  if (mc::isRelocation(Kind))
    return {"relocation", 0, 0, 0};
  if (Kind < FirstTargetFixupKind)
    return MCAsmBackend::getFixupKindInfo(Kind);
  return Infos[Kind - FirstTargetFixupKind];
}

// How many bits of byte offset a branch or jump holds; 0 for other fixups.
static unsigned getReach(unsigned Kind) {
  switch (Kind) {
  case CHERIoT::fixup_branch:
    return 13;
  case CHERIoT::fixup_jal:
    return 21;
  case CHERIoT::fixup_rvc_branch:
    return 9;
  case CHERIoT::fixup_rvc_jump:
    return 12;
  default:
    return 0;
  }
}

void CHERIoTAsmBackend::checkDistance(const MCFixup &Fixup,
                                      const MCValue &Target, int64_t Distance) {
  unsigned Reach = getReach(Fixup.getKind());
  if (Reach == 0)
    return;
  std::string Name = "the target";
  if (const MCSymbol *Symbol = Target.getAddSym())
    if (!Symbol->isTemporary())
      Name = "'" + Symbol->getName().str() + "'";
  if (!isIntN(Reach, Distance))
    getContext().reportError(Fixup.getLoc(),
                             Twine(Name) + " is " + Twine(Distance) +
                                 " bytes away; this instruction reaches from " +
                                 Twine(minIntN(Reach)) + " to " +
                                 Twine(maxIntN(Reach) - 1));
  else if (Distance % 2 != 0)
    getContext().reportError(Fixup.getLoc(),
                             Twine(Name) + " is at an odd distance (" +
                                 Twine(Distance) +
                                 " bytes); instructions are 2-aligned");
}

// A difference the assembler cannot compute (symbols of two sections) is two
// relocations, adding the one and subtracting the other. A word's distance from
// a place in its own section has a relocation, which recordRelocation() finds.
bool CHERIoTAsmBackend::addDifference(const MCFragment &F, const MCFixup &Fixup,
                                      const MCValue &Target) {
  const MCSymbol &Sub = *Target.getSubSym();
  if (Fixup.getKind() == FK_Data_4 && Sub.isInSection() &&
      &Sub.getSection() == F.getParent() &&
      (!F.getParent()->isLinkerRelaxable() ||
       (Sub.getFragment() == &F && Sub.getOffset() == Fixup.getOffset())))
    return false;
  unsigned Add, Subtract;
  switch (Fixup.getKind()) {
  case FK_Data_1:
    Add = ELF::R_RISCV_ADD8, Subtract = ELF::R_RISCV_SUB8;
    break;
  case FK_Data_2:
    Add = ELF::R_RISCV_ADD16, Subtract = ELF::R_RISCV_SUB16;
    break;
  case FK_Data_4:
    Add = ELF::R_RISCV_ADD32, Subtract = ELF::R_RISCV_SUB32;
    break;
  case FK_Data_8:
    Add = ELF::R_RISCV_ADD64, Subtract = ELF::R_RISCV_SUB64;
    break;
  case FK_Data_leb128:
    Add = ELF::R_RISCV_SET_ULEB128, Subtract = ELF::R_RISCV_SUB_ULEB128;
    break;
  // The advance in a call frame instruction: its low six bits.
  case AdvanceKind:
    Add = ELF::R_RISCV_SET6, Subtract = ELF::R_RISCV_SUB6;
    break;
  default:
    return false;
  }
  uint64_t Ignored;
  MCValue Minuend =
      MCValue::get(Target.getAddSym(), nullptr, Target.getConstant());
  MCValue Subtrahend = MCValue::get(Target.getSubSym());
  auto Relocation = [&](unsigned Type) {
    return MCFixup::create(Fixup.getOffset(), Fixup.getValue(),
                           FirstLiteralRelocationKind + Type);
  };
  Asm->getWriter().recordRelocation(F, Relocation(Add), Minuend, Ignored);
  Asm->getWriter().recordRelocation(F, Relocation(Subtract), Subtrahend,
                                    Ignored);
  return true;
}

void CHERIoTAsmBackend::applyFixup(const MCFragment &F, const MCFixup &Fixup,
                                   const MCValue &Target, uint8_t *Data,
                                   uint64_t Value, bool IsResolved) {
  unsigned Kind = Fixup.getKind();
  if (mc::isRelocation(Kind))
    IsResolved = false;
  if (!IsResolved && Target.getAddSym() && Target.getSubSym() &&
      addDifference(F, Fixup, Target))
    return;
  if (Fixup.isLinkerRelaxable() ||
      (Fixup.isPCRel() && !isDistanceFixed(F, Target)))
    IsResolved = false;
  maybeAddReloc(F, Fixup, Target, Value, IsResolved);
  if (Fixup.isLinkerRelaxable() && Kind != AlignKind) {
    MCFixup Mark = MCFixup::create(Fixup.getOffset(), nullptr, RelaxKind);
    Asm->getWriter().recordRelocation(F, Mark, MCValue::get(nullptr), Value);
  }
  if (!IsResolved || mc::isRelocation(Kind))
    return;
  checkDistance(Fixup, Target, int64_t(Value));

  if (Kind < FirstTargetFixupKind) {
    unsigned Size = getFixupKindInfo(Kind).TargetSize / 8;
    for (unsigned I = 0; I != Size; ++I)
      Data[I] |= uint8_t(Value >> (8 * I));
    return;
  }
  applyToInstruction(Kind, Data, int32_t(Value));
}

// Where an instruction's immediate bits go is written in its record only.
void CHERIoTAsmBackend::applyToInstruction(unsigned Kind, uint8_t *Data,
                                           int32_t Value) {
  // The upper part is rounded so that adding the sign-extended lower part
  // gives the address.
  if (Kind == CHERIoT::fixup_hi20)
    Value = int32_t((uint32_t(Value) + 0x800) & ~uint32_t(0xfff));
  using griotte::isa::immediate_replace;
  constexpr auto Mode = griotte::isa::Mode::Cheriot;
  if (Kind == CHERIoT::fixup_rvc_branch || Kind == CHERIoT::fixup_rvc_jump)
    support::endian::write16le(
        Data, immediate_replace(support::endian::read16le(Data), Value, Mode));
  else
    support::endian::write32le(
        Data, immediate_replace(support::endian::read32le(Data), Value, Mode));
}

//===-- Relaxation --------------------------------------------------------===//

// Compressed branches and jumps become full ones; a full branch becomes the
// inverted branch around a jump.
static unsigned getRelaxedOpcode(unsigned Opcode) {
  switch (Opcode) {
  case CHERIoT::C_BEQZ:
    return CHERIoT::BEQ;
  case CHERIoT::C_BNEZ:
    return CHERIoT::BNE;
  case CHERIoT::C_J:
  case CHERIoT::C_CJAL:
    return CHERIoT::CJAL;
  case CHERIoT::BEQ:
    return CHERIoT::LongBEQ;
  case CHERIoT::BNE:
    return CHERIoT::LongBNE;
  case CHERIoT::BLT:
    return CHERIoT::LongBLT;
  case CHERIoT::BGE:
    return CHERIoT::LongBGE;
  case CHERIoT::BLTU:
    return CHERIoT::LongBLTU;
  case CHERIoT::BGEU:
    return CHERIoT::LongBGEU;
  default:
    return Opcode;
  }
}

bool CHERIoTAsmBackend::mayNeedRelaxation(unsigned Opcode,
                                          ArrayRef<MCOperand> Operands,
                                          const MCSubtargetInfo &) const {
  return getRelaxedOpcode(Opcode) != Opcode && Operands.back().isExpr();
}

bool CHERIoTAsmBackend::fixupNeedsRelaxationAdvanced(const MCFragment &,
                                                     const MCFixup &Fixup,
                                                     const MCValue &,
                                                     uint64_t Value,
                                                     bool Resolved) const {
  int64_t Distance = int64_t(Value);
  switch (Fixup.getKind()) {
  case CHERIoT::fixup_rvc_branch:
  case CHERIoT::fixup_rvc_jump:
    // Where the linker will put the target is not known: leave room.
    return !Resolved || !isIntN(getReach(Fixup.getKind()), Distance);
  case CHERIoT::fixup_branch:
    return Resolved && !isInt<13>(Distance);
  default:
    return false;
  }
}

void CHERIoTAsmBackend::relaxInstruction(MCInst &Inst,
                                         const MCSubtargetInfo &) const {
  MCInst Relaxed;
  Relaxed.setOpcode(getRelaxedOpcode(Inst.getOpcode()));
  Relaxed.setLoc(Inst.getLoc());
  switch (Inst.getOpcode()) {
  case CHERIoT::C_BEQZ:
  case CHERIoT::C_BNEZ:
    Relaxed.addOperand(Inst.getOperand(0));
    Relaxed.addOperand(MCOperand::createReg(CHERIoT::X0));
    Relaxed.addOperand(Inst.getOperand(1));
    break;
  case CHERIoT::C_J:
    Relaxed.addOperand(MCOperand::createReg(CHERIoT::C0));
    Relaxed.addOperand(Inst.getOperand(0));
    break;
  case CHERIoT::C_CJAL:
    Relaxed.addOperand(MCOperand::createReg(CHERIoT::C1));
    Relaxed.addOperand(Inst.getOperand(0));
    break;
  default:
    for (const MCOperand &Operand : Inst)
      Relaxed.addOperand(Operand);
    break;
  }
  Inst = std::move(Relaxed);
}

bool CHERIoTAsmBackend::writeNopData(raw_ostream &OS, uint64_t Count,
                                     const MCSubtargetInfo *STI) const {
  bool HasCompressed = STI && STI->hasFeature(CHERIoT::FeatureStdExtC);
  // What no instruction fits into can only be data.
  uint64_t Odd = Count % (HasCompressed ? 2 : 4);
  OS.write_zeros(Odd);
  Count -= Odd;
  if (Count % 4 == 2) {
    OS.write("\x01\0", 2); // c.nop
    Count -= 2;
  }
  for (; Count >= 4; Count -= 4)
    OS.write("\x13\0\0\0", 4); // nop
  return true;
}

//===-- What the linker may shorten ---------------------------------------===//

// Whether no instruction between here and the target can change its size any
// more. LLVM knows this of differences of symbols; so `here` is made one.
bool CHERIoTAsmBackend::isDistanceFixed(const MCFragment &F,
                                        const MCValue &Target) {
  const MCSymbol *Symbol = Target.getAddSym();
  if (!Symbol || !F.getParent()->isLinkerRelaxable())
    return true;
  if (!Here)
    Here = getContext().createTempSymbol();
  Here->setFragment(const_cast<MCFragment *>(&F));
  MCValue Distance;
  MCExpr::evaluateSymbolicAdd(Asm, false, MCValue::get(Symbol),
                              MCValue::get(nullptr, Here), Distance);
  return Distance.getSubSym() == nullptr;
}

// Behind a shrinking instruction nobody knows yet how much padding an
// alignment takes: room for the most, of which the linker keeps what it needs.
bool CHERIoTAsmBackend::relaxAlign(MCFragment &F, unsigned &Size) {
  MCSection &Section = *F.getParent();
  if (!Section.isLinkerRelaxable() ||
      F.getLayoutOrder() <= Section.firstLinkerRelaxable())
    return false;
  const MCSubtargetInfo *STI = F.getSubtargetInfo();
  unsigned Shortest = STI && STI->hasFeature(CHERIoT::FeatureStdExtC) ? 2 : 4;
  if (F.getAlignment().value() <= Shortest)
    return false;
  Size = unsigned(F.getAlignment().value()) - Shortest;
  F.setVarFixups({MCFixup::create(0, MCConstantExpr::create(Size, getContext()),
                                  AlignKind)});
  F.setLinkerRelaxable();
  return true;
}

// One row of the line table further, by a distance the linker fills in: the
// opcode with a plain number instead of the packed ones.
bool CHERIoTAsmBackend::relaxDwarfLineAddr(MCFragment &F) const {
  const MCExpr &Advance = F.getDwarfAddrDelta();
  int64_t Value;
  if (Advance.evaluateAsAbsolute(Value, *Asm))
    return false;
  if (!Advance.evaluateKnownAbsolute(Value, *Asm))
    return false;
  // Two bytes hold the distance; shrinking makes it no longer.
  constexpr int64_t LongestAdvance = 0xffff;
  // What LLVM calls the end of a sequence.
  bool IsEnd = F.getDwarfLineDelta() == INT64_MAX;
  SmallString<16> Bytes;
  raw_svector_ostream OS(Bytes);
  if (!IsEnd) {
    OS << char(dwarf::DW_LNS_advance_line);
    encodeSLEB128(F.getDwarfLineDelta(), OS);
  }
  MCFixup Fixup;
  if (Value <= LongestAdvance) {
    OS << char(dwarf::DW_LNS_fixed_advance_pc);
    Fixup = MCFixup::create(Bytes.size(), &Advance, FK_Data_2);
    OS.write_zeros(2);
  } else {
    const MCSymbol &Target =
        cast<MCSymbolRefExpr>(cast<MCBinaryExpr>(Advance).getLHS())
            ->getSymbol();
    OS << char(0) << char(5) << char(dwarf::DW_LNE_set_address);
    Fixup = MCFixup::create(Bytes.size(),
                            MCSymbolRefExpr::create(&Target, getContext()),
                            FK_Data_4);
    OS.write_zeros(4);
  }
  if (IsEnd)
    OS << char(0) << char(1) << char(dwarf::DW_LNE_end_sequence);
  else
    OS << char(dwarf::DW_LNS_copy);
  F.setVarContents(Bytes);
  F.setVarFixups({Fixup});
  return true;
}

// The same for call frame information.
bool CHERIoTAsmBackend::relaxDwarfCFA(MCFragment &F) const {
  const MCExpr &Advance = F.getDwarfAddrDelta();
  int64_t Value;
  if (Advance.evaluateAsAbsolute(Value, *Asm) ||
      !Advance.evaluateKnownAbsolute(Value, *Asm))
    return false;
  SmallString<8> Bytes;
  raw_svector_ostream OS(Bytes);
  MCFixup Fixup;
  if (Value == 0) {
    F.clearVarFixups();
  } else if (isUInt<6>(Value)) {
    OS << char(dwarf::DW_CFA_advance_loc);
    Fixup = MCFixup::create(0, &Advance, AdvanceKind);
  } else if (isUInt<8>(Value)) {
    OS << char(dwarf::DW_CFA_advance_loc1) << char(0);
    Fixup = MCFixup::create(1, &Advance, FK_Data_1);
  } else if (isUInt<16>(Value)) {
    OS << char(dwarf::DW_CFA_advance_loc2);
    OS.write_zeros(2);
    Fixup = MCFixup::create(1, &Advance, FK_Data_2);
  } else {
    OS << char(dwarf::DW_CFA_advance_loc4);
    OS.write_zeros(4);
    Fixup = MCFixup::create(1, &Advance, FK_Data_4);
  }
  F.setVarContents(Bytes);
  if (Value != 0)
    F.setVarFixups({Fixup});
  return true;
}

std::pair<bool, bool> CHERIoTAsmBackend::relaxLEB128(MCFragment &F,
                                                     int64_t &Value) const {
  if (F.isLEBSigned())
    return {false, false};
  const MCExpr &Number = F.getLEBValue();
  F.setVarFixups({MCFixup::create(0, &Number, FK_Data_leb128)});
  return {Number.evaluateKnownAbsolute(Value, *Asm), false};
}
