//===-- CHERIoTPatterns.td - Instruction selection ---------*- tablegen -*-===//
//
// Which nodes of the selection DAG become which instructions of isa/. What
// patterns cannot say is in CHERIoTISelDAGToDAG.cpp.
//
//===----------------------------------------------------------------------===//

// Where an indirect jump may take its target from: a jump through cra takes
// nothing but a return sentry. t2 is for the epilogue's arithmetic.
def GPCRJump : RegisterClass<"CHERIoT", [c64], 64,
                             (add (sequence "C%u", 10, 15), C5, C6, C4)>;

//===-- Nodes -------------------------------------------------------------===//

def SDT_CHERIoTCall : SDTypeProfile<0, -1, [SDTCisVT<0, c64>]>;
def SDT_CHERIoTSelect
    : SDTypeProfile<1, 5, [SDTCisVT<1, i32>, SDTCisVT<2, i32>,
                           SDTCisVT<3, i32>, SDTCisSameAs<0, 4>,
                           SDTCisSameAs<4, 5>]>;
def SDT_CHERIoTAddress : SDTypeProfile<1, 1, [SDTCisVT<0, c64>,
                                              SDTCisVT<1, c64>]>;

def CallNode : SDNode<"CHERIoTISD::CALL", SDT_CHERIoTCall,
    [SDNPHasChain, SDNPOptInGlue, SDNPOutGlue, SDNPVariadic]>;
def TailNode : SDNode<"CHERIoTISD::TAIL", SDT_CHERIoTCall,
    [SDNPHasChain, SDNPOptInGlue, SDNPVariadic]>;
def SwitcherCallNode : SDNode<"CHERIoTISD::SWITCHER_CALL", SDTNone,
    [SDNPHasChain, SDNPOptInGlue, SDNPOutGlue, SDNPVariadic]>;
def ReturnNode : SDNode<"CHERIoTISD::RET", SDTNone,
    [SDNPHasChain, SDNPOptInGlue, SDNPVariadic]>;
def SelectNode : SDNode<"CHERIoTISD::SELECT_CC", SDT_CHERIoTSelect>;
// A capability for what a symbol names: PCC or CGP moved, not bounded.
def AddressNode : SDNode<"CHERIoTISD::ADDRESS", SDT_CHERIoTAddress>;
// A capability bounded to so many bytes from its address.
def BoundsNode : SDNode<"CHERIoTISD::BOUNDS",
                        SDTypeProfile<1, 2, [SDTCisVT<0, c64>, SDTCisVT<1, c64>,
                                             SDTCisVT<2, i32>]>>;
// The same, bounded to the symbol's size as the linker knows it.
def BoundedAddressNode : SDNode<"CHERIoTISD::BOUNDED_ADDRESS",
                                SDT_CHERIoTAddress>;
// The capability that start-up code left in a constant pool, or the loader in an
// import.
def PooledAddressNode : SDNode<"CHERIoTISD::POOLED_ADDRESS",
                               SDT_CHERIoTAddress>;

def NumberNode : SDNode<"CHERIoTISD::NUMBER",
                        SDTypeProfile<1, 1, [SDTCisVT<0, i32>,
                                             SDTCisVT<1, i32>]>>;

def callseq_start : SDNode<"ISD::CALLSEQ_START",
                           SDCallSeqStart<[SDTCisVT<0, i32>, SDTCisVT<1, i32>]>,
                           [SDNPHasChain, SDNPOutGlue]>;
def callseq_end : SDNode<"ISD::CALLSEQ_END",
                         SDCallSeqEnd<[SDTCisVT<0, i32>, SDTCisVT<1, i32>]>,
                         [SDNPHasChain, SDNPOptInGlue, SDNPOutGlue]>;

//===-- Pseudo-instructions -----------------------------------------------===//

class Pseudo<dag outs, dag ins, list<dag> pattern = []> : Instruction {
  let Namespace = "CHERIoT";
  let OutOperandList = outs;
  let InOperandList = ins;
  let Pattern = pattern;
  let isPseudo = 1;
  let isCodeGenOnly = 1;
  let hasSideEffects = 0;
  let mayLoad = 0;
  let mayStore = 0;
}

def symbol_operand : Operand<c64>;

let Defs = [C2], Uses = [C2], hasSideEffects = 1 in {
def ADJCALLSTACKDOWN : Pseudo<(outs), (ins i32imm:$amount, i32imm:$before),
                              [(callseq_start timm:$amount, timm:$before)]>;
def ADJCALLSTACKUP : Pseudo<(outs), (ins i32imm:$amount, i32imm:$popped),
                            [(callseq_end timm:$amount, timm:$popped)]>;
}

let isCall = 1, Defs = [C1], Size = 4 in {
def PseudoCALL : Pseudo<(outs), (ins symbol_operand:$imm)>;
def PseudoCALLIndirect : Pseudo<(outs), (ins GPCRNoC0:$rs1),
                                [(CallNode (c64 GPCRNoC0:$rs1))]>,
                         PseudoInstExpansion<(CJALR C1, GPCR:$rs1, 0)>;
}
let isCall = 1, Defs = [C1], Size = 4 in
def PseudoSwitcherCall : Pseudo<(outs), (ins), [(SwitcherCallNode)]>,
                         PseudoInstExpansion<(CJALR C1, C7, 0)>;
let isCall = 1, isReturn = 1, isTerminator = 1, isBarrier = 1, Uses = [C2],
    Size = 4 in {
def PseudoTAIL : Pseudo<(outs), (ins symbol_operand:$imm)>;
def PseudoTAILIndirect : Pseudo<(outs), (ins GPCRJump:$rs1),
                                [(TailNode (c64 GPCRJump:$rs1))]>,
                         PseudoInstExpansion<(CJALR C0, GPCR:$rs1, 0)>;
}
// That it jumps through cra is for frame lowering to know: a use here would be
// of what the last call left in it.
let isReturn = 1, isTerminator = 1, isBarrier = 1, Size = 4 in
def PseudoRET : Pseudo<(outs), (ins), [(ReturnNode)]>,
                PseudoInstExpansion<(CJALR C0, C1, 0)>;

let isBranch = 1, isTerminator = 1, isBarrier = 1, Size = 4 in {
def PseudoBR : Pseudo<(outs), (ins simm21_jump:$imm), [(br bb:$imm)]>,
               PseudoInstExpansion<(CJAL C0, simm21_jump:$imm)>;
let isIndirectBranch = 1 in
def PseudoBRIND : Pseudo<(outs), (ins GPCRJump:$rs1),
                         [(brind (c64 GPCRJump:$rs1))]>,
                  PseudoInstExpansion<(CJALR C0, GPCR:$rs1, 0)>;
}

// The register of an address may hold all of its capability. Writing it as a
// number leaves the number; as a copy this would be coalesced with the other.
let Size = 4 in
def PseudoNumber : Pseudo<(outs GPR:$rd), (ins GPR:$rs1),
                          [(set GPR:$rd, (NumberNode (i32 GPR:$rs1)))]>,
                   PseudoInstExpansion<(ADDI GPR:$rd, GPR:$rs1, 0)>;

// Addresses. The printer writes the two or three instructions and the label
// between them.
let isReMaterializable = 1 in {
let Size = 8 in
def PseudoAddress : Pseudo<(outs GPCRNoC0:$rd), (ins symbol_operand:$imm)>;
let Size = 12 in
def PseudoBoundedAddress
    : Pseudo<(outs GPCRNoC0:$rd), (ins symbol_operand:$imm)>;
let Size = 8, mayLoad = 1 in
def PseudoPooledAddress
    : Pseudo<(outs GPCRNoC0:$rd), (ins symbol_operand:$imm)>;
// A capability to a stack object, bounded to it. Frame elimination writes the
// instructions.
let Size = 8 in
def PseudoStackObject : Pseudo<(outs GPCRNoC0:$rd),
                               (ins GPCR:$rs1, simm12:$imm, i32imm:$size)>;
}

let usesCustomInserter = 1 in {
def PseudoSelect : Pseudo<(outs GPR:$rd),
    (ins GPR:$lhs, GPR:$rhs, i32imm:$cc, GPR:$true, GPR:$false),
    [(set GPR:$rd, (SelectNode (i32 GPR:$lhs), GPR:$rhs, timm:$cc,
                               (i32 GPR:$true), GPR:$false))]>;
def PseudoSelectCapability : Pseudo<(outs GPCR:$rd),
    (ins GPR:$lhs, GPR:$rhs, i32imm:$cc, GPCR:$true, GPCR:$false),
    [(set GPCR:$rd, (SelectNode (i32 GPR:$lhs), GPR:$rhs, timm:$cc,
                                (c64 GPCR:$true), GPCR:$false))]>;
}

//===-- Integers ----------------------------------------------------------===//

// The printed form of LUI's operand is unsigned.
def UpperPart : SDNodeXForm<imm, [{
  return CurDAG->getTargetConstant(((N->getZExtValue() + 0x800) >> 12) & 0xfffff,
                                   SDLoc(N), MVT::i32);
}]>;
def LowerPart : SDNodeXForm<imm, [{
  return CurDAG->getSignedTargetConstant(SignExtend64<12>(N->getZExtValue()),
                                         SDLoc(N), MVT::i32);
}]>;
def Negated : SDNodeXForm<imm, [{
  return CurDAG->getSignedTargetConstant(-N->getSExtValue(), SDLoc(N), MVT::i32);
}]>;
def PlusOne : SDNodeXForm<imm, [{
  return CurDAG->getSignedTargetConstant(N->getSExtValue() + 1, SDLoc(N),
                                         MVT::i32);
}]>;
// An immediate whose successor fits an instruction. For x > -1 something better
// exists: x < 0, inverted.
def simm12_before : ImmLeaf<i32, "return isInt<12>(Imm + 1);">;
def simm12_before_nonzero
    : ImmLeaf<i32, "return isInt<12>(Imm + 1) && Imm != -1;">;
def simm12_negatable : ImmLeaf<i32, "return isInt<12>(-Imm);">;
def upper_only : ImmLeaf<i32, "return (Imm & 0xfff) == 0;">;

def : Pat<(i32 simm12:$value), (ADDI X0, simm12:$value)>;
def : Pat<(i32 upper_only:$value), (LUI (UpperPart imm:$value))>;
def : Pat<(i32 imm:$value),
          (ADDI (LUI (UpperPart imm:$value)), (LowerPart imm:$value))>;

class RegisterPattern<SDPatternOperator node, Instruction instruction>
    : Pat<(node (i32 GPR:$a), (i32 GPR:$b)), (instruction GPR:$a, GPR:$b)>;
class ImmediatePattern<SDPatternOperator node, Instruction instruction,
                       ImmLeaf immediate = simm12>
    : Pat<(i32 (node (i32 GPR:$a), immediate:$b)),
          (instruction GPR:$a, imm:$b)>;
multiclass Operation<SDPatternOperator node, Instruction withRegister,
                     Instruction withImmediate, ImmLeaf immediate = simm12> {
  def : RegisterPattern<node, withRegister>;
  def : ImmediatePattern<node, withImmediate, immediate>;
}
defm : Operation<add, ADD, ADDI>;
defm : Operation<and, AND, ANDI>;
defm : Operation<or, OR, ORI>;
defm : Operation<xor, XOR, XORI>;
defm : Operation<shl, SLL, SLLI, uimm5>;
defm : Operation<srl, SRL, SRLI, uimm5>;
defm : Operation<sra, SRA, SRAI, uimm5>;
defm : Operation<setlt, SLT, SLTI>;
defm : Operation<setult, SLTU, SLTIU>;
def : RegisterPattern<sub, SUB>;
def : RegisterPattern<mul, MUL>;
def : RegisterPattern<mulhs, MULH>;
def : RegisterPattern<mulhu, MULHU>;
def : RegisterPattern<sdiv, DIV>;
def : RegisterPattern<udiv, DIVU>;
def : RegisterPattern<srem, REM>;
def : RegisterPattern<urem, REMU>;

// Shifts look at five bits only.
class ShiftMask<SDPatternOperator node, Instruction instruction>
    : Pat<(node (i32 GPR:$a), (and (i32 GPR:$b), 31)),
          (instruction GPR:$a, GPR:$b)>;
def : ShiftMask<shl, SLL>;
def : ShiftMask<srl, SRL>;
def : ShiftMask<sra, SRA>;

// Comparisons as values.
def : Pat<(i32 (seteq (i32 GPR:$a), 0)), (SLTIU GPR:$a, 1)>;
def : Pat<(i32 (setne (i32 GPR:$a), 0)), (SLTU X0, GPR:$a)>;
def : Pat<(i32 (seteq (i32 GPR:$a), simm12_negatable:$b)),
          (SLTIU (ADDI GPR:$a, (Negated imm:$b)), 1)>;
def : Pat<(i32 (setne (i32 GPR:$a), simm12_negatable:$b)),
          (SLTU X0, (ADDI GPR:$a, (Negated imm:$b)))>;
def : Pat<(i32 (seteq (i32 GPR:$a), GPR:$b)), (SLTIU (XOR GPR:$a, GPR:$b), 1)>;
def : Pat<(i32 (setne (i32 GPR:$a), GPR:$b)), (SLTU X0, (XOR GPR:$a, GPR:$b))>;
def : Pat<(i32 (setgt (i32 GPR:$a), simm12_before:$b)),
          (XORI (SLTI GPR:$a, (PlusOne imm:$b)), 1)>;
def : Pat<(i32 (setugt (i32 GPR:$a), simm12_before_nonzero:$b)),
          (XORI (SLTIU GPR:$a, (PlusOne imm:$b)), 1)>;
def : Pat<(i32 (setgt (i32 GPR:$a), GPR:$b)), (SLT GPR:$b, GPR:$a)>;
def : Pat<(i32 (setugt (i32 GPR:$a), GPR:$b)), (SLTU GPR:$b, GPR:$a)>;
def : Pat<(i32 (setge (i32 GPR:$a), simm12:$b)),
          (XORI (SLTI GPR:$a, imm:$b), 1)>;
def : Pat<(i32 (setuge (i32 GPR:$a), simm12:$b)),
          (XORI (SLTIU GPR:$a, imm:$b), 1)>;
def : Pat<(i32 (setge (i32 GPR:$a), GPR:$b)), (XORI (SLT GPR:$a, GPR:$b), 1)>;
def : Pat<(i32 (setuge (i32 GPR:$a), GPR:$b)),
          (XORI (SLTU GPR:$a, GPR:$b), 1)>;
def : Pat<(i32 (setle (i32 GPR:$a), GPR:$b)), (XORI (SLT GPR:$b, GPR:$a), 1)>;
def : Pat<(i32 (setule (i32 GPR:$a), GPR:$b)),
          (XORI (SLTU GPR:$b, GPR:$a), 1)>;

// Comparisons as branches.
class Branch<CondCode cc, Instruction instruction>
    : Pat<(brcc cc, (i32 GPR:$a), GPR:$b, bb:$target),
          (instruction GPR:$a, GPR:$b, bb:$target)>;
class SwappedBranch<CondCode cc, Instruction instruction>
    : Pat<(brcc cc, (i32 GPR:$a), GPR:$b, bb:$target),
          (instruction GPR:$b, GPR:$a, bb:$target)>;
def : Branch<SETEQ, BEQ>;
def : Branch<SETNE, BNE>;
def : Branch<SETLT, BLT>;
def : Branch<SETGE, BGE>;
def : Branch<SETULT, BLTU>;
def : Branch<SETUGE, BGEU>;
def : SwappedBranch<SETGT, BLT>;
def : SwappedBranch<SETLE, BGE>;
def : SwappedBranch<SETUGT, BLTU>;
def : SwappedBranch<SETULE, BGEU>;
def : Pat<(brcc SETGT, (i32 GPR:$a), -1, bb:$target),
          (BGE GPR:$a, X0, bb:$target)>;
def : Pat<(brcc SETLT, (i32 GPR:$a), 1, bb:$target),
          (BGE X0, GPR:$a, bb:$target)>;

//===-- Capabilities ------------------------------------------------------===//

def : Pat<(ptradd (c64 GPCR:$a), (i32 GPR:$b)), (CIncAddr GPCR:$a, GPR:$b)>;
def : Pat<(ptradd (c64 GPCR:$a), simm12:$b), (CIncAddrImm GPCR:$a, imm:$b)>;
def : Pat<(BoundsNode (c64 GPCR:$a), (i32 GPR:$b)),
          (CSetBounds GPCR:$a, GPR:$b)>;
def : Pat<(BoundsNode (c64 GPCR:$a), uimm12:$b),
          (CSetBoundsImm GPCR:$a, imm:$b)>;
def : Pat<(c64 (AddressNode (c64 tglobaladdr:$s))),
          (PseudoAddress tglobaladdr:$s)>;
def : Pat<(c64 (AddressNode (c64 texternalsym:$s))),
          (PseudoAddress texternalsym:$s)>;
def : Pat<(c64 (AddressNode (c64 tblockaddress:$s))),
          (PseudoAddress tblockaddress:$s)>;
def : Pat<(c64 (AddressNode (c64 tjumptable:$s))),
          (PseudoAddress tjumptable:$s)>;
def : Pat<(c64 (AddressNode (c64 tconstpool:$s))),
          (PseudoAddress tconstpool:$s)>;
def : Pat<(c64 (BoundedAddressNode (c64 tglobaladdr:$s))),
          (PseudoBoundedAddress tglobaladdr:$s)>;
def : Pat<(c64 (PooledAddressNode (c64 tconstpool:$s))),
          (PseudoPooledAddress tconstpool:$s)>;
def : Pat<(c64 (PooledAddressNode (c64 tglobaladdr:$s))),
          (PseudoPooledAddress tglobaladdr:$s)>;
def : Pat<(c64 (PooledAddressNode (c64 texternalsym:$s))),
          (PseudoPooledAddress texternalsym:$s)>;

def : Pat<(CallNode (c64 tglobaladdr:$f)), (PseudoCALL tglobaladdr:$f)>;
def : Pat<(CallNode (c64 texternalsym:$f)), (PseudoCALL texternalsym:$f)>;
def : Pat<(TailNode (c64 tglobaladdr:$f)), (PseudoTAIL tglobaladdr:$f)>;
def : Pat<(TailNode (c64 texternalsym:$f)), (PseudoTAIL texternalsym:$f)>;

//===-- Memory ------------------------------------------------------------===//

def AddressAndOffset : ComplexPattern<c64, 2, "selectAddress", [], [], 10> {
  let WantsParent = true;
}

class LoadPattern<PatFrag load, Instruction instruction, ValueType type>
    : Pat<(type (load (c64 (AddressAndOffset (c64 GPCR:$base), simm12:$offset)))),
          (instruction GPCR:$base, simm12:$offset)>;
class StorePattern<PatFrag store, Instruction instruction,
                   RegisterClass registers, ValueType type>
    : Pat<(store (type registers:$value),
                 (c64 (AddressAndOffset (c64 GPCR:$base), simm12:$offset))),
          (instruction registers:$value, GPCR:$base, simm12:$offset)>;
def : LoadPattern<load, LW, i32>;
def : LoadPattern<sextloadi8, LB, i32>;
def : LoadPattern<sextloadi16, LH, i32>;
def : LoadPattern<zextloadi8, LBU, i32>;
def : LoadPattern<zextloadi16, LHU, i32>;
def : LoadPattern<extloadi8, LBU, i32>;
def : LoadPattern<extloadi16, LHU, i32>;
def : LoadPattern<extloadi1, LBU, i32>;
def : LoadPattern<zextloadi1, LBU, i32>;
def : StorePattern<store, SW, GPR, i32>;
def : StorePattern<truncstorei8, SB, GPR, i32>;
def : StorePattern<truncstorei16, SH, GPR, i32>;

// One hart that executes in order: a fence is for the compiler only.
def : Pat<(atomic_fence timm, timm), (MEMBARRIER)>;
def : Pat<(trap), (EBREAK)>;
def : Pat<(debugtrap), (EBREAK)>;
