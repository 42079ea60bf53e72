//===-- CHERIoTInstPrinter.cpp - Instructions as text ---------------------===//

#include "MCTargetDesc/CHERIoTInstPrinter.h"
#include "MCTargetDesc/CHERIoTBaseInfo.h"
#include "MCTargetDesc/CHERIoTMCTargetDesc.h"
#include "isa/instruction.h"
#include "llvm/MC/MCAsmInfo.h"
#include "llvm/MC/MCExpr.h"
#include "llvm/MC/MCInst.h"
#include "llvm/MC/MCSubtargetInfo.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

#define PRINT_ALIAS_INSTR
#include "CHERIoTGenAsmWriter.inc"

void CHERIoTInstPrinter::printInst(const MCInst *MI, uint64_t Address,
                                   StringRef Annot, const MCSubtargetInfo &STI,
                                   raw_ostream &O) {
  MCInst Uncompressed;
  const MCInst *Shown = MI;
  if (CHERIoTRVC::uncompress(Uncompressed, *MI, STI))
    Shown = &Uncompressed;
  if (!printAliasInstr(Shown, Address, STI, O))
    printInstruction(Shown, Address, STI, O);
  printAnnotation(O, Annot);
}

void CHERIoTInstPrinter::printRegName(raw_ostream &O, MCRegister Reg) {
  markup(O, Markup::Register) << getRegisterName(Reg);
}

void CHERIoTInstPrinter::printOperand(const MCInst *MI, unsigned OpNo,
                                      const MCSubtargetInfo &, raw_ostream &O) {
  const MCOperand &MO = MI->getOperand(OpNo);
  if (MO.isReg())
    printRegName(O, MO.getReg());
  else if (MO.isImm())
    markup(O, Markup::Immediate) << formatImm(MO.getImm());
  else
    MAI.printExpr(O, *MO.getExpr());
}

void CHERIoTInstPrinter::printBranchOperand(const MCInst *MI, uint64_t Address,
                                            unsigned OpNo,
                                            const MCSubtargetInfo &STI,
                                            raw_ostream &O) {
  const MCOperand &MO = MI->getOperand(OpNo);
  if (!MO.isImm() || !PrintBranchImmAsAddress) {
    printOperand(MI, OpNo, STI, O);
    return;
  }
  uint64_t Target = (Address + MO.getImm()) & 0xffffffff;
  markup(O, Markup::Target) << formatHex(Target);
}

static void printNameOrNumber(raw_ostream &O, std::string_view Name,
                              int64_t Number) {
  if (Name.empty())
    O << Number;
  else
    O << Name;
}

void CHERIoTInstPrinter::printCSRNumber(const MCInst *MI, unsigned OpNo,
                                        const MCSubtargetInfo &,
                                        raw_ostream &O) {
  int64_t Number = MI->getOperand(OpNo).getImm();
  printNameOrNumber(O, griotte::isa::csr_name(Number), Number);
}

void CHERIoTInstPrinter::printSCRNumber(const MCInst *MI, unsigned OpNo,
                                        const MCSubtargetInfo &,
                                        raw_ostream &O) {
  int64_t Number = MI->getOperand(OpNo).getImm();
  printNameOrNumber(O, griotte::isa::scr_name(Number), Number);
}

void CHERIoTInstPrinter::printFenceSet(const MCInst *MI, unsigned OpNo,
                                       const MCSubtargetInfo &,
                                       raw_ostream &O) {
  int64_t Set = MI->getOperand(OpNo).getImm();
  if (Set == 0) {
    O << '0';
    return;
  }
  constexpr StringLiteral Letters = "iorw";
  for (unsigned I = 0; I != Letters.size(); ++I)
    if (Set & (8 >> I))
      O << Letters[I];
}

void CHERIoTInstPrinter::printHintRegister(const MCInst *MI, unsigned OpNo,
                                           const MCSubtargetInfo &,
                                           raw_ostream &O) {
  int64_t Number = MI->getOperand(OpNo).getImm();
  if (Number < 16)
    printRegName(O, CHERIoT::X0 + Number);
  else
    O << 'x' << Number;
}
