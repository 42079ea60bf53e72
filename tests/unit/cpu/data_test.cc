// Loads and stores: the order of checks, attenuation, the load filter, the high-water mark.
#include "tests/unit/cpu/guest.h"

namespace griotte::machine {
namespace {

using enum Permission;

constexpr uint32_t A0 = 10;
constexpr uint32_t A1 = 11;

Capability object(uint32_t length)
{
    return Capability::root_memory().with_address(Guest::Data).with_bounds_exact(length);
}
Capability without(const Capability &capability, Permissions missing)
{
    return capability.and_permissions(~missing.bits());
}

struct AccessRow
{
    const char *name;
    uint32_t word;
    bool isStore;
};

class EveryAccess : public testing::TestWithParam<AccessRow>
{};

TEST_P(EveryAccess, ChecksTagSealPermissionAndBoundsInThatOrder)
{
    const Permissions permission = GetParam().isStore ? Store : Load;
    const auto good = object(64);
    const auto sealed = good.with_object_type(1);
    const std::pair<Capability, CheriCause> rows[] = {
        {good.untagged(), CheriCause::TagViolation},
        {sealed, CheriCause::SealViolation},
        {without(sealed, Permissions()), CheriCause::SealViolation},
        {without(good, permission).with_address(Guest::Data + 64),
         GetParam().isStore ? CheriCause::PermitStoreViolation : CheriCause::PermitLoadViolation},
        {good.with_address(Guest::Data + 64), CheriCause::BoundsViolation},
    };
    for (const auto &[authority, cause] : rows) {
        Guest guest;
        guest.c(A0) = authority;
        guest.execute(GetParam().word);
        guest.expect_cheri(cause, A0);
    }
    Guest guest;
    guest.c(A0) = good;
    guest.execute(GetParam().word);
    guest.expect_no_trap();
}

INSTANTIATE_TEST_SUITE_P(Instructions, EveryAccess,
                         testing::Values(AccessRow{"clb", encode::load(0, A1, 0, A0), false},
                                         AccessRow{"clh", encode::load(1, A1, 0, A0), false},
                                         AccessRow{"clw", encode::load(2, A1, 0, A0), false},
                                         AccessRow{"clc", encode::load(3, A1, 0, A0), false},
                                         AccessRow{"clbu", encode::load(4, A1, 0, A0), false},
                                         AccessRow{"clhu", encode::load(5, A1, 0, A0), false},
                                         AccessRow{"csb", encode::s_type(0, A1, A0, 0, 0x23), true},
                                         AccessRow{"csh", encode::s_type(0, A1, A0, 1, 0x23), true},
                                         AccessRow{"csw", encode::s_type(0, A1, A0, 2, 0x23), true},
                                         AccessRow{"csc", encode::s_type(0, A1, A0, 3, 0x23),
                                                   true}),
                         [](const auto &info) { return std::string(info.param.name); });

TEST(Load, LastBytesAreInsideAndOneFurtherIsNot)
{
    Guest inside;
    inside.c(A0) = object(64);
    inside.execute(encode::clw(A1, 60, A0));
    inside.expect_no_trap();
    for (const int32_t offset : {61, 64, -1, -4}) {
        Guest outside;
        outside.c(A0) = object(64);
        outside.execute(encode::clw(A1, offset, A0));
        outside.expect_cheri(CheriCause::BoundsViolation, A0);
    }
}

TEST(Load, MisalignedDataIsAllowedMisalignedCapabilitiesAreNot)
{
    Guest data;
    data.c(A0) = object(64);
    data.execute(encode::clw(A1, 3, A0));
    data.expect_no_trap();
    Guest load;
    load.c(A0) = object(64);
    load.execute(encode::clc(A1, 4, A0));
    load.expect_trap(Cause::LoadMisaligned, Guest::Data + 4);
    Guest store;
    store.c(A0) = object(64);
    store.execute(encode::csc(A1, 4, A0));
    store.expect_trap(Cause::StoreMisaligned, Guest::Data + 4);
}

TEST(Load, NowhereIsAnAccessFaultWithTheAddress)
{
    Guest load;
    load.c(A0) = Capability::root_memory().with_address(0x100);
    load.execute(encode::clw(A1, 4, A0));
    load.expect_trap(Cause::LoadAccessFault, 0x104);
    Guest store;
    store.c(A0) = Capability::root_memory().with_address(0x100);
    store.execute(encode::csw(A1, 4, A0));
    store.expect_trap(Cause::StoreAccessFault, 0x104);
}

TEST(Load, SignAndZeroExtension)
{
    Guest guest;
    guest.c(A0) = object(64);
    guest.x_set(A1, 0x8081);
    guest.execute(encode::csw(A1, 0, A0));
    guest.execute(encode::load(0, A1, 0, A0));
    EXPECT_EQ(guest.x(A1), 0xffffff81u);
    guest.execute(encode::load(4, A1, 0, A0));
    EXPECT_EQ(guest.x(A1), 0x81u);
    guest.execute(encode::load(1, A1, 0, A0));
    EXPECT_EQ(guest.x(A1), 0xffff8081u);
    guest.execute(encode::load(5, A1, 0, A0));
    EXPECT_EQ(guest.x(A1), 0x8081u);
}

TEST(Capabilities, TravelThroughMemoryWithTheirTag)
{
    Guest guest;
    guest.c(A0) = object(64);
    guest.c(A1) = object(32).with_address(Guest::Data + 5);
    const Capability sent = guest.c(A1);
    guest.execute(encode::csc(A1, 8, A0));
    guest.x_set(A1, 0);
    guest.execute(encode::clc(A1, 8, A0));
    EXPECT_EQ(guest.c(A1), sent);
    // An integer store over half of it takes the tag.
    guest.execute(encode::csb(A1, 15, A0));
    guest.execute(encode::clc(A1, 8, A0));
    EXPECT_FALSE(guest.c(A1).is_tagged());
}

TEST(Capabilities, StoringATagNeedsStoreCapability)
{
    Guest guest;
    guest.c(A0) = without(object(64), LoadStoreCapability);
    guest.c(A1) = object(8);
    guest.execute(encode::csc(A1, 0, A0));
    guest.expect_cheri(CheriCause::PermitStoreCapabilityViolation, A0);
    Guest untagged;
    untagged.c(A0) = without(object(64), LoadStoreCapability);
    untagged.x_set(A1, 5);
    untagged.execute(encode::csc(A1, 0, A0));
    untagged.expect_no_trap();
}

TEST(Capabilities, LocalOnesLoseTheirTagWhereStoreLocalIsMissing)
{
    const auto local = without(object(8), Global);
    Guest guest;
    guest.c(A0) = without(object(64), StoreLocal);
    guest.c(A1) = local;
    guest.execute(encode::csc(A1, 0, A0));
    guest.expect_no_trap();
    EXPECT_FALSE(guest.memory->tag_at(Guest::Data));
    guest.c(A0) = object(64);
    guest.execute(encode::csc(A1, 0, A0));
    EXPECT_TRUE(guest.memory->tag_at(Guest::Data));

    Guest old({.version = IsaVersion::V0_5});
    old.c(A0) = without(object(64), StoreLocal);
    old.c(A1) = local;
    old.execute(encode::csc(A1, 0, A0));
    old.expect_cheri(CheriCause::PermitStoreLocalCapabilityViolation, A0);
}

TEST(LoadFilter, ClearsTagWhenBaseIsInRevokedGranule)
{
    Guest guest;
    guest.c(A0) = object(64);
    const auto pointer =
        Capability::root_memory().with_address(Guest::Data + 0x100).with_bounds_exact(32);
    guest.c(A1) = pointer.with_address(Guest::Data + 0x110);
    guest.execute(encode::csc(A1, 0, A0));
    const uint32_t granule = (Guest::Data + 0x100 - Guest::Ram) / 8;
    // The granule of the address is not the one that counts.
    (void)guest.memory->store<uint8_t>(Guest::Bitmap + (granule + 2) / 8,
                                       static_cast<uint8_t>(1 << (granule + 2) % 8));
    guest.execute(encode::clc(A1, 0, A0));
    EXPECT_TRUE(guest.c(A1).is_tagged());
    (void)guest.memory->store<uint8_t>(Guest::Bitmap + granule / 8,
                                       static_cast<uint8_t>(1 << granule % 8));
    guest.execute(encode::clc(A1, 0, A0));
    EXPECT_FALSE(guest.c(A1).is_tagged());
    EXPECT_EQ(guest.c(A1).metadata(), pointer.metadata());
    EXPECT_EQ(guest.hart->statistics.loadsFiltered, 1u);
    EXPECT_TRUE(guest.memory->tag_at(Guest::Data)); // memory itself is not swept
}

TEST(LoadFilter, LetsSealingCapabilitiesPass)
{
    Guest guest;
    guest.c(A0) = object(64);
    guest.c(A1) = Capability::root_sealing().with_address(Guest::Data).with_bounds(8);
    guest.execute(encode::csc(A1, 0, A0));
    const uint32_t granule = (Guest::Data - Guest::Ram) / 8;
    (void)guest.memory->store<uint8_t>(Guest::Bitmap + granule / 8,
                                       static_cast<uint8_t>(1 << granule % 8));
    guest.execute(encode::clc(A1, 0, A0));
    EXPECT_TRUE(guest.c(A1).is_tagged());
}

TEST(HighWaterMark, FollowsTheLowestStoreInItsRange)
{
    Guest guest;
    guest.c(A0) = Capability::root_memory().with_address(Guest::Data + 0x100);
    guest.hart->mshwm = Guest::Data + 0x200;
    guest.hart->mshwmb = Guest::Data;
    guest.execute(encode::csw(A1, 0x58, A0));
    EXPECT_EQ(guest.hart->mshwm, Guest::Data + 0x150);
    guest.execute(encode::csw(A1, 0x60, A0)); // above: no change
    EXPECT_EQ(guest.hart->mshwm, Guest::Data + 0x150);
    guest.execute(encode::clw(A1, 0, A0)); // a load: no change
    EXPECT_EQ(guest.hart->mshwm, Guest::Data + 0x150);
    guest.execute(encode::csc(A1, -0x80, A0));
    EXPECT_EQ(guest.hart->mshwm, Guest::Data + 0x80);
    guest.execute(encode::csw(A1, -0x104, A0)); // below the base: no change
    EXPECT_EQ(guest.hart->mshwm, Guest::Data + 0x80);
}

} // namespace
} // namespace griotte::machine
