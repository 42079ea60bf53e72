//===-- CHERIoTAsmParser.cpp - Assembly text to instructions --------------===//
//
// Follows the official toolchain: what it accepts, this accepts, the ct. prefix
// of its newer versions included.
//
//===----------------------------------------------------------------------===//

#include "AsmParser/CHERIoTOperand.h"
#include "MCTargetDesc/CHERIoTBaseInfo.h"
#include "MCTargetDesc/CHERIoTMCTargetDesc.h"
#include "MCTargetDesc/CHERIoTTargetStreamer.h"
#include "TargetInfo/CHERIoTTargetInfo.h"
#include "isa/instruction.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/MC/MCContext.h"
#include "llvm/MC/MCInstBuilder.h"
#include "llvm/MC/MCInstrInfo.h"
#include "llvm/MC/MCParser/AsmLexer.h"
#include "llvm/MC/MCParser/MCAsmParser.h"
#include "llvm/MC/MCParser/MCTargetAsmParser.h"
#include "llvm/MC/MCRegisterInfo.h"
#include "llvm/MC/MCStreamer.h"
#include "llvm/MC/MCSubtargetInfo.h"
#include "llvm/MC/TargetRegistry.h"

using namespace llvm;

#define DEBUG_TYPE "cheriot-asm-parser"

namespace {

class CHERIoTAsmParser : public MCTargetAsmParser {
  /// What `.option push` remembers.
  SmallVector<FeatureBitset, 4> OptionStack;
  /// The statement has the ct. prefix: registers may be named as integers
  /// where capabilities are meant.
  bool HasVendorPrefix = false;

public:
  enum CHERIoTMatchResultTy : unsigned {
    Match_Dummy = FIRST_TARGET_MATCH_RESULT_TY,
#define GET_OPERAND_DIAGNOSTIC_TYPES
#include "CHERIoTGenAsmMatcher.inc"
#undef GET_OPERAND_DIAGNOSTIC_TYPES
  };

  CHERIoTAsmParser(const MCSubtargetInfo &STI, MCAsmParser &Parser,
                   const MCInstrInfo &MII, const MCTargetOptions &Options)
      : MCTargetAsmParser(Options, STI, MII) {
    MCAsmParserExtension::Initialize(Parser);
    Parser.addAliasForDirective(".half", ".2byte");
    Parser.addAliasForDirective(".hword", ".2byte");
    Parser.addAliasForDirective(".word", ".4byte");
    Parser.addAliasForDirective(".dword", ".8byte");
    setAvailableFeatures(ComputeAvailableFeatures(STI.getFeatureBits()));
  }

private:
#define GET_ASSEMBLER_HEADER
#include "CHERIoTGenAsmMatcher.inc"

  bool parseRegister(MCRegister &Reg, SMLoc &StartLoc, SMLoc &EndLoc) override;
  ParseStatus tryParseRegister(MCRegister &Reg, SMLoc &StartLoc,
                               SMLoc &EndLoc) override;
  bool parseInstruction(ParseInstructionInfo &Info, StringRef Name,
                        SMLoc NameLoc, OperandVector &Operands) override;
  ParseStatus parseDirective(AsmToken DirectiveID) override;
  bool matchAndEmitInstruction(SMLoc IDLoc, unsigned &Opcode,
                               OperandVector &Operands, MCStreamer &Out,
                               uint64_t &ErrorInfo,
                               bool MatchingInlineAsm) override;
  unsigned validateTargetOperandClass(MCParsedAsmOperand &Op,
                                      unsigned Kind) override;

  // Operands.
  bool parseOperand(OperandVector &Operands, StringRef Mnemonic);
  bool parseMemoryBase(OperandVector &Operands);
  bool isMemoryBaseNext();
  ParseStatus parseRegisterOperand(OperandVector &Operands);
  bool parseExpressionOperand(OperandVector &Operands);
  ParseStatus parseCSRNumber(OperandVector &Operands);
  ParseStatus parseSCRNumber(OperandVector &Operands);
  ParseStatus parseFenceSet(OperandVector &Operands);
  ParseStatus
  parseNamedNumber(OperandVector &Operands,
                   std::optional<unsigned> (*LookUp)(StringRef Name));

  // Directives.
  bool parseDirectiveOption();
  bool parseDirectiveAttribute();
  bool parseDirectiveChericap();
  bool parseDataExpr(const MCExpr *&Res) override;
  void setFeature(unsigned Feature, bool Value);

  // Emission.
  bool reportMismatch(SMLoc IDLoc, OperandVector &Operands, uint64_t ErrorInfo,
                      unsigned Result, const FeatureBitset &MissingFeatures);
  void emit(MCStreamer &Out, MCInst Inst, SMLoc Loc, bool MayCompress = true);
  void emitLoadImmediate(MCStreamer &Out, const MCInst &Inst, SMLoc Loc);
  void emitPseudo(MCStreamer &Out, const MCInst &Inst, SMLoc Loc);
  SMLoc getLoc() { return getTok().getLoc(); }
  CHERIoTTargetStreamer &getTargetStreamer() {
    return static_cast<CHERIoTTargetStreamer &>(
        *getParser().getStreamer().getTargetStreamer());
  }
  MCSymbol *emitLabel(MCStreamer &Out);
};

} // namespace

#define GET_REGISTER_MATCHER
#define GET_SUBTARGET_FEATURE_NAME
#define GET_MATCHER_IMPLEMENTATION
#define GET_MNEMONIC_SPELL_CHECKER
#include "CHERIoTGenAsmMatcher.inc"

//===-- Registers ---------------------------------------------------------===//

static MCRegister matchRegister(StringRef Name) {
  if (MCRegister Reg = MatchRegisterName(Name))
    return Reg;
  return MatchRegisterAltName(Name);
}

bool CHERIoTAsmParser::parseRegister(MCRegister &Reg, SMLoc &StartLoc,
                                     SMLoc &EndLoc) {
  if (!tryParseRegister(Reg, StartLoc, EndLoc).isSuccess())
    return Error(StartLoc, "expected a register");
  return false;
}

ParseStatus CHERIoTAsmParser::tryParseRegister(MCRegister &Reg, SMLoc &StartLoc,
                                               SMLoc &EndLoc) {
  const AsmToken &Tok = getTok();
  StartLoc = Tok.getLoc();
  EndLoc = Tok.getEndLoc();
  if (Tok.isNot(AsmToken::Identifier))
    return ParseStatus::NoMatch;
  Reg = matchRegister(Tok.getIdentifier());
  if (!Reg)
    return ParseStatus::NoMatch;
  Lex();
  return ParseStatus::Success;
}

ParseStatus CHERIoTAsmParser::parseRegisterOperand(OperandVector &Operands) {
  MCRegister Reg;
  SMLoc Start, End;
  if (tryParseRegister(Reg, Start, End).isSuccess()) {
    Operands.push_back(CHERIoTOperand::createReg(Reg, Start, End));
    return ParseStatus::Success;
  }
  // x16 to x31 do not exist, but hints may name them.
  unsigned Number;
  StringRef Name = getTok().getString();
  if (getTok().is(AsmToken::Identifier) && Name.consume_front("x") &&
      !Name.getAsInteger(10, Number) && Number >= 16 && Number < 32) {
    Operands.push_back(CHERIoTOperand::createHintReg(Number, Start, End));
    Lex();
    return ParseStatus::Success;
  }
  return ParseStatus::NoMatch;
}

//===-- Operands ----------------------------------------------------------===//

// One operand, and the base register in parentheses that may follow it.
bool CHERIoTAsmParser::parseOperand(OperandVector &Operands,
                                    StringRef Mnemonic) {
  ParseStatus Custom = MatchOperandParserImpl(Operands, Mnemonic,
                                              /*ParseForAllFeatures=*/true);
  if (Custom.isSuccess())
    return false;
  if (Custom.isFailure())
    return true;
  if (isMemoryBaseNext()) {
    // An offset left out is zero.
    SMLoc Loc = getLoc();
    Operands.push_back(CHERIoTOperand::createImm(
        MCConstantExpr::create(0, getContext()), Loc, Loc));
    return parseMemoryBase(Operands);
  }
  if (parseRegisterOperand(Operands).isSuccess())
    return false;
  if (parseExpressionOperand(Operands))
    return true;
  return getTok().is(AsmToken::LParen) && parseMemoryBase(Operands);
}

bool CHERIoTAsmParser::isMemoryBaseNext() {
  if (getTok().isNot(AsmToken::LParen))
    return false;
  AsmToken Next = getLexer().peekTok();
  return Next.is(AsmToken::Identifier) && matchRegister(Next.getIdentifier());
}

bool CHERIoTAsmParser::parseMemoryBase(OperandVector &Operands) {
  Operands.push_back(CHERIoTOperand::createToken("(", getLoc()));
  Lex();
  if (!parseRegisterOperand(Operands).isSuccess())
    return Error(getLoc(), "expected a register");
  SMLoc Loc = getLoc();
  if (parseToken(AsmToken::RParen, "expected ')'"))
    return true;
  Operands.push_back(CHERIoTOperand::createToken(")", Loc));
  return false;
}

// An expression, or %specifier(expression).
bool CHERIoTAsmParser::parseExpressionOperand(OperandVector &Operands) {
  SMLoc Start = getLoc();
  SMLoc End;
  const MCExpr *Expr;
  if (!parseOptionalToken(AsmToken::Percent)) {
    if (getParser().parseExpression(Expr, End))
      return true;
    Operands.push_back(CHERIoTOperand::createImm(Expr, Start, End));
    return false;
  }
  SMLoc NameLoc = getLoc();
  StringRef Name;
  if (getParser().parseIdentifier(Name))
    return Error(NameLoc, "expected a relocation specifier after '%'");
  auto Specifier = CHERIoT::parseSpecifierName(Name);
  if (!Specifier)
    return Error(NameLoc, "unknown relocation specifier '%" + Name + "'");
  if (parseToken(AsmToken::LParen, "expected '('") ||
      getParser().parseParenExpression(Expr, End))
    return true;
  // %hi and %lo of a number are numbers.
  int64_t Value;
  if (Expr->evaluateAsAbsolute(Value) && *Specifier == CHERIoT::S_HI)
    Expr =
        MCConstantExpr::create(((Value + 0x800) >> 12) & 0xfffff, getContext());
  else if (Expr->evaluateAsAbsolute(Value) && *Specifier == CHERIoT::S_LO)
    Expr = MCConstantExpr::create(SignExtend64<12>(Value), getContext());
  else
    Expr = MCSpecifierExpr::create(Expr, *Specifier, getContext(), Start);
  Operands.push_back(CHERIoTOperand::createImm(Expr, Start, End));
  return false;
}

// In .quad: an expression, or a capability, as the compiler writes it.
bool CHERIoTAsmParser::parseDataExpr(const MCExpr *&Res) {
  SMLoc Start = getLoc();
  SMLoc End;
  if (!parseOptionalToken(AsmToken::Percent))
    return getParser().parseExpression(Res, End);
  StringRef Name;
  SMLoc NameLoc = getLoc();
  if (getParser().parseIdentifier(Name) || Name != "chericap")
    return Error(NameLoc, "data holds numbers, addresses and %chericap");
  if (parseToken(AsmToken::LParen, "expected '('") ||
      getParser().parseParenExpression(Res, End))
    return true;
  Res =
      MCSpecifierExpr::create(Res, CHERIoT::S_CAPABILITY, getContext(), Start);
  return false;
}

// A name that LookUp knows, or a number.
ParseStatus CHERIoTAsmParser::parseNamedNumber(
    OperandVector &Operands,
    std::optional<unsigned> (*LookUp)(StringRef Name)) {
  SMLoc Start = getLoc();
  SMLoc End = getTok().getEndLoc();
  if (getTok().is(AsmToken::Identifier)) {
    if (auto Number = LookUp(getTok().getIdentifier())) {
      Operands.push_back(CHERIoTOperand::createImm(
          MCConstantExpr::create(*Number, getContext()), Start, End));
      Lex();
      return ParseStatus::Success;
    }
  }
  return parseExpressionOperand(Operands) ? ParseStatus::Failure
                                          : ParseStatus::Success;
}

ParseStatus CHERIoTAsmParser::parseCSRNumber(OperandVector &Operands) {
  return parseNamedNumber(
      Operands, [](StringRef Name) -> std::optional<unsigned> {
        return griotte::isa::csr_number(std::string_view(Name));
      });
}

ParseStatus CHERIoTAsmParser::parseSCRNumber(OperandVector &Operands) {
  return parseNamedNumber(
      Operands, [](StringRef Name) -> std::optional<unsigned> {
        return griotte::isa::scr_number(std::string_view(Name));
      });
}

ParseStatus CHERIoTAsmParser::parseFenceSet(OperandVector &Operands) {
  return parseNamedNumber(
      Operands, [](StringRef Name) -> std::optional<unsigned> {
        unsigned Set = 0;
        for (char C : Name) {
          size_t Position = StringRef("iorw").find(C);
          if (Position == StringRef::npos || (Set & (8 >> Position)))
            return std::nullopt;
          Set |= 8 >> Position;
        }
        return Set;
      });
}

unsigned CHERIoTAsmParser::validateTargetOperandClass(MCParsedAsmOperand &AsmOp,
                                                      unsigned Kind) {
  auto &Op = static_cast<CHERIoTOperand &>(AsmOp);
  // c.addi names its zero; the parser has made a number of it.
  if (Kind == MCK_0 && Op.getConstant() == 0)
    return Match_Success;
  if (!HasVendorPrefix || !Op.isReg() || Op.getReg() < CHERIoT::X0 ||
      Op.getReg() > CHERIoT::X15)
    return Match_InvalidOperand;
  MCRegister Capability = CHERIoT::C0 + (Op.getReg() - CHERIoT::X0);
  for (auto [Class, ClassKind] : {std::pair{CHERIoT::GPCRRegClassID, MCK_GPCR},
                                  {CHERIoT::GPCRNoC0RegClassID, MCK_GPCRNoC0},
                                  {CHERIoT::GPCRCRegClassID, MCK_GPCRC},
                                  {CHERIoT::CSPRegClassID, MCK_CSP}}) {
    if (Kind == unsigned(ClassKind) &&
        getContext().getRegisterInfo()->getRegClass(Class).contains(
            Capability)) {
      Op.setReg(Capability);
      return Match_Success;
    }
  }
  return Match_InvalidOperand;
}

//===-- Statements --------------------------------------------------------===//

bool CHERIoTAsmParser::parseInstruction(ParseInstructionInfo &, StringRef Name,
                                        SMLoc NameLoc,
                                        OperandVector &Operands) {
  HasVendorPrefix = Name.consume_front("ct.");
  Operands.push_back(CHERIoTOperand::createToken(Name, NameLoc));
  if (parseOptionalToken(AsmToken::EndOfStatement))
    return false;
  do {
    if (parseOperand(Operands, Name))
      return true;
  } while (parseOptionalToken(AsmToken::Comma));
  return parseToken(AsmToken::EndOfStatement, "unexpected token");
}

ParseStatus CHERIoTAsmParser::parseDirective(AsmToken DirectiveID) {
  StringRef Name = DirectiveID.getString();
  if (Name == ".option")
    return parseDirectiveOption();
  if (Name == ".attribute")
    return parseDirectiveAttribute();
  if (Name == ".chericap")
    return parseDirectiveChericap();
  return ParseStatus::NoMatch;
}

void CHERIoTAsmParser::setFeature(unsigned Feature, bool Value) {
  if (getSTI().hasFeature(Feature) == Value)
    return;
  MCSubtargetInfo &STI = copySTI();
  setAvailableFeatures(ComputeAvailableFeatures(STI.ToggleFeature(Feature)));
}

bool CHERIoTAsmParser::parseDirectiveOption() {
  SMLoc Loc = getLoc();
  StringRef Option;
  if (getParser().parseIdentifier(Option))
    return Error(Loc, "expected an option: push, pop, rvc, norvc, relax, "
                      "norelax, pic or nopic");
  if (Option == "push") {
    OptionStack.push_back(getSTI().getFeatureBits());
  } else if (Option == "pop") {
    if (OptionStack.empty())
      return Error(Loc, ".option pop without .option push");
    FeatureBitset Before = OptionStack.pop_back_val();
    for (unsigned Feature : {CHERIoT::FeatureStdExtC, CHERIoT::FeatureRelax})
      setFeature(Feature, Before.test(Feature));
  } else if (Option == "rvc" || Option == "norvc") {
    setFeature(CHERIoT::FeatureStdExtC, Option == "rvc");
  } else if (Option == "relax" || Option == "norelax") {
    setFeature(CHERIoT::FeatureRelax, Option == "relax");
  } else if (Option != "pic" && Option != "nopic") {
    Warning(Loc, "unknown option '" + Option +
                     "': expected push, pop, rvc, "
                     "norvc, relax, norelax, pic or nopic");
    getParser().eatToEndOfStatement();
    return false;
  }
  if (parseEOL())
    return true;
  getTargetStreamer().emitDirectiveOption(Option);
  return false;
}

// Accepted as the compiler's output has it; every file here is for the one
// architecture there is.
bool CHERIoTAsmParser::parseDirectiveAttribute() {
  const MCExpr *Tag;
  StringRef TagName;
  if (getTok().is(AsmToken::Identifier) ? getParser().parseIdentifier(TagName)
                                        : getParser().parseExpression(Tag))
    return true;
  if (parseToken(AsmToken::Comma, "expected a comma"))
    return true;
  if (getTok().is(AsmToken::String))
    Lex();
  else if (getParser().parseExpression(Tag))
    return true;
  return parseEOL();
}

bool CHERIoTAsmParser::parseDirectiveChericap() {
  do {
    const MCExpr *Value;
    if (getParser().parseExpression(Value))
      return true;
    getTargetStreamer().emitCapability(Value);
  } while (parseOptionalToken(AsmToken::Comma));
  return parseEOL();
}

//===-- Emission ----------------------------------------------------------===//

static std::string CHERIoTMnemonicSpellCheck(StringRef S,
                                             const FeatureBitset &FBS,
                                             unsigned VariantID);

bool CHERIoTAsmParser::matchAndEmitInstruction(SMLoc IDLoc, unsigned &,
                                               OperandVector &Operands,
                                               MCStreamer &Out,
                                               uint64_t &ErrorInfo,
                                               bool MatchingInlineAsm) {
  MCInst Inst;
  FeatureBitset MissingFeatures;
  unsigned Result = MatchInstructionImpl(Operands, Inst, ErrorInfo,
                                         MissingFeatures, MatchingInlineAsm);
  if (Result != Match_Success)
    return reportMismatch(IDLoc, Operands, ErrorInfo, Result, MissingFeatures);
  Inst.setLoc(IDLoc);
  emitPseudo(Out, Inst, IDLoc);
  return false;
}

bool CHERIoTAsmParser::reportMismatch(SMLoc IDLoc, OperandVector &Operands,
                                      uint64_t ErrorInfo, unsigned Result,
                                      const FeatureBitset &MissingFeatures) {
  auto Mnemonic = static_cast<CHERIoTOperand &>(*Operands[0]).getToken();
  switch (Result) {
  case Match_MissingFeature: {
    std::string Message = "instruction requires:";
    for (unsigned I = 0; I != MissingFeatures.size(); ++I)
      if (MissingFeatures[I])
        Message += std::string(" ") + getSubtargetFeatureName(I);
    return Error(IDLoc, Message);
  }
  case Match_MnemonicFail:
    return Error(IDLoc, "unknown instruction '" + Mnemonic + "'" +
                            CHERIoTMnemonicSpellCheck(
                                Mnemonic, getAvailableFeatures(), 0));
  case Match_InvalidTiedOperand:
    return Error(IDLoc, "the first operand must be the second");
  default:
    break;
  }
  if (ErrorInfo == ~0ULL || ErrorInfo >= Operands.size())
    return Error(IDLoc, "too few operands for '" + Mnemonic + "'");
  SMLoc Loc = Operands[ErrorInfo]->getStartLoc();
  if (Result > FIRST_TARGET_MATCH_RESULT_TY)
    if (const char *Message =
            getMatchKindDiag(static_cast<CHERIoTMatchResultTy>(Result)))
      return Error(Loc, Message);
  const auto &Op = static_cast<const CHERIoTOperand &>(*Operands[ErrorInfo]);
  if (Op.isMissingRegister())
    return Error(Loc, "there are sixteen registers: x0 to x15");
  // The commonest mistake: the other half of the register.
  if (Op.isReg()) {
    bool IsInteger = Op.getReg() >= CHERIoT::X0 && Op.getReg() <= CHERIoT::X15;
    return Error(Loc, IsInteger ? "expected a capability register or another "
                                  "kind of operand, not an integer register"
                                : "expected an integer register or another "
                                  "kind of operand, not a capability register");
  }
  return Error(Loc, "invalid operand for '" + Mnemonic + "'");
}

void CHERIoTAsmParser::emit(MCStreamer &Out, MCInst Inst, SMLoc Loc,
                            bool MayCompress) {
  Inst.setLoc(Loc);
  MCInst Compressed;
  if (MayCompress && CHERIoTRVC::compress(Compressed, Inst, getSTI())) {
    Compressed.setLoc(Loc);
    Out.emitInstruction(Compressed, getSTI());
    return;
  }
  Out.emitInstruction(Inst, getSTI());
}

// lui gives the upper twenty bits, rounded for addi's sign-extended twelve.
void CHERIoTAsmParser::emitLoadImmediate(MCStreamer &Out, const MCInst &Inst,
                                         SMLoc Loc) {
  MCRegister Reg = Inst.getOperand(0).getReg();
  int32_t Value = int32_t(Inst.getOperand(1).getImm());
  uint32_t Upper = ((uint32_t(Value) + 0x800) >> 12) & 0xfffff;
  int32_t Lower = SignExtend32<12>(uint32_t(Value));
  MCRegister Source = CHERIoT::X0;
  if (Upper != 0) {
    emit(Out, MCInstBuilder(CHERIoT::LUI).addReg(Reg).addImm(Upper), Loc);
    Source = Reg;
  }
  if (Lower != 0 || Upper == 0)
    emit(Out,
         MCInstBuilder(CHERIoT::ADDI).addReg(Reg).addReg(Source).addImm(Lower),
         Loc);
}

MCSymbol *CHERIoTAsmParser::emitLabel(MCStreamer &Out) {
  // A name of its own, not a temporary: the linker finds the auipcc by it.
  MCSymbol *Label = getContext().createNamedTempSymbol("compartment_hi");
  Out.emitLabel(Label);
  return Label;
}

void CHERIoTAsmParser::emitPseudo(MCStreamer &Out, const MCInst &Inst,
                                  SMLoc Loc) {
  MCContext &Ctx = getContext();
  auto Specified = [&](const MCExpr *Expr, CHERIoT::Specifier S) {
    return MCSpecifierExpr::create(Expr, S, Ctx, Loc);
  };
  switch (Inst.getOpcode()) {
  case CHERIoT::PseudoLI:
    emitLoadImmediate(Out, Inst, Loc);
    return;
  case CHERIoT::PseudoLA: {
    MCRegister Reg = Inst.getOperand(0).getReg();
    const MCExpr *Symbol = Inst.getOperand(1).getExpr();
    emit(Out,
         MCInstBuilder(CHERIoT::LUI)
             .addReg(Reg)
             .addExpr(Specified(Symbol, CHERIoT::S_HI)),
         Loc);
    emit(Out,
         MCInstBuilder(CHERIoT::ADDI)
             .addReg(Reg)
             .addReg(Reg)
             .addExpr(Specified(Symbol, CHERIoT::S_LO)),
         Loc);
    return;
  }
  case CHERIoT::PseudoCLLC: {
    MCRegister Reg = Inst.getOperand(0).getReg();
    const MCExpr *Symbol = Inst.getOperand(1).getExpr();
    const MCExpr *Here = MCSymbolRefExpr::create(emitLabel(Out), Ctx);
    emit(Out,
         MCInstBuilder(CHERIoT::AUIPCC)
             .addReg(Reg)
             .addExpr(Specified(Symbol, CHERIoT::S_COMPARTMENT_HI)),
         Loc);
    emit(Out,
         MCInstBuilder(CHERIoT::CIncAddrImm)
             .addReg(Reg)
             .addReg(Reg)
             .addExpr(Specified(Here, CHERIoT::S_COMPARTMENT_LO_I)),
         Loc);
    return;
  }
  case CHERIoT::PseudoAUIPCCData:
    emit(Out,
         MCInstBuilder(CHERIoT::AUIPCC)
             .addReg(Inst.getOperand(0).getReg())
             .addExpr(Inst.getOperand(1).getExpr()),
         Loc);
    emit(Out,
         MCInstBuilder(CHERIoT::ADDI)
             .addReg(CHERIoT::X0)
             .addReg(CHERIoT::X0)
             .addImm(0),
         Loc, /*MayCompress=*/false);
    return;
  default:
    emit(Out, Inst, Loc);
    return;
  }
}

void initializeCHERIoTAsmParser() {
  RegisterMCAsmParser<CHERIoTAsmParser> X(getTheCHERIoTTarget());
}
