// Immediate operands: how wide, how written, and what value the machine makes of the field.

// What the machine's decoder has to know of an immediate. The encoding holds the low `Width` bits of
// `value`; bits below those an instruction's `Inst` mentions are zero. `test` is C++ over Imm: may
// an instruction have this value?
class ImmediateOperand<int width, bit isSigned, code test, ValueType type = i32>
    : Operand<type>, ImmLeaf<i32, test> {
  int Width = width;
  bit IsSigned = isSigned;
  // The machine's immediate is the operand shifted left by this.
  int MachineShift = 0;
  // Encodings with a zero field belong to another instruction or to none.
  bit IsNonZero = 0;
  let OperandType = "OPERAND_IMMEDIATE";
  let EncoderMethod = "getImmOpValue";
  // For the compression of instructions (CompressPat).
  let MCOperandPredicate = "int64_t Imm; if (!MCOp.evaluateAsConstantImm(Imm)) return false; " #
                           test;
}

class ImmediateClass<string name, string predicate, string diagnostic> : AsmOperandClass {
  let Name = name;
  let PredicateMethod = predicate;
  let RenderMethod = "addImmOperands";
  let DiagnosticString = diagnostic;
}

// `divisor`: the value must be a multiple of it.
class SimpleImmediate<string name, int width, bit isSigned, int divisor = 1, bit isNonZero = 0>
    : ImmediateOperand<width, isSigned, "return isScaledImmediate<" # width # ", " # isSigned #
                                        ", " # divisor # ", " # isNonZero # ">(Imm);"> {
  let IsNonZero = isNonZero;
  let ParserMatchClass = ImmediateClass<name,
      "isScaledImm<" # width # ", " # isSigned # ", " # divisor # ", " # isNonZero # ">",
      "immediate must be " # !if(isNonZero, "non-zero and ", "") #
      !if(!eq(divisor, 1), "", "a multiple of " # divisor # " ") # "in the range [" #
      !if(isSigned, !sub(0, !shl(1, !sub(width, 1))), 0) # ", " #
      !sub(!shl(1, !sub(width, isSigned)), divisor) # "]">;
  let DecoderMethod = "decodeImm<" # width # ", " # isSigned # ", " # isNonZero # ">";
}

def uimm5 : SimpleImmediate<"UImm5", 5, 0>;
// The length CSetBoundsImm gives.
def uimm12 : ImmediateOperand<12, 0, [{return isUInt<12>(Imm);}]> {
  let ParserMatchClass = ImmediateClass<"UImm12", "isUImm12Size",
      "operand must be a symbol with %cheriot_compartment_size, or an integer in the range "
      "[0, 4095]">;
  let DecoderMethod = "decodeImm<12, 0, 0>";
}
def simm12 : ImmediateOperand<12, 1, [{return isInt<12>(Imm);}]> {
  let ParserMatchClass = ImmediateClass<"SImm12", "isSImm12",
      "operand must be a symbol with %lo or %cheriot_compartment_lo_i, or an integer in the "
      "range [-2048, 2047]">;
  let DecoderMethod = "decodeImm<12, 1, 0>";
}

// Upper immediates are written unsigned.
class UpperImmediate<int machineShift, string name, string diagnostic>
    : ImmediateOperand<20, 1, [{return isUInt<20>(Imm);}]> {
  let MachineShift = machineShift;
  let ParserMatchClass = ImmediateClass<name, "is" # name, diagnostic>;
  let DecoderMethod = "decodeImm<20, 0, 0>";
}
def uimm20_lui : UpperImmediate<12, "UImm20LUI",
    "operand must be a symbol with %hi, or an integer in the range [0, 1048575]">;
// AUIPCC and AUICGP shift by 11.
def uimm20_auicc : UpperImmediate<11, "UImm20AUI",
    "operand must be a symbol with %cheriot_compartment_hi, or an integer in the range "
    "[0, 1048575]">;

// Branch and jump targets: byte offsets, always even.
class TargetOperand<int width, string name>
    : ImmediateOperand<width, 1, "return isShiftedInt<" # !sub(width, 1) # ", 1>(Imm);", OtherVT> {
  let ParserMatchClass = ImmediateClass<name,
      "isBranchTarget<" # width # ">",
      "operand must be a label, or an even integer in the range [" #
      !sub(0, !shl(1, !sub(width, 1))) # ", " # !sub(!shl(1, !sub(width, 1)), 2) # "]">;
  let DecoderMethod = "decodeImm<" # width # ", 1, 0>";
  let EncoderMethod = "getBranchOpValue";
  let PrintMethod = "printBranchOperand";
  let OperandType = "OPERAND_PCREL";
  // A label may turn out to be near enough; where it does not, the instruction is relaxed.
  let MCOperandPredicate = "int64_t Imm; if (!MCOp.evaluateAsConstantImm(Imm)) " #
                           "return MCOp.isBareSymbolRef(); return isShiftedInt<" #
                           !sub(width, 1) # ", 1>(Imm);";
}
def simm13_branch : TargetOperand<13, "SImm13Branch">;
def simm21_jump : TargetOperand<21, "SImm21Jump">;
def simm9_cbranch : TargetOperand<9, "SImm9CBranch">;
def simm12_cjump : TargetOperand<12, "SImm12CJump">;

// Compressed immediates.
def uimm5_nonzero : SimpleImmediate<"UImm5NonZero", 5, 0, 1, 1>;
def simm6 : SimpleImmediate<"SImm6", 6, 1>;
def simm6_nonzero : SimpleImmediate<"SImm6NonZero", 6, 1, 1, 1>;
def uimm7_lsb00 : SimpleImmediate<"UImm7Lsb00", 7, 0, 4>;
def uimm8_lsb00 : SimpleImmediate<"UImm8Lsb00", 8, 0, 4>;
def uimm8_lsb000 : SimpleImmediate<"UImm8Lsb000", 8, 0, 8>;
def uimm9_lsb000 : SimpleImmediate<"UImm9Lsb000", 9, 0, 8>;
def uimm10_lsb00_nonzero : SimpleImmediate<"UImm10Lsb00NonZero", 10, 0, 4, 1>;
def simm10_lsb0000_nonzero : SimpleImmediate<"SImm10Lsb0000NonZero", 10, 1, 16, 1>;
// c.lui: six bits, sign-extended into the twenty that LUI writes unsigned.
def uimm20_clui : ImmediateOperand<6, 1, [{
  return Imm != 0 && (isUInt<5>(Imm) || (Imm >= 0xfffe0 && Imm <= 0xfffff));
}]> {
  let MachineShift = 12;
  let IsNonZero = 1;
  let ParserMatchClass = ImmediateClass<"CLUIImm", "isCLUIImm",
      "immediate must be in [0xfffe0, 0xfffff] or [1, 31]">;
  let DecoderMethod = "decodeCLUIImm";
}

// An operand with a parser of its own.
class NamedClass<string name, string parser, string predicate, string diagnostic>
    : AsmOperandClass {
  let Name = name;
  let PredicateMethod = predicate;
  let RenderMethod = "addImmOperands";
  let ParserMethod = parser;
  let DiagnosticString = diagnostic;
}

class NamedOperand<int width, string name, string predicate, string diagnostic>
    : ImmediateOperand<width, 0, "return isUInt<" # width # ">(Imm);"> {
  let ParserMatchClass = NamedClass<name, "parse" # name, predicate, diagnostic>;
  let DecoderMethod = "decodeImm<" # width # ", 0, 0>";
  let PrintMethod = "print" # name;
}

// CSR numbers, written by name or number.
def csr_number : NamedOperand<12, "CSRNumber", "isUImm<12>",
    "operand must be a CSR name or an integer in the range [0, 4095]">;
// Special capability registers, written by name or number.
def scr_number : NamedOperand<5, "SCRNumber", "isUImm<5>",
    "operand must be a special capability register name or an integer in the range [0, 31]">;
// The sets of a fence: any of "iorw".
def fence_set : NamedOperand<4, "FenceSet", "isUImm<4>",
    "operand must be 0 or a subset of the letters iorw">;
// The register field of a hint. Any of 32, since nothing is done with it.
class HintRegisterClass<string name, bit isNonZero> : AsmOperandClass {
  let Name = name;
  let PredicateMethod = "isHintRegister<" # isNonZero # ">";
  let RenderMethod = "addHintRegisterOperands";
  let DiagnosticString = "operand must be an integer register" #
                         !if(isNonZero, " other than zero", "");
}
class HintRegister<string name, bit isNonZero>
    : ImmediateOperand<5, 0, "return isScaledImmediate<5, 0, 1, " # isNonZero # ">(Imm);"> {
  let IsNonZero = isNonZero;
  let ParserMatchClass = HintRegisterClass<name, isNonZero>;
  let DecoderMethod = "decodeImm<5, 0, " # isNonZero # ">";
  let PrintMethod = "printHintRegister";
}
def hint_register : HintRegister<"HintRegister", 0>;
def hint_register_nonzero : HintRegister<"HintRegisterNonZero", 1>;
