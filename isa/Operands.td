// Immediate operands: how wide, how written, and what value the machine makes of the field.

// What the machine's decoder has to know of an immediate. The encoding holds the low `Width` bits of
// `value`; bits below those an instruction's `Inst` mentions are zero.
class ImmediateOperand<int width, bit isSigned> : Operand<i32> {
  int Width = width;
  bit IsSigned = isSigned;
  // The machine's immediate is the operand shifted left by this.
  int MachineShift = 0;
  // Encodings with a zero field belong to another instruction or to none.
  bit IsNonZero = 0;
  let OperandType = "OPERAND_IMMEDIATE";
}

class ImmediateClass<string name, string predicate, string diagnostic> : AsmOperandClass {
  let Name = name;
  let PredicateMethod = predicate;
  let RenderMethod = "addImmOperands";
  let DiagnosticString = diagnostic;
}

// `divisor`: the value must be a multiple of it. The predicate is isScaledImm<Width, IsSigned,
// Divisor, IsNonZero> of the assembler; the decoder method checks nothing more than zero.
class SimpleImmediate<string name, int width, bit isSigned, int divisor = 1, bit isNonZero = 0>
    : ImmediateOperand<width, isSigned> {
  let IsNonZero = isNonZero;
  let ParserMatchClass = ImmediateClass<name,
      "isScaledImm<" # width # ", " # isSigned # ", " # divisor # ", " # isNonZero # ">",
      "immediate must be " # !if(isNonZero, "non-zero and ", "") #
      !if(!eq(divisor, 1), "", "a multiple of " # divisor # " ") # "in the range [" #
      !if(isSigned, !sub(0, !shl(1, !sub(width, 1))), 0) # ", " #
      !sub(!shl(1, !sub(width, isSigned)), divisor) # "]">;
  let DecoderMethod = "decodeImm<" # width # ", " # isSigned # ", " # isNonZero # ">";
  let EncoderMethod = "getImmOpValue";
  // For the compression of instructions (CompressPat): may this operand value be used here?
  let MCOperandPredicate = [{
    int64_t Imm;
    if (!MCOp.evaluateAsConstantImm(Imm))
      return false;
    return isScaledImmediate<}] # width # ", " # isSigned # ", " # divisor # ", " #
    isNonZero # [{>(Imm);
  }];
}

def uimm5 : SimpleImmediate<"UImm5", 5, 0>;
def uimm12 : SimpleImmediate<"UImm12", 12, 0>;
def simm12 : SimpleImmediate<"SImm12", 12, 1> {
  let ParserMatchClass = ImmediateClass<"SImm12", "isSImm12",
      "operand must be a symbol with %lo or %cheriot_compartment_lo_i, or an integer in the "
      "range [-2048, 2047]">;
}

// Upper immediates. LUI's is written unsigned; a negative number is taken for its low 20 bits.
def uimm20_lui : ImmediateOperand<20, 1> {
  let MachineShift = 12;
  let ParserMatchClass = ImmediateClass<"UImm20LUI", "isUImm20LUI",
      "operand must be a symbol with %hi, or an integer in the range [0, 1048575]">;
  let DecoderMethod = "decodeImm<20, 0, 0>";
  let EncoderMethod = "getImmOpValue";
  let MCOperandPredicate = [{
    int64_t Imm;
    return MCOp.evaluateAsConstantImm(Imm) && isUInt<20>(Imm);
  }];
}
// AUIPCC and AUICGP shift by 11.
def uimm20_auicc : ImmediateOperand<20, 1> {
  let MachineShift = 11;
  let ParserMatchClass = ImmediateClass<"UImm20AUI", "isUImm20AUI",
      "operand must be a symbol with %cheriot_compartment_hi, or an integer in the range "
      "[0, 1048575]">;
  let DecoderMethod = "decodeImm<20, 0, 0>";
  let EncoderMethod = "getImmOpValue";
}

// Branch and jump targets: byte offsets, always even.
class TargetOperand<int width, string name> : ImmediateOperand<width, 1> {
  let ParserMatchClass = ImmediateClass<name,
      "isBranchTarget<" # width # ">",
      "operand must be a label, or an even integer in the range [" #
      !sub(0, !shl(1, !sub(width, 1))) # ", " # !sub(!shl(1, !sub(width, 1)), 2) # "]">;
  let DecoderMethod = "decodeImm<" # width # ", 1, 0>";
  let EncoderMethod = "getBranchOpValue";
  let PrintMethod = "printBranchOperand";
  let OperandType = "OPERAND_PCREL";
  let MCOperandPredicate = [{
    int64_t Imm;
    if (MCOp.evaluateAsConstantImm(Imm))
      return isShiftedInt<}] # !sub(width, 1) # [{, 1>(Imm);
    return MCOp.isBareSymbolRef();
  }];
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
def uimm20_clui : ImmediateOperand<6, 1> {
  let MachineShift = 12;
  let IsNonZero = 1;
  let ParserMatchClass = ImmediateClass<"CLUIImm", "isCLUIImm",
      "immediate must be in [0xfffe0, 0xfffff] or [1, 31]">;
  let DecoderMethod = "decodeCLUIImm";
  let EncoderMethod = "getImmOpValue";
  let MCOperandPredicate = [{
    int64_t Imm;
    return MCOp.evaluateAsConstantImm(Imm) && Imm != 0 &&
           (isUInt<5>(Imm) || (Imm >= 0xfffe0 && Imm <= 0xfffff));
  }];
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

// CSR numbers, written by name or number.
def csr_number : ImmediateOperand<12, 0> {
  let ParserMatchClass = NamedClass<"CSRNumber", "parseCSRNumber", "isUImm<12>",
      "operand must be a CSR name or an integer in the range [0, 4095]">;
  let DecoderMethod = "decodeImm<12, 0, 0>";
  let PrintMethod = "printCSRNumber";
  let EncoderMethod = "getImmOpValue";
}
// Special capability registers, written by name or number.
def scr_number : ImmediateOperand<5, 0> {
  let ParserMatchClass = NamedClass<"SCRNumber", "parseSCRNumber", "isUImm<5>",
      "operand must be a special capability register name or an integer in the range [0, 31]">;
  let DecoderMethod = "decodeImm<5, 0, 0>";
  let PrintMethod = "printSCRNumber";
  let EncoderMethod = "getImmOpValue";
}
// The sets of a fence: any of "iorw".
def fence_set : ImmediateOperand<4, 0> {
  let ParserMatchClass = NamedClass<"FenceSet", "parseFenceSet", "isUImm<4>",
      "operand must be 0 or a subset of \"iorw\"">;
  let DecoderMethod = "decodeImm<4, 0, 0>";
  let PrintMethod = "printFenceSet";
  let EncoderMethod = "getImmOpValue";
}
// The register field of a hint. Any of 32, since nothing is done with it.
class HintRegister<bit isNonZero> : ImmediateOperand<5, 0> {
  let IsNonZero = isNonZero;
  let ParserMatchClass = NamedClass<
      "HintRegister" # !if(isNonZero, "NonZero", ""), "parseHintRegister",
      "isScaledImm<5, 0, 1, " # isNonZero # ">", "operand must be an integer register" #
      !if(isNonZero, " other than zero", "")>;
  let DecoderMethod = "decodeImm<5, 0, " # isNonZero # ">";
  let PrintMethod = "printHintRegister";
  let EncoderMethod = "getImmOpValue";
}
def hint_register : HintRegister<0>;
def hint_register_nonzero : HintRegister<1>;
