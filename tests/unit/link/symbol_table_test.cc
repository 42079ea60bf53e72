// Which definition a name means.
#include "toolchain/link/symbol_table.h"

#include <gtest/gtest.h>

#include "tests/unit/link/linked.h"
#include "toolchain/link/garbage.h"
#include "toolchain/link/input.h"

using namespace griotte::link;

namespace {

/// An object with `name` defined at `value` of a section of its own.
std::vector<uint8_t> definition_make(std::string_view name, uint32_t value,
                                     uint8_t binding = STB_GLOBAL,
                                     std::string_view needs = std::string_view())
{
    ObjectBuilder builder;
    const auto text =
        builder.section_add(".text", SHF_ALLOC | SHF_EXECINSTR, std::vector<uint8_t>(16));
    builder.symbol_add(name, text, value, 4, binding, STT_FUNC);
    if (!needs.empty()) {
        builder.relocation_add(text, 0, RelocationType::Jal, builder.undefined_add(needs));
    }
    return builder.build();
}

std::vector<uint8_t> common_make(std::string_view name, uint32_t alignment, uint32_t size)
{
    ObjectBuilder builder;
    builder.symbol_add(name, SHN_COMMON, alignment, size, STB_GLOBAL, STT_OBJECT);
    return builder.build();
}

void add(SymbolTable &table, const std::vector<uint8_t> &bytes, std::string_view name)
{
    const auto result = file_add(table, {std::string(name), bytes, false});
    ASSERT_TRUE(result.has_value()) << result.error().message;
}

} // namespace

TEST(SymbolTable, StrongBeatsWeakWhateverTheOrder)
{
    for (const bool isWeakFirst : {true, false}) {
        SymbolTable table;
        const auto weak = definition_make("f", 0, STB_WEAK);
        const auto strong = definition_make("f", 4);
        add(table, isWeakFirst ? weak : strong, "1.o");
        add(table, isWeakFirst ? strong : weak, "2.o");
        EXPECT_TRUE(table.result().has_value());
        EXPECT_EQ(table.find("f")->value, 4u);
    }
}

TEST(SymbolTable, TwoStrongAreAnErrorWithBothPlaces)
{
    SymbolTable table;
    add(table, definition_make("f", 0), "1.o");
    add(table, definition_make("f", 4), "2.o");
    ASSERT_FALSE(table.result().has_value());
    EXPECT_EQ(table.result().error().message,
              "'f' is defined twice:\n  first in 1.o:(.text+0x0) in 'f'\n  again in "
              "2.o:(.text+0x4) in 'f'\n  make one of them local, weak or of another name");
}

TEST(SymbolTable, CommonsBecomeOneOfTheLargestSizeAndAlignment)
{
    SymbolTable table;
    add(table, common_make("c", 4, 100), "1.o");
    add(table, common_make("c", 16, 10), "2.o");
    table.commons_allocate();
    const Symbol &symbol = *table.find("c");
    EXPECT_EQ(symbol.size, 100u);
    ASSERT_NE(symbol.section, nullptr);
    EXPECT_EQ(symbol.section->alignment, 16u);
    EXPECT_EQ(symbol.section->size, 100u);
    EXPECT_TRUE(symbol.section->is_zero_filled());
}

TEST(SymbolTable, DefinitionBeatsCommon)
{
    SymbolTable table;
    add(table, common_make("c", 4, 100), "1.o");
    add(table, definition_make("c", 8), "2.o");
    add(table, common_make("c", 4, 100), "3.o");
    EXPECT_TRUE(table.result().has_value());
    EXPECT_EQ(table.find("c")->kind, Symbol::Kind::InSection);
}

TEST(SymbolTable, MembersComeByNeedAndInTurn)
{
    SymbolTable table;
    const auto archive = archive_make({{"c.o", definition_make("c", 0)},
                                       {"b.o", definition_make("b", 0, STB_GLOBAL, "c")},
                                       {"d.o", definition_make("d", 0)}});
    add(table, archive, "x.a");
    add(table, definition_make("a", 0, STB_GLOBAL, "b"), "a.o");
    table.archives_search();
    EXPECT_TRUE(table.find("b")->is_defined());
    EXPECT_TRUE(table.find("c")->is_defined());
    EXPECT_EQ(table.find("d"), nullptr);
    ASSERT_EQ(table.pulls().size(), 2u);
    EXPECT_EQ(table.pulls()[1].member->name, "x.a(c.o)");
    EXPECT_EQ(table.pulls()[1].by, "x.a(b.o)");
}

TEST(SymbolTable, WeakReferencesPullNothing)
{
    SymbolTable table;
    add(table, archive_make({{"w.o", definition_make("w", 0)}}), "x.a");
    ObjectBuilder builder;
    builder.undefined_add("w", STB_WEAK);
    add(table, builder.build(), "1.o");
    table.archives_search();
    EXPECT_FALSE(table.find("w")->is_defined());
    table.symbol_require("w");
    table.archives_search();
    EXPECT_TRUE(table.find("w")->is_defined());
}

TEST(SymbolTable, ProgramsOwnNameIsNotTheLinkers)
{
    SymbolTable table;
    add(table, definition_make("__heap_start", 4), "1.o");
    EXPECT_EQ(table.linker_define("__heap_start"), nullptr);
    EXPECT_NE(table.linker_define("__heap_end"), nullptr);
    EXPECT_TRUE(table.find("__heap_end")->isLinkerDefined);
}

TEST(SymbolTable, UndefinedNamesTellWhoNeedsThem)
{
    SymbolTable table;
    add(table, definition_make("print_line", 0, STB_GLOBAL, "print_lime"), "1.o");
    add(table, definition_make("main", 4, STB_GLOBAL, "print_lime"), "2.o");
    sections_keep_all(table);
    ASSERT_FALSE(table.undefined_check().has_value());
    EXPECT_EQ(table.undefined_check().error().message,
              "'print_lime' is not defined; did you mean 'print_line'?\n"
              "  needed by 1.o:(.text+0x0) in 'print_line'\n  needed by 2.o:(.text+0x0)");
}

TEST(Garbage, FollowsRelocationsFromTheRoots)
{
    SymbolTable table;
    add(table, definition_make("a", 0, STB_GLOBAL, "b"), "a.o");
    add(table, definition_make("b", 0), "b.o");
    add(table, definition_make("c", 0, STB_GLOBAL, "a"), "c.o");
    Symbol *roots[] = {table.find("a")};
    const auto left = garbage_collect(table, roots);
    ASSERT_EQ(left.size(), 1u);
    EXPECT_EQ(left[0]->file->name, "c.o");
    EXPECT_TRUE(table.find("b")->section->isLive);
}
