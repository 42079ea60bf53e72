// C, with CHERIoT's own meaning of the floating-point slots and of the stack-pointer forms.
//
// Each record is an encoding; the CompressPat beside it says which full instruction it stands for.
// The assembler compresses by that relation, the disassembler and the machine's decoder expand by it.
// Sail riscv_insts_cext, riscv_insts_hints, cheri_insts_cext.

// Operands that compressed instructions tie together are written once in Inst.
class CRegister<bits<4> funct4, dag outs, dag ins, string mnemonic, string operands>
    : Instruction16<outs, ins, mnemonic, operands> {
  bits<5> rd;
  bits<5> rs2;
  let Inst = {funct4, rd, rs2, 0b10};
}

//===--- Quadrant 0 --------------------------------------------------------------------------===//

def C_UNIMP : Instruction16<(outs), (ins), "c.unimp", ""> {
  let Inst = 0;
  let hasSideEffects = 1;
}

def C_CIncAddr4CSPN : Instruction16<(outs GPCRC:$rd), (ins CSP:$rs1, uimm10_lsb00_nonzero:$imm),
                                    "c.cincoffset4cspn", "$rd, $rs1, $imm"> {
  bits<3> rd;
  bits<0> rs1;
  bits<10> imm;
  let Inst = {0b000, imm{5-4}, imm{9-6}, imm{2}, imm{3}, rd, 0b00};
}

class CLoad<RegisterClass destination, Operand immediate, string mnemonic>
    : Instruction16<(outs destination:$rd), (ins GPCRC:$rs1, immediate:$imm), mnemonic,
                    "$rd, ${imm}(${rs1})"> {
  bits<3> rd;
  bits<3> rs1;
  let mayLoad = 1;
}
class CStore<RegisterClass source, Operand immediate, string mnemonic>
    : Instruction16<(outs), (ins source:$rs2, GPCRC:$rs1, immediate:$imm), mnemonic,
                    "$rs2, ${imm}(${rs1})"> {
  bits<3> rs2;
  bits<3> rs1;
  let mayStore = 1;
}
def C_LW : CLoad<GPRC, uimm7_lsb00, "c.clw"> {
  bits<7> imm;
  let Inst = {0b010, imm{5-3}, rs1, imm{2}, imm{6}, rd, 0b00};
}
def C_CLC : CLoad<GPCRC, uimm8_lsb000, "c.clc"> {
  bits<8> imm;
  let Inst = {0b011, imm{5-3}, rs1, imm{7-6}, rd, 0b00};
  let NeedsCapabilities = 1;
}
def C_SW : CStore<GPRC, uimm7_lsb00, "c.csw"> {
  bits<7> imm;
  let Inst = {0b110, imm{5-3}, rs1, imm{2}, imm{6}, rs2, 0b00};
}
def C_CSC : CStore<GPCRC, uimm8_lsb000, "c.csc"> {
  bits<8> imm;
  let Inst = {0b111, imm{5-3}, rs1, imm{7-6}, rs2, 0b00};
  let NeedsCapabilities = 1;
}

//===--- Quadrant 1 --------------------------------------------------------------------------===//

def C_NOP : Instruction16<(outs), (ins), "c.nop", ""> {
  let Inst = 0b0000000000000001;
}

// rd is also the source: the constraint ties them.
class CImmediate<bits<3> funct3, bits<2> quadrant, dag outs, dag ins, string mnemonic,
                 string operands = "$rd, $imm">
    : Instruction16<outs, ins, mnemonic, operands> {
  bits<5> rd;
  bits<6> imm;
  let Inst = {funct3, imm{5}, rd, imm{4-0}, quadrant};
}
def C_ADDI : CImmediate<0b000, 0b01, (outs GPRNoX0:$rd),
                        (ins GPRNoX0:$rs1, simm6_nonzero:$imm), "c.addi"> {
  let Constraints = "$rd = $rs1";
}
def C_CJAL : Instruction16<(outs), (ins simm12_cjump:$imm), "c.cjal", "$imm"> {
  bits<12> imm;
  let Inst = {0b001, imm{11}, imm{4}, imm{9-8}, imm{10}, imm{6}, imm{7}, imm{3-1}, imm{5}, 0b01};
  let isCall = 1;
  let Defs = [C1];
}
def C_LI : CImmediate<0b010, 0b01, (outs GPRNoX0:$rd), (ins simm6:$imm), "c.li">;
def C_CIncAddr16CSP : Instruction16<(outs CSP:$rd), (ins CSP:$rs1, simm10_lsb0000_nonzero:$imm),
                                    "c.cincoffset16csp", "$rd, $imm"> {
  bits<0> rd;
  bits<10> imm;
  let Inst = {0b011, imm{9}, 0b00010, imm{4}, imm{6}, imm{8-7}, imm{5}, 0b01};
  let Constraints = "$rd = $rs1";
}
def C_LUI : CImmediate<0b011, 0b01, (outs GPRNoX0X2:$rd), (ins uimm20_clui:$imm), "c.lui">;

class CShift<bits<2> funct2, string mnemonic>
    : Instruction16<(outs GPRC:$rd), (ins GPRC:$rs1, uimm5_nonzero:$imm), mnemonic, "$rd, $imm"> {
  bits<3> rd;
  bits<5> imm;
  let Inst = {0b1000, funct2, rd, imm, 0b01};
  let Constraints = "$rd = $rs1";
}
def C_SRLI : CShift<0b00, "c.srli">;
def C_SRAI : CShift<0b01, "c.srai">;
def C_ANDI : Instruction16<(outs GPRC:$rd), (ins GPRC:$rs1, simm6:$imm), "c.andi", "$rd, $imm"> {
  bits<3> rd;
  bits<6> imm;
  let Inst = {0b100, imm{5}, 0b10, rd, imm{4-0}, 0b01};
  let Constraints = "$rd = $rs1";
}
class CArithmetic<bits<2> funct2, string mnemonic>
    : Instruction16<(outs GPRC:$rd), (ins GPRC:$rs1, GPRC:$rs2), mnemonic, "$rd, $rs2"> {
  bits<3> rd;
  bits<3> rs2;
  let Inst = {0b100011, rd, funct2, rs2, 0b01};
  let Constraints = "$rd = $rs1";
}
def C_SUB : CArithmetic<0b00, "c.sub">;
def C_XOR : CArithmetic<0b01, "c.xor">;
def C_OR : CArithmetic<0b10, "c.or">;
def C_AND : CArithmetic<0b11, "c.and">;

def C_J : Instruction16<(outs), (ins simm12_cjump:$imm), "c.j", "$imm"> {
  bits<12> imm;
  let Inst = {0b101, imm{11}, imm{4}, imm{9-8}, imm{10}, imm{6}, imm{7}, imm{3-1}, imm{5}, 0b01};
  let isBranch = 1;
  let isTerminator = 1;
  let isBarrier = 1;
}
class CBranch<bits<3> funct3, string mnemonic>
    : Instruction16<(outs), (ins GPRC:$rs1, simm9_cbranch:$imm), mnemonic, "$rs1, $imm"> {
  bits<3> rs1;
  bits<9> imm;
  let Inst = {funct3, imm{8}, imm{4-3}, rs1, imm{7-6}, imm{2-1}, imm{5}, 0b01};
  let isBranch = 1;
  let isTerminator = 1;
}
def C_BEQZ : CBranch<0b110, "c.beqz">;
def C_BNEZ : CBranch<0b111, "c.bnez">;

//===--- Quadrant 2 --------------------------------------------------------------------------===//

def C_SLLI : Instruction16<(outs GPRNoX0:$rd), (ins GPRNoX0:$rs1, uimm5_nonzero:$imm), "c.slli",
                           "$rd, $imm"> {
  bits<5> rd;
  bits<5> imm;
  let Inst = {0b0000, rd, imm, 0b10};
  let Constraints = "$rd = $rs1";
}
class CStackLoad<RegisterClass destination, Operand immediate, string mnemonic>
    : Instruction16<(outs destination:$rd), (ins CSP:$rs1, immediate:$imm), mnemonic,
                    "$rd, ${imm}(${rs1})"> {
  bits<5> rd;
  bits<0> rs1;
  let mayLoad = 1;
}
def C_LWSP : CStackLoad<GPRNoX0, uimm8_lsb00, "c.clwcsp"> {
  bits<8> imm;
  let Inst = {0b010, imm{5}, rd, imm{4-2}, imm{7-6}, 0b10};
}
def C_CLCCSP : CStackLoad<GPCRNoC0, uimm9_lsb000, "c.clccsp"> {
  bits<9> imm;
  let Inst = {0b011, imm{5}, rd, imm{4-3}, imm{8-6}, 0b10};
  let NeedsCapabilities = 1;
}
def C_CJR : Instruction16<(outs), (ins GPCRNoC0:$rs1), "c.cjr", "$rs1"> {
  bits<5> rs1;
  let Inst = {0b1000, rs1, 0b00000, 0b10};
  let isBranch = 1;
  let isTerminator = 1;
  let isBarrier = 1;
}
def C_MV : CRegister<0b1000, (outs GPRNoX0:$rd), (ins GPRNoX0:$rs2), "c.mv", "$rd, $rs2">;
def C_EBREAK : Instruction16<(outs), (ins), "c.ebreak", ""> {
  let Inst = 0b1001000000000010;
  let hasSideEffects = 1;
}
def C_CJALR : Instruction16<(outs), (ins GPCRNoC0:$rs1), "c.cjalr", "$rs1"> {
  bits<5> rs1;
  let Inst = {0b1001, rs1, 0b00000, 0b10};
  let isCall = 1;
  let Defs = [C1];
}
def C_ADD : CRegister<0b1001, (outs GPRNoX0:$rd), (ins GPRNoX0:$rs1, GPRNoX0:$rs2), "c.add",
                      "$rd, $rs2"> {
  let Constraints = "$rd = $rs1";
}
class CStackStore<RegisterClass source, Operand immediate, string mnemonic>
    : Instruction16<(outs), (ins source:$rs2, CSP:$rs1, immediate:$imm), mnemonic,
                    "$rs2, ${imm}(${rs1})"> {
  bits<5> rs2;
  bits<0> rs1;
  let mayStore = 1;
}
def C_SWSP : CStackStore<GPR, uimm8_lsb00, "c.cswcsp"> {
  bits<8> imm;
  let Inst = {0b110, imm{5-2}, imm{7-6}, rs2, 0b10};
}
def C_CSCCSP : CStackStore<GPCR, uimm9_lsb000, "c.csccsp"> {
  bits<9> imm;
  let Inst = {0b111, imm{5-3}, imm{8-6}, rs2, 0b10};
  let NeedsCapabilities = 1;
}

//===--- Hints --------------------------------------------------------------------------------===//

// Encodings whose operands would make them do nothing are hints: they do nothing, and in particular
// leave the register's tag alone. Each decoder looks here when nothing above matches.
class CHint<string mnemonic, string operands, dag ins>
    : Instruction16<(outs), ins, mnemonic, operands> {
  let IsHint = 1;
  let DecoderNamespace = "CHERIoTHint";
}
class CHintImmediate<bits<3> funct3, string mnemonic, string operands, Operand immediate>
    : CHint<mnemonic, operands, (ins immediate:$imm)> {
  bits<6> imm;
  let Inst = {funct3, imm{5}, 0b00000, imm{4-0}, 0b01};
}
class CHintRegister<bits<2> quadrant, string mnemonic, string operands>
    : CHint<mnemonic, operands, (ins hint_register_nonzero:$rd)> {
  bits<5> rd;
  let Inst = {0b0000, rd, 0b00000, quadrant};
  // Where the register is zero too, one of the forms with an immediate is meant.
  let DecoderNamespace = "CHERIoTHintZero";
}
class CHintShift<bits<2> funct2, string mnemonic> : CHint<mnemonic, "$rd, 0", (ins GPRC:$rd)> {
  bits<3> rd;
  let Inst = {0b1000, funct2, rd, 0b00000, 0b01};
}
class CHintMove<bits<4> funct4, string mnemonic>
    : CHint<mnemonic, "zero, $rs2", (ins hint_register_nonzero:$rs2)> {
  bits<5> rs2;
  let Inst = {funct4, 0b00000, rs2, 0b10};
}
def C_NOP_HINT : CHintImmediate<0b000, "c.nop", "$imm", simm6_nonzero>;
def C_ADDI_HINT : CHintRegister<0b01, "c.addi", "$rd, 0">;
def C_LI_HINT : CHintImmediate<0b010, "c.li", "zero, $imm", simm6>;
def C_LUI_HINT : CHintImmediate<0b011, "c.lui", "zero, $imm", uimm20_clui>;
def C_SRLI_HINT : CHintShift<0b00, "c.srli">;
def C_SRAI_HINT : CHintShift<0b01, "c.srai">;
def C_MV_HINT : CHintMove<0b1000, "c.mv">;
def C_ADD_HINT : CHintMove<0b1001, "c.add">;
def C_SLLI_HINT : CHint<"c.slli", "zero, $imm", (ins uimm5_nonzero:$imm)> {
  bits<5> imm;
  let Inst = {0b0000, 0b00000, imm, 0b10};
}
// Any register, zero too.
def C_SLLI_ZERO_HINT : CHint<"c.slli", "$rd, 0", (ins hint_register:$rd)> {
  bits<5> rd;
  let Inst = {0b0000, rd, 0b00000, 0b10};
  let DecoderNamespace = "CHERIoTHintZero";
}

//===--- What each stands for ------------------------------------------------------------------===//

let Predicates = [HasStdExtC] in {

def : CompressPat<(LW GPRC:$rd, GPCRC:$rs1, uimm7_lsb00:$imm),
                  (C_LW GPRC:$rd, GPCRC:$rs1, uimm7_lsb00:$imm)>;
def : CompressPat<(CLC GPCRC:$rd, GPCRC:$rs1, uimm8_lsb000:$imm),
                  (C_CLC GPCRC:$rd, GPCRC:$rs1, uimm8_lsb000:$imm)>;
def : CompressPat<(SW GPRC:$rs2, GPCRC:$rs1, uimm7_lsb00:$imm),
                  (C_SW GPRC:$rs2, GPCRC:$rs1, uimm7_lsb00:$imm)>;
def : CompressPat<(CSC GPCRC:$rs2, GPCRC:$rs1, uimm8_lsb000:$imm),
                  (C_CSC GPCRC:$rs2, GPCRC:$rs1, uimm8_lsb000:$imm)>;
def : CompressPat<(CIncAddrImm GPCRC:$rd, CSP:$rs1, uimm10_lsb00_nonzero:$imm),
                  (C_CIncAddr4CSPN GPCRC:$rd, CSP:$rs1, uimm10_lsb00_nonzero:$imm)>;

// All zeros is illegal by definition; reading it back as a write of a read-only register, which is
// the official spelling of "unimp", keeps it so.
def : CompressPat<(CSRRW X0, 0xc00, X0), (C_UNIMP)>;

def : CompressPat<(ADDI X0, X0, 0), (C_NOP)>;
def : CompressPat<(ADDI GPRNoX0:$rs1, GPRNoX0:$rs1, simm6_nonzero:$imm),
                  (C_ADDI GPRNoX0:$rs1, simm6_nonzero:$imm)>;
def : CompressPat<(CJAL C1, simm12_cjump:$imm), (C_CJAL simm12_cjump:$imm)>;
def : CompressPat<(ADDI GPRNoX0:$rd, X0, simm6:$imm), (C_LI GPRNoX0:$rd, simm6:$imm)>;
def : CompressPat<(CIncAddrImm CSP:$rd, CSP:$rd, simm10_lsb0000_nonzero:$imm),
                  (C_CIncAddr16CSP CSP:$rd, simm10_lsb0000_nonzero:$imm)>;
def : CompressPat<(LUI GPRNoX0X2:$rd, uimm20_clui:$imm), (C_LUI GPRNoX0X2:$rd, uimm20_clui:$imm)>;
def : CompressPat<(SRLI GPRC:$rs1, GPRC:$rs1, uimm5_nonzero:$imm),
                  (C_SRLI GPRC:$rs1, uimm5_nonzero:$imm)>;
def : CompressPat<(SRAI GPRC:$rs1, GPRC:$rs1, uimm5_nonzero:$imm),
                  (C_SRAI GPRC:$rs1, uimm5_nonzero:$imm)>;
def : CompressPat<(ANDI GPRC:$rs1, GPRC:$rs1, simm6:$imm), (C_ANDI GPRC:$rs1, simm6:$imm)>;
def : CompressPat<(SUB GPRC:$rs1, GPRC:$rs1, GPRC:$rs2), (C_SUB GPRC:$rs1, GPRC:$rs2)>;
def : CompressPat<(XOR GPRC:$rs1, GPRC:$rs1, GPRC:$rs2), (C_XOR GPRC:$rs1, GPRC:$rs2)>;
def : CompressPat<(OR GPRC:$rs1, GPRC:$rs1, GPRC:$rs2), (C_OR GPRC:$rs1, GPRC:$rs2)>;
def : CompressPat<(AND GPRC:$rs1, GPRC:$rs1, GPRC:$rs2), (C_AND GPRC:$rs1, GPRC:$rs2)>;
let isCompressOnly = true in {
  def : CompressPat<(XOR GPRC:$rs1, GPRC:$rs2, GPRC:$rs1), (C_XOR GPRC:$rs1, GPRC:$rs2)>;
  def : CompressPat<(OR GPRC:$rs1, GPRC:$rs2, GPRC:$rs1), (C_OR GPRC:$rs1, GPRC:$rs2)>;
  def : CompressPat<(AND GPRC:$rs1, GPRC:$rs2, GPRC:$rs1), (C_AND GPRC:$rs1, GPRC:$rs2)>;
}
def : CompressPat<(CJAL C0, simm12_cjump:$imm), (C_J simm12_cjump:$imm)>;
def : CompressPat<(BEQ GPRC:$rs1, X0, simm9_cbranch:$imm), (C_BEQZ GPRC:$rs1, simm9_cbranch:$imm)>;
def : CompressPat<(BNE GPRC:$rs1, X0, simm9_cbranch:$imm), (C_BNEZ GPRC:$rs1, simm9_cbranch:$imm)>;
let isCompressOnly = true in {
  def : CompressPat<(BEQ X0, GPRC:$rs1, simm9_cbranch:$imm),
                    (C_BEQZ GPRC:$rs1, simm9_cbranch:$imm)>;
  def : CompressPat<(BNE X0, GPRC:$rs1, simm9_cbranch:$imm),
                    (C_BNEZ GPRC:$rs1, simm9_cbranch:$imm)>;
}

def : CompressPat<(SLLI GPRNoX0:$rs1, GPRNoX0:$rs1, uimm5_nonzero:$imm),
                  (C_SLLI GPRNoX0:$rs1, uimm5_nonzero:$imm)>;
def : CompressPat<(LW GPRNoX0:$rd, CSP:$rs1, uimm8_lsb00:$imm),
                  (C_LWSP GPRNoX0:$rd, CSP:$rs1, uimm8_lsb00:$imm)>;
def : CompressPat<(CLC GPCRNoC0:$rd, CSP:$rs1, uimm9_lsb000:$imm),
                  (C_CLCCSP GPCRNoC0:$rd, CSP:$rs1, uimm9_lsb000:$imm)>;
def : CompressPat<(CJALR C0, GPCRNoC0:$rs1, 0), (C_CJR GPCRNoC0:$rs1)>;
// "mv" is written of ADDI, so that is what this one is read back as.
def : CompressPat<(ADDI GPRNoX0:$rd, GPRNoX0:$rs2, 0), (C_MV GPRNoX0:$rd, GPRNoX0:$rs2)>;
let isCompressOnly = true in {
  def : CompressPat<(ADD GPRNoX0:$rd, X0, GPRNoX0:$rs2), (C_MV GPRNoX0:$rd, GPRNoX0:$rs2)>;
  def : CompressPat<(ADD GPRNoX0:$rd, GPRNoX0:$rs2, X0), (C_MV GPRNoX0:$rd, GPRNoX0:$rs2)>;
}
def : CompressPat<(EBREAK), (C_EBREAK)>;
def : CompressPat<(CJALR C1, GPCRNoC0:$rs1, 0), (C_CJALR GPCRNoC0:$rs1)>;
def : CompressPat<(ADD GPRNoX0:$rs1, GPRNoX0:$rs1, GPRNoX0:$rs2),
                  (C_ADD GPRNoX0:$rs1, GPRNoX0:$rs2)>;
let isCompressOnly = true in
def : CompressPat<(ADD GPRNoX0:$rs1, GPRNoX0:$rs2, GPRNoX0:$rs1),
                  (C_ADD GPRNoX0:$rs1, GPRNoX0:$rs2)>;
def : CompressPat<(SW GPR:$rs2, CSP:$rs1, uimm8_lsb00:$imm),
                  (C_SWSP GPR:$rs2, CSP:$rs1, uimm8_lsb00:$imm)>;
def : CompressPat<(CSC GPCR:$rs2, CSP:$rs1, uimm9_lsb000:$imm),
                  (C_CSCCSP GPCR:$rs2, CSP:$rs1, uimm9_lsb000:$imm)>;

} // Predicates
