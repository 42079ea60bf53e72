// Instruction formats, and what an instruction record says beyond LLVM's fields.

def FeatureStdExtC : SubtargetFeature<"c", "HasStdExtC", "true", "Compressed instructions">;
def HasStdExtC : Predicate<"Subtarget->hasStdExtC()">,
                 AssemblerPredicate<(all_of FeatureStdExtC), "compressed instructions (.option rvc)">;

class CHERIoTInstruction<dag outs, dag ins, string mnemonic, string operands> : Instruction {
  let Namespace = "CHERIoT";
  let OutOperandList = outs;
  let InOperandList = ins;
  let AsmString = mnemonic # !if(!empty(operands), "", "\t" # operands);
  let hasSideEffects = 0;
  let mayLoad = 0;
  let mayStore = 0;

  // How plain RISC-V writes it, where that differs: for the machine's RV32 modes.
  string Rv32Mnemonic = mnemonic;
  string Rv32Operands = operands;
  // Exists only with capabilities, or only without.
  bit NeedsCapabilities = 0;
  bit NeedsNoCapabilities = 0;
  // The record that a compressed form of this one stands for where there are no capabilities.
  string Rv32Twin = NAME;
}

class Instruction32<dag outs, dag ins, string mnemonic, string operands>
    : CHERIoTInstruction<outs, ins, mnemonic, operands> {
  field bits<32> Inst;
  field bits<32> SoftFail = 0;
  let Size = 4;
  let DecoderNamespace = "CHERIoT";
}

class Instruction16<dag outs, dag ins, string mnemonic, string operands>
    : CHERIoTInstruction<outs, ins, mnemonic, operands> {
  field bits<16> Inst;
  field bits<16> SoftFail = 0;
  let Size = 2;
  let DecoderNamespace = "CHERIoT";
  let Predicates = [HasStdExtC];
  // An encoding set aside for hints: does nothing at all, not even write its register.
  bit IsHint = 0;
}

class RType<bits<7> funct7, bits<3> funct3, bits<7> opcode, dag outs, dag ins, string mnemonic,
            string operands = "$rd, $rs1, $rs2"> : Instruction32<outs, ins, mnemonic, operands> {
  bits<5> rd;
  bits<5> rs1;
  bits<5> rs2;
  let Inst = {funct7, rs2, rs1, funct3, rd, opcode};
}

class IType<bits<3> funct3, bits<7> opcode, dag outs, dag ins, string mnemonic,
            string operands = "$rd, $rs1, $imm"> : Instruction32<outs, ins, mnemonic, operands> {
  bits<5> rd;
  bits<5> rs1;
  bits<12> imm;
  let Inst = {imm, rs1, funct3, rd, opcode};
}

class ShiftType<bits<7> funct7, bits<3> funct3, dag outs, dag ins, string mnemonic>
    : Instruction32<outs, ins, mnemonic, "$rd, $rs1, $imm"> {
  bits<5> rd;
  bits<5> rs1;
  bits<5> imm;
  let Inst = {funct7, imm, rs1, funct3, rd, 0b0010011};
}

class SType<bits<3> funct3, bits<7> opcode, dag outs, dag ins, string mnemonic, string operands>
    : Instruction32<outs, ins, mnemonic, operands> {
  bits<5> rs1;
  bits<5> rs2;
  bits<12> imm;
  let Inst = {imm{11-5}, rs2, rs1, funct3, imm{4-0}, opcode};
}

class BType<bits<3> funct3, string mnemonic>
    : Instruction32<(outs), (ins GPR:$rs1, GPR:$rs2, simm13_branch:$imm), mnemonic,
                    "$rs1, $rs2, $imm"> {
  bits<5> rs1;
  bits<5> rs2;
  bits<13> imm;
  let Inst = {imm{12}, imm{10-5}, rs2, rs1, funct3, imm{4-1}, imm{11}, 0b1100011};
  let isBranch = 1;
  let isTerminator = 1;
}

class UType<bits<7> opcode, dag outs, dag ins, string mnemonic>
    : Instruction32<outs, ins, mnemonic, "$rd, $imm"> {
  bits<5> rd;
  bits<20> imm;
  let Inst = {imm, rd, opcode};
}

class JType<dag outs, string mnemonic>
    : Instruction32<outs, (ins simm21_jump:$imm), mnemonic, "$rd, $imm"> {
  bits<5> rd;
  bits<21> imm;
  let Inst = {imm{20}, imm{10-1}, imm{11}, imm{19-12}, rd, 0b1101111};
}

// No operands: every bit is fixed.
class FixedType<bits<32> encoding, string mnemonic> : Instruction32<(outs), (ins), mnemonic, ""> {
  let Inst = encoding;
  let hasSideEffects = 1;
}
