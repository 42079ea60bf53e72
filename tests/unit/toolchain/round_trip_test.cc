// Every encoding, with all registers and the edges of its immediate: disassembled and assembled
// again it is the same bytes.
#include <algorithm>
#include <cstring>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "isa/instruction.h"
#include "tests/unit/toolchain/object_text.h"
#include "toolchain/target/assembler.h"

namespace griotte::toolchain {

namespace {

/// The words of one encoding: all registers, and for the other free bits none, all, each alone,
/// each missing, and two patterns.
std::vector<uint32_t> words_of(const isa::EncodingPattern &pattern)
{
    constexpr uint32_t RegisterBits = 0x000f8f80 & ~0x800u;
    const uint32_t free = ~pattern.mask;
    const uint32_t registers = free & RegisterBits;
    const uint32_t others = free & ~registers;
    std::vector<uint32_t> fills = {0, others, others & 0x55555555, others & 0xaaaaaaaa};
    for (unsigned bit = 0; bit < 32; bit++) {
        if (((others >> bit) & 1) != 0) {
            fills.push_back(1u << bit);
            fills.push_back(others & ~(1u << bit));
        }
    }
    std::vector<uint32_t> words;
    uint32_t combination = 0;
    do {
        for (const uint32_t fill : fills) {
            words.push_back(pattern.match | combination | fill);
        }
        combination = (combination - registers) & registers; // the next subset of the bits
    } while (combination != 0);
    return words;
}

/// Assembles the disassembly of all words and compares.
void round_trip(const std::vector<uint32_t> &words, std::string_view option)
{
    Disassembler disassembler(isa::Mode::Cheriot);
    std::string source = fmt::format(".option {}\n", option);
    std::string text;
    std::string expected;
    for (const uint32_t word : words) {
        // At address zero a target is its own offset, which is what the assembler reads.
        ASSERT_TRUE(disassembler.disassemble(word, 0, text)) << std::hex << word;
        source += text;
        source += '\n';
        expected.append(reinterpret_cast<const char *>(&word), (word & 3) == 3 ? 4 : 2);
    }
    const auto object = assemble(source, {});
    ASSERT_TRUE(object.has_value()) << object.error().substr(0, 4000);
    const std::string_view bytes = object_text(object->contents);
    ASSERT_EQ(bytes.size(), expected.size());
    if (bytes == expected) {
        return;
    }
    size_t offset = 0;
    unsigned shown = 0;
    for (const uint32_t word : words) {
        const size_t length = (word & 3) == 3 ? 4 : 2;
        if (bytes.substr(offset, length) != std::string_view(expected).substr(offset, length) &&
            shown < 20)
        {
            shown++;
            uint32_t got = 0;
            std::memcpy(&got, bytes.data() + offset, length);
            disassembler.disassemble(word, 0, text);
            ADD_FAILURE() << fmt::format("{:08x} '{}' became {:08x}", word, text, got);
        }
        offset += length;
    }
}

} // namespace

TEST(RoundTrip, EveryFullEncoding)
{
    size_t count = 0;
    for (size_t index = 0; index < isa::encoding_count(); index++) {
        const isa::EncodingPattern pattern = isa::encoding_pattern(index);
        if ((pattern.match & 3) != 3) {
            continue;
        }
        std::vector<uint32_t> words = words_of(pattern);
        std::erase_if(words, [&](uint32_t word) {
            const isa::Opcode opcode = isa::decode(word, isa::Mode::Cheriot).opcode;
            // Fences have bits that mean nothing; the assembler writes them as zero.
            const bool isPadded = (opcode == isa::Opcode::FENCE && (word & 0xf00f8f80) != 0) ||
                                  (opcode == isa::Opcode::FENCE_I && (word & 0xffff8f80) != 0);
            return opcode == isa::Opcode::Illegal || isPadded;
        });
        const bool isPlain = pattern.opcode == isa::Opcode::AUIPC ||
                             pattern.opcode == isa::Opcode::JAL ||
                             pattern.opcode == isa::Opcode::JALR;
        if (!isPlain) {
            EXPECT_FALSE(words.empty()) << isa::opcode_name(pattern.opcode);
        }
        count += words.size();
        round_trip(words, "norvc");
    }
    fmt::print("{} words\n", count);
}

TEST(RoundTrip, EveryCompressedWord)
{
    std::vector<uint32_t> words;
    for (uint32_t word = 1; word <= 0xffff; word++) {
        if ((word & 3) != 3 && isa::decode(word, isa::Mode::Cheriot).opcode != isa::Opcode::Illegal)
        {
            words.push_back(word);
        }
    }
    round_trip(words, "rvc");
}

} // namespace griotte::toolchain
