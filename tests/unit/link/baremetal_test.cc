// The image as a whole.
#include "toolchain/link/baremetal.h"

#include <gtest/gtest.h>

#include "tests/unit/link/linked.h"

using namespace griotte::link;

namespace {

constexpr uint32_t Code = SHF_ALLOC | SHF_EXECINSTR;
constexpr uint32_t Data = SHF_ALLOC | SHF_WRITE;

ObjectBuilder program_make()
{
    ObjectBuilder builder;
    builder.section_add(".text.other", Code, words({0x13}));
    const auto text = builder.section_add(".text.start", Code, words({0x13, 0x13}));
    builder.symbol_add("_start", text, 4);
    return builder;
}

} // namespace

TEST(Baremetal, EntrysSectionComesFirst)
{
    const Linked linked({program_make().build()});
    ASSERT_EQ(linked.error, "");
    EXPECT_EQ(linked.at<Elf32_Ehdr>(0).e_entry, CodeStart + 4);
    EXPECT_EQ(linked.section(".text").sh_size, 12u);
}

TEST(Baremetal, SectionsAreInTheOrderOfTheLayout)
{
    ObjectBuilder builder = program_make();
    builder.zeros_add(".bss", 8);
    builder.section_add(".data", Data, words({1}));
    builder.section_add(".data.rel.ro.x", Data, words({1}));
    builder.section_add(".rodata.str", SHF_ALLOC, words({1}));
    builder.section_add(".init_array.7", Data, words({7, 0}), 8, SHT_INIT_ARRAY);
    builder.section_add(".init_array", Data, words({9, 0}), 8, SHT_INIT_ARRAY);
    builder.section_add(".init_array.00005", Data, words({5, 0}), 8, SHT_INIT_ARRAY);
    const Linked linked({builder.build()});
    ASSERT_EQ(linked.error, "");
    uint32_t last = 0;
    for (const char *name :
         {".text", ".rodata", ".data.rel.ro", ".init_array", ".capability_table", ".data", ".bss"})
    {
        const uint32_t address = linked.section(name).sh_addr;
        EXPECT_GE(address, last) << name;
        last = address;
    }
    EXPECT_EQ(linked.word(".init_array", 0), 5u);
    EXPECT_EQ(linked.word(".init_array", 8), 7u);
    EXPECT_EQ(linked.word(".init_array", 16), 9u);
}

TEST(Baremetal, DataMayLieInAMemoryOfItsOwn)
{
    ObjectBuilder builder = program_make();
    builder.section_add(".data", Data, words({1}));
    BaremetalOptions options = options_make();
    options.layout.data = {0x2000'0000, 0x2001'0000};
    const Linked linked({builder.build()}, options);
    ASSERT_EQ(linked.error, "");
    EXPECT_EQ(linked.section(".data").sh_addr, 0x2000'0000u);
    EXPECT_NE(linked.image.map.find("0x2000c000 0x20010000     16384  stack"), std::string::npos);
}

TEST(Baremetal, SaysWhatDoesNotFit)
{
    ObjectBuilder builder = program_make();
    builder.section_add(".rodata", SHF_ALLOC, std::vector<uint8_t>(1000));
    BaremetalOptions options = options_make();
    options.layout.code.end = options.layout.code.start + 600;
    const Linked linked({builder.build()}, options);
    EXPECT_EQ(linked.error, "the code does not fit: section .rodata ends at 0x800003f4, 412 bytes "
                            "past the end of the memory at 0x80000000-0x80000258; see the map for "
                            "what is large");
}

TEST(Baremetal, HugeSectionsDoNotWrap)
{
    ObjectBuilder builder = program_make();
    for (int index = 0; index < 5; index++) {
        builder.zeros_add(".bss", 0xffff'fff0);
    }
    const Linked linked({builder.build()});
    EXPECT_NE(linked.error.find("the data does not fit"), std::string::npos) << linked.error;
}

TEST(Baremetal, SameInputSameBytes)
{
    ObjectBuilder builder = program_make();
    builder.zeros_add(".bss", 8);
    const Linked once({builder.build()});
    const Linked again({builder.build()});
    EXPECT_EQ(once.image.elf, again.image.elf);
    EXPECT_EQ(once.image.map, again.image.map);
}
