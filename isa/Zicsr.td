// Zicsr. The immediate forms carry their operand in the rs1 field.
class CsrRegister<bits<3> funct3, string mnemonic>
    : IType<funct3, 0b1110011, (outs GPR:$rd), (ins csr_number:$imm, GPR:$rs1), mnemonic,
            "$rd, $imm, $rs1"> {
  let hasSideEffects = 1;
}
def CSRRW : CsrRegister<0b001, "csrrw">;
def CSRRS : CsrRegister<0b010, "csrrs">;
def CSRRC : CsrRegister<0b011, "csrrc">;

class CsrImmediate<bits<3> funct3, string mnemonic>
    : IType<funct3, 0b1110011, (outs GPR:$rd), (ins csr_number:$imm, uimm5:$rs1), mnemonic,
            "$rd, $imm, $rs1"> {
  let hasSideEffects = 1;
}
def CSRRWI : CsrImmediate<0b101, "csrrwi">;
def CSRRSI : CsrImmediate<0b110, "csrrsi">;
def CSRRCI : CsrImmediate<0b111, "csrrci">;
