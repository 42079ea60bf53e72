// CJAL and CJALR: every row of the sentry table, the links they make and the postures they set.
#include "tests/unit/cpu/guest.h"

namespace griotte::machine {
namespace {

constexpr uint32_t Ra = 1;
constexpr uint32_t T0 = 5;
constexpr uint32_t A0 = 10;
constexpr uint32_t Target = Guest::Code + 0x100;

struct SentryRow
{
    uint32_t cd;
    uint32_t cs1;
    ObjectType type;
    bool isAllowed;
};

class CjalrTable : public testing::TestWithParam<SentryRow>
{};

TEST_P(CjalrTable, AllowsExactlyTheseTypes)
{
    const SentryRow &row = GetParam();
    Guest guest;
    guest.c(row.cs1) = Capability::root_executable().with_address(Target).sealed_as(row.type);
    guest.execute(encode::cjalr(row.cd, row.cs1));
    if (row.isAllowed) {
        guest.expect_no_trap();
        EXPECT_EQ(guest.hart->pc, Target);
        EXPECT_FALSE(guest.hart->pcc.is_sealed());
        EXPECT_TRUE(guest.hart->pcc.is_tagged());
    } else {
        guest.expect_cheri(CheriCause::SealViolation, row.cs1);
    }
}

std::vector<SentryRow> sentry_rows()
{
    using enum ObjectType;
    std::vector<SentryRow> rows;
    for (const uint32_t cd : {0u, Ra, T0}) {
        for (const uint32_t cs1 : {Ra, A0}) {
            const bool isReturn = cd == 0 && cs1 == Ra;
            const bool isCall = cd == Ra;
            rows.push_back({cd, cs1, Unsealed, !isReturn});
            rows.push_back({cd, cs1, SentryInherit, !isReturn});
            rows.push_back({cd, cs1, SentryDisable, isCall});
            rows.push_back({cd, cs1, SentryEnable, isCall});
            rows.push_back({cd, cs1, ReturnSentryDisable, isReturn});
            rows.push_back({cd, cs1, ReturnSentryEnable, isReturn});
            rows.push_back({cd, cs1, static_cast<ObjectType>(6), false});
            rows.push_back({cd, cs1, static_cast<ObjectType>(7), false});
        }
    }
    return rows;
}

INSTANTIATE_TEST_SUITE_P(Specification, CjalrTable, testing::ValuesIn(sentry_rows()));

TEST(Cjalr, ChecksTagThenSealThenExecute)
{
    {
        Guest guest;
        guest.c(A0) = Capability::root_executable().with_address(Target).untagged();
        guest.execute(encode::cjalr(Ra, A0));
        guest.expect_cheri(CheriCause::TagViolation, A0);
    }
    {
        Guest guest;
        guest.c(A0) = Capability::root_memory().with_address(Target);
        guest.execute(encode::cjalr(Ra, A0));
        guest.expect_cheri(CheriCause::PermitExecuteViolation, A0);
    }
    {
        Guest guest; // sealed and not executable: the seal is found first
        guest.c(A0) = Capability::root_memory().with_address(Target).with_object_type(1);
        guest.execute(encode::cjalr(Ra, A0));
        guest.expect_cheri(CheriCause::SealViolation, A0);
    }
}

TEST(Cjalr, SentryWithAnOffsetIsASealViolation)
{
    Guest guest;
    guest.c(A0) =
        Capability::root_executable().with_address(Target).sealed_as(ObjectType::SentryInherit);
    guest.execute(encode::cjalr(Ra, A0, 4));
    guest.expect_cheri(CheriCause::SealViolation, A0);
}

TEST(Cjalr, ClearsBitZeroOfTheTarget)
{
    Guest guest;
    guest.c(A0) = Capability::root_executable().with_address(Target);
    guest.execute(encode::cjalr(Ra, A0, 7));
    EXPECT_EQ(guest.hart->pc, Target + 6);
}

TEST(Cjalr, LinkInRaIsAReturnSentryOfThePostureBefore)
{
    for (const bool isEnabled : {false, true}) {
        Guest guest;
        guest.hart->interruptsEnabled = isEnabled;
        guest.c(A0) =
            Capability::root_executable().with_address(Target).sealed_as(ObjectType::SentryDisable);
        guest.execute(encode::cjalr(Ra, A0));
        EXPECT_FALSE(guest.hart->interruptsEnabled);
        const auto expected =
            isEnabled ? ObjectType::ReturnSentryEnable : ObjectType::ReturnSentryDisable;
        EXPECT_EQ(guest.c(Ra).object_type(), static_cast<uint32_t>(expected));
        EXPECT_EQ(guest.c(Ra).address(), Guest::Code + 4);
        EXPECT_TRUE(guest.c(Ra).is_tagged());
        // And the return restores it.
        guest.execute(encode::cjalr(0, Ra));
        EXPECT_EQ(guest.hart->interruptsEnabled, isEnabled);
        EXPECT_EQ(guest.hart->pc, Guest::Code + 4);
    }
}

TEST(Cjalr, LinkInAnotherRegisterIsUnsealed)
{
    Guest guest;
    guest.c(A0) = Capability::root_executable().with_address(Target);
    guest.execute(encode::cjalr(T0, A0));
    EXPECT_FALSE(guest.c(T0).is_sealed());
    EXPECT_TRUE(guest.c(T0).is_tagged());
    EXPECT_EQ(guest.c(T0).address(), Guest::Code + 4);
}

TEST(Cjalr, SentriesSetThePosture)
{
    const std::pair<ObjectType, std::optional<bool>> rows[] = {
        {ObjectType::SentryInherit, std::nullopt},
        {ObjectType::SentryDisable, false},
        {ObjectType::SentryEnable, true},
    };
    for (const auto &[type, posture] : rows) {
        for (const bool before : {false, true}) {
            Guest guest;
            guest.hart->interruptsEnabled = before;
            guest.c(A0) = Capability::root_executable().with_address(Target).sealed_as(type);
            guest.execute(encode::cjalr(Ra, A0));
            EXPECT_EQ(guest.hart->interruptsEnabled, posture.value_or(before));
        }
    }
}

TEST(Cjalr, TargetOutOfBoundsTrapsAtTheFetchWithAnUntaggedMepcc)
{
    Guest guest;
    guest.c(A0) = Capability::root_executable().with_address(Target).with_bounds_exact(16);
    guest.execute(encode::cjalr(Ra, A0, 16));
    guest.expect_no_trap();
    guest.step();
    guest.expect_cheri(CheriCause::BoundsViolation, static_cast<uint32_t>(CheriRegister::Pcc));
    EXPECT_FALSE(guest.hart->mepcc.is_tagged());
    EXPECT_EQ(guest.hart->mepcc.address(), Target + 16);
}

TEST(Cjal, LinksLikeCjalrAndStaysInPcc)
{
    Guest guest;
    guest.hart->interruptsEnabled = true;
    guest.execute(encode::cjal(Ra, 0x100));
    EXPECT_EQ(guest.hart->pc, Target);
    EXPECT_EQ(guest.c(Ra).object_type(), static_cast<uint32_t>(ObjectType::ReturnSentryEnable));
    guest.execute(encode::cjal(T0, -0x100));
    EXPECT_EQ(guest.hart->pc, Guest::Code);
    EXPECT_FALSE(guest.c(T0).is_sealed());
    EXPECT_EQ(guest.c(T0).address(), Target + 4);
}

TEST(Isa05, LinksAreForwardSentriesAndReturnsAcceptThem)
{
    Guest guest({.version = IsaVersion::V0_5});
    guest.c(A0) = Capability::root_executable().with_address(Target);
    guest.execute(encode::cjalr(T0, A0));
    EXPECT_EQ(guest.c(T0).object_type(), static_cast<uint32_t>(ObjectType::SentryDisable));
    guest.hart->interruptsEnabled = true;
    guest.execute(encode::cjal(Ra, 8));
    EXPECT_EQ(guest.c(Ra).object_type(), static_cast<uint32_t>(ObjectType::SentryEnable));
    guest.execute(encode::cjalr(0, Ra));
    guest.expect_no_trap();
    EXPECT_EQ(guest.hart->pc, Target + 4);
}

TEST(Isa05, JumpOutOfBoundsTrapsAtTheJump)
{
    Guest guest({.version = IsaVersion::V0_5});
    guest.c(A0) = Capability::root_executable().with_address(Target).with_bounds_exact(16);
    guest.execute(encode::cjalr(Ra, A0, 16));
    guest.expect_cheri(CheriCause::BoundsViolation, A0);
}

} // namespace
} // namespace griotte::machine
