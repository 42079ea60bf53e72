//===-- CHERIoTPseudos.td - Assembler pseudo-instructions --*- tablegen -*-===//
//
// What stands for more than one instruction. The parser expands the Assembler*
// ones; a Long* one appears when a conditional branch is relaxed, and the code
// emitter expands it to the inverted branch around a jump.
//
//===----------------------------------------------------------------------===//

class AssemblerPseudo<dag outs, dag ins, string mnemonic, string operands>
    : Instruction {
  let Namespace = "CHERIoT";
  let OutOperandList = outs;
  let InOperandList = ins;
  let AsmString = mnemonic # "\t" # operands;
  let isPseudo = 1;
  let isAsmParserOnly = 1;
  let hasSideEffects = 0;
  let mayLoad = 0;
  let mayStore = 0;
  let Size = 8;
}

class PseudoOperandClass<string name, string diagnostic> : AsmOperandClass {
  let Name = name;
  let PredicateMethod = "is" # name;
  let RenderMethod = "addImmOperands";
  let DiagnosticString = diagnostic;
}
class PseudoOperand<string name, string diagnostic> : Operand<i32> {
  let ParserMatchClass = PseudoOperandClass<name, diagnostic>;
}
def bare_symbol : PseudoOperand<"BareSymbol", "operand must be a symbol">;
def imm32 : PseudoOperand<"Imm32",
    "immediate must be an integer in the range [-2147483648, 4294967295]">;
def cheriot_data_hi : PseudoOperand<"DataHi",
    "operand must be a symbol with %cheriot_compartment_data_hi">;

// Any constant in a register.
def PseudoLI : AssemblerPseudo<(outs GPR:$rd), (ins imm32:$imm), "li",
                               "$rd, $imm">;
// An absolute address as an integer: lui and addi.
def PseudoLA : AssemblerPseudo<(outs GPR:$rd), (ins bare_symbol:$imm), "la",
                               "$rd, $imm">;
// A capability to a symbol of the compartment: auipcc and cincoffset.
def PseudoCLLC : AssemblerPseudo<(outs GPCR:$rd), (ins bare_symbol:$imm),
                                 "cllc", "$rd, $imm">;
// auipcc and a nop that leaves the linker room to reach the symbol another way.
def PseudoAUIPCCData
    : AssemblerPseudo<(outs GPCR:$rd), (ins cheriot_data_hi:$imm),
                      "auipcc.data", "$rd, $imm">;

class LongBranch : Instruction {
  let Namespace = "CHERIoT";
  let OutOperandList = (outs);
  let InOperandList = (ins GPR:$rs1, GPR:$rs2, simm21_jump:$imm);
  let AsmString = "";
  let isPseudo = 1;
  let isCodeGenOnly = 1;
  let isBranch = 1;
  let isTerminator = 1;
  let hasSideEffects = 0;
  let mayLoad = 0;
  let mayStore = 0;
  let Size = 8;
}
def LongBEQ : LongBranch;
def LongBNE : LongBranch;
def LongBLT : LongBranch;
def LongBGE : LongBranch;
def LongBLTU : LongBranch;
def LongBGEU : LongBranch;
