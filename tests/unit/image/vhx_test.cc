#include <gtest/gtest.h>

#include "machine/image/image.h"

namespace griotte::machine {

namespace {

std::vector<uint8_t> bytes_of(std::string_view text)
{
    const auto image = vhx_read(text, "x.vhx", 0x2000'0000);
    EXPECT_TRUE(image.has_value()) << image.error().message;
    return image.has_value() ? image->segments[0].bytes : std::vector<uint8_t>();
}

std::string error_of(std::string_view text, uint32_t address = 0)
{
    const auto image = vhx_read(text, "x.vhx", address);
    return image.has_value() ? std::string() : image.error().message;
}

} // namespace

TEST(VhxRead, TakesWordsLowByteFirst)
{
    EXPECT_EQ(bytes_of("00080297\n00028067\n"),
              (std::vector<uint8_t>{0x97, 0x02, 0x08, 0x00, 0x67, 0x80, 0x02, 0x00}));
}

TEST(VhxRead, TakesSeveralWordsALineAndAnyBlanks)
{
    EXPECT_EQ(bytes_of("  1 2\r\n\n\tAbCdEf01"),
              (std::vector<uint8_t>{1, 0, 0, 0, 2, 0, 0, 0, 0x01, 0xef, 0xcd, 0xab}));
}

TEST(VhxRead, TakesDoublewordsHighWordFirst)
{
    EXPECT_EQ(bytes_of("0123456789abcdef"),
              (std::vector<uint8_t>{0xef, 0xcd, 0xab, 0x89, 0x67, 0x45, 0x23, 0x01}));
}

TEST(VhxRead, SaysWhatItIsAndWhere)
{
    const auto image = vhx_read("0", "x.vhx", 0x2004'0000);
    ASSERT_TRUE(image.has_value());
    EXPECT_EQ(image->format, ImageFormat::Vhx);
    EXPECT_EQ(image->segments[0].address, 0x2004'0000u);
    EXPECT_FALSE(image->entry.has_value());
}

TEST(VhxRead, NamesTheLineOfAWrongToken)
{
    EXPECT_EQ(error_of("0\n1\nxyz\n"),
              "x.vhx:3: 'xyz' is not a word of up to 8, or of 16, hexadecimal digits");
    EXPECT_TRUE(error_of("123456789").starts_with("x.vhx:1: '123456789' is not"));
    EXPECT_TRUE(error_of("0x12").starts_with("x.vhx:1: '0x12' is not"));
    EXPECT_TRUE(error_of("00000000000000000").starts_with("x.vhx:1: "));
}

TEST(VhxRead, ExplainsWhatItDoesNotSupport)
{
    EXPECT_NE(error_of("@100\n0").find("addresses inside the file are not supported"),
              std::string::npos);
    EXPECT_NE(error_of("0 // first\n").find("comments are not supported"), std::string::npos);
}

TEST(VhxRead, ShortensAndCleansWhatItQuotes)
{
    const std::string message = error_of("\x1b[31m" + std::string(1000, 'z'));
    EXPECT_LT(message.size(), 120u);
    EXPECT_EQ(message.find('\x1b'), std::string::npos);
}

TEST(VhxRead, RefusesAnEmptyFile)
{
    EXPECT_EQ(error_of(""), "x.vhx: holds no words");
    EXPECT_EQ(error_of(" \n\n"), "x.vhx: holds no words");
}

TEST(VhxRead, RefusesToPassTheEndOfTheAddressSpace)
{
    EXPECT_EQ(error_of("1", 0xffff'fffc), "");
    EXPECT_EQ(error_of("1\n2", 0xffff'fffc),
              "x.vhx:2: the image goes past the end of the address space");
}

} // namespace griotte::machine
