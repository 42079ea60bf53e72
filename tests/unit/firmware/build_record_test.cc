// When a step of a build need not run again.
#include <gtest/gtest.h>

#include "sample.h"
#include "toolchain/firmware/build_record.h"

namespace griotte::firmware {

namespace {

TEST(BuildRecord, IsReadAsItWasWritten)
{
    BuildRecord record;
    record.key = 0xfedcba9876543210;
    record.inputs = {{"${project}/my file.c", {{12, -5}, 0xff}}};
    record.outputs = {{"a.o", {{0, 7}, 1}}};
    const auto read = BuildRecord::parse(record.to_text());
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(read->to_text(), record.to_text());
    EXPECT_EQ(read->inputs.at(0).first, "${project}/my file.c");
    EXPECT_EQ(read->inputs.at(0).second.time.changed, -5);
}

TEST(BuildRecord, OfAnotherKindIsNone)
{
    const std::string text = BuildRecord().to_text();
    for (size_t length = 0; length + 1 < text.size(); length++) {
        EXPECT_FALSE(BuildRecord::parse(text.substr(0, length)).has_value()) << length;
    }
    EXPECT_FALSE(BuildRecord::parse("griotte build record 0\nkey 0\nend\n").has_value());
    EXPECT_FALSE(BuildRecord::parse("griotte build record 1\nkey 0\nin x\nend\n").has_value());
}

class Staleness : public ::testing::Test
{
protected:
    void SetUp() override
    {
        paths.project = folder.path();
        folder.write("a.c", "int a;");
        folder.write("a.o", "object");
        FileFacts facts;
        record.key = 1;
        record.inputs = {{"${project}/a.c", *facts.fact_of(folder.path("a.c"))}};
        record.outputs = {{"${project}/a.o", *facts.fact_of(folder.path("a.o"))}};
    }

    /// Why the step has to run, without the folder's name.
    [[nodiscard]] std::string reason(uint64_t key = 1) const
    {
        FileFacts facts;
        std::string text = stale_reason(record, key, paths, facts).value_or("");
        const size_t at = text.find(folder.path());
        return at == std::string::npos ? text : text.erase(at, folder.path().size());
    }

    /// Makes a file as old as if it had been written at another time.
    void age(std::string_view name) const
    {
        const auto time = std::filesystem::last_write_time(folder.path(name));
        std::filesystem::last_write_time(folder.path(name), time + std::chrono::seconds(100));
    }

    TemporaryFolder folder;
    Paths paths;
    BuildRecord record;
};

TEST_F(Staleness, NothingChangedIsNotStale)
{
    EXPECT_EQ(reason(), "");
}

TEST_F(Staleness, AnotherCommandIs)
{
    EXPECT_EQ(reason(2), "its command changed");
}

TEST_F(Staleness, AnotherContentIs)
{
    folder.write("a.c", "int b;");
    age("a.c");
    EXPECT_EQ(reason(), "/a.c changed");
    folder.write("a.c", "int ab;");
    EXPECT_EQ(reason(), "/a.c changed");
}

TEST_F(Staleness, AnotherTimeAloneIsNot)
{
    age("a.c");
    age("a.o");
    EXPECT_EQ(reason(), "");
}

TEST_F(Staleness, MissingFilesAre)
{
    std::filesystem::remove(folder.path("a.c"));
    EXPECT_EQ(reason(), "/a.c is missing");
    std::filesystem::remove(folder.path("a.o"));
    EXPECT_EQ(reason(), "/a.o is missing");
}

TEST_F(Staleness, DamagedOutputsAre)
{
    folder.write("a.o", "");
    EXPECT_EQ(reason(), "/a.o changed");
}

TEST_F(Staleness, MovingTheFolderIsNot)
{
    const TemporaryFolder other;
    other.write("a.c", "int a;");
    other.write("a.o", "object");
    paths.project = other.path();
    EXPECT_EQ(reason(), "");
}

TEST_F(Staleness, WhatIsRecordedAsUnknownIs)
{
    record.inputs[0].second = FileFact{};
    EXPECT_EQ(reason(), "/a.c changed");
    folder.write("a.c", "");
    EXPECT_EQ(reason(), "/a.c changed") << "an empty file, recorded as unknown";
}

} // namespace

} // namespace griotte::firmware
