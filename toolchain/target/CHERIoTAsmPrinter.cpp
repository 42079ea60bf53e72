//===-- CHERIoTAsmPrinter.cpp - Machine code as MC instructions -----------===//

#include "CHERIoTDomain.h"
#include "CHERIoTDomainEmitter.h"
#include "CHERIoTSubtarget.h"
#include "MCTargetDesc/CHERIoTBaseInfo.h"
#include "MCTargetDesc/CHERIoTInstPrinter.h"
#include "MCTargetDesc/CHERIoTMCTargetDesc.h"
#include "TargetInfo/CHERIoTTargetInfo.h"
#include "llvm/CodeGen/AsmPrinter.h"
#include "llvm/CodeGen/MachineConstantPool.h"
#include "llvm/CodeGen/MachineFunction.h"
#include "llvm/CodeGen/MachineInstr.h"
#include "llvm/IR/DiagnosticInfo.h"
#include "llvm/IR/Module.h"
#include "llvm/MC/MCContext.h"
#include "llvm/MC/MCExpr.h"
#include "llvm/MC/MCInst.h"
#include "llvm/MC/MCInstBuilder.h"
#include "llvm/MC/MCStreamer.h"
#include "llvm/MC/TargetRegistry.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

namespace {

class CHERIoTAsmPrinter : public AsmPrinter {
public:
  static char ID;
  CHERIoTAsmPrinter(TargetMachine &TM, std::unique_ptr<MCStreamer> Streamer)
      : AsmPrinter(TM, std::move(Streamer), ID), Domain(*this) {}
  StringRef getPassName() const override { return "CHERIoT assembly printer"; }

  void emitStartOfAsmFile(Module &M) override { Domain.begin(M); }
  void emitFunctionBodyEnd() override { Domain.recordFunction(*MF); }
  void emitEndOfAsmFile(Module &M) override { Domain.finish(); }
  void emitInstruction(const MachineInstr *MI) override;
  bool PrintAsmOperand(const MachineInstr *MI, unsigned OpNo,
                       const char *ExtraCode, raw_ostream &OS) override;
  bool PrintAsmMemoryOperand(const MachineInstr *MI, unsigned OpNo,
                             const char *ExtraCode, raw_ostream &OS) override;
  const MCExpr *lowerConstant(const Constant *CV, const Constant *BaseCV,
                              uint64_t Offset) override;
  void emitGlobalVariable(const GlobalVariable *GV) override;
  void emitGlobalAlias(const Module &M, const GlobalAlias &GA) override;

private:
  // Generated.
  bool lowerPseudoInstExpansion(const MachineInstr *MI, MCInst &Inst);
  bool lowerOperand(const MachineOperand &Operand, MCOperand &Lowered) const;

  void emit(MCInst Inst);
  void emitAddress(const MachineInstr &MI);
  void emitJump(const MachineInstr &MI, MCRegister Link);
  MCSymbol *symbolOf(const MachineOperand &Operand) const;
  MCSymbol *importOf(const MachineOperand &Operand);
  MCSymbol *labelOfUpperPart();

  CHERIoT::DomainEmitter Domain;
  /// How deep inside a constant lowerConstant is: a pointer within an
  /// expression is an address, only the whole is a capability.
  unsigned ConstantDepth = 0;
};

} // namespace

char CHERIoTAsmPrinter::ID = 0;

#include "CHERIoTGenMCPseudoLowering.inc"

void CHERIoTAsmPrinter::emit(MCInst Inst) {
  MCInst Compressed;
  if (CHERIoTRVC::compress(Compressed, Inst, getSubtargetInfo()))
    Inst = Compressed;
  EmitToStreamer(*OutStreamer, Inst);
}

//===-- Operands ----------------------------------------------------------===//

MCSymbol *CHERIoTAsmPrinter::symbolOf(const MachineOperand &Operand) const {
  switch (Operand.getType()) {
  case MachineOperand::MO_GlobalAddress:
    return getSymbol(Operand.getGlobal());
  case MachineOperand::MO_ExternalSymbol:
    return GetExternalSymbolSymbol(Operand.getSymbolName());
  case MachineOperand::MO_BlockAddress:
    return GetBlockAddressSymbol(Operand.getBlockAddress());
  case MachineOperand::MO_JumpTableIndex:
    return GetJTISymbol(Operand.getIndex());
  case MachineOperand::MO_ConstantPoolIndex:
    return GetCPISymbol(Operand.getIndex());
  case MachineOperand::MO_MachineBasicBlock:
    return Operand.getMBB()->getSymbol();
  default:
    llvm_unreachable("not a symbol");
  }
}

MCSymbol *CHERIoTAsmPrinter::importOf(const MachineOperand &Operand) {
  if (Operand.getTargetFlags() == CHERIoT::MO_SwitcherImport)
    return Domain.getSwitcherImport();
  if (Operand.isGlobal())
    return Domain.getImport(*Operand.getGlobal());
  return Domain.getRuntimeImport(Operand.getSymbolName());
}

bool CHERIoTAsmPrinter::lowerOperand(const MachineOperand &Operand,
                                     MCOperand &Lowered) const {
  switch (Operand.getType()) {
  case MachineOperand::MO_Register:
    if (Operand.isImplicit())
      return false;
    Lowered = MCOperand::createReg(Operand.getReg());
    return true;
  case MachineOperand::MO_Immediate:
    Lowered = MCOperand::createImm(Operand.getImm());
    return true;
  case MachineOperand::MO_RegisterMask:
    return false;
  default:
    Lowered = MCOperand::createExpr(
        MCSymbolRefExpr::create(symbolOf(Operand), OutContext));
    return true;
  }
}

//===-- Instructions ------------------------------------------------------===//

MCSymbol *CHERIoTAsmPrinter::labelOfUpperPart() {
  MCSymbol *Label = OutContext.createTempSymbol("hi");
  OutStreamer->emitLabel(Label);
  return Label;
}

// docs/reference/abi.md, "Sections and relocations". Which of auipcc and auicgp
// it is the linker decides; what is written is the likelier.
void CHERIoTAsmPrinter::emitAddress(const MachineInstr &MI) {
  MCRegister Dest = MI.getOperand(0).getReg();
  const MachineOperand &Operand = MI.getOperand(1);
  bool IsImport = Operand.getTargetFlags() != CHERIoT::MO_None;
  MCSymbol *Symbol = IsImport ? importOf(Operand) : symbolOf(Operand);
  bool IsData = false;
  if (Operand.isGlobal())
    if (const auto *Variable = dyn_cast_or_null<GlobalVariable>(
            Operand.getGlobal()->getAliaseeObject()))
      IsData = !Variable->isConstant();
  auto Part = [&](MCSymbol *Of, CHERIoT::Specifier S) {
    return MCSpecifierExpr::create(MCSymbolRefExpr::create(Of, OutContext), S,
                                   OutContext);
  };
  MCSymbol *Label = labelOfUpperPart();
  emit(MCInstBuilder(IsData ? CHERIoT::AUICGP : CHERIoT::AUIPCC)
           .addReg(Dest)
           .addExpr(Part(Symbol, CHERIoT::S_COMPARTMENT_HI)));
  if (MI.getOpcode() == CHERIoT::PseudoPooledAddress) {
    emit(MCInstBuilder(CHERIoT::CLC)
             .addReg(Dest)
             .addReg(Dest)
             .addExpr(Part(Label, CHERIoT::S_COMPARTMENT_LO_I)));
    return;
  }
  emit(MCInstBuilder(CHERIoT::CIncAddrImm)
           .addReg(Dest)
           .addReg(Dest)
           .addExpr(Part(Label, CHERIoT::S_COMPARTMENT_LO_I)));
  if (MI.getOpcode() == CHERIoT::PseudoBoundedAddress)
    emit(MCInstBuilder(CHERIoT::CSetBoundsImm)
             .addReg(Dest)
             .addReg(Dest)
             .addExpr(Part(Symbol, CHERIoT::S_COMPARTMENT_SIZE)));
}

void CHERIoTAsmPrinter::emitJump(const MachineInstr &MI, MCRegister Link) {
  emit(MCInstBuilder(CHERIoT::CJAL)
           .addReg(Link)
           .addExpr(MCSymbolRefExpr::create(symbolOf(MI.getOperand(0)),
                                            OutContext)));
}

void CHERIoTAsmPrinter::emitInstruction(const MachineInstr *MI) {
  MCInst Inst;
  if (lowerPseudoInstExpansion(MI, Inst))
    return emit(std::move(Inst));
  switch (MI->getOpcode()) {
  case CHERIoT::PseudoAddress:
  case CHERIoT::PseudoBoundedAddress:
  case CHERIoT::PseudoPooledAddress:
    return emitAddress(*MI);
  case CHERIoT::PseudoCALL:
    return emitJump(*MI, CHERIoT::C1);
  case CHERIoT::PseudoTAIL:
    return emitJump(*MI, CHERIoT::C0);
  default:
    break;
  }
  Inst.setOpcode(MI->getOpcode());
  for (const MachineOperand &Operand : MI->operands()) {
    MCOperand Lowered;
    if (lowerOperand(Operand, Lowered))
      Inst.addOperand(Lowered);
  }
  emit(std::move(Inst));
}

//===-- Inline assembly ---------------------------------------------------===//

bool CHERIoTAsmPrinter::PrintAsmOperand(const MachineInstr *MI, unsigned OpNo,
                                        const char *ExtraCode,
                                        raw_ostream &OS) {
  const MachineOperand &Operand = MI->getOperand(OpNo);
  // %z0: an operand or, when it is zero, the zero register.
  if (ExtraCode && ExtraCode[0] == 'z' && ExtraCode[1] == '\0' &&
      Operand.isImm() && Operand.getImm() == 0) {
    OS << CHERIoTInstPrinter::getRegisterName(CHERIoT::X0);
    return false;
  }
  if (ExtraCode && ExtraCode[0] != '\0' &&
      !(ExtraCode[0] == 'z' && ExtraCode[1] == '\0'))
    return AsmPrinter::PrintAsmOperand(MI, OpNo, ExtraCode, OS);
  switch (Operand.getType()) {
  case MachineOperand::MO_Register:
    OS << CHERIoTInstPrinter::getRegisterName(Operand.getReg());
    return false;
  case MachineOperand::MO_Immediate:
    OS << Operand.getImm();
    return false;
  case MachineOperand::MO_GlobalAddress:
  case MachineOperand::MO_BlockAddress:
  case MachineOperand::MO_ExternalSymbol:
    symbolOf(Operand)->print(OS, MAI);
    return false;
  default:
    return true;
  }
}

bool CHERIoTAsmPrinter::PrintAsmMemoryOperand(const MachineInstr *MI,
                                              unsigned OpNo,
                                              const char *ExtraCode,
                                              raw_ostream &OS) {
  if (ExtraCode && ExtraCode[0] != '\0')
    return AsmPrinter::PrintAsmMemoryOperand(MI, OpNo, ExtraCode, OS);
  const MachineOperand &Base = MI->getOperand(OpNo);
  const MachineOperand &Offset = MI->getOperand(OpNo + 1);
  if (!Base.isReg() || !Offset.isImm())
    return true;
  OS << Offset.getImm() << '('
     << CHERIoTInstPrinter::getRegisterName(Base.getReg()) << ')';
  return false;
}

//===-- Data --------------------------------------------------------------===//

// A pointer in an initialiser is a capability that start-up code writes, to a
// function that has an export, what imports of it hold.
const MCExpr *CHERIoTAsmPrinter::lowerConstant(const Constant *CV,
                                               const Constant *BaseCV,
                                               uint64_t Offset) {
  if (const auto *GV = dyn_cast<GlobalValue>(CV);
      GV && ConstantDepth == 0 &&
      CHERIoT::getKind(*GV) != CHERIoT::FunctionKind::Plain)
    return MCSpecifierExpr::create(
        MCSymbolRefExpr::create(Domain.getExport(*GV), OutContext),
        CHERIoT::S_CAPABILITY, OutContext);
  ++ConstantDepth;
  const MCExpr *Expr = AsmPrinter::lowerConstant(CV, BaseCV, Offset);
  --ConstantDepth;
  if (ConstantDepth != 0 || !CV->getType()->isPointerTy() ||
      isa<MCConstantExpr>(Expr))
    return Expr;
  return MCSpecifierExpr::create(Expr, CHERIoT::S_CAPABILITY, OutContext);
}

// A symbol's value is an address, not a capability. An alias has the size of
// what it is an alias of, unless that is only the rest of an object.
void CHERIoTAsmPrinter::emitGlobalAlias(const Module &M,
                                        const GlobalAlias &GA) {
  ++ConstantDepth;
  AsmPrinter::emitGlobalAlias(M, GA);
  --ConstantDepth;
  const DataLayout &DL = M.getDataLayout();
  const auto *Object = dyn_cast_or_null<GlobalVariable>(GA.getAliaseeObject());
  APInt Offset(DL.getIndexTypeSizeInBits(GA.getType()), 0);
  if (!Object ||
      GA.getAliasee()->stripAndAccumulateConstantOffsets(
          DL, Offset, /*AllowNonInbounds=*/true) != Object ||
      Offset.isZero())
    return;
  uint64_t Size = DL.getTypeAllocSize(Object->getValueType());
  OutStreamer->emitELFSize(
      getSymbol(&GA),
      MCConstantExpr::create(Size - std::min(Size, Offset.getZExtValue()),
                             OutContext));
}

void CHERIoTAsmPrinter::emitGlobalVariable(const GlobalVariable *GV) {
  if (GV->isThreadLocal())
    GV->getContext().emitError(
        "'" + Twine(GV->getName()) +
        "' is thread_local, which CHERIoT does not have: keep per-thread "
        "state on the thread's stack");
  AsmPrinter::emitGlobalVariable(GV);
}

void initializeCHERIoTAsmPrinter() {
  RegisterAsmPrinter<CHERIoTAsmPrinter> Registered(getTheCHERIoTTarget());
}
