// RV32E / RV32I. Where CHERIoT gives an encoding another meaning (AUIPC, JAL, JALR), both have a
// record: one needs capabilities, the other their absence.

def LUI : UType<0b0110111, (outs GPR:$rd), (ins uimm20_lui:$imm), "lui"> {
  let isReMaterializable = 1;
}
def AUIPC : UType<0b0010111, (outs GPR:$rd), (ins uimm20_lui:$imm), "auipc"> {
  let NeedsNoCapabilities = 1;
  let isAsmParserOnly = 1;
  let isCodeGenOnly = 1;
}
def JAL : JType<(outs GPR:$rd), "jal"> {
  let NeedsNoCapabilities = 1;
  let isAsmParserOnly = 1;
  let isCodeGenOnly = 1;
}
def JALR : IType<0b000, 0b1100111, (outs GPR:$rd), (ins GPR:$rs1, simm12:$imm), "jalr",
                 "$rd, ${imm}(${rs1})"> {
  let NeedsNoCapabilities = 1;
  let isAsmParserOnly = 1;
  let isCodeGenOnly = 1;
}

def BEQ : BType<0b000, "beq">;
def BNE : BType<0b001, "bne">;
def BLT : BType<0b100, "blt">;
def BGE : BType<0b101, "bge">;
def BLTU : BType<0b110, "bltu">;
def BGEU : BType<0b111, "bgeu">;

// Loads and stores name a capability for the address: CHERIoT spells them with a c.
class Load<bits<3> funct3, string mnemonic, RegisterClass destination>
    : IType<funct3, 0b0000011, (outs destination:$rd), (ins GPCR:$rs1, simm12:$imm),
            "c" # mnemonic, "$rd, ${imm}(${rs1})"> {
  let Rv32Mnemonic = mnemonic;
  let mayLoad = 1;
}
def LB : Load<0b000, "lb", GPR>;
def LH : Load<0b001, "lh", GPR>;
def LW : Load<0b010, "lw", GPR>;
def LBU : Load<0b100, "lbu", GPR>;
def LHU : Load<0b101, "lhu", GPR>;

class Store<bits<3> funct3, string mnemonic, RegisterClass source>
    : SType<funct3, 0b0100011, (outs), (ins source:$rs2, GPCR:$rs1, simm12:$imm),
            "c" # mnemonic, "$rs2, ${imm}(${rs1})"> {
  let Rv32Mnemonic = mnemonic;
  let mayStore = 1;
}
def SB : Store<0b000, "sb", GPR>;
def SH : Store<0b001, "sh", GPR>;
def SW : Store<0b010, "sw", GPR>;

class ImmediateArithmetic<bits<3> funct3, string mnemonic>
    : IType<funct3, 0b0010011, (outs GPR:$rd), (ins GPR:$rs1, simm12:$imm), mnemonic>;
def ADDI : ImmediateArithmetic<0b000, "addi">;
def SLTI : ImmediateArithmetic<0b010, "slti">;
def SLTIU : ImmediateArithmetic<0b011, "sltiu">;
def XORI : ImmediateArithmetic<0b100, "xori">;
def ORI : ImmediateArithmetic<0b110, "ori">;
def ANDI : ImmediateArithmetic<0b111, "andi">;

class ImmediateShift<bits<7> funct7, bits<3> funct3, string mnemonic>
    : ShiftType<funct7, funct3, (outs GPR:$rd), (ins GPR:$rs1, uimm5:$imm), mnemonic>;
def SLLI : ImmediateShift<0b0000000, 0b001, "slli">;
def SRLI : ImmediateShift<0b0000000, 0b101, "srli">;
def SRAI : ImmediateShift<0b0100000, 0b101, "srai">;

class Arithmetic<bits<7> funct7, bits<3> funct3, string mnemonic>
    : RType<funct7, funct3, 0b0110011, (outs GPR:$rd), (ins GPR:$rs1, GPR:$rs2), mnemonic>;
def ADD : Arithmetic<0b0000000, 0b000, "add">;
def SUB : Arithmetic<0b0100000, 0b000, "sub">;
def SLL : Arithmetic<0b0000000, 0b001, "sll">;
def SLT : Arithmetic<0b0000000, 0b010, "slt">;
def SLTU : Arithmetic<0b0000000, 0b011, "sltu">;
def XOR : Arithmetic<0b0000000, 0b100, "xor">;
def SRL : Arithmetic<0b0000000, 0b101, "srl">;
def SRA : Arithmetic<0b0100000, 0b101, "sra">;
def OR : Arithmetic<0b0000000, 0b110, "or">;
def AND : Arithmetic<0b0000000, 0b111, "and">;

// Reserved fields of fences are ignored, as the Sail model does.
def FENCE : Instruction32<(outs), (ins fence_set:$pred, fence_set:$succ), "fence",
                          "$pred, $succ"> {
  bits<4> pred;
  bits<4> succ;
  let Inst = {?, ?, ?, ?, pred, succ, ?, ?, ?, ?, ?, 0b000, ?, ?, ?, ?, ?, 0b0001111};
  let hasSideEffects = 1;
}
// Zifencei.
def FENCE_I : Instruction32<(outs), (ins), "fence.i", ""> {
  let Inst = {?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0b001, ?, ?, ?, ?, ?, 0b0001111};
  let hasSideEffects = 1;
}

def ECALL : FixedType<0x00000073, "ecall">;
def EBREAK : FixedType<0x00100073, "ebreak">;
def MRET : FixedType<0x30200073, "mret"> {
  let isReturn = 1;
  let isTerminator = 1;
  let isBarrier = 1;
}
def WFI : FixedType<0x10500073, "wfi">;
