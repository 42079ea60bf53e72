// Xcheriot 1.0. Architecture document, "CHERIoT instructions", in its order.
// Mnemonics are the ones the official compiler's listings print; Aliases.td takes the others.

let NeedsCapabilities = 1 in {

// Two operands: the function is in the rs2 field.
class Inspect<bits<5> function, dag outs, dag ins, string mnemonic>
    : Instruction32<outs, ins, mnemonic, "$rd, $rs1"> {
  bits<5> rd;
  bits<5> rs1;
  let Inst = {0b1111111, function, rs1, 0b000, rd, 0b1011011};
}
class InspectInteger<bits<5> function, string mnemonic>
    : Inspect<function, (outs GPR:$rd), (ins GPCR:$rs1), mnemonic>;
def CGetPerm : InspectInteger<0x00, "cgetperm">;
def CGetType : InspectInteger<0x01, "cgettype">;
def CGetBase : InspectInteger<0x02, "cgetbase">;
def CGetLen : InspectInteger<0x03, "cgetlen">;
def CGetTag : InspectInteger<0x04, "cgettag">;
def CGetAddr : InspectInteger<0x0f, "cgetaddr">;
def CGetHigh : InspectInteger<0x17, "cgethigh">;
def CGetTop : InspectInteger<0x18, "cgettop">;

def CRoundRepresentableLength
    : Inspect<0x08, (outs GPR:$rd), (ins GPR:$rs1), "crrl">;
def CRepresentableAlignmentMask
    : Inspect<0x09, (outs GPR:$rd), (ins GPR:$rs1), "cram">;
def CMove : Inspect<0x0a, (outs GPCR:$rd), (ins GPCR:$rs1), "cmove"> {
  let isAsCheapAsAMove = 1;
}
def CClearTag : Inspect<0x0b, (outs GPCR:$rd), (ins GPCR:$rs1), "ccleartag">;

// Three operands.
class Derive<bits<7> funct7, string mnemonic, RegisterClass source2, RegisterClass destination>
    : RType<funct7, 0b000, 0b1011011, (outs destination:$rd), (ins GPCR:$rs1, source2:$rs2),
            mnemonic>;
def CSeal : Derive<0x0b, "cseal", GPCR, GPCR>;
def CUnseal : Derive<0x0c, "cunseal", GPCR, GPCR>;
def CAndPerm : Derive<0x0d, "candperm", GPR, GPCR>;
def CSetAddr : Derive<0x10, "csetaddr", GPR, GPCR>;
def CIncAddr : Derive<0x11, "cincoffset", GPR, GPCR>;
def CSetBounds : Derive<0x08, "csetbounds", GPR, GPCR>;
def CSetBoundsExact : Derive<0x09, "csetboundsexact", GPR, GPCR>;
def CSetBoundsRoundDown : Derive<0x0a, "csetboundsrounddown", GPR, GPCR>;
def CSetHigh : Derive<0x16, "csethigh", GPR, GPCR>;
def CSub : Derive<0x14, "csub", GPCR, GPR>;
def CTestSubset : Derive<0x20, "ctestsubset", GPCR, GPR>;
def CSetEqualExact : Derive<0x21, "cseqx", GPCR, GPR>;

def CIncAddrImm : IType<0b001, 0b1011011, (outs GPCR:$rd), (ins GPCR:$rs1, simm12:$imm),
                        "cincoffset"> {
  let Rv32Twin = "ADDI";
}
def CSetBoundsImm : IType<0b010, 0b1011011, (outs GPCR:$rd), (ins GPCR:$rs1, uimm12:$imm),
                          "csetbounds">;

def CSpecialRW : Instruction32<(outs GPCR:$rd), (ins scr_number:$imm, GPCR:$rs1), "cspecialrw",
                               "$rd, $imm, $rs1"> {
  bits<5> rd;
  bits<5> rs1;
  bits<5> imm;
  let Inst = {0b0000001, imm, rs1, 0b000, rd, 0b1011011};
  let hasSideEffects = 1;
}

def AUIPCC : UType<0b0010111, (outs GPCR:$rd), (ins uimm20_auicc:$imm), "auipcc">;
def AUICGP : UType<0b1111011, (outs GPCR:$rd), (ins uimm20_auicc:$imm), "auicgp"> {
  let Uses = [C3];
}

def CJAL : JType<(outs GPCR:$rd), "cjal"> {
  let isCall = 1;
  let Rv32Twin = "JAL";
}
def CJALR : IType<0b000, 0b1100111, (outs GPCR:$rd), (ins GPCR:$rs1, simm12:$imm), "cjalr",
                  "$rd, ${imm}(${rs1})"> {
  let isCall = 1;
  let Rv32Twin = "JALR";
}

def CLC : Load<0b011, "lc", GPCR>;
def CSC : Store<0b011, "sc", GPCR>;

} // NeedsCapabilities
