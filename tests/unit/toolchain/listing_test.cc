// Listings, and that no file can do harm.
#include <random>

#include <gtest/gtest.h>

#include "toolchain/target/assembler.h"
#include "toolchain/target/listing.h"

namespace griotte::toolchain {

namespace {

std::string object_of(const char *source)
{
    AssemblerOptions options;
    options.hasDebugInfo = true;
    auto object = assemble(source, options);
    EXPECT_TRUE(object.has_value()) << object.error();
    return object.has_value() ? object->contents : "";
}

} // namespace

TEST(Listing, HasLabelsWordsAndTargets)
{
    const auto listing = listing_make(object_of("first: nop\nsecond: j first\n"), "x.o", {});
    ASSERT_TRUE(listing.has_value()) << listing.error();
    EXPECT_NE(listing->find("00000000 <first>:\n       0: 0001         \tnop\n"), std::string::npos)
        << *listing;
    EXPECT_NE(listing->find("       2: bffd         \tj\t0x0 <first>\n"), std::string::npos)
        << *listing;
}

TEST(Listing, NamesRelocations)
{
    ListingOptions options;
    options.hasRelocations = true;
    const auto listing =
        listing_make(object_of("auipcc ca0, %cheriot_compartment_hi(x + 4)\n"), "x.o", options);
    ASSERT_TRUE(listing.has_value()) << listing.error();
    EXPECT_NE(listing->find("R_RISCV_CHERIOT_COMPARTMENT_HI\tx+0x4"), std::string::npos)
        << *listing;
}

TEST(Listing, RefusesOtherFiles)
{
    EXPECT_FALSE(listing_make("", "empty", {}).has_value());
    EXPECT_FALSE(listing_make("hello", "text", {}).has_value());
    std::string other = object_of("nop\n");
    other[18] = 62; // x86-64
    const auto listing = listing_make(other, "other.o", {});
    ASSERT_FALSE(listing.has_value());
    EXPECT_EQ(listing.error(), "other.o: not a 32-bit RISC-V ELF file");
    ListingOptions options;
    options.section = ".nowhere";
    EXPECT_EQ(listing_make(object_of("nop\n"), "x.o", options).error(),
              "x.o: no section '.nowhere' with contents");
}

TEST(Listing, SurvivesDamage)
{
    const std::string object =
        object_of("first: nop\n cjal far\n .word first, second - third\n.section x\nsecond: nop\n"
                  ".section y\nthird:\n");
    std::mt19937 random(7);
    // Not the debug information: see listing.h.
    ListingOptions options;
    options.hasRelocations = true;
    unsigned refused = 0;
    for (int round = 0; round < 20'000; round++) {
        std::string damaged = object;
        if (random() % 4 == 0) {
            damaged.resize(random() % object.size());
        }
        for (unsigned count = random() % 4; count != 0 && !damaged.empty(); count--) {
            damaged[random() % damaged.size()] = static_cast<char>(random());
        }
        // The headers are where damage matters most.
        if (damaged.size() > 52 && random() % 2 == 0) {
            damaged[random() % 52] = static_cast<char>(random());
        }
        refused += listing_make(damaged, "damaged.o", options).has_value() ? 0 : 1;
    }
    EXPECT_GT(refused, 1000u);
}

TEST(ListingOfWords, ReadsHexadecimal)
{
    const auto listing = listing_make_of_words("8082 00b50463\n", 0x1000, isa::Mode::Cheriot);
    ASSERT_TRUE(listing.has_value()) << listing.error();
    EXPECT_EQ(*listing, "    1000: 8082         \tcret\n"
                        "    1002: 00b50463     \tbeq\ta0, a1, 0x100a\n");
    EXPECT_FALSE(listing_make_of_words("80827", 0, isa::Mode::Cheriot).has_value());
    EXPECT_FALSE(listing_make_of_words("zzzz", 0, isa::Mode::Cheriot).has_value());
    EXPECT_FALSE(listing_make_of_words("00000001", 0, isa::Mode::Cheriot).has_value());
}

} // namespace griotte::toolchain
