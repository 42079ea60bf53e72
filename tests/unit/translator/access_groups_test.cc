// Which accesses of a block need not be checked.
#include "machine/cpu/translator/access_groups.h"

#include <gtest/gtest.h>

#include <initializer_list>

#include "machine/cpu/interpreter/interpreter.h"
#include "tests/unit/cpu/encode.h"

namespace griotte::machine::translator {
namespace {

using namespace encode;
using Role = AccessCheck::Role;

constexpr uint32_t A0 = 10, A1 = 11, A2 = 12;
constexpr uint32_t Mtdc = 29;

uint32_t cmove(uint32_t to, uint32_t from)
{
    return cheri_two(0x0a, to, from);
}

std::vector<AccessCheck> checks_of(std::initializer_list<uint32_t> words, bool hasGroups = true)
{
    Block block;
    block.start.hasGroups = hasGroups;
    for (const uint32_t word : words) {
        block.instructions.push_back(
            {Interpreter::operands_of(word, isa::Mode::Cheriot), 0, false});
    }
    return accesses_group(block);
}

std::vector<Role> roles_of(std::initializer_list<uint32_t> words, bool hasGroups = true)
{
    std::vector<Role> roles;
    for (const AccessCheck &check : checks_of(words, hasGroups)) {
        roles.push_back(check.role);
    }
    return roles;
}

using Roles = std::vector<Role>;
constexpr Role Alone = Role::Alone, First = Role::First, Covered = Role::Covered;

} // namespace

TEST(AccessGroups, FirstAccessAsksForTheRest)
{
    const auto checks = checks_of({clw(A1, 8, A0), clb(A2, -3, A0), clc(A2, 16, A0)});
    ASSERT_EQ(checks[0].role, First);
    EXPECT_EQ(checks[1].role, Covered);
    EXPECT_EQ(checks[2].role, Covered);
    EXPECT_EQ(checks[0].ranges[0].low, -3);
    EXPECT_EQ(checks[0].ranges[0].end, 24);
    EXPECT_EQ(checks[0].ranges[0].kind, AccessKind::CapabilityLoad) << "the most that is asked";
    EXPECT_EQ(checks[0].alignment, 8u);
}

TEST(AccessGroups, LoadsAndStoresAskForThemselves)
{
    EXPECT_EQ(roles_of({clw(A1, 0, A0), csw(A1, 0, A0), csc(A1, 0, A0)}),
              (Roles{Alone, Alone, Alone}));
    EXPECT_EQ(roles_of({clw(A1, 0, A0), csw(A1, 0, A0), clw(A2, 4, A0), csw(A1, 4, A0)}),
              (Roles{First, First, Covered, Covered}));
}

TEST(AccessGroups, EndsWhereTheRegisterIsWritten)
{
    EXPECT_EQ(roles_of({clw(A0, 0, A0), clw(A1, 0, A0)}), (Roles{Alone, Alone}));
    EXPECT_EQ(roles_of({clw(A1, 0, A0), addi(A0, A0, 4), clw(A1, 0, A0)}),
              (Roles{Alone, Alone, Alone}));
}

TEST(AccessGroups, ADerivationAsksForItsAccessesAndForItself)
{
    const auto checks = checks_of({cincaddrimm(A1, A0, 32), csw(A2, 8, A1), clw(A2, -16, A1)});
    ASSERT_EQ(checks[0].role, First);
    EXPECT_EQ(checks[1].role, Covered);
    EXPECT_EQ(checks[2].role, Covered);
    // The address itself need not be accessed, but must be in reach.
    EXPECT_EQ(checks[0].ranges[1].low, 0);
    EXPECT_EQ(checks[0].ranges[1].end, 12);
    EXPECT_EQ(checks[0].ranges[0].low, -16);
    EXPECT_EQ(checks[0].ranges[0].end, 0);
    EXPECT_EQ(roles_of({cincaddrimm(A1, A0, 32), clw(A2, 0, A0)}), (Roles{Alone, Alone}));
}

TEST(AccessGroups, ACopyIsTheSameAddress)
{
    EXPECT_EQ(roles_of({clw(A2, 0, A0), cmove(A1, A0), clw(A2, 4, A1), clw(A2, 8, A0)}),
              (Roles{First, Alone, Covered, Covered}));
    EXPECT_EQ(roles_of({clw(A2, 0, A0), cmove(A1, A0), cspecialrw(A0, Mtdc, 0), clw(A2, 8, A0)}),
              (Roles{Alone, Alone, Alone, Alone}));
}

TEST(AccessGroups, MisalignedOffsetsStayAlone)
{
    EXPECT_EQ(roles_of({csw(A1, 0, A0), csw(A1, 6, A0), csw(A1, 8, A0)}),
              (Roles{First, Alone, Covered}));
    EXPECT_EQ(roles_of({clw(A1, 0, A0), clw(A2, 6, A0)}), (Roles{First, Covered}))
        << "loads of data may be misaligned";
}

TEST(AccessGroups, EndWhereTheHighWaterMarkMayChange)
{
    constexpr uint32_t Mshwm = 0xbc1;
    EXPECT_EQ(roles_of({csw(A1, 0, A0), csrrw(0, Mshwm, A2), csw(A1, 4, A0)}),
              (Roles{Alone, Alone, Alone}));
}

TEST(AccessGroups, AreNotMadeWhereTheyFailed)
{
    EXPECT_EQ(roles_of({clw(A1, 8, A0), clw(A2, 4, A0)}, false), (Roles{Alone, Alone}));
}

} // namespace griotte::machine::translator
