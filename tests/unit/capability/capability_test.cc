// Permissions, sealing and derivation: the tables of the architecture document, row by row.
#include <gtest/gtest.h>

#include <random>

#include "machine/capability/capability.h"

namespace griotte::machine {
namespace {

using enum Permission;

Capability memory_of(uint32_t base, uint32_t length)
{
    return Capability::root_memory().with_address(base).with_bounds_exact(length);
}

Capability sealer_of(uint32_t type)
{
    return Capability::root_sealing().with_address(type);
}

TEST(Permissions, EveryCompressedFormSurvivesTheRoundTrip)
{
    for (uint32_t compressed = 0; compressed < 64; compressed++) {
        EXPECT_EQ(permissions_compress(permissions_decompress(compressed)), compressed);
        EXPECT_EQ(PermissionsTable[compressed], permissions_decompress(compressed).bits());
    }
}

struct FormatRow
{
    uint32_t compressed;
    Permissions expanded;
};

TEST(Permissions, FormatsAreThoseOfTheSpecification)
{
    const Permissions capabilities = Load | LoadStoreCapability;
    const FormatRow rows[] = {
        {0b000000, Permissions()},
        {0b000001, Unseal},
        {0b000010, Seal},
        {0b000100, User0},
        {0b001000, capabilities | Execute},
        {0b001001, capabilities | Execute | LoadGlobal},
        {0b001010, capabilities | Execute | LoadMutable},
        {0b001100, capabilities | Execute | AccessSystemRegisters},
        {0b010000, Store | LoadStoreCapability},
        {0b010001, Store},
        {0b010010, Load},
        {0b010011, Load | Store},
        {0b010100, capabilities},
        {0b010101, capabilities | LoadGlobal},
        {0b010110, capabilities | LoadMutable},
        {0b011000, capabilities | Store},
        {0b011001, capabilities | Store | LoadGlobal},
        {0b011010, capabilities | Store | LoadMutable},
        {0b011100, capabilities | Store | StoreLocal},
        {0b100000, Global},
        {0b111111, capabilities | Store | StoreLocal | LoadMutable | LoadGlobal | Global},
    };
    for (const FormatRow &row : rows) {
        EXPECT_EQ(permissions_decompress(row.compressed), row.expanded) << row.compressed;
        EXPECT_EQ(permissions_compress(row.expanded), row.compressed);
    }
}

TEST(Permissions, CompressingAnySetGivesASubsetOfIt)
{
    for (uint32_t bits = 0; bits <= Permissions::AllBits; bits++) {
        const Permissions asked(bits);
        const Permissions got = permissions_decompress(permissions_compress(asked));
        ASSERT_TRUE(asked.has(got)) << bits;
        ASSERT_EQ(got.has(Global), asked.has(Global));
    }
}

TEST(Capability, NullIsAllZeroAndRootsAreWhatTheyShouldBe)
{
    const Capability null;
    EXPECT_EQ(null.address(), 0u);
    EXPECT_EQ(null.metadata(), 0u);
    EXPECT_FALSE(null.is_tagged());
    EXPECT_EQ(to_string(Capability::root_executable()),
              "0x00000000 (v:1 0x00000000-0x100000000 l:0x100000000 o:0x0 p: G R-cmg- Xa ---)");
    EXPECT_EQ(to_string(Capability::root_memory()),
              "0x00000000 (v:1 0x00000000-0x100000000 l:0x100000000 o:0x0 p: G RWcmgl -- ---)");
    EXPECT_EQ(to_string(Capability::root_sealing()),
              "0x00000000 (v:1 0x00000000-0x100000000 l:0x100000000 o:0x0 p: G ------ -- SU0)");
}

TEST(Capability, MemoryFormIsTheRegisterForm)
{
    std::mt19937_64 random(1);
    for (int count = 0; count < 1'000'000; count++) {
        const uint64_t bits = random();
        const auto address = static_cast<uint32_t>(bits);
        const auto word = static_cast<uint32_t>(bits >> 32);
        for (const bool tag : {false, true}) {
            const auto capability = Capability::from_memory(address, word, tag);
            ASSERT_EQ(capability.address(), address);
            ASSERT_EQ(capability.metadata(), word);
            ASSERT_EQ(capability.is_tagged(), tag);
        }
        // The cache of a tagged capability says what decoding the untagged bits says.
        const auto tagged = Capability::from_memory(address, word, true);
        const auto untagged = tagged.untagged();
        ASSERT_EQ(tagged.bounds(), untagged.bounds());
        ASSERT_EQ(tagged.permissions(), untagged.permissions());
        ASSERT_EQ(tagged.object_type(), untagged.object_type());
    }
}

TEST(Capability, ObjectTypesOfExecutablesAreOneToSevenAndOfOthersNineToFifteen)
{
    for (uint32_t type = 1; type < 8; type++) {
        EXPECT_EQ(Capability::root_executable().with_object_type(type).object_type(), type);
        EXPECT_EQ(Capability::root_memory().with_object_type(type).object_type(), type + 8);
    }
    EXPECT_EQ(Capability::root_memory().object_type(), 0u);
}

// CAndPerm.

TEST(AndPerm, NeverAddsAPermission)
{
    for (uint32_t compressed = 0; compressed < 64; compressed++) {
        const auto source =
            Capability::from_memory(0, (compressed << metadata::PermissionsShift) | 0x3e0000, true);
        for (uint32_t mask = 0; mask <= Permissions::AllBits; mask++) {
            const auto result = source.and_permissions(mask);
            ASSERT_TRUE(source.permissions().has(result.permissions()));
            ASSERT_TRUE(Permissions(mask).has(result.permissions()));
            ASSERT_TRUE(result.is_tagged());
        }
    }
}

TEST(AndPerm, SealedSurvivesOnlyAMaskThatClearsNothingButGlobal)
{
    const auto sealed = Capability::root_memory().seal(sealer_of(9));
    ASSERT_TRUE(sealed.is_tagged());
    const uint32_t all = Permissions::AllBits;
    for (uint32_t bit = 0; bit < 12; bit++) {
        const auto result = sealed.and_permissions(all & ~(1u << bit));
        EXPECT_EQ(result.is_tagged(), bit == 0) << bit;
    }
    EXPECT_EQ(sealed.and_permissions(all), sealed);
    EXPECT_FALSE(sealed.and_permissions(all & ~1u).may(Global));
    // A mask of exactly the permissions held is not all ones.
    EXPECT_FALSE(sealed.and_permissions(sealed.permissions().bits()).is_tagged());
}

TEST(AndPerm, SetThatCannotBeExpressedLosesMore)
{
    // Store with neither Load nor capabilities stays; Load Capability without Load goes.
    const auto root = Capability::root_memory();
    EXPECT_EQ(root.and_permissions(Permissions(Store).bits()).permissions(), Permissions(Store));
    EXPECT_EQ(root.and_permissions(Permissions(LoadStoreCapability).bits()).permissions(),
              Permissions());
    EXPECT_EQ(Capability::root_executable().and_permissions((Execute | Load).bits()).permissions(),
              Permissions(Load));
}

// CSeal.

TEST(Seal, TypesThatFitAreThoseOfTheCapabilitysKind)
{
    for (uint32_t type = 0; type < 20; type++) {
        const auto executable = Capability::root_executable().seal(sealer_of(type));
        const auto data = Capability::root_memory().seal(sealer_of(type));
        EXPECT_EQ(executable.is_tagged(), type >= 1 && type <= 7) << type;
        EXPECT_EQ(data.is_tagged(), type >= 9 && type <= 15) << type;
        if (executable.is_tagged()) {
            EXPECT_EQ(executable.object_type(), type);
        }
        if (data.is_tagged()) {
            EXPECT_EQ(data.object_type(), type);
        }
    }
}

TEST(Seal, NeedsATaggedUnsealedAuthorityWithSealAndTheTypeInBounds)
{
    const auto data = memory_of(0x1000, 16);
    EXPECT_TRUE(data.seal(sealer_of(9)).is_tagged());
    EXPECT_FALSE(data.seal(sealer_of(9).untagged()).is_tagged());
    EXPECT_FALSE(data.seal(sealer_of(9).and_permissions(~Permissions(Seal).bits())).is_tagged());
    const auto sealedAuthority = sealer_of(9).with_object_type(1);
    EXPECT_FALSE(data.seal(sealedAuthority).is_tagged());
    const auto narrow = sealer_of(10).with_bounds_exact(1);
    EXPECT_TRUE(data.seal(narrow).is_tagged());
    EXPECT_FALSE(data.seal(narrow.with_address(9)).is_tagged());
    EXPECT_FALSE(data.seal(narrow.with_address(11)).is_tagged());
}

TEST(Seal, SealedOrUntaggedGivesNoTag)
{
    const auto sealed = memory_of(0x1000, 16).seal(sealer_of(9));
    EXPECT_FALSE(sealed.seal(sealer_of(10)).is_tagged());
    EXPECT_FALSE(memory_of(0x1000, 16).untagged().seal(sealer_of(9)).is_tagged());
}

// CUnseal.

TEST(Unseal, GivesBackWhatWasSealed)
{
    const auto data = memory_of(0x1000, 16);
    EXPECT_EQ(data.seal(sealer_of(12)).unseal(sealer_of(12)), data);
}

TEST(Unseal, TypeNeedOnlyBeInTheAuthoritysBounds)
{
    const auto sealed = memory_of(0x1000, 16).seal(sealer_of(12));
    const auto range = sealer_of(10).with_bounds_exact(4); // 10 to 13
    EXPECT_TRUE(sealed.unseal(range).is_tagged());
    EXPECT_TRUE(sealed.unseal(range.with_address(11)).is_tagged());
    const auto wrong = sealer_of(13).with_bounds_exact(2);
    EXPECT_FALSE(sealed.unseal(wrong).is_tagged());
}

TEST(Unseal, NeedsATaggedUnsealedAuthorityWithUnseal)
{
    const auto sealed = memory_of(0x1000, 16).seal(sealer_of(12));
    const auto authority = sealer_of(12);
    EXPECT_FALSE(sealed.unseal(authority.untagged()).is_tagged());
    EXPECT_FALSE(sealed.unseal(authority.and_permissions(~Permissions(Unseal).bits())).is_tagged());
    EXPECT_FALSE(sealed.unseal(authority.with_object_type(1)).is_tagged());
    EXPECT_FALSE(sealed.untagged().unseal(authority).is_tagged());
    EXPECT_FALSE(memory_of(0x1000, 16).unseal(authority).is_tagged()); // not sealed
}

TEST(Unseal, GlobalNeedsBoth)
{
    const auto sealed = memory_of(0x1000, 16).seal(sealer_of(12));
    const auto local = sealer_of(12).and_permissions(~Permissions(Global).bits());
    EXPECT_TRUE(sealed.unseal(sealer_of(12)).may(Global));
    EXPECT_FALSE(sealed.unseal(local).may(Global));
    EXPECT_TRUE(sealed.unseal(local).is_tagged());
}

// Derivation is monotonic.

TEST(Derivation, NothingDerivedExceedsItsSource)
{
    std::mt19937_64 random(2);
    Capability source = Capability::root_memory();
    for (int count = 0; count < 2'000'000; count++) {
        const uint64_t bits = random();
        const auto a = static_cast<uint32_t>(bits);
        const auto b = static_cast<uint32_t>(bits >> 32);
        Capability derived;
        switch (bits % 5) {
        case 0:
            derived = source.with_address(a >> (b & 31));
            break;
        case 1:
            derived = source.with_bounds(a >> (b & 31));
            break;
        case 2:
            derived = source.with_bounds_exact(a >> (b & 31));
            break;
        case 3:
            derived = source.with_bounds_round_down(a >> (b & 31));
            break;
        default:
            derived = source.and_permissions(a);
            break;
        }
        if (derived.is_tagged()) {
            ASSERT_TRUE(source.has_subset(derived)) << to_string(source) << to_string(derived);
            source = derived;
        }
        if (bits % 16 == 0) {
            source = Capability::root_memory().with_address(a).with_bounds(b >> (a & 31));
            source = source.is_tagged() ? source : Capability::root_memory();
        }
    }
}

TEST(Derivation, SealedCannotBeChanged)
{
    const auto sealed = memory_of(0x1000, 64).seal(sealer_of(9));
    EXPECT_FALSE(sealed.with_address(0x1008).is_tagged());
    EXPECT_FALSE(sealed.with_address(0x1000).is_tagged());
    EXPECT_FALSE(sealed.with_bounds(8).is_tagged());
    EXPECT_FALSE(sealed.with_bounds_exact(8).is_tagged());
    EXPECT_FALSE(sealed.with_bounds_round_down(8).is_tagged());
}

// What loading through an authority leaves.

TEST(Attenuation, FollowsTheAuthority)
{
    const auto loaded = Capability::root_memory();
    const auto through = [](Permissions missing) {
        return Capability::root_memory().and_permissions(~missing.bits());
    };
    EXPECT_EQ(loaded.attenuated_by(through(Permissions())), loaded);
    EXPECT_FALSE(loaded.attenuated_by(through(LoadStoreCapability)).is_tagged());

    const auto noGlobal = loaded.attenuated_by(through(LoadGlobal));
    EXPECT_FALSE(noGlobal.may(Global));
    EXPECT_FALSE(noGlobal.may(LoadGlobal));
    EXPECT_TRUE(noGlobal.may(Store));

    const auto noMutable = loaded.attenuated_by(through(LoadMutable));
    EXPECT_FALSE(noMutable.may(Store));
    EXPECT_FALSE(noMutable.may(LoadMutable));
    EXPECT_FALSE(noMutable.may(StoreLocal)); // not expressible without Store
    EXPECT_TRUE(noMutable.may(Global));
}

TEST(Attenuation, SealedKeepsWhatItMayDoUnderTheSeal)
{
    const auto sealed = Capability::root_memory().seal(sealer_of(9));
    const auto authority =
        Capability::root_memory().and_permissions(~(LoadGlobal | LoadMutable).bits());
    const auto loaded = sealed.attenuated_by(authority);
    EXPECT_TRUE(loaded.is_tagged());
    EXPECT_FALSE(loaded.may(Global));
    EXPECT_TRUE(loaded.may(LoadGlobal | LoadMutable));
    EXPECT_TRUE(loaded.may(Store));
}

TEST(Attenuation, UntaggedBitsAreLeftAlone)
{
    const auto bits = Capability::root_memory().untagged();
    EXPECT_EQ(bits.attenuated_by(Capability::root_executable()), bits);
}

} // namespace
} // namespace griotte::machine
