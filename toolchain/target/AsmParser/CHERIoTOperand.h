//===-- CHERIoTOperand.h - A parsed operand ---------------------*- C++ -*-===//

#ifndef GRIOTTE_TOOLCHAIN_TARGET_ASMPARSER_CHERIOTOPERAND_H
#define GRIOTTE_TOOLCHAIN_TARGET_ASMPARSER_CHERIOTOPERAND_H

#include "MCTargetDesc/CHERIoTBaseInfo.h"
#include "MCTargetDesc/CHERIoTMCTargetDesc.h"
#include "llvm/MC/MCAsmInfo.h"
#include "llvm/MC/MCExpr.h"
#include "llvm/MC/MCInst.h"
#include "llvm/MC/MCParser/MCParsedAsmOperand.h"
#include "llvm/Support/Casting.h"
#include "llvm/Support/raw_ostream.h"

namespace llvm {

/// A token, a register, an immediate, or the name of a register that exists
/// only as the operand of a hint (x16 to x31).
class CHERIoTOperand : public MCParsedAsmOperand {
  enum class Kind { Token, Register, Immediate, HintRegister } K;
  SMLoc Start, End;
  StringRef Tok;
  MCRegister Reg;
  unsigned HintNumber = 0;
  const MCExpr *Expr = nullptr;

public:
  CHERIoTOperand(Kind K, SMLoc Start, SMLoc End)
      : K(K), Start(Start), End(End) {}

  static std::unique_ptr<CHERIoTOperand> createToken(StringRef Str, SMLoc S) {
    auto Op = std::make_unique<CHERIoTOperand>(Kind::Token, S, S);
    Op->Tok = Str;
    return Op;
  }
  static std::unique_ptr<CHERIoTOperand> createReg(MCRegister Reg, SMLoc S,
                                                   SMLoc E) {
    auto Op = std::make_unique<CHERIoTOperand>(Kind::Register, S, E);
    Op->Reg = Reg;
    return Op;
  }
  static std::unique_ptr<CHERIoTOperand> createImm(const MCExpr *Expr, SMLoc S,
                                                   SMLoc E) {
    auto Op = std::make_unique<CHERIoTOperand>(Kind::Immediate, S, E);
    Op->Expr = Expr;
    return Op;
  }
  static std::unique_ptr<CHERIoTOperand> createHintReg(unsigned Number, SMLoc S,
                                                       SMLoc E) {
    auto Op = std::make_unique<CHERIoTOperand>(Kind::HintRegister, S, E);
    Op->HintNumber = Number;
    return Op;
  }

  bool isToken() const override { return K == Kind::Token; }
  bool isReg() const override { return K == Kind::Register; }
  bool isImm() const override { return K == Kind::Immediate; }
  bool isMem() const override { return false; }
  bool isMissingRegister() const { return K == Kind::HintRegister; }
  SMLoc getStartLoc() const override { return Start; }
  SMLoc getEndLoc() const override { return End; }
  StringRef getToken() const { return Tok; }
  MCRegister getReg() const override { return Reg; }
  void setReg(MCRegister NewReg) { Reg = NewReg; }
  const MCExpr *getImm() const { return Expr; }

  std::optional<int64_t> getConstant() const {
    int64_t Value;
    if (!isImm() || getSpecifier() != CHERIoT::S_None ||
        !Expr->evaluateAsAbsolute(Value))
      return std::nullopt;
    // Numbers are 32 bits wide: 0xfffffff0 is -16.
    return isUInt<32>(Value) ? SignExtend64<32>(Value) : Value;
  }

  CHERIoT::Specifier getSpecifier() const {
    const auto *E = dyn_cast_or_null<MCSpecifierExpr>(Expr);
    return E ? static_cast<CHERIoT::Specifier>(E->getSpecifier())
             : CHERIoT::S_None;
  }

  // Predicates, named by the operand records.
  template <unsigned Width, bool IsSigned, unsigned Divisor, bool IsNonZero>
  bool isScaledImm() const {
    auto V = getConstant();
    return V && isScaledImmediate<Width, IsSigned, Divisor, IsNonZero>(*V);
  }
  template <unsigned Width> bool isUImm() const {
    return isScaledImm<Width, false, 1, false>();
  }
  bool isSImm12() const {
    switch (getSpecifier()) {
    case CHERIoT::S_LO:
    case CHERIoT::S_COMPARTMENT_LO_I:
    case CHERIoT::S_COMPARTMENT_LO_S:
      return true;
    default:
      return isScaledImm<12, true, 1, false>();
    }
  }
  /// The length operand of csetbounds.
  bool isUImm12Size() const {
    return getSpecifier() == CHERIoT::S_COMPARTMENT_SIZE || isUImm<12>();
  }
  bool isUImm20LUI() const {
    return getSpecifier() == CHERIoT::S_HI || isUImm<20>();
  }
  bool isUImm20AUI() const {
    return getSpecifier() == CHERIoT::S_COMPARTMENT_HI ||
           getSpecifier() == CHERIoT::S_COMPARTMENT_DATA_HI || isUImm<20>();
  }
  bool isDataHi() const {
    return getSpecifier() == CHERIoT::S_COMPARTMENT_DATA_HI;
  }
  bool isCLUIImm() const {
    auto V = getConstant();
    return V && *V != 0 && (isUInt<5>(*V) || (*V >= 0xfffe0 && *V <= 0xfffff));
  }
  bool isImm32() const {
    auto V = getConstant();
    return V && isInt<32>(*V);
  }
  bool isBareSymbol() const {
    return isImm() && getSpecifier() == CHERIoT::S_None && !getConstant();
  }
  template <unsigned Width> bool isBranchTarget() const {
    return isBareSymbol() || isScaledImm<Width, true, 2, false>();
  }
  template <bool IsNonZero> bool isHintRegister() const {
    if (K == Kind::HintRegister)
      return true;
    return isReg() && Reg >= CHERIoT::X0 && Reg <= CHERIoT::X15 &&
           !(IsNonZero && Reg == CHERIoT::X0);
  }

  // Renderers.
  void addRegOperands(MCInst &Inst, unsigned) const {
    Inst.addOperand(MCOperand::createReg(Reg));
  }
  void addImmOperands(MCInst &Inst, unsigned) const {
    if (auto V = getConstant())
      Inst.addOperand(MCOperand::createImm(*V));
    else
      Inst.addOperand(MCOperand::createExpr(Expr));
  }
  void addHintRegisterOperands(MCInst &Inst, unsigned) const {
    Inst.addOperand(
        MCOperand::createImm(isReg() ? Reg - CHERIoT::X0 : HintNumber));
  }

  void print(raw_ostream &OS, const MCAsmInfo &MAI) const override {
    switch (K) {
    case Kind::Token:
      OS << "'" << Tok << "'";
      break;
    case Kind::Register:
      OS << "<register " << Reg.id() << ">";
      break;
    case Kind::Immediate:
      MAI.printExpr(OS, *Expr);
      break;
    case Kind::HintRegister:
      OS << "<x" << HintNumber << ">";
      break;
    }
  }
};

} // namespace llvm

#endif
