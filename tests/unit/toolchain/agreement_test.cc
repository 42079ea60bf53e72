// The machine's disassembler against LLVM's, word for word: text and legality. Both come from the
// records of isa/ by different roads (generate_decoder.py and decode.cc; LLVM's TableGen back
// ends), and in the RV32 modes LLVM's side is its own RISC-V target, which has never seen our
// records.
#include <cstdlib>
#include <ostream>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "isa/instruction.h"
#include "tests/unit/toolchain/word_generator.h"
#include "toolchain/target/assembler.h"

namespace griotte::toolchain {

namespace {

/// How many 32-bit words to compare: GRIOTTE_DISASSEMBLY_WORDS, or a number for every day.
uint64_t word_count()
{
    const char *text = std::getenv("GRIOTTE_DISASSEMBLY_WORDS");
    return text != nullptr ? std::strtoull(text, nullptr, 0) : 2'000'000;
}

class Comparison
{
public:
    explicit Comparison(isa::Mode mode) : mode(mode), llvm(mode) {}

    void compare(uint32_t word, uint32_t pc)
    {
        const isa::Instruction decoded = isa::decode(word, mode);
        const bool isValid = llvm.disassemble(word, pc, theirs);
        const std::string ours = isa::disassemble(word, pc, mode);
        count++;
        // All zeros has a name and is illegal all the same.
        const bool isLegal = decoded.opcode != isa::Opcode::Illegal || ours == "unimp";
        legal += isLegal ? 1 : 0;
        if (is_exempt(decoded, word, ours)) {
            return;
        }
        if (isLegal != isValid || (isValid && ours != theirs)) {
            differences++;
            if (differences <= 20) {
                ADD_FAILURE() << fmt::format("{:08x}: isa '{}', LLVM '{}'", word, ours, theirs);
            }
        }
    }

    uint64_t count = 0;
    uint64_t legal = 0;
    uint64_t differences = 0;

private:
    /// Where LLVM's own target differs from the machine on purpose.
    bool is_exempt(const isa::Instruction &decoded, uint32_t word, const std::string &ours) const
    {
        if (mode == isa::Mode::Cheriot) {
            return false;
        }
        switch (decoded.opcode) {
        // The Sail ignores fields that LLVM wants to be zero (or knows as extensions).
        case isa::Opcode::FENCE:
            return (word & 0xf00f8f80) != 0;
        case isa::Opcode::FENCE_I:
            return word != 0x0000100f;
        // Supervisor mode and debug mode, which the machine does not have.
        case isa::Opcode::Illegal:
            return (word & 0x707f) == 0x73;
        case isa::Opcode::CSRRW:
        case isa::Opcode::CSRRS:
        case isa::Opcode::CSRRC:
        case isa::Opcode::CSRRWI:
        case isa::Opcode::CSRRSI:
        case isa::Opcode::CSRRCI:
            // LLVM knows names for registers this machine does not have, and not CHERIoT's.
            return isa::csr_name(static_cast<uint32_t>(decoded.immediate)).empty() ||
                   theirs.find(isa::csr_name(static_cast<uint32_t>(decoded.immediate))) ==
                       std::string::npos;
        default:
            // Hints may name registers 16 to 31 in the Sail's RV32E, and have no other names.
            return ours.starts_with("c.") &&
                   (ours.contains("x1") || ours.contains("x2") || ours.contains("x3"));
        }
    }

    isa::Mode mode;
    Disassembler llvm;
    std::string theirs;
};

} // namespace

TEST(Agreement, EveryCompressedWord)
{
    Comparison comparison(isa::Mode::Cheriot);
    for (uint32_t word = 0; word <= 0xffff; word++) {
        if ((word & 3) != 3) {
            comparison.compare(word, 0x20040000);
        }
    }
    EXPECT_EQ(comparison.count, 0xc000u);
    EXPECT_GT(comparison.legal, 20'000u);
}

TEST(Agreement, RandomWords)
{
    Comparison comparison(isa::Mode::Cheriot);
    WordGenerator generator;
    const uint64_t count = word_count();
    for (uint64_t index = 0; index < count; index++) {
        comparison.compare(generator.next(), static_cast<uint32_t>(index * 4));
    }
    // The comparison means something only if most words are instructions.
    EXPECT_GT(comparison.legal, count / 2);
    fmt::print("{} words, {} of them instructions, {} differences\n", comparison.count,
               comparison.legal, comparison.differences);
}

class PlainAgreement : public testing::TestWithParam<isa::Mode>
{};

TEST_P(PlainAgreement, EveryCompressedWord)
{
    Comparison comparison(GetParam());
    for (uint32_t word = 0; word <= 0xffff; word++) {
        if ((word & 3) != 3) {
            comparison.compare(word, 0x20040000);
        }
    }
    EXPECT_GT(comparison.legal, 10'000u);
}

TEST_P(PlainAgreement, RandomWords)
{
    Comparison comparison(GetParam());
    WordGenerator generator;
    const uint64_t count = word_count() / 4;
    for (uint64_t index = 0; index < count; index++) {
        comparison.compare(generator.next(), static_cast<uint32_t>(index * 4));
    }
    EXPECT_GT(comparison.legal, count / 4);
    fmt::print("{} words, {} of them instructions, {} differences\n", comparison.count,
               comparison.legal, comparison.differences);
}

INSTANTIATE_TEST_SUITE_P(Modes, PlainAgreement,
                         testing::Values(isa::Mode::Rv32i, isa::Mode::Rv32e));

} // namespace griotte::toolchain
