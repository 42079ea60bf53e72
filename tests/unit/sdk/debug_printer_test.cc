// The text of log messages, which people's scripts and CHERIoT RTOS's own tests read.

#include "sdk/lib/debug/printer.hh"
#include <cmath>
#include <cstdlib>
#include <gtest/gtest.h>
#include <limits>
#include <random>
#include <string>

namespace griotte::test {
namespace {

struct StringOutput
{
    std::string *text;
    void write(char character) { *text += character; }
};

/// What is written of `value`.
template <typename T>
std::string written(const T &value)
{
    std::string text;
    debug::Printer<StringOutput> printer{StringOutput{&text}};
    printer.write(value);
    return text;
}

/// A message with its arguments.
template <typename... Args>
std::string formatted(const char *format, Args... args)
{
    std::string text;
    debug::Printer<StringOutput> printer{StringOutput{&text}};
    DebugFormatArgument arguments[sizeof...(args) + 1];
    make_debug_arguments_list(arguments, args...);
    printer.format(format, arguments, sizeof...(args));
    return text;
}

enum class Colour : uint8_t
{
    Red = 1,
    Green = 2
};

TEST(DebugPrinter, WritesUnsignedNumbersInHexadecimal)
{
    EXPECT_EQ(written(uint32_t{0}), "0x0");
    EXPECT_EQ(written(uint32_t{0xdead0}), "0xdead0");
    EXPECT_EQ(written(UINT32_MAX), "0xffffffff");
    EXPECT_EQ(written(uint64_t{0x12}), "0x00000012");
    EXPECT_EQ(written(uint64_t{0x1'0000'00ab}), "0x1000000ab");
    EXPECT_EQ(formatted("{} {}", uint8_t{200}, uint16_t{0xbeef}), "0xc8 0xbeef");
}

TEST(DebugPrinter, WritesSignedNumbersInDecimal)
{
    EXPECT_EQ(written(int32_t{0}), "0");
    EXPECT_EQ(written(INT32_MIN), "-2147483648");
    EXPECT_EQ(written(int32_t{1000000000}), "1000000000");
    EXPECT_EQ(written(INT64_MIN), "-9223372036854775808");
    EXPECT_EQ(written(INT64_MAX), "9223372036854775807");
    EXPECT_EQ(formatted("{} {} {}", int8_t{-3}, int16_t{-300}, int64_t{1} << 40),
              "-3 -300 1099511627776");
}

TEST(DebugPrinter, WritesTheSameDecimalsAsTheHost)
{
    std::mt19937_64 random(1);
    for (int i = 0; i < 20000; i++) {
        auto number = static_cast<int64_t>(random() >> (random() % 64));
        ASSERT_EQ(written(number), std::to_string(number));
        auto word = static_cast<int32_t>(number);
        ASSERT_EQ(written(word), std::to_string(word));
    }
}

TEST(DebugPrinter, WritesFloatingPointNumbersShortly)
{
    EXPECT_EQ(written(0.0), "0");
    EXPECT_EQ(written(-2.5), "-2.5");
    EXPECT_EQ(written(456.789), "456.789");
    EXPECT_EQ(written(0.045), "0.045");
    EXPECT_EQ(written(9999999.99), "9999999.99");
    EXPECT_EQ(written(1e7), "1e7");
    EXPECT_EQ(written(1e-5), "1e-5");
    EXPECT_EQ(written(1.5e-7), "1.5e-7");
    EXPECT_EQ(written(std::numeric_limits<double>::max()), "1.79769313e308");
    EXPECT_EQ(written(std::numeric_limits<double>::denorm_min()), "4.94065646e-324");
    EXPECT_EQ(written(123.34F), "123.339996");
    EXPECT_EQ(written(std::nan("")), "NaN");
    EXPECT_EQ(written(-HUGE_VAL), "-Infinity");
}

TEST(DebugPrinter, FloatingPointNumbersAreRightToNineDigits)
{
    std::mt19937_64 random(2);
    for (int i = 0; i < 100000; i++) {
        double number = __builtin_bit_cast(double, random());
        if (!std::isnormal(number)) {
            continue;
        }
        double magnitude = std::fabs(number);
        double read = std::strtod(written(number).c_str(), nullptr);
        // Without an exponent there are eight places, or less for each digit before the point.
        double unit = magnitude >= 1e7 || magnitude <= 1e-5
                          ? std::pow(10, std::floor(std::log10(magnitude)) - 8)
                          : std::pow(10, std::max(0.0, std::floor(std::log10(magnitude))) - 8);
        ASSERT_LE(std::fabs(read - number), unit * 0.5001) << written(number);
    }
}

TEST(DebugPrinter, WritesPermissionsByTheirLetters)
{
    using CHERI::Permission;
    using CHERI::PermissionSet;
    EXPECT_EQ(written(PermissionSet::omnipotent()), "G RWcgml Xa SU0");
    EXPECT_EQ(written(PermissionSet::from_raw(0)), "- ------ -- ---");
    EXPECT_EQ(written(PermissionSet{Permission::Global, Permission::Load, Permission::Store}),
              "G RW---- -- ---");
    EXPECT_EQ(written(PermissionSet{Permission::LoadGlobal, Permission::LoadStoreCapability}),
              "- --cg-- -- ---");
    EXPECT_EQ(written(PermissionSet{Permission::LoadMutable, Permission::StoreLocal}),
              "- ----ml -- ---");
    EXPECT_EQ(written(PermissionSet{Permission::Execute, Permission::Seal}), "- ------ X- S--");
    EXPECT_EQ(written(PermissionSet{Permission::AccessSystemRegisters, Permission::User0}),
              "- ------ -a --0");
    EXPECT_EQ(written(PermissionSet{Permission::Unseal}), "- ------ -- -U-");
}

TEST(DebugPrinter, WritesAllOfACapability)
{
    using CHERI::Permission;
    debug::CapabilityFields fields{0x80001010, 0x80001000,
                                   0x80001100, 0x100,
                                   0,          {Permission::Load, Permission::LoadStoreCapability},
                                   true};
    EXPECT_EQ(written(fields),
              "0x80001010 (v:1 0x80001000-0x80001100 l:0x100 o:0x0 p: - R-c--- -- ---)");
    EXPECT_EQ(
        written(debug::CapabilityFields{0, 0, 0, 0, 9, CHERI::PermissionSet::from_raw(0), false}),
        "0x0 (v:0 0x0-0x0 l:0x0 o:0x9 p: - ------ -- ---)");
}

TEST(DebugPrinter, PutsArgumentsWhereTheBracesAre)
{
    EXPECT_EQ(formatted("{} and {}!", true, "text"), "true and text!");
    EXPECT_EQ(formatted("{}{}", 'a', std::string_view("view")), "aview");
    EXPECT_EQ(formatted("{ {} }", false), "{ false }");
    EXPECT_EQ(formatted("{}, {}", 1), "1, <missing argument>");
    EXPECT_EQ(formatted("nothing", 1), "nothing");
    EXPECT_EQ(formatted("a {} as it is"), "a {} as it is");
}

TEST(DebugPrinter, SaysSoOfAnArgumentOfNoKind)
{
    std::string text;
    debug::Printer<StringOutput> printer{StringOutput{&text}};
    DebugFormatArgument argument{1, 1000};
    printer.format("{}", &argument, 1);
    EXPECT_EQ(text, "<invalid argument kind>");
}

TEST(DebugPrinter, NamesEnumeratorsAndNumbersThem)
{
    std::string text;
    debug::Printer<StringOutput> printer{StringOutput{&text}};
    debug_enum_helper<Colour>(DebugValue{Colour::Green}, printer);
    printer.write(' ');
    debug_enum_helper<Colour>(DebugValue{uint32_t{7}}, printer);
    EXPECT_EQ(text, "Green(0x2) (0x7)");
}

TEST(DebugPrinter, WritesTheLinesOfMessagesAndFailures)
{
    std::string text;
    debug::Printer<StringOutput> printer{StringOutput{&text}};
    DebugFormatArgument argument = DebugFormatArgumentAdaptor<int>::construct(42);
    debug::log_write(printer, "Context", "is {}", &argument, 1);
    EXPECT_EQ(text, "\x1b[35mContext\x1b[0m: is 42\n");
    text.clear();
    debug::failure_write(printer, "Invariant", {"file.cc", "function", 12}, "is {}", &argument, 1);
    EXPECT_EQ(text, "\x1b[35mfile.cc:12\x1b[31m Invariant failure\x1b[35m in function\x1b[36m\n"
                    "is 42\x1b[0m\n");
}

} // namespace
} // namespace griotte::test
