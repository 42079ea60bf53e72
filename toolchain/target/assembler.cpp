// Drives LLVM's MC layer; see assembler.h.
#include "toolchain/target/assembler.h"
#include "TargetInfo/CHERIoTTargetInfo.h"
#include "toolchain/target/toolkit.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/MC/MCAsmBackend.h"
#include "llvm/MC/MCCodeEmitter.h"
#include "llvm/MC/MCContext.h"
#include "llvm/MC/MCDisassembler/MCDisassembler.h"
#include "llvm/MC/MCInst.h"
#include "llvm/MC/MCObjectFileInfo.h"
#include "llvm/MC/MCObjectWriter.h"
#include "llvm/MC/MCParser/MCAsmParser.h"
#include "llvm/MC/MCParser/MCTargetAsmParser.h"
#include "llvm/MC/MCStreamer.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FormattedStream.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/Support/VirtualFileSystem.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

extern "C" {
void LLVMInitializeRISCVTargetInfo();
void LLVMInitializeRISCVTargetMC();
void LLVMInitializeRISCVAsmParser();
void LLVMInitializeRISCVDisassembler();
}

namespace griotte::toolchain {

static void initializeTargets() {
  static const bool Done = [] {
    initializeCHERIoTTargetInfo();
    initializeCHERIoTTargetMC();
    initializeCHERIoTAsmParser();
    initializeCHERIoTDisassembler();
    LLVMInitializeRISCVTargetInfo();
    LLVMInitializeRISCVTargetMC();
    LLVMInitializeRISCVAsmParser();
    LLVMInitializeRISCVDisassembler();
    return true;
  }();
  (void)Done;
}

Toolkit::Toolkit(isa::Mode Mode, bool HasRelaxation) {
  initializeTargets();
  bool IsCheriot = Mode == isa::Mode::Cheriot;
  TheTriple = Triple(IsCheriot ? "cheriot-unknown-none-elf"
                               : "riscv32-unknown-none-elf");
  std::string Ignored;
  TheTarget = IsCheriot ? &getTheCHERIoTTarget()
                        : TargetRegistry::lookupTarget(TheTriple, Ignored);
  StringRef Features = IsCheriot ? HasRelaxation ? "+relax" : ""
                       : Mode == isa::Mode::Rv32e ? "+e,+m,+c,+zicsr,+zifencei"
                                                  : "+m,+c,+zicsr,+zifencei";
  Registers.reset(TheTarget->createMCRegInfo(TheTriple));
  AsmInfo.reset(TheTarget->createMCAsmInfo(*Registers, TheTriple, Options));
  Instructions.reset(TheTarget->createMCInstrInfo());
  Subtarget.reset(TheTarget->createMCSubtargetInfo(TheTriple, "", Features));
}

std::unique_ptr<MCInstPrinter> Toolkit::makePrinter() const {
  return std::unique_ptr<MCInstPrinter>(TheTarget->createMCInstPrinter(
      TheTriple, 0, *AsmInfo, *Instructions, *Registers));
}

//===-- Assembling --------------------------------------------------------===//

static void collectDiagnostic(const SMDiagnostic &Diagnostic, void *Context) {
  raw_string_ostream Stream(*static_cast<std::string *>(Context));
  Diagnostic.print(nullptr, Stream, /*ShowColors=*/false);
}

static std::unique_ptr<MCStreamer> makeStreamer(const Toolkit &Kit,
                                                MCContext &Context,
                                                raw_pwrite_stream &Out,
                                                bool IsObject) {
  std::unique_ptr<MCCodeEmitter> Emitter(
      Kit.TheTarget->createMCCodeEmitter(*Kit.Instructions, Context));
  std::unique_ptr<MCAsmBackend> Backend(Kit.TheTarget->createMCAsmBackend(
      *Kit.Subtarget, *Kit.Registers, Kit.Options));
  if (!IsObject)
    return std::unique_ptr<MCStreamer>(Kit.TheTarget->createAsmStreamer(
        Context, std::make_unique<formatted_raw_ostream>(Out),
        Kit.makePrinter(), std::move(Emitter), std::move(Backend)));
  std::unique_ptr<MCObjectWriter> Writer = Backend->createObjectWriter(Out);
  return std::unique_ptr<MCStreamer>(Kit.TheTarget->createMCObjectStreamer(
      Kit.TheTriple, Context, std::move(Backend), std::move(Writer),
      std::move(Emitter), *Kit.Subtarget));
}

std::expected<Assembled, std::string>
assemble(std::string_view source, const AssemblerOptions &options) {
  using Output = AssemblerOptions::Output;
  Toolkit Kit(options.mode, options.hasRelaxation);
  // Encodings are comments, which only verbose text has.
  Kit.Options.ShowMCEncoding = options.output == Output::TextWithEncoding;
  Kit.Options.AsmVerbose = Kit.Options.ShowMCEncoding;
  Kit.AsmInfo->setPreserveAsmComments(false);

  std::string Diagnostics;
  SourceMgr Sources;
  Sources.setVirtualFileSystem(vfs::getRealFileSystem());
  Sources.setIncludeDirs(options.includeDirectories);
  Sources.setDiagHandler(collectDiagnostic, &Diagnostics);
  Sources.AddNewSourceBuffer(
      MemoryBuffer::getMemBufferCopy(source, options.name), SMLoc());

  MCContext Context(Kit.TheTriple, Kit.AsmInfo.get(), Kit.Registers.get(),
                    Kit.Subtarget.get(), &Sources, &Kit.Options);
  MCObjectFileInfo FileInfo;
  FileInfo.initMCObjectFileInfo(Context, /*PIC=*/false);
  Context.setObjectFileInfo(&FileInfo);
  Context.setMainFileName(options.name);
  if (options.hasDebugInfo) {
    SmallString<128> Directory;
    if (!options.compilationDirectory.empty())
      Context.setCompilationDir(options.compilationDirectory);
    else if (!sys::fs::current_path(Directory))
      Context.setCompilationDir(Directory);
    for (const auto &[Prefix, Replacement] : options.debugPrefixes)
      Context.addDebugPrefixMapEntry(Prefix, Replacement);
    Context.setDwarfVersion(5);
    Context.setDwarfDebugProducer("griotte");
    Context.setGenDwarfForAssembly(true);
    Context.setGenDwarfRootFile(options.name, StringRef(source));
  }

  SmallString<0> Contents;
  raw_svector_ostream Out(Contents);
  std::unique_ptr<MCStreamer> Streamer =
      makeStreamer(Kit, Context, Out, options.output == Output::Object);
  std::unique_ptr<MCAsmParser> Parser(
      createMCAsmParser(Sources, Context, *Streamer, *Kit.AsmInfo));
  std::unique_ptr<MCTargetAsmParser> TargetParser(
      Kit.TheTarget->createMCAsmParser(*Kit.Subtarget, *Parser,
                                       *Kit.Instructions, Kit.Options));
  Parser->setTargetParser(*TargetParser);
  for (const auto &[Name, Value] : options.symbols)
    Context.setSymbolValue(*Streamer, Name, Value);
  Streamer->initSections(Kit.Options.MCNoExecStack, *Kit.Subtarget);

  bool HasFailed = Parser->Run(/*NoInitialTextSection=*/true);
  // The text streamer writes the last of it when it goes.
  Parser.reset();
  Streamer.reset();
  if (HasFailed || Context.hadError())
    return std::unexpected(std::move(Diagnostics));
  return Assembled{std::string(Contents), std::move(Diagnostics)};
}

//===-- Disassembling -----------------------------------------------------===//

struct Disassembler::State {
  Toolkit Kit;
  MCContext Context;
  std::unique_ptr<MCDisassembler> Decoder;
  std::unique_ptr<MCInstPrinter> Printer;

  explicit State(isa::Mode Mode)
      : Kit(Mode), Context(Kit.TheTriple, Kit.AsmInfo.get(),
                           Kit.Registers.get(), Kit.Subtarget.get()),
        Decoder(Kit.TheTarget->createMCDisassembler(*Kit.Subtarget, Context)),
        Printer(Kit.makePrinter()) {
    Printer->setPrintBranchImmAsAddress(true);
  }
};

Disassembler::Disassembler(isa::Mode mode)
    : state(std::make_unique<State>(mode)) {}

Disassembler::~Disassembler() = default;

bool Disassembler::disassemble(uint32_t word, uint32_t pc, std::string &text) {
  uint8_t Bytes[4];
  for (unsigned I = 0; I != 4; ++I)
    Bytes[I] = uint8_t(word >> (8 * I));
  MCInst Inst;
  uint64_t Size;
  text.clear();
  if (state->Decoder->getInstruction(Inst, Size, Bytes, pc, nulls()) !=
      MCDisassembler::Success) {
    text = "<unknown>";
    return false;
  }
  raw_string_ostream Out(text);
  state->Printer->printInst(&Inst, pc, "", *state->Kit.Subtarget, Out);
  // The printer begins with a tab.
  text.erase(0, 1);
  return true;
}

} // namespace griotte::toolchain
