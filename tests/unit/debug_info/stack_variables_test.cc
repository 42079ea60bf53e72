// Variables of the stack from the seeds of the ELF fuzz target: seed.c with DWARF 2, 4 and 5. add()
// is stopped at its addition, in a frame of 16 bytes below _start()'s of 12.
#include <map>

#include <gtest/gtest.h>

#include "debug_info/stack_variables.h"
#include "tests/unit/debug_info/corpus.h"

namespace griotte {

namespace {

constexpr uint32_t Addition = 0x8000'0018;
constexpr uint32_t AfterTheCall = 0x8000'0030;
constexpr uint32_t FrameOfAdd = 0x8000'8000;
constexpr uint32_t FrameOfStart = FrameOfAdd + 12;

class StackVariablesOf : public ::testing::TestWithParam<int>
{
protected:
    static std::vector<uint8_t> file() { return dwarf_corpus_read(GetParam()); }

    static StackVariables::Registers registers()
    {
        StackVariables::Registers result = {};
        result[2] = FrameOfAdd - 16;
        result[8] = FrameOfAdd;
        return result;
    }

    static std::optional<uint32_t> word_read(uint32_t address)
    {
        static const std::map<uint32_t, uint32_t> words = {
            {FrameOfAdd - 4, AfterTheCall}, // ra
            {FrameOfAdd - 8, FrameOfStart}, // s0
        };
        const auto found = words.find(address);
        return found == words.end() ? std::nullopt : std::optional(found->second);
    }
};

} // namespace

INSTANTIATE_TEST_SUITE_P(Dwarf, StackVariablesOf, ::testing::Values(2, 4, 5));

TEST_P(StackVariablesOf, AreFoundInTheInnermostFrame)
{
    const auto variables = StackVariables::read(file());
    const auto right = variables.find(FrameOfAdd - 16, Addition, registers(), word_read);
    ASSERT_TRUE(right.has_value());
    EXPECT_EQ(right->name, "right");
    EXPECT_EQ(right->function, "add");
    EXPECT_EQ(right->address, FrameOfAdd - 16);
    EXPECT_EQ(right->size, 4U);
    const auto left = variables.find(FrameOfAdd - 12 + 3, Addition, registers(), word_read);
    ASSERT_TRUE(left.has_value());
    EXPECT_EQ(left->name, "left") << "its last byte";
}

TEST_P(StackVariablesOf, AreFoundInACallersFrame)
{
    const auto sum =
        StackVariables::read(file()).find(FrameOfStart - 12, Addition, registers(), word_read);
    ASSERT_TRUE(sum.has_value());
    EXPECT_EQ(sum->name, "sum");
    EXPECT_EQ(sum->function, "_start");
}

TEST_P(StackVariablesOf, AreNowhereElse)
{
    const auto variables = StackVariables::read(file());
    EXPECT_FALSE(variables.find(FrameOfAdd - 8, Addition, registers(), word_read).has_value())
        << "a saved register";
    EXPECT_FALSE(variables.find(0, Addition, registers(), word_read).has_value());
    EXPECT_FALSE(variables.find(FrameOfAdd - 16, 0x4000'0000, registers(), word_read).has_value())
        << "no code there";
    const auto nothing = [](uint32_t) -> std::optional<uint32_t> { return std::nullopt; };
    EXPECT_FALSE(variables.find(FrameOfStart - 12, Addition, registers(), nothing).has_value())
        << "the caller cannot be found";
}

TEST_P(StackVariablesOf, KnowNoInlinedCallWhereThereIsNone)
{
    EXPECT_FALSE(StackVariables::read(file()).inlined_call(Addition).has_value());
    EXPECT_FALSE(StackVariables::read(file()).inlined_call(0).has_value());
}

TEST_P(StackVariablesOf, SurviveEveryTruncation)
{
    const auto bytes = file();
    for (size_t size = 0; size < bytes.size(); size += 7) {
        const auto variables = StackVariables::read(std::span(bytes).first(size));
        (void)variables.find(FrameOfStart - 12, Addition, registers(), word_read);
    }
}

TEST(StackVariables, AreNoneWithoutAFile)
{
    const auto nothing = [](uint32_t) -> std::optional<uint32_t> { return std::nullopt; };
    EXPECT_FALSE(StackVariables().find(0, 0, {}, nothing).has_value());
    EXPECT_FALSE(StackVariables::read(std::vector<uint8_t>()).find(0, 0, {}, nothing).has_value());
}

} // namespace griotte
