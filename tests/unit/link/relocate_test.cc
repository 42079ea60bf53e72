// Each relocation, by what stands in the image afterwards.
#include "toolchain/link/relocate.h"

#include <algorithm>
#include <random>

#include <gtest/gtest.h>

#include "isa/instruction.h"
#include "tests/unit/link/linked.h"

using namespace griotte::link;
using griotte::isa::decode;
using griotte::isa::Mode;
using griotte::isa::Opcode;
using enum griotte::link::RelocationType;

namespace {

constexpr uint32_t Code = SHF_ALLOC | SHF_EXECINSTR;
constexpr uint32_t Data = SHF_ALLOC | SHF_WRITE;

// Instructions without their immediates.
constexpr uint32_t Auipcc = 0x0000'0517;     // auipcc ca0, 0
constexpr uint32_t Auicgp = 0x0000'057b;     // auicgp ca0, 0
constexpr uint32_t CincOffset = 0x0005'155b; // cincoffset ca0, ca0, 0
constexpr uint32_t Csw = 0x00b5'2023;        // csw a1, 0(ca0)
constexpr uint32_t CsetBounds = 0x0005'255b; // csetbounds ca0, ca0, 0
constexpr uint32_t Lui = 0x0000'0537;        // lui a0, 0
constexpr uint32_t Addi = 0x0005'0513;       // addi a0, a0, 0
constexpr uint32_t Beq = 0x00b5'0063;        // beq a0, a1, 0
constexpr uint32_t Cjal = 0x0000'00ef;       // cjal 0

/// One instruction after another at _start, and symbols in code and in data.
struct Bench
{
    explicit Bench(const std::vector<uint32_t> &code, uint32_t dataSize = 16,
                   uint32_t constantOffset = 0)
    {
        text = builder.section_add(".text", Code, words(code));
        rodata = builder.section_add(".rodata", SHF_ALLOC,
                                     std::vector<uint8_t>(constantOffset + 16), 16);
        data = builder.section_add(".data", Data, std::vector<uint8_t>(dataSize), 8);
        start = builder.symbol_add("_start", text);
        constant =
            builder.symbol_add("constant", rodata, constantOffset, 12, STB_GLOBAL, STT_OBJECT);
    }
    ObjectBuilder::Number variable_add(uint32_t offset, uint32_t size = 4)
    {
        return builder.symbol_add("variable", data, offset, size, STB_GLOBAL, STT_OBJECT);
    }
    ObjectBuilder builder;
    ObjectBuilder::Number text, rodata, data, start, constant;
};

} // namespace

TEST(Relocate, HighAndLowPartsReachCodeFromPc)
{
    std::mt19937 random(11);
    for (int round = 0; round < 200; round++) {
        const auto offset = static_cast<uint32_t>(random()) >> (12 + random() % 20);
        const auto addend = static_cast<int32_t>(random() % 64) - 32;
        Bench bench({Auicgp, CincOffset, Csw}, 16, offset);
        const auto label = bench.builder.symbol_add(".L", bench.text, 0, 0, STB_LOCAL);
        bench.builder.relocation_add(bench.text, 0, CompartmentHi, bench.constant, addend);
        bench.builder.relocation_add(bench.text, 4, CompartmentLoI, label);
        bench.builder.relocation_add(bench.text, 8, CompartmentLoS, label);
        const Linked linked({bench.builder.build()});
        ASSERT_EQ(linked.error, "");
        const auto high = decode(linked.word(".text", 0), Mode::Cheriot);
        const auto low = decode(linked.word(".text", 4), Mode::Cheriot);
        const auto store = decode(linked.word(".text", 8), Mode::Cheriot);
        ASSERT_EQ(high.opcode, Opcode::AUIPCC) << "although it was assembled as auicgp";
        ASSERT_EQ(high.rd, 10);
        ASSERT_EQ(low.opcode, Opcode::CIncAddrImm);
        ASSERT_EQ(store.immediate, low.immediate);
        const int64_t target = int64_t{linked.section(".rodata").sh_addr} + offset + addend;
        ASSERT_EQ(int64_t{CodeStart} + high.immediate + low.immediate, target);
        ASSERT_EQ((target - int64_t{CodeStart}) / 2048 * 2048, high.immediate);
    }
}

TEST(Relocate, HighAndLowPartsReachDataFromCgp)
{
    for (const uint32_t offset : {0u, 8u, 2040u, 4080u, 4088u, 20'000u, 65'528u}) {
        Bench bench({Auipcc, CincOffset}, 65'536);
        const auto variable = bench.variable_add(offset);
        const auto label = bench.builder.symbol_add(".L", bench.text, 0, 0, STB_LOCAL);
        bench.builder.relocation_add(bench.text, 0, CompartmentHi, variable);
        bench.builder.relocation_add(bench.text, 4, CompartmentLoI, label);
        const Linked linked({bench.builder.build()});
        ASSERT_EQ(linked.error, "");
        const auto high = decode(linked.word(".text", 0), Mode::Cheriot);
        const auto low = decode(linked.word(".text", 4), Mode::Cheriot);
        EXPECT_EQ(high.opcode, Opcode::AUICGP) << "although it was assembled as auipcc";
        const uint32_t data = linked.section(".data").sh_addr;
        const uint32_t cgp = data + 2040;
        EXPECT_EQ(cgp + high.immediate + low.immediate, data + offset);
        if (offset < 4088) {
            EXPECT_EQ(high.immediate, 0) << "in the first 4 KiB the low part does it alone";
        }
    }
}

TEST(Relocate, SizeIsTheSymbols)
{
    Bench bench({CsetBounds, CsetBounds});
    const auto variable = bench.variable_add(0, 16);
    bench.builder.relocation_add(bench.text, 0, CompartmentSize, variable);
    bench.builder.relocation_add(bench.text, 4, CompartmentSize, bench.constant);
    const Linked linked({bench.builder.build()});
    ASSERT_EQ(linked.error, "");
    EXPECT_EQ(decode(linked.word(".text", 0), Mode::Cheriot).immediate, 16);
    EXPECT_EQ(decode(linked.word(".text", 4), Mode::Cheriot).immediate, 12);
}

TEST(Relocate, AbsoluteAddressesAndBranches)
{
    Bench bench({Lui, Addi, Csw, Beq, Cjal, 0xc101'a001});
    bench.builder.relocation_add(bench.text, 0, Hi20, bench.constant, 0x7fc);
    bench.builder.relocation_add(bench.text, 4, Lo12I, bench.constant, 0x7fc);
    bench.builder.relocation_add(bench.text, 8, Lo12S, bench.constant, 0x7fc);
    bench.builder.relocation_add(bench.text, 12, Branch, bench.start, 4);
    bench.builder.relocation_add(bench.text, 16, RelocationType::Jal, bench.start);
    bench.builder.relocation_add(bench.text, 20, RvcJump, bench.start);
    bench.builder.relocation_add(bench.text, 22, RvcBranch, bench.start);
    const Linked linked({bench.builder.build()});
    ASSERT_EQ(linked.error, "");
    const uint32_t target = linked.section(".rodata").sh_addr + 0x7fc;
    auto immediate = [&](uint32_t offset) {
        return decode(linked.word(".text", offset), Mode::Cheriot).immediate;
    };
    EXPECT_EQ(static_cast<uint32_t>(immediate(0) + immediate(4)), target);
    EXPECT_EQ(immediate(4), immediate(8));
    EXPECT_EQ(immediate(12), -8);
    EXPECT_EQ(immediate(16), -16);
    EXPECT_EQ(immediate(20), -20);
    EXPECT_EQ(immediate(22), -22);
}

/// Sums of all widths against arithmetic in 64 bits, cut off.
TEST(Relocate, DataOfEveryWidth)
{
    struct Case
    {
        RelocationType type;
        unsigned bits;
        int sign; // of the target; 0 when it replaces what is there
    };
    const Case cases[] = {{Word32, 32, 0}, {Add8, 8, 1},  {Add16, 16, 1},  {Add32, 32, 1},
                          {Add64, 64, 1},  {Sub8, 8, -1}, {Sub16, 16, -1}, {Sub32, 32, -1},
                          {Sub64, 64, -1}, {Set8, 8, 0},  {Set16, 16, 0},  {Set32, 32, 0},
                          {Set6, 6, 0},    {Sub6, 6, -1}, {Word64, 64, 0}};
    std::mt19937 random(12);
    for (int round = 0; round < 20; round++) {
        ObjectBuilder builder;
        const auto text = builder.section_add(".text", Code, words({Auipcc}));
        builder.symbol_add("_start", text);
        std::vector<uint8_t> old(std::size(cases) * 8);
        std::ranges::generate(old, [&] { return static_cast<uint8_t>(random()); });
        const auto data = builder.section_add(".data", Data, old, 8);
        const auto target = builder.symbol_add("target", data, 40);
        const auto addend = static_cast<int32_t>(random() % 1000) - 500;
        for (uint32_t index = 0; index < std::size(cases); index++) {
            builder.relocation_add(data, index * 8, cases[index].type, target, addend);
        }
        const Linked linked({builder.build()});
        ASSERT_EQ(linked.error, "");
        const uint64_t value = linked.section(".data").sh_addr + 40 + addend;
        for (uint32_t index = 0; index < std::size(cases); index++) {
            uint64_t before = 0;
            std::memcpy(&before, old.data() + index * 8, 8);
            const uint64_t after = linked.word(".data", index * 8) |
                                   uint64_t{linked.word(".data", index * 8 + 4)} << 32;
            const uint64_t mask =
                cases[index].bits == 64 ? ~uint64_t{0} : (uint64_t{1} << cases[index].bits) - 1;
            const uint64_t sum =
                (cases[index].sign == 0 ? 0 : before) + (cases[index].sign < 0 ? 0 - value : value);
            ASSERT_EQ(after, (before & ~mask) | (sum & mask))
                << relocation_name(static_cast<uint32_t>(cases[index].type));
        }
    }
}

TEST(Relocate, DistancesInDataAndUleb128)
{
    ObjectBuilder builder;
    const auto text = builder.section_add(".text", Code, std::vector<uint8_t>(400));
    builder.symbol_add("_start", text);
    const auto far = builder.symbol_add("far", text, 300);
    const auto near = builder.symbol_add("near", text, 4);
    auto bytes = words({0, 0x0000'8080});
    const auto data = builder.section_add(".data", Data, bytes, 8);
    builder.relocation_add(data, 0, Pcrel32, far, 8);
    builder.relocation_add(data, 4, SetUleb128, far);
    builder.relocation_add(data, 4, SubUleb128, near);
    const Linked linked({builder.build()});
    ASSERT_EQ(linked.error, "");
    EXPECT_EQ(linked.word(".data", 0), CodeStart + 308 - linked.section(".data").sh_addr);
    EXPECT_EQ(linked.word(".data", 4), 0x0000'82a8u) << "296 in three bytes";
}

TEST(Relocate, CapabilitiesGoIntoTheTable)
{
    Bench bench({Auipcc}, 32);
    const auto variable = bench.variable_add(16, 16);
    const auto uart = bench.builder.undefined_add("__import_mem_uart");
    const auto nothing = bench.builder.undefined_add("nothing", STB_WEAK);
    const auto table = bench.builder.section_add(".data.rel.ro", Data, std::vector<uint8_t>(40), 8);
    bench.builder.relocation_add(table, 0, CheriCapability, variable, 4);
    bench.builder.relocation_add(table, 8, CheriCapability, bench.constant);
    bench.builder.relocation_add(table, 16, CheriCapability, bench.start);
    bench.builder.relocation_add(table, 24, CheriCapability, uart);
    bench.builder.relocation_add(table, 32, CheriCapability, nothing);
    const Linked linked({bench.builder.build()});
    ASSERT_EQ(linked.error, "");
    ASSERT_EQ(linked.section(".capability_table").sh_size, 80u) << "none for null";
    const uint32_t location = linked.section(".data.rel.ro").sh_addr;
    const uint32_t data = linked.section(".data").sh_addr;
    const uint32_t rodata = linked.section(".rodata").sh_addr;
    std::vector<uint32_t> entries;
    for (uint32_t offset = 0; offset < 80; offset += 4) {
        entries.push_back(linked.word(".capability_table", offset));
    }
    const uint32_t codeSize = entries[12];
    EXPECT_EQ(entries, (std::vector<uint32_t>{location,      data + 16,   16,       4, 0, //
                                              location + 8,  rodata,      12,       0, 1, //
                                              location + 16, CodeStart,   codeSize, 0, 2, //
                                              location + 24, 0x1000'0000, 0x100,    0, 3}));
    EXPECT_GE(CodeStart + codeSize, linked.section(".capability_table").sh_addr + 80);
    EXPECT_EQ(linked.word(".data.rel.ro", 0), data + 20) << "the address, for a look at the file";
    EXPECT_EQ(linked.word(".data.rel.ro", 32), 0u);
}

TEST(Relocate, ComplainsOfWhatDoesNotFit)
{
    Bench bench({Cjal, Lui, CincOffset});
    ObjectBuilder &builder = bench.builder;
    const auto far = builder.symbol_add("far", SHN_ABS, 0x9000'0000);
    builder.relocation_add(bench.text, 0, RelocationType::Jal, far);
    builder.relocation_add(bench.text, 4, CompartmentHi, bench.constant);
    builder.relocation_add(bench.text, 8, CompartmentLoI, bench.constant);
    const Linked linked({builder.build()});
    EXPECT_NE(linked.error.find("0.o:(.text+0x0): R_RISCV_JAL of 'far': the target is 268435456 "
                                "bytes away"),
              std::string::npos)
        << linked.error;
    EXPECT_NE(linked.error.find("belongs on auipcc or auicgp; the instruction there is 0x00000537"),
              std::string::npos);
    EXPECT_NE(linked.error.find("R_RISCV_CHERIOT_COMPARTMENT_LO_I of 'constant': it must be the "
                                "label of the auipcc"),
              std::string::npos);
}
