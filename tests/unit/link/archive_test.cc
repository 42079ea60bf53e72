#include "toolchain/link/archive.h"

#include <gtest/gtest.h>

#include "tests/unit/link/object_builder.h"

using namespace griotte::link;

TEST(ArchiveReader, ReadsMembersOfEvenAndOddLength)
{
    const auto bytes = archive_make({{"a.o", {1, 2, 3}}, {"b.o", {4, 5}}});
    ASSERT_TRUE(is_archive(bytes));
    const auto members = archive_read(bytes, "x.a");
    ASSERT_TRUE(members.has_value());
    ASSERT_EQ(members->size(), 2u);
    EXPECT_EQ((*members)[0].name, "a.o");
    EXPECT_EQ((*members)[0].bytes.size(), 3u);
    EXPECT_EQ((*members)[1].name, "b.o");
    EXPECT_EQ((*members)[1].bytes[0], 4);
}

TEST(ArchiveReader, TellsOfDamage)
{
    const auto good = archive_make({{"a.o", {1, 2, 3, 4}}, {"b.o", {4, 5}}});
    for (size_t length = 9; length < good.size(); length++) {
        const auto cut = std::span(good).first(length);
        const auto members = archive_read(cut, "x.a");
        // Between two members there is nothing to miss.
        const bool isWhole = length == 8 + 60 + 4;
        EXPECT_EQ(members.has_value(), isWhole) << length;
        if (!members.has_value()) {
            EXPECT_TRUE(members.error().message.starts_with("x.a: the archive is damaged"));
        }
    }
}
