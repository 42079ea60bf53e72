//===-- CHERIoTDisassembler.cpp - Bytes to instructions -------------------===//

#include "MCTargetDesc/CHERIoTBaseInfo.h"
#include "MCTargetDesc/CHERIoTMCTargetDesc.h"
#include "TargetInfo/CHERIoTTargetInfo.h"
#include "llvm/MC/MCDecoder.h"
#include "llvm/MC/MCDecoderOps.h"
#include "llvm/MC/MCDisassembler/MCDisassembler.h"
#include "llvm/MC/MCInst.h"
#include "llvm/MC/MCInstrInfo.h"
#include "llvm/MC/MCSubtargetInfo.h"
#include "llvm/MC/TargetRegistry.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/MathExtras.h"

using namespace llvm;
using namespace llvm::MCD;

#define DEBUG_TYPE "cheriot-disassembler"

using DecodeStatus = MCDisassembler::DecodeStatus;

namespace {

class CHERIoTDisassembler : public MCDisassembler {
public:
  using MCDisassembler::MCDisassembler;

  DecodeStatus getInstruction(MCInst &Instr, uint64_t &Size,
                              ArrayRef<uint8_t> Bytes, uint64_t Address,
                              raw_ostream &CStream) const override;
};

} // namespace

//===-- Operands, called by generated code --------------------------------===//

static DecodeStatus decodeRegister(MCInst &Inst, unsigned First,
                                   unsigned Number) {
  if (Number >= 16)
    return MCDisassembler::Fail;
  Inst.addOperand(MCOperand::createReg(First + Number));
  return MCDisassembler::Success;
}

static DecodeStatus DecodeGPRRegisterClass(MCInst &Inst, uint32_t RegNo,
                                           uint64_t, const MCDisassembler *) {
  return decodeRegister(Inst, CHERIoT::X0, RegNo);
}

static DecodeStatus DecodeGPRNoX0RegisterClass(MCInst &Inst, uint32_t RegNo,
                                               uint64_t,
                                               const MCDisassembler *) {
  return RegNo == 0 ? MCDisassembler::Fail
                    : decodeRegister(Inst, CHERIoT::X0, RegNo);
}

static DecodeStatus DecodeGPRNoX0X2RegisterClass(MCInst &Inst, uint32_t RegNo,
                                                 uint64_t,
                                                 const MCDisassembler *) {
  return RegNo == 0 || RegNo == 2 ? MCDisassembler::Fail
                                  : decodeRegister(Inst, CHERIoT::X0, RegNo);
}

static DecodeStatus DecodeGPRCRegisterClass(MCInst &Inst, uint32_t RegNo,
                                            uint64_t, const MCDisassembler *) {
  return decodeRegister(Inst, CHERIoT::X8, RegNo);
}

static DecodeStatus DecodeGPCRRegisterClass(MCInst &Inst, uint32_t RegNo,
                                            uint64_t, const MCDisassembler *) {
  return decodeRegister(Inst, CHERIoT::C0, RegNo);
}

static DecodeStatus DecodeGPCRNoC0RegisterClass(MCInst &Inst, uint32_t RegNo,
                                                uint64_t,
                                                const MCDisassembler *) {
  return RegNo == 0 ? MCDisassembler::Fail
                    : decodeRegister(Inst, CHERIoT::C0, RegNo);
}

static DecodeStatus DecodeGPCRCRegisterClass(MCInst &Inst, uint32_t RegNo,
                                             uint64_t, const MCDisassembler *) {
  return decodeRegister(Inst, CHERIoT::C8, RegNo);
}

// The stack pointer of the forms that can name no other.
static DecodeStatus DecodeCSPRegisterClass(MCInst &Inst,
                                           const MCDisassembler *) {
  return decodeRegister(Inst, CHERIoT::C0, 2);
}

template <unsigned Width, bool IsSigned, bool IsNonZero>
static DecodeStatus decodeImm(MCInst &Inst, uint32_t Imm, int64_t,
                              const MCDisassembler *) {
  if (IsNonZero && Imm == 0)
    return MCDisassembler::Fail;
  Inst.addOperand(
      MCOperand::createImm(IsSigned ? SignExtend64<Width>(Imm) : Imm));
  return MCDisassembler::Success;
}

static DecodeStatus decodeCLUIImm(MCInst &Inst, uint32_t Imm, int64_t,
                                  const MCDisassembler *) {
  if (Imm == 0)
    return MCDisassembler::Fail;
  Inst.addOperand(MCOperand::createImm(SignExtend64<6>(Imm) & 0xfffff));
  return MCDisassembler::Success;
}

#include "CHERIoTGenDisassemblerTables.inc"

//===-- Instructions ------------------------------------------------------===//

DecodeStatus CHERIoTDisassembler::getInstruction(MCInst &Instr, uint64_t &Size,
                                                 ArrayRef<uint8_t> Bytes,
                                                 uint64_t Address,
                                                 raw_ostream &) const {
  Size = 0;
  if (Bytes.size() < 2)
    return Fail;
  uint32_t Insn = support::endian::read16le(Bytes.data());
  if ((Insn & 3) == 3) {
    if (Bytes.size() < 4)
      return Fail;
    Size = 4;
    Insn = support::endian::read32le(Bytes.data());
    return decodeInstruction(DecoderTableCHERIoT32, Instr, Insn, Address, this,
                             STI);
  }
  Size = 2;
  for (const uint8_t *Table : {DecoderTableCHERIoT16, DecoderTableCHERIoTHint16,
                               DecoderTableCHERIoTHintZero16}) {
    DecodeStatus Result =
        decodeInstruction(Table, Instr, Insn, Address, this, STI);
    if (Result != Fail)
      return Result;
    Instr.clear();
  }
  return Fail;
}

void initializeCHERIoTDisassembler() {
  TargetRegistry::RegisterMCDisassembler(
      getTheCHERIoTTarget(),
      [](const Target &, const MCSubtargetInfo &STI, MCContext &Ctx)
          -> MCDisassembler * { return new CHERIoTDisassembler(STI, Ctx); });
}
