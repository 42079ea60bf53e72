// CHERI::PermissionSet, faults' causes, and names of enumerators.

#include <cheri.hh>
#include <gtest/gtest.h>
#include <vector>

namespace griotte::test {
namespace {

using CHERI::CauseCode;
using CHERI::Permission;
using CHERI::PermissionSet;
using CHERI::RegisterNumber;

TEST(PermissionSet, HoldsWhatItWasMadeOf)
{
    constexpr PermissionSet set{Permission::Load, Permission::Global};
    static_assert(set.contains(Permission::Load));
    static_assert(set.contains(Permission::Global, Permission::Load));
    static_assert(!set.contains(Permission::Load, Permission::Store));
    EXPECT_EQ(set.as_raw(), (1U << 0) | (1U << 5));
    EXPECT_EQ(set.without(Permission::Load).as_raw(), 1U);
    EXPECT_EQ(set.without(Permission::Load, Permission::Global, Permission::Seal).as_raw(), 0U);
    EXPECT_EQ((set & PermissionSet{Permission::Load, Permission::Store}).as_raw(), 1U << 5);
}

TEST(PermissionSet, HasNoBitsThatAreNoPermissions)
{
    EXPECT_EQ(PermissionSet::omnipotent().as_raw(), 0xfffU);
    EXPECT_EQ(PermissionSet::from_raw(~0U), PermissionSet::omnipotent());
}

TEST(PermissionSet, IsOrderedByInclusion)
{
    for (uint32_t left = 0; left < 0x1000; left += 7) {
        for (uint32_t right = 0; right < 0x1000; right += 13) {
            auto a = PermissionSet::from_raw(left);
            auto b = PermissionSet::from_raw(right);
            ASSERT_EQ(a == b, left == right);
            ASSERT_EQ(a <= b, (left & right) == left);
            ASSERT_EQ(a > b, left != right && (left & right) == right);
            ASSERT_EQ(a.can_derive_from(b), (left & right) == left);
        }
    }
}

TEST(PermissionSet, IteratesFromTheLowestNumber)
{
    std::vector<Permission> seen;
    for (auto permission : PermissionSet{Permission::User0, Permission::Store, Permission::Global})
    {
        seen.push_back(permission);
    }
    EXPECT_EQ(seen, (std::vector{Permission::Global, Permission::Store, Permission::User0}));
}

TEST(Fault, TakesApartWhatMtvalSays)
{
    EXPECT_EQ(CHERI::extract_cheri_mtval(0x2 | 0xa << 5),
              std::pair(CauseCode::TagViolation, RegisterNumber::CA0));
    EXPECT_EQ(CHERI::extract_cheri_mtval(0x11 | 0x20 << 5),
              std::pair(CauseCode::PermitExecuteViolation, RegisterNumber::PCC));
    EXPECT_EQ(CHERI::extract_cheri_mtval(0), std::pair(CauseCode::None, RegisterNumber::CZR));
    EXPECT_EQ(CHERI::extract_cheri_mtval(0x14 | 0x10 << 5),
              std::pair(CauseCode::Invalid, RegisterNumber::Invalid));
}

TEST(Fault, KnowsTheNumbersThatHaveNames)
{
    for (uint32_t number = 0; number < 32; number++) {
        bool hasName = magic_enum::enum_cast<CauseCode>(static_cast<int>(number)).has_value();
        EXPECT_EQ(CHERI::extract_cheri_mtval(number).first != CauseCode::Invalid, hasName)
            << number;
    }
    for (uint32_t number = 0; number < 64; number++) {
        bool hasName = magic_enum::enum_cast<RegisterNumber>(static_cast<int>(number)).has_value();
        EXPECT_EQ(CHERI::extract_cheri_mtval(number << 5).second != RegisterNumber::Invalid,
                  hasName)
            << number;
    }
}

enum Plain
{
    First = -2,
    Second = 3,
};
enum class Flag : bool
{
    No,
    Yes
};
enum class Large : uint64_t
{
    One = 1,
    Huge = 1ULL << 40
};

TEST(MagicEnum, NamesEnumeratorsOfAllKinds)
{
    EXPECT_EQ(magic_enum::enum_name(First), "First");
    EXPECT_EQ(magic_enum::enum_name(Second), "Second");
    EXPECT_EQ(magic_enum::enum_name(Flag::Yes), "Yes");
    EXPECT_EQ(magic_enum::enum_count<Flag>(), 2U);
    EXPECT_EQ(magic_enum::enum_name<Large::Huge>(), "Huge");
    EXPECT_EQ(magic_enum::enum_name(Large::Huge), ""); // outside the values that are looked at
    EXPECT_EQ(magic_enum::enum_cast<Plain>("Second"), Second);
    EXPECT_EQ(magic_enum::enum_cast<Plain>("Third"), std::nullopt);
    EXPECT_EQ(magic_enum::enum_cast<Plain>(1), std::nullopt);
    EXPECT_EQ(magic_enum::enum_values<Permission>().size(), 12U);
}

} // namespace
} // namespace griotte::test
