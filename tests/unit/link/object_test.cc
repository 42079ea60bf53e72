// The object reader: what it understands, and that damage is told and never followed.
#include "toolchain/link/object.h"

#include <cstring>
#include <random>

#include <gtest/gtest.h>

#include "tests/unit/link/object_builder.h"
#include "toolchain/link/baremetal.h"

using namespace griotte::link;

namespace {

ObjectBuilder builder_make()
{
    ObjectBuilder builder;
    const auto text =
        builder.section_add(".text.f", SHF_ALLOC | SHF_EXECINSTR, words({0x13, 0x17}));
    builder.section_add(".data", SHF_ALLOC | SHF_WRITE, words({1, 2}), 8);
    builder.zeros_add(".bss", 100, 16);
    const auto local = builder.symbol_add("f", text, 0, 8, STB_LOCAL, STT_FUNC);
    builder.symbol_add("_start", text, 4, 0);
    builder.undefined_add("elsewhere");
    builder.relocation_add(text, 4, RelocationType::CompartmentHi, local, 12);
    builder.relocation_add(text, 0, RelocationType::Relax, 0);
    builder.group_add(local, {text});
    return builder;
}

std::string error_of(const std::vector<uint8_t> &bytes)
{
    const auto object = object_read(bytes, "x.o");
    return object.has_value() ? "" : object.error().message;
}

template <typename T>
void poke(std::vector<uint8_t> &bytes, size_t offset, T value)
{
    std::memcpy(bytes.data() + offset, &value, sizeof value);
}

Elf32_Ehdr header_of(const std::vector<uint8_t> &bytes)
{
    Elf32_Ehdr header;
    std::memcpy(&header, bytes.data(), sizeof header);
    return header;
}

/// The file offset of `field` of section header `index`.
size_t section_field(const std::vector<uint8_t> &bytes, size_t index, size_t field)
{
    return header_of(bytes).e_shoff + index * sizeof(Elf32_Shdr) + field;
}

} // namespace

TEST(ObjectReader, ReadsSectionsSymbolsRelocationsAndGroups)
{
    const auto object = object_read(builder_make().build(), "x.o");
    ASSERT_TRUE(object.has_value()) << object.error().message;
    const ObjectFile &file = **object;
    const Section &text = *file.sections[1];
    EXPECT_EQ(text.name, ".text.f");
    EXPECT_TRUE(text.is_executable());
    EXPECT_EQ(text.bytes, words({0x13, 0x17}));
    ASSERT_EQ(text.relocations.size(), 2u);
    EXPECT_EQ(text.relocations[0].kind(), RelocationType::Relax) << "sorted by offset";
    EXPECT_EQ(text.relocations[1].addend, 12);
    EXPECT_TRUE(file.sections[3]->is_zero_filled());
    EXPECT_EQ(file.sections[3]->size, 100u);
    EXPECT_EQ(file.symbols[1].name, "f");
    EXPECT_EQ(file.symbols[1].section, &text);
    EXPECT_EQ(file.symbols[3].place, InputSymbol::Place::Undefined);
    ASSERT_EQ(file.groups.size(), 1u);
    EXPECT_EQ(file.groups[0].signature, "f");
    EXPECT_TRUE(file.groups[0].isComdat);
    EXPECT_EQ(place_describe(text, 4), "x.o:(.text.f+0x4) in 'f'");
    EXPECT_EQ(place_describe(text, 8), "x.o:(.text.f+0x8)");
}

TEST(ObjectReader, NamesTheDamagedPart)
{
    const auto good = builder_make().build();
    ASSERT_EQ(error_of(good), "");
    auto bytes = good;
    poke<uint16_t>(bytes, offsetof(Elf32_Ehdr, e_machine), EM_386);
    EXPECT_EQ(error_of(bytes), "x.o: is for ELF machine 3, not RISC-V (243)");
    bytes = good;
    poke<uint16_t>(bytes, offsetof(Elf32_Ehdr, e_type), ET_EXEC);
    EXPECT_NE(error_of(bytes).find("is not a relocatable object"), std::string::npos);
    bytes = good;
    poke<uint32_t>(bytes, section_field(bytes, 1, offsetof(Elf32_Shdr, sh_offset)), 0xffff'fff0);
    EXPECT_NE(error_of(bytes).find("section 1 (.text.f) wants bytes 4294967280-4294967288"),
              std::string::npos);
    bytes = good;
    poke<uint32_t>(bytes, section_field(bytes, 2, offsetof(Elf32_Shdr, sh_addralign)), 12);
    EXPECT_NE(error_of(bytes).find("section 2 (.data) wants alignment 12"), std::string::npos);
    bytes = good;
    poke<uint32_t>(bytes, section_field(bytes, 1, offsetof(Elf32_Shdr, sh_size)), 6);
    EXPECT_NE(error_of(bytes).find("x.o: (.text.f+0x4): R_RISCV_CHERIOT_COMPARTMENT_HI lies past"),
              std::string::npos)
        << error_of(bytes);
    bytes = good;
    poke<uint32_t>(bytes, section_field(bytes, 4, offsetof(Elf32_Shdr, sh_info)), 99);
    EXPECT_NE(error_of(bytes).find("section group without a proper signature"), std::string::npos);
    bytes = good;
    poke<uint32_t>(bytes, section_field(bytes, 5, offsetof(Elf32_Shdr, sh_info)), 99);
    EXPECT_NE(error_of(bytes).find("relocates section 99"), std::string::npos);
    bytes = good;
    poke<uint32_t>(bytes, section_field(bytes, 1, offsetof(Elf32_Shdr, sh_name)), 0x10000);
    EXPECT_NE(error_of(bytes).find("the name of section 1"), std::string::npos);
    EXPECT_EQ(error_of({}), "x.o: the ELF header lies past the end of the file (0 bytes)");
}

TEST(ObjectReader, RefusesWhatCannotRun)
{
    ObjectBuilder plain;
    plain.flags = 1;
    plain.section_add(".text", SHF_ALLOC | SHF_EXECINSTR, words({0x13}));
    EXPECT_NE(error_of(plain.build()).find("is not CHERIoT code"), std::string::npos);

    ObjectBuilder data;
    data.flags = 0;
    data.section_add(".data", SHF_ALLOC | SHF_WRITE, words({0x13}));
    EXPECT_EQ(error_of(data.build()), "") << "data is data";

    ObjectBuilder local;
    local.section_add(".tdata", SHF_ALLOC | SHF_WRITE | SHF_TLS, words({1}));
    EXPECT_NE(error_of(local.build()).find("thread-local storage"), std::string::npos);

    ObjectBuilder old;
    old.section_add(".ctors.65535", SHF_ALLOC | SHF_WRITE, words({1, 2}));
    EXPECT_NE(error_of(old.build()).find("table of constructors of the old kind"),
              std::string::npos);

    ObjectBuilder unknown;
    const auto text = unknown.section_add(".text", SHF_ALLOC, words({1}));
    unknown.relocation_add(text, 0, static_cast<RelocationType>(200), 0);
    EXPECT_EQ(error_of(unknown.build()),
              "x.o: (.text+0x0): relocation type 200 is not one the linker knows");
}

TEST(ObjectReader, TakesAnyDamageWithoutHarm)
{
    const auto good = builder_make().build();
    for (size_t length = 0; length < good.size(); length++) {
        const std::vector<uint8_t> cut(good.begin(), good.begin() + static_cast<ptrdiff_t>(length));
        EXPECT_NE(error_of(cut), "");
    }
    BaremetalOptions options;
    options.layout.code = {0x8000'0000, 0x8010'0000};
    std::mt19937 random(7);
    for (int round = 0; round < 20'000; round++) {
        auto bytes = good;
        for (int change = 0; change < 3; change++) {
            bytes[random() % bytes.size()] = static_cast<uint8_t>(random());
        }
        (void)baremetal_link(std::vector<InputFile>{{"x.o", bytes, false}}, options);
    }
}
