// Listings of object files; see listing.h. Nothing in the file is believed:
// LLVM's reader checks what it hands out, and every address printed is masked
// to 32 bits.
#include "toolchain/target/listing.h"
#include "toolchain/target/assembler.h"
#include "toolchain/target/toolkit.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/DebugInfo/DWARF/DWARFContext.h"
#include "llvm/MC/MCContext.h"
#include "llvm/MC/MCDisassembler/MCDisassembler.h"
#include "llvm/MC/MCInst.h"
#include "llvm/MC/MCInstrAnalysis.h"
#include "llvm/Object/ELFObjectFile.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/raw_ostream.h"
#include <algorithm>
#include <map>

using namespace llvm;

namespace griotte::toolchain {

static void printWord(raw_ostream &Out, uint64_t Address, uint32_t Word,
                      unsigned Length) {
  Out << format("%8x: ", unsigned(Address));
  if (Length == 2)
    Out << format("%04x         ", Word & 0xffff);
  else
    Out << format("%08x     ", Word);
}

namespace {

struct NamedAddress {
  uint64_t Address;
  std::string Name;
};

/// The source file's lines, read once.
class SourceLines {
  std::map<std::string, std::unique_ptr<MemoryBuffer>> Files;

public:
  /// The text of a line; empty when the file cannot be read.
  StringRef get(const std::string &File, unsigned Line) {
    auto [It, IsNew] = Files.try_emplace(File);
    if (IsNew)
      if (auto Buffer = MemoryBuffer::getFile(File, /*IsText=*/true))
        It->second = std::move(*Buffer);
    if (!It->second || Line == 0)
      return {};
    StringRef Rest = It->second->getBuffer();
    for (; Line > 1 && !Rest.empty(); --Line)
      Rest = Rest.split('\n').second;
    return Rest.split('\n').first;
  }
};

class Lister {
  const object::ELF32LEObjectFile &Object;
  const ListingOptions &Options;
  raw_string_ostream Out;
  Disassembler Decoder;
  std::unique_ptr<DWARFContext> Dwarf;
  SourceLines Sources;
  std::map<object::SectionRef, std::vector<NamedAddress>> Symbols;

public:
  Lister(const object::ELF32LEObjectFile &Object, const ListingOptions &Options,
         std::string &Text)
      : Object(Object), Options(Options), Out(Text), Decoder(Options.mode) {
    // Line information that cannot be read is as good as none.
    if (Options.hasSource)
      Dwarf = DWARFContext::create(
          Object, DWARFContext::ProcessDebugRelocations::Process, nullptr, "",
          consumeError, consumeError);
  }

  Error run(StringRef Name);

private:
  Error readSymbols();
  Error listSection(const object::SectionRef &Section, StringRef Name);
  void printLabels(const std::vector<NamedAddress> &Labels, uint64_t Address);
  void printSource(uint64_t Address, uint64_t SectionIndex,
                   std::string &LastPlace);
  void printTarget(StringRef Text, const object::SectionRef &Section);
  void printRelocations(const std::vector<object::RelocationRef> &Relocations,
                        size_t &Next, uint64_t End, uint64_t Base);
};

} // namespace

Error Lister::readSymbols() {
  for (const object::ELFSymbolRef &Symbol : Object.symbols()) {
    auto Section = Symbol.getSection();
    if (!Section)
      return Section.takeError();
    auto Name = Symbol.getName();
    auto Address = Symbol.getAddress();
    if (!Name)
      return Name.takeError();
    if (!Address)
      return Address.takeError();
    uint8_t Type = Symbol.getELFType();
    // Mapping symbols ($x, $d) and the labels of differences (.L0 and a
    // space) say nothing to a reader.
    if (*Section == Object.section_end() || Name->empty() ||
        Name->starts_with("$") || *Name == ".L0 " || Type == ELF::STT_SECTION ||
        Type == ELF::STT_FILE)
      continue;
    Symbols[**Section].push_back({*Address, Name->str()});
  }
  for (auto &[Section, Labels] : Symbols)
    std::stable_sort(Labels.begin(), Labels.end(),
                     [](const NamedAddress &A, const NamedAddress &B) {
                       return A.Address < B.Address;
                     });
  return Error::success();
}

Error Lister::run(StringRef Name) {
  Out << '\n' << Name << ":\tfile format elf32-littleriscv\n";
  if (Error E = readSymbols())
    return E;
  bool HasListed = false;
  for (const object::SectionRef &Section : Object.sections()) {
    auto SectionName = Section.getName();
    if (!SectionName)
      return SectionName.takeError();
    bool IsWanted = Options.section.empty() ? Section.isText()
                                            : *SectionName == Options.section;
    if (!IsWanted || Section.isVirtual() || Section.getSize() == 0)
      continue;
    HasListed = true;
    if (Error E = listSection(Section, *SectionName))
      return E;
  }
  if (!HasListed && !Options.section.empty())
    return createStringError("no section '" + Options.section +
                             "' with contents");
  return Error::success();
}

Error Lister::listSection(const object::SectionRef &Section, StringRef Name) {
  auto Contents = Section.getContents();
  if (!Contents)
    return Contents.takeError();
  Out << "\nDisassembly of section " << Name << ":\n";
  const std::vector<NamedAddress> &Labels = Symbols[Section];
  std::vector<object::RelocationRef> Relocations;
  if (Options.hasRelocations)
    for (const object::SectionRef &Other : Object.sections()) {
      auto Relocated = Other.getRelocatedSection();
      if (Relocated && *Relocated != Object.section_end() &&
          **Relocated == Section)
        Relocations.insert(Relocations.end(), Other.relocation_begin(),
                           Other.relocation_end());
      else if (!Relocated)
        consumeError(Relocated.takeError());
    }
  llvm::stable_sort(Relocations, [](const auto &A, const auto &B) {
    return A.getOffset() < B.getOffset();
  });

  ArrayRef<uint8_t> Bytes(Contents->bytes_begin(), Contents->bytes_end());
  uint64_t Base = Section.getAddress();
  if (Labels.empty() || Labels.front().Address != Base)
    Out << '\n' << format("%08x <", unsigned(Base)) << Name << ">:\n";
  std::string Text, LastPlace;
  size_t NextRelocation = 0;
  for (uint64_t Offset = 0; Offset < Bytes.size();) {
    uint64_t Address = Base + Offset;
    printLabels(Labels, Address);
    printSource(Address, Section.getIndex(), LastPlace);
    size_t Left = Bytes.size() - Offset;
    if (Left < 2) {
      Out << format("%8x: %02x           ", unsigned(Address), Bytes[Offset])
          << "\t<unknown>\n";
      break;
    }
    uint32_t Word = support::endian::read16le(&Bytes[Offset]);
    unsigned Length = (Word & 3) == 3 && Left >= 4 ? 4 : 2;
    if (Length == 4)
      Word = support::endian::read32le(&Bytes[Offset]);
    if (!Decoder.disassemble(Word, uint32_t(Address), Text))
      Text = "<unknown>";
    printWord(Out, Address, Word, Length);
    Out << '\t' << Text;
    printTarget(Text, Section);
    Out << '\n';
    Offset += Length;
    printRelocations(Relocations, NextRelocation, Offset, Base);
  }
  return Error::success();
}

void Lister::printLabels(const std::vector<NamedAddress> &Labels,
                         uint64_t Address) {
  auto It = llvm::lower_bound(
      Labels, Address,
      [](const NamedAddress &Label, uint64_t A) { return Label.Address < A; });
  for (; It != Labels.end() && It->Address == Address; ++It)
    Out << '\n' << format("%08x <", unsigned(Address)) << It->Name << ">:\n";
}

void Lister::printSource(uint64_t Address, uint64_t SectionIndex,
                         std::string &LastPlace) {
  if (!Dwarf)
    return;
  auto Line = Dwarf->getLineInfoForAddress(
      {Address, SectionIndex},
      {DILineInfoSpecifier::FileLineInfoKind::AbsoluteFilePath,
       DINameKind::None});
  if (!Line || Line->FileName == DILineInfo::BadString || Line->Line == 0)
    return;
  std::string Place = Line->FileName + ":" + std::to_string(Line->Line);
  if (Place == LastPlace)
    return;
  LastPlace = Place;
  Out << "; " << Place << '\n';
  StringRef Source = Sources.get(Line->FileName, Line->Line);
  if (!Source.empty())
    Out << "; " << Source << '\n';
}

// A branch names an address; say what is there.
void Lister::printTarget(StringRef Text, const object::SectionRef &Section) {
  size_t At = Text.rfind("0x");
  uint64_t Target;
  if (At == StringRef::npos || Text.substr(At + 2).getAsInteger(16, Target))
    return;
  const std::vector<NamedAddress> *Labels = &Symbols[Section];
  for (const auto &[Other, OtherLabels] : Symbols)
    if (Other.isText() && Target >= Other.getAddress() &&
        Target - Other.getAddress() < Other.getSize() &&
        !Object.isRelocatableObject())
      Labels = &OtherLabels;
  auto It = llvm::upper_bound(
      *Labels, Target,
      [](uint64_t A, const NamedAddress &Label) { return A < Label.Address; });
  if (It == Labels->begin())
    return;
  --It;
  // Of several, the last, as it stands nearest to the code; but rather a name
  // someone chose than a compiler's.
  for (auto Other = It; It->Name.starts_with(".L") &&
                        Other != Labels->begin() &&
                        std::prev(Other)->Address == It->Address;) {
    --Other;
    if (!Other->Name.starts_with(".L"))
      It = Other;
  }
  Out << " <" << It->Name;
  if (Target != It->Address)
    Out << "+0x" << utohexstr(Target - It->Address, /*LowerCase=*/true);
  Out << '>';
}

// The relocations CHERIoT adds have no names in LLVM.
static std::string relocationName(const object::RelocationRef &Relocation) {
  switch (Relocation.getType()) {
  case 193:
    return "R_RISCV_CHERI_CAPABILITY";
  case 220:
    return "R_RISCV_CHERIOT_COMPARTMENT_HI";
  case 221:
    return "R_RISCV_CHERIOT_COMPARTMENT_LO_I";
  case 222:
    return "R_RISCV_CHERIOT_COMPARTMENT_LO_S";
  case 223:
    return "R_RISCV_CHERIOT_COMPARTMENT_SIZE";
  case 225:
    return "R_RISCV_CHERIOT_COMPARTMENT_CGP_HI";
  default: {
    SmallString<32> Name;
    Relocation.getTypeName(Name);
    return Name.str().str();
  }
  }
}

void Lister::printRelocations(
    const std::vector<object::RelocationRef> &Relocations, size_t &Next,
    uint64_t End, uint64_t Base) {
  for (; Next < Relocations.size() && Relocations[Next].getOffset() < End;
       ++Next) {
    const object::ELFRelocationRef Relocation = Relocations[Next];
    Out << format("\t\t\t%08x:  ", unsigned(Base + Relocation.getOffset()))
        << relocationName(Relocation);
    auto Symbol = Relocation.getSymbol();
    if (Symbol != Object.symbol_end()) {
      auto Name = Symbol->getName();
      Out << '\t' << (Name ? *Name : StringRef("<no name>"));
      if (!Name)
        consumeError(Name.takeError());
    }
    auto Addend = Relocation.getAddend();
    if (!Addend)
      consumeError(Addend.takeError());
    else if (*Addend != 0)
      Out << (*Addend < 0 ? "-0x" : "+0x")
          << utohexstr(uint64_t(*Addend < 0 ? -*Addend : *Addend),
                       /*LowerCase=*/true);
    Out << '\n';
  }
}

//===-- Damaged files -----------------------------------------------------===//

// LLVM's object reader ends the process when a table it was asked about is
// damaged, so every table it will be asked about is looked at first.
using ElfFile = object::ELF32LEFile;

static Error checkSymbols(const ElfFile &File, const ElfFile::Elf_Shdr &Section,
                          size_t SectionCount) {
  auto Symbols = File.symbols(&Section);
  if (!Symbols)
    return Symbols.takeError();
  auto Strings = File.getStringTableForSymtab(Section);
  if (!Strings)
    return Strings.takeError();
  for (const ElfFile::Elf_Sym &Symbol : *Symbols) {
    auto Name = Symbol.getName(*Strings);
    if (!Name)
      return Name.takeError();
    if (Symbol.st_shndx >= SectionCount && Symbol.st_shndx < ELF::SHN_LORESERVE)
      return createStringError("a symbol is in section %u of %zu",
                               unsigned(Symbol.st_shndx), SectionCount);
    if (Symbol.st_shndx == ELF::SHN_XINDEX)
      return createStringError("more sections than this reader takes");
  }
  return Error::success();
}

template <typename Range>
static Error checkRelocations(const ElfFile &File,
                              const ElfFile::Elf_Shdr &Section,
                              Expected<Range> Relocations) {
  if (!Relocations)
    return Relocations.takeError();
  auto SymbolTable = File.getSection(Section.sh_link);
  if (!SymbolTable)
    return SymbolTable.takeError();
  auto Symbols = File.symbols(*SymbolTable);
  if (!Symbols)
    return Symbols.takeError();
  auto Relocated = File.getSection(Section.sh_info);
  if (!Relocated)
    return Relocated.takeError();
  for (const auto &Relocation : *Relocations)
    if (Relocation.getSymbol(false) >= Symbols->size())
      return createStringError("a relocation is to symbol %u of %zu",
                               unsigned(Relocation.getSymbol(false)),
                               Symbols->size());
  return Error::success();
}

static Error checkFile(StringRef Bytes) {
  auto File = ElfFile::create(Bytes);
  if (!File)
    return File.takeError();
  auto Sections = File->sections();
  if (!Sections)
    return Sections.takeError();
  for (const ElfFile::Elf_Shdr &Section : *Sections) {
    auto Name = File->getSectionName(Section);
    if (!Name)
      return Name.takeError();
    if (Section.sh_type != ELF::SHT_NOBITS) {
      auto Contents = File->getSectionContents(Section);
      if (!Contents)
        return Contents.takeError();
    }
    Error Result = Error::success();
    switch (Section.sh_type) {
    case ELF::SHT_SYMTAB:
    case ELF::SHT_DYNSYM:
      Result = joinErrors(std::move(Result),
                          checkSymbols(*File, Section, Sections->size()));
      break;
    case ELF::SHT_REL:
      Result =
          joinErrors(std::move(Result),
                     checkRelocations(*File, Section, File->rels(Section)));
      break;
    case ELF::SHT_RELA:
      Result =
          joinErrors(std::move(Result),
                     checkRelocations(*File, Section, File->relas(Section)));
      break;
    case ELF::SHT_CREL:
      Result = joinErrors(std::move(Result),
                          createStringError("compact relocations"));
      break;
    default:
      break;
    }
    if (Result)
      return Result;
  }
  return Error::success();
}

std::expected<std::string, std::string>
listing_make(std::string_view file, std::string_view name,
             const ListingOptions &options) {
  auto Failure = [&](Error E) {
    return std::unexpected(std::string(name) + ": " + toString(std::move(E)));
  };
  if (!file.starts_with("\177ELF"))
    return Failure(createStringError("not an ELF file"));
  auto Binary = object::ObjectFile::createELFObjectFile(
      MemoryBufferRef(StringRef(file), StringRef(name)));
  if (!Binary)
    return Failure(Binary.takeError());
  const auto *Elf = dyn_cast<object::ELF32LEObjectFile>(Binary->get());
  if (!Elf || Elf->getArch() != Triple::riscv32)
    return Failure(createStringError("not a 32-bit RISC-V ELF file"));
  if (Error E = checkFile(StringRef(file)))
    return Failure(std::move(E));
  std::string Text;
  if (Error E = Lister(*Elf, options, Text).run(name))
    return Failure(std::move(E));
  return Text;
}

std::expected<std::string, std::string>
listing_make_of_words(std::string_view words, uint32_t base, isa::Mode mode) {
  Disassembler Decoder(mode);
  std::string Result, Text;
  raw_string_ostream Out(Result);
  StringRef Rest = StringRef(words).ltrim();
  uint32_t Address = base;
  while (!Rest.empty()) {
    StringRef Digits = Rest.take_until(isSpace);
    Rest = Rest.drop_front(Digits.size()).ltrim();
    StringRef Number = Digits;
    Number.consume_front("0x");
    uint32_t Word;
    if ((Number.size() != 4 && Number.size() != 8) ||
        Number.getAsInteger(16, Word))
      return std::unexpected("'" + Digits.str() +
                             "' is not an instruction: expected four or eight "
                             "hexadecimal digits");
    bool IsCompressed = (Word & 3) != 3;
    if (IsCompressed != (Number.size() == 4))
      return std::unexpected("'" + Digits.str() +
                             "' has the wrong number of digits: its low bits "
                             "say the instruction is " +
                             (IsCompressed ? "16" : "32") + " bits long");
    Decoder.disassemble(Word, Address, Text);
    printWord(Out, Address, Word, IsCompressed ? 2 : 4);
    Out << '\t' << Text << '\n';
    Address += IsCompressed ? 2 : 4;
  }
  return Result;
}

} // namespace griotte::toolchain
