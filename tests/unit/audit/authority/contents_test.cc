#include <gtest/gtest.h>

#include "toolchain/audit/authority/graph.h"

namespace griotte::audit {
namespace {

SealedObjectImport object(std::string owner, std::string key, std::vector<uint8_t> contents)
{
    SealedObjectImport result;
    result.typeOwner = std::move(owner);
    result.typeKey = std::move(key);
    result.contents = std::move(contents);
    return result;
}

TEST(Contents, OfAllocatorCapabilitiesAreQuotas)
{
    std::vector<uint8_t> bytes(24);
    bytes[1] = 0x10;
    EXPECT_EQ(contents_describe(object("allocator", "MallocKey", bytes)), "quota of 4 KiB");
    EXPECT_EQ(contents_quota(object("alloc", "MallocKey", bytes)), 4096u);
    bytes.pop_back();
    EXPECT_EQ(contents_quota(object("allocator", "MallocKey", bytes)), std::nullopt);
    EXPECT_EQ(contents_quota(object("impostor", "MallocKey", std::vector<uint8_t>(24))),
              std::nullopt);
}

TEST(Contents, OfInterruptsAndDeadlinesAreRead)
{
    EXPECT_EQ(contents_describe(object("scheduler", "InterruptKey", {4, 0, 1, 0})),
              "interrupt 4: wait");
    EXPECT_EQ(contents_describe(object("sched", "InterruptKey", {4, 1, 1, 1, 0, 0, 0, 0})),
              "interrupt 260: wait, complete");
    EXPECT_EQ(contents_describe(object("scheduler", "DeadlineKey", {1, 0, 1, 0, 0x10, 0x27, 0, 0})),
              "thread 1: read, begin, deadline of 10000 cycles");
}

TEST(Contents, OfOthersAreBytes)
{
    EXPECT_EQ(contents_describe(object("vault", "Key", {1, 2, 3, 4, 5})), "5 bytes: 01020304 05");
    EXPECT_TRUE(
        contents_describe(object("vault", "Key", std::vector<uint8_t>(100))).ends_with("..."));
    EXPECT_EQ(contents_describe(object("scheduler", "InterruptKey", {1})), "1 bytes: 01");
}

TEST(Bytes, AreExactInTheLargestUnit)
{
    EXPECT_EQ(bytes_describe(0), "0 bytes");
    EXPECT_EQ(bytes_describe(1), "1 byte");
    EXPECT_EQ(bytes_describe(4097), "4097 bytes");
    EXPECT_EQ(bytes_describe(3 * 1024 * 1024), "3 MiB");
}

} // namespace
} // namespace griotte::audit
