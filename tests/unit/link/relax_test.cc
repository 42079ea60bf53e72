// Shortened code against the same code left whole.
#include "toolchain/link/relax.h"

#include <random>

#include <gtest/gtest.h>

#include "isa/instruction.h"
#include "tests/unit/link/linked.h"

using namespace griotte::link;
using griotte::isa::Mode;
using griotte::isa::Opcode;

namespace {

constexpr uint32_t Code = SHF_ALLOC | SHF_EXECINSTR;
constexpr uint32_t Marker = 0x0000'0073; // ecall: ends a function
constexpr unsigned FunctionCount = 24;

/// Functions of marked calls and jumps to each other, and of alignments, over a range in which some
/// compressed ones reach.
std::vector<uint8_t> program_make(std::mt19937 &random)
{
    ObjectBuilder builder;
    struct Jump
    {
        uint32_t offset;
        unsigned target;
    };
    std::vector<ObjectBuilder::Number> sections;
    std::vector<std::vector<Jump>> jumps(FunctionCount);
    std::vector<std::vector<uint32_t>> paddings(FunctionCount);
    for (unsigned function = 0; function < FunctionCount; function++) {
        std::vector<uint32_t> code;
        for (unsigned count = random() % 100; count > 0; count--) {
            switch (random() % 4) {
            case 0:
                jumps[function].push_back({static_cast<uint32_t>(code.size()) * 4,
                                           static_cast<unsigned>(random() % FunctionCount)});
                code.push_back(random() % 2 == 0 ? 0xef : 0x6f);
                break;
            case 1:
                if (random() % 8 == 0) {
                    // Two bytes of code, fourteen of padding.
                    paddings[function].push_back(static_cast<uint32_t>(code.size()) * 4 + 2);
                    code.insert(code.end(), {0x0001'4501, 0x13, 0x13, 0x13});
                }
                break;
            default:
                code.push_back(0x13);
                break;
            }
        }
        code.push_back(Marker);
        sections.push_back(
            builder.section_add(fmt::format(".text.{}", function), Code, words(code), 16));
    }
    std::vector<ObjectBuilder::Number> symbols;
    for (unsigned function = 0; function < FunctionCount; function++) {
        symbols.push_back(
            builder.symbol_add(function == 0 ? "_start" : fmt::format("f{}", function),
                               sections[function], 0, 0, STB_GLOBAL, STT_FUNC));
    }
    for (unsigned function = 0; function < FunctionCount; function++) {
        for (const Jump &jump : jumps[function]) {
            builder.relocation_add(sections[function], jump.offset, RelocationType::Jal,
                                   symbols[jump.target]);
            builder.relocation_add(sections[function], jump.offset, RelocationType::Relax, 0);
        }
        for (const uint32_t padding : paddings[function]) {
            builder.relocation_add(sections[function], padding, RelocationType::Align, 0, 14);
        }
    }
    return builder.build();
}

/// What the code does, without where: by function, which function each jump goes to.
std::vector<std::string> behaviour(const Linked &linked)
{
    const Elf32_Shdr text = linked.section(".text");
    std::vector<std::pair<std::string, uint32_t>> jumps;
    std::map<uint32_t, unsigned> functions;
    bool isStart = true;
    for (uint32_t offset = 0; offset < text.sh_size;) {
        if (isStart) {
            offset = (offset + 15) & ~15u; // every function is aligned to 16
            if (offset >= text.sh_size) {
                break;
            }
            functions.emplace(text.sh_addr + offset, functions.size());
            isStart = false;
        }
        const uint32_t word = linked.word(".text", offset);
        const auto instruction = griotte::isa::decode(word, Mode::Cheriot);
        const uint32_t address = text.sh_addr + offset;
        if (instruction.opcode == Opcode::CJAL) {
            jumps.emplace_back(fmt::format("{} links to {}", functions.size(), instruction.rd),
                               address + instruction.immediate);
        }
        isStart = word == Marker;
        offset += instruction.length;
    }
    EXPECT_EQ(functions.size(), FunctionCount);
    std::vector<std::string> result;
    for (const auto &[what, target] : jumps) {
        const auto found = functions.find(target);
        result.push_back(fmt::format("{}, goes to {}", what,
                                     found == functions.end() ? -1 : int(found->second)));
    }
    return result;
}

} // namespace

TEST(Relax, ShorterCodeDoesTheSame)
{
    std::mt19937 random(21);
    uint64_t sizeWhole = 0;
    uint64_t sizeShort = 0;
    for (int round = 0; round < 200; round++) {
        const auto program = program_make(random);
        BaremetalOptions options = options_make();
        const Linked relaxed({program}, options);
        options.relaxes = false;
        const Linked whole({program}, options);
        ASSERT_EQ(relaxed.error, "");
        ASSERT_EQ(whole.error, "");
        const auto expected = behaviour(whole);
        ASSERT_EQ(behaviour(relaxed), expected);
        for (const std::string &jump : expected) {
            ASSERT_EQ(jump.find("-1"), std::string::npos) << "the test's own arithmetic";
        }
        sizeWhole += whole.section(".text").sh_size;
        sizeShort += relaxed.section(".text").sh_size;
    }
    EXPECT_LT(sizeShort, sizeWhole);
}

TEST(Relax, AlignmentsHoldWhateverComesBefore)
{
    for (unsigned jumps = 0; jumps < 10; jumps++) {
        ObjectBuilder builder;
        std::vector<uint32_t> code(jumps, 0xef);
        code.insert(code.end(), {0x0001'4501, 0x13, 0x13, 0x13, Marker});
        const auto text = builder.section_add(".text", Code, words(code), 16);
        const auto start = builder.symbol_add("_start", text);
        const auto end = builder.symbol_add("end", text, jumps * 4 + 16, 4);
        for (uint32_t jump = 0; jump < jumps; jump++) {
            builder.relocation_add(text, jump * 4, RelocationType::Jal, start);
            builder.relocation_add(text, jump * 4, RelocationType::Relax, 0);
        }
        builder.relocation_add(text, jumps * 4 + 2, RelocationType::Align, 0, 14);
        const auto data = builder.section_add(".data", SHF_ALLOC | SHF_WRITE, words({0}));
        builder.relocation_add(data, 0, RelocationType::Word32, end);
        const Linked linked({builder.build()});
        ASSERT_EQ(linked.error, "");
        const uint32_t address = linked.word(".data", 0);
        EXPECT_EQ(address % 16, 0u);
        EXPECT_EQ(address - CodeStart, (jumps * 2 + 2 + 15) / 16 * 16) << "no more than needed";
        EXPECT_EQ(linked.word(".text", address - CodeStart), Marker);
    }
}

TEST(Relax, SaysWhenAnAlignmentCannotBeKept)
{
    ObjectBuilder builder;
    const auto text = builder.section_add(".text", Code, words({0x13, 0x13}), 4);
    builder.symbol_add("_start", text);
    builder.relocation_add(text, 0, RelocationType::Align, 0, 6);
    const Linked linked({builder.build()});
    EXPECT_NE(linked.error.find("0.o:(.text+0x0): R_RISCV_ALIGN to 8 cannot be kept"),
              std::string::npos)
        << linked.error;
}
