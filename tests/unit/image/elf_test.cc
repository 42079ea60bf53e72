#include <gtest/gtest.h>

#include "machine/image/image.h"
#include "tests/unit/image/elf_builder.h"

namespace griotte::machine {

namespace {

/// The error reading `builder`'s file gives; empty when it reads.
std::string error_of(ElfBuilder &builder)
{
    const auto image = elf_read(builder.build(), "x.elf");
    return image.has_value() ? std::string() : image.error().message;
}

void expect_error(ElfBuilder &builder, std::string_view part)
{
    const std::string message = error_of(builder);
    EXPECT_NE(message.find(part), std::string::npos)
        << "'" << message << "' lacks '" << part << "'";
    EXPECT_TRUE(message.starts_with("x.elf: ")) << message;
}

class ElfRead : public ::testing::Test
{
protected:
    ElfRead() { builder.segment_add(0x8000'0000, "code", 4); }

    ElfBuilder builder;
};

} // namespace

TEST_F(ElfRead, TakesSegmentsEntryAndSymbols)
{
    auto &data = builder.segment_add(0x8000'1000, "data", 100);
    data.p_flags = PF_R | PF_X;
    builder.symbol_add("main", 0x8000'0000, 4, STT_FUNC);
    builder.symbol_add("buffer", 0x8000'1000, 32, STT_OBJECT);
    const auto image = elf_read(builder.build(), "x.elf");
    ASSERT_TRUE(image.has_value()) << image.error().message;
    EXPECT_EQ(image->format, ImageFormat::Elf);
    EXPECT_EQ(image->entry, 0x8000'0004u);
    ASSERT_EQ(image->segments.size(), 2u);
    EXPECT_EQ(image->segments[0].bytes, (std::vector<uint8_t>{'c', 'o', 'd', 'e'}));
    EXPECT_TRUE(image->segments[0].isWritable);
    EXPECT_FALSE(image->segments[0].isExecutable);
    EXPECT_EQ(image->segments[1].address, 0x8000'1000u);
    EXPECT_EQ(image->segments[1].zeroFill, 96u);
    EXPECT_FALSE(image->segments[1].isWritable);
    EXPECT_TRUE(image->segments[1].isExecutable);
    ASSERT_EQ(image->symbols.size(), 2u);
    EXPECT_EQ(image->symbols[0].name, "main");
    EXPECT_EQ(image->symbols[0].kind, Symbol::Kind::Function);
    EXPECT_EQ(image->symbols[1].size, 32u);
    EXPECT_EQ(image->symbols[1].kind, Symbol::Kind::Object);
}

TEST_F(ElfRead, PutsSegmentsAtTheirPhysicalAddresses)
{
    builder.programs[0].p_vaddr = 0x1000;
    const auto image = elf_read(builder.build(), "x.elf");
    ASSERT_TRUE(image.has_value());
    EXPECT_EQ(image->segments[0].address, 0x8000'0000u);
}

TEST_F(ElfRead, SortsSymbolsAndDropsThoseNobodyWantsToSee)
{
    builder.symbol_add("late", 0x20, 0, STT_NOTYPE);
    builder.symbol_add("early", 0x10, 0, STT_NOTYPE);
    builder.symbol_add("$x", 0x10, 0, STT_NOTYPE);
    builder.symbol_add(".Ltmp0", 0x10, 0, STT_NOTYPE);
    builder.symbol_add("file.c", 0, 0, STT_FILE);
    builder.symbol_add("", 0, 0, STT_NOTYPE);
    builder.symbol_add("undefined", 0, 0, STT_NOTYPE).st_shndx = SHN_UNDEF;
    builder.symbol_add("nameless", 0, 0, STT_NOTYPE).st_name = 0x7fff'ffff;
    const auto image = elf_read(builder.build(), "x.elf");
    ASSERT_TRUE(image.has_value()) << image.error().message;
    ASSERT_EQ(image->symbols.size(), 2u);
    EXPECT_EQ(image->symbols[0].name, "early");
    EXPECT_EQ(image->symbols[1].name, "late");
}

TEST_F(ElfRead, ReadsAFileWithoutSectionsAndNotedSegments)
{
    builder.symbols.clear();
    builder.segment_add(0, "note", 4).p_type = PT_NOTE;
    builder.segment_add(0x8000'2000, "", 0);
    const auto image = elf_read(builder.build(), "x.elf");
    ASSERT_TRUE(image.has_value()) << image.error().message;
    EXPECT_EQ(image->segments.size(), 1u);
    EXPECT_TRUE(image->symbols.empty());
}

TEST_F(ElfRead, TakesAStaticPositionIndependentExecutable)
{
    builder.header.e_type = ET_DYN;
    EXPECT_EQ(error_of(builder), "");
    builder.segment_add(0, "", 4).p_type = PT_DYNAMIC;
    expect_error(builder, "is dynamically linked; link it statically");
}

TEST_F(ElfRead, RefusesOtherKindsOfFile)
{
    builder.header.e_type = ET_REL;
    expect_error(builder, "is an object file; link it first");
    builder.header.e_type = ET_CORE;
    expect_error(builder, "is not an executable (ELF type 4)");
    builder.header.e_machine = EM_X86_64;
    expect_error(builder, "is for ELF machine 62, not RISC-V (243)");
    builder.header.e_ident[EI_CLASS] = ELFCLASS64;
    expect_error(builder, "is not a 32-bit little-endian ELF file");
    builder.header.e_ident[EI_CLASS] = ELFCLASS32;
    builder.header.e_ident[EI_DATA] = ELFDATA2MSB;
    expect_error(builder, "is not a 32-bit little-endian ELF file");
}

TEST_F(ElfRead, RefusesAFileThatLoadsNothing)
{
    builder.programs[0].p_type = PT_NOTE;
    expect_error(builder, "has no loadable segment");
    builder.programs.clear();
    builder.contents.clear();
    expect_error(builder, "has no program headers");
}

TEST_F(ElfRead, RefusesOddProgramHeaders)
{
    builder.header.e_phentsize = 56;
    expect_error(builder, "has 1 program headers of 56 bytes");
    builder.header.e_phentsize = sizeof(Elf32_Phdr);
    builder.header.e_phoff = 0xffff'fff0;
    expect_error(builder, "program header 0 lies past the end of the file");
}

TEST_F(ElfRead, RefusesSegmentsThatLeaveTheFile)
{
    builder.programs[0].p_filesz = 0x1000;
    expect_error(builder, "has more bytes in the file (4096) than in memory (4)");
    builder.programs[0].p_memsz = 0x1000;
    expect_error(builder, "program header 0 wants bytes ");
    builder.programs[0].p_filesz = 4;
    builder.programs[0].p_offset = 0xffff'ff00;
    expect_error(builder, "program header 0 wants bytes ");
}

TEST_F(ElfRead, RefusesSegmentsPastTheAddressSpace)
{
    builder.programs[0].p_paddr = 0xffff'fffd;
    expect_error(builder, "program header 0 (0xfffffffd, 4 bytes) goes past the end");
    builder.programs[0].p_paddr = 0xffff'fffc;
    EXPECT_EQ(error_of(builder), "") << "up to its very end is fine";
}

TEST_F(ElfRead, RefusesSegmentsThatMultiplyTheFile)
{
    const std::string bytes(1000, 'x');
    for (int count = 0; count < 10; count++) {
        builder.segment_add(0x1000, count == 0 ? bytes : "", 1000);
    }
    auto file = builder.build();
    Elf32_Phdr first;
    std::memcpy(&first, file.data() + sizeof(Elf32_Ehdr) + sizeof first, sizeof first);
    for (size_t index = 2; index < 11; index++) {
        std::memcpy(file.data() + sizeof(Elf32_Ehdr) + index * sizeof first, &first, sizeof first);
    }
    const auto image = elf_read(file, "x.elf");
    ASSERT_FALSE(image.has_value());
    EXPECT_NE(image.error().message.find("segments share their bytes"), std::string::npos);
}

TEST_F(ElfRead, RefusesSymbolTablesThatLeaveTheFile)
{
    builder.symbol_add("a", 0, 0, STT_FUNC);
    builder.extraNameBytes = 100;
    expect_error(builder, "the symbol table (2 symbols, 103 bytes of names) is not inside");
    builder.symbolLink = 3;
    expect_error(builder, "the symbol table names section 3 of 3 for its strings");
    ElfBuilder cut;
    cut.segment_add(0, "code", 4);
    cut.symbol_add("a", 0, 0, STT_FUNC);
    auto file = cut.build();
    Elf32_Shdr symbols;
    const size_t at = sizeof(Elf32_Ehdr) + sizeof(Elf32_Phdr) + sizeof(Elf32_Shdr);
    std::memcpy(&symbols, file.data() + at, sizeof symbols);
    symbols.sh_size = 0x1000'0000;
    std::memcpy(file.data() + at, &symbols, sizeof symbols);
    EXPECT_FALSE(elf_read(file, "x.elf").has_value());
}

TEST_F(ElfRead, RefusesMoreNamesThanAnyFirmwareHas)
{
    builder.names += std::string(1u << 20, 'n');
    for (int count = 0; count < 100; count++) {
        builder.symbol_add("", 0, 0, STT_FUNC).st_name = 1;
    }
    expect_error(builder, "or 64 MiB of their names");
}

TEST_F(ElfRead, SurvivesEveryTruncation)
{
    builder.symbol_add("main", 0x8000'0000, 4, STT_FUNC);
    const auto file = builder.build();
    for (size_t size = 0; size < file.size(); size++) {
        const auto image = elf_read(std::span(file).first(size), "x.elf");
        EXPECT_FALSE(image.has_value()) << size;
    }
}

TEST_F(ElfRead, RefusesTooManySegments)
{
    builder.header.e_phnum = 0;
    auto file = builder.build();
    auto *header = reinterpret_cast<Elf32_Ehdr *>(file.data());
    header->e_phnum = 0xffff;
    const auto image = elf_read(file, "x.elf");
    ASSERT_FALSE(image.has_value());
    EXPECT_NE(image.error().message.find("has 65535 program headers"), std::string::npos);
}

} // namespace griotte::machine
