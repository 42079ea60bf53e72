// Bitpack: fields of an integer, by their types.

#include <__macro_map.h>
#include <bitpack.hh>
#include <gtest/gtest.h>

namespace griotte::test {
namespace {

struct Control : Bitpack<uint32_t>
{
    BITPACK_USUAL_PREFIX
    BITPACK_MEMBER_ADD_ENUM(Mode, uint8_t, 0, 1) {
        Off = 0,
        On = 1,
        Auto = 3,
    };
    BITPACK_MEMBER_ADD_NUMERIC(Divider, uint8_t, 8, 15)
    BITPACK_MEMBER_ADD_BOOL(Ready, 31, true)
    BITPACK_MEMBER_ADD_ENUM_BOOL_DISABLED_ENABLED(Clock, 4);
    BITPACK_MEMBER_ADD(low_byte, uint8_t, 0, 7)
};

struct Moved : BitpackDerived<Control>
{
    BITPACK_DERIVED_PREFIX
    BITPACK_DERIVED_FIELD_INFO_FOR_TYPE(Divider, [](auto &info) {
        info.minIndex = 16;
        info.maxIndex = 23;
    })
};

TEST(Bitpack, ChangesOneFieldAndNoOther)
{
    Control control{0xffff'ffff};
    control.member<Control::Mode>() = Control::Mode::On;
    EXPECT_EQ(control.raw(), 0xffff'fffdU);
    control.set(Control::Divider{0x12});
    EXPECT_EQ(control.raw(), 0xffff'12fdU);
    EXPECT_EQ(control.get<Control::Divider>(), 0x12);
    EXPECT_EQ(control.member<Control::Clock>(), Control::Clock::Enabled);
    control.low_byte() = uint8_t{0};
    EXPECT_EQ(control.raw(), 0xffff'1200U);
}

TEST(Bitpack, WithMakesAChangedCopy)
{
    constexpr Control control;
    constexpr auto changed = control.with(Control::Mode::Auto).with(Control::Divider{1});
    static_assert(changed.raw() == 0x103);
    EXPECT_EQ(control.raw(), 0U);
    auto twice = changed.member<Control::Divider>().with(
        [](auto divider) { return Control::Divider(divider.raw() * 2); });
    EXPECT_EQ(twice.raw(), 0x203U);
}

TEST(Bitpack, AltersByAFunctionOfTheValue)
{
    Control control{0x300};
    control.member<Control::Divider>().alter(
        [](auto divider) { return Control::Divider(divider.raw() + 1); });
    EXPECT_EQ(control.raw(), 0x400U);
    control.alter([](Control value) { return value.with(Control::Mode::On); });
    EXPECT_EQ(control.raw(), 0x401U);
    control.assign_from([](Control value) { return value.with(Control::Mode::Auto); });
    EXPECT_EQ(control.raw(), 3U);
}

TEST(Bitpack, ConstFieldsCannotBeWritten)
{
    auto canWrite = []<typename Field>(Field) {
        return requires(Control control) { control.member<Field>() = Field(1); };
    };
    EXPECT_TRUE(canWrite(Control::Divider(0)));
    EXPECT_FALSE(canWrite(Control::Ready(0)));
    EXPECT_EQ(Control{1U << 31}.get<Control::Ready>(), true);
}

TEST(Bitpack, AVolatileOneIsReadAndWrittenWhereThatIsSaid)
{
    volatile Control control;
    control.member<Control::Mode>() = Control::Mode::Auto;
    Control copy = control.read();
    EXPECT_EQ(copy.raw(), 3U);
    auto isReadable = [](auto &pack) {
        return requires { static_cast<Control::Mode>(pack.template member<Control::Mode>()); };
    };
    EXPECT_FALSE(isReadable(control));
    EXPECT_TRUE(isReadable(copy));
}

TEST(Bitpack, ADerivedOneHasFieldsElsewhere)
{
    Moved moved;
    moved.member<Control::Divider>() = Control::Divider{0xff};
    moved.member<Control::Mode>() = Control::Mode::On;
    EXPECT_EQ(moved.raw(), 0x00ff'0001U);
}

TEST(Bitpack, MacrosFindValuesInTheFieldsType)
{
    Control control;
    BITPACK_OPERATE_QUALIFY_DECLTYPE(control, Mode, =, On);
    EXPECT_EQ(control.raw(), 1U);
    EXPECT_TRUE(BITPACK_OPERATE_QUALIFY_DECLTYPE(control, Mode, ==, On));
    EXPECT_TRUE(BITPACK_OPERATE_ENUM_DECLTYPE(control, Mode, !=, Auto));
    BITPACK_OPERATE_WRAP_DECLTYPE(control, Divider, =, 9);
    EXPECT_EQ(control.raw(), 0x901U);
    static_assert(BITPACK_HAS_MACRO_MAP);
    auto both = BITPACK_WITHS_DECLTYPE(control, Mode::Auto, Clock::Enabled);
    EXPECT_EQ(both.raw(), 0x913U);
    EXPECT_TRUE(BITPACK_RELATE_MASKED_DECLTYPE(both, ==, Mode::Auto, Clock::Enabled));
    EXPECT_FALSE(BITPACK_RELATE_MASKED_DECLTYPE(control, ==, Mode::Auto, Clock::Enabled));
}

} // namespace
} // namespace griotte::test
