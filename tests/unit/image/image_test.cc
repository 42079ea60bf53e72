#include <cstdio>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "machine/image/image.h"
#include "tests/unit/image/elf_builder.h"

namespace griotte::machine {

namespace {

constexpr uint32_t Ram = 0x8000'0000;

class ImageLoad : public ::testing::Test
{
protected:
    ImageLoad()
    {
        EXPECT_TRUE(memory->region_add("ram", {Ram, 0x1000}, Memory::RegionKind::Ram).has_value());
        EXPECT_TRUE(memory->region_add("more", {Ram + 0x1000, 0x1000}, Memory::RegionKind::Ram)
                        .has_value());
        EXPECT_TRUE(
            memory->region_add("rom", {0x1000, 0x1000}, Memory::RegionKind::Rom).has_value());
    }

    std::vector<uint8_t> read(uint32_t address, size_t size)
    {
        std::vector<uint8_t> bytes(size);
        EXPECT_TRUE(memory->host_read(address, bytes).has_value());
        return bytes;
    }
    std::string error_of(const Image &image)
    {
        const auto loaded = image_load(image, *memory);
        return loaded.has_value() ? std::string() : loaded.error().message;
    }
    static Segment segment(std::string name, uint32_t address, std::vector<uint8_t> bytes,
                           uint64_t zeroFill = 0)
    {
        return {std::move(name), address, std::move(bytes), zeroFill};
    }

    std::unique_ptr<Memory> memory = std::move(*Memory::create());
};

/// A directory of files, gone with the test.
class ImageRead : public ::testing::Test
{
protected:
    ImageRead() { std::filesystem::create_directories(folder); }
    ~ImageRead() override { std::filesystem::remove_all(folder); }

    std::string file_write(const std::string &name, std::string_view bytes)
    {
        const std::string path = (folder / name).string();
        std::ofstream(path, std::ios::binary) << bytes;
        return path;
    }

    std::filesystem::path folder =
        std::filesystem::path(::testing::TempDir()) /
        (std::string("griotte_image_") +
         ::testing::UnitTest::GetInstance()->current_test_info()->name());
};

Image symbols_make(std::vector<Symbol> symbols)
{
    Image image;
    image.segments.push_back({"text", 0x100, {}, 0x100});
    image.symbols = std::move(symbols);
    return image;
}

} // namespace

TEST_F(ImageLoad, WritesBytesThenZeros)
{
    ASSERT_TRUE(memory->host_write(Ram, std::vector<uint8_t>(16, 0xff)).has_value());
    Image image;
    image.segments.push_back(segment("a", Ram + 2, {1, 2}, 4));
    EXPECT_EQ(error_of(image), "");
    EXPECT_EQ(read(Ram, 10), (std::vector<uint8_t>{0xff, 0xff, 1, 2, 0, 0, 0, 0, 0xff, 0xff}));
}

TEST_F(ImageLoad, WritesRom)
{
    Image image;
    image.segments.push_back(segment("boot", 0x1000, {9}));
    EXPECT_EQ(error_of(image), "");
    EXPECT_EQ(read(0x1000, 1)[0], 9);
}

TEST_F(ImageLoad, ASegmentMayRunThroughRegionsThatTouch)
{
    Image image;
    image.segments.push_back(segment("big", Ram + 0xffe, {1, 2, 3, 4}, 0xc00));
    EXPECT_EQ(error_of(image), "");
    EXPECT_EQ(read(Ram + 0xffe, 4), (std::vector<uint8_t>{1, 2, 3, 4}));
}

TEST_F(ImageLoad, NamesTheSegmentTheAddressAndTheBoardsMemory)
{
    Image image;
    image.segments.push_back(segment("x.elf: segment 1", Ram + 0x1800, {}, 0x1000));
    EXPECT_EQ(error_of(image),
              "x.elf: segment 1: 0x80001800-0x80002800 needs memory at 0x80002000, where the board "
              "has none (it has rom 0x00001000-0x2000, ram 0x80000000-0x80001000, more "
              "0x80001000-0x80002000)");
}

TEST_F(ImageLoad, WritesNothingWhenAnythingIsWrong)
{
    Image image;
    image.segments.push_back(segment("good", Ram, {7}));
    image.segments.push_back(segment("bad", 0x5000, {8}));
    EXPECT_NE(error_of(image), "");
    EXPECT_EQ(read(Ram, 1)[0], 0);
}

TEST_F(ImageLoad, RefusesSegmentsThatOverlap)
{
    Image image;
    image.segments.push_back(segment("first", Ram, {1, 2, 3, 4}, 4));
    image.segments.push_back(segment("second", Ram + 7, {5}));
    EXPECT_EQ(error_of(image), "second (0x80000007, 1 bytes) overlaps first (0x80000000, 8 bytes)");
    image.segments[1].address = Ram + 8;
    EXPECT_EQ(error_of(image), "");
}

TEST_F(ImageLoad, SegmentsOfNothingDoNotMatter)
{
    Image image;
    image.segments.push_back(segment("empty", 0xffff'ffff, {}));
    image.segments.push_back(segment("end", 0xffff'ffff, {}));
    EXPECT_EQ(error_of(image), "");
}

TEST_F(ImageLoad, RefusesASegmentAtTheEndOfTheAddressSpace)
{
    Image image;
    image.segments.push_back(segment("end", 0xffff'fff0, {}, 0x10));
    EXPECT_NE(error_of(image).find("needs memory at 0xfffffff0"), std::string::npos);
}

TEST(ImageSymbols, NearestIsTheOneThatContainsTheAddress)
{
    const Image image = symbols_make({{"alias", 0x110, 0, Symbol::Kind::None},
                                      {"main", 0x110, 0x20, Symbol::Kind::Function},
                                      {"next", 0x140, 0x10, Symbol::Kind::Function}});
    ASSERT_NE(image.symbol_near(0x118), nullptr);
    EXPECT_EQ(image.symbol_near(0x118)->name, "main");
    EXPECT_EQ(image.symbol_near(0x138)->name, "main")
        << "past its end, in its segment, still nearest";
    EXPECT_EQ(image.symbol_near(0x140)->name, "next");
    EXPECT_EQ(image.symbol_near(0x108), nullptr) << "before the first";
}

TEST(ImageSymbols, NearestDoesNotReachIntoAnotherSegment)
{
    Image image = symbols_make({{"main", 0x110, 4, Symbol::Kind::Function}});
    image.segments.push_back({"data", 0x400, {}, 0x100});
    EXPECT_EQ(image.symbol_near(0x410), nullptr);
    EXPECT_EQ(image.symbol_near(0x900), nullptr) << "nor outside all segments";
}

TEST(ImageSymbols, AreFoundByName)
{
    const Image image = symbols_make({{"tohost", 0x110, 8, Symbol::Kind::Object}});
    ASSERT_NE(image.symbol_find("tohost"), nullptr);
    EXPECT_EQ(image.symbol_find("tohost")->address, 0x110u);
    EXPECT_EQ(image.symbol_find("fromhost"), nullptr);
}

TEST_F(ImageRead, KnowsElfByItsMagicWhateverItsName)
{
    ElfBuilder builder;
    builder.segment_add(Ram, "code", 4);
    const auto bytes = builder.build();
    const auto path =
        file_write("firmware.bin", {reinterpret_cast<const char *>(bytes.data()), bytes.size()});
    const auto image = image_read(path, std::nullopt);
    ASSERT_TRUE(image.has_value()) << image.error().message;
    EXPECT_EQ(image->format, ImageFormat::Elf);
}

TEST_F(ImageRead, KnowsVhxByItsEndingAndTakesTheRestAsItIs)
{
    const auto words = image_read(file_write("iram.vhx", "00000001\n"), 0x100);
    ASSERT_TRUE(words.has_value());
    EXPECT_EQ(words->segments[0].bytes, (std::vector<uint8_t>{1, 0, 0, 0}));
    const auto raw = image_read(file_write("data.bin", "00000001\n"), 0x100);
    ASSERT_TRUE(raw.has_value());
    EXPECT_EQ(raw->format, ImageFormat::Raw);
    EXPECT_EQ(raw->segments[0].bytes.size(), 9u);
}

TEST_F(ImageRead, AsksForAnAddressWhereTheFormatHasNone)
{
    const auto path = file_write("data.bin", "x");
    const auto image = image_read(path, std::nullopt);
    ASSERT_FALSE(image.has_value());
    EXPECT_NE(image.error().message.find("give an address (" + path + "@0x80000000)"),
              std::string::npos);
}

TEST_F(ImageRead, ExplainsFilesItCannotRead)
{
    EXPECT_NE(image_read(folder.string(), 0).error().message.find("is a directory, not an image"),
              std::string::npos);
    EXPECT_NE(image_read((folder / "none").string(), 0).error().message.find("No such file"),
              std::string::npos);
    EXPECT_NE(image_read(file_write("empty.bin", ""), 0).error().message.find("is empty"),
              std::string::npos);
    const auto huge = file_write("huge.bin", "");
    std::filesystem::resize_file(huge, uintmax_t{257} << 20);
    EXPECT_NE(image_read(huge, 0).error().message.find("more than the 256 MiB"), std::string::npos);
}

TEST(RawRead, RefusesToPassTheEndOfTheAddressSpace)
{
    const std::vector<uint8_t> bytes(16);
    EXPECT_TRUE(raw_read(bytes, "x", 0xffff'fff0).has_value());
    const auto image = raw_read(bytes, "x", 0xffff'fff1);
    ASSERT_FALSE(image.has_value());
    EXPECT_EQ(image.error().message,
              "x: 16 bytes at 0xfffffff1 go past the end of the address space");
}

} // namespace griotte::machine
