// The fast engine against single steps: on random programs both must leave the machine the same, to
// the last tag and count. And what only the fast engine could get wrong.
#include "tests/unit/cpu/every_engine.h"
#include "tests/unit/cpu/guest.h"
#include "tests/unit/cpu/random_program.h"

namespace griotte::machine {
namespace {

void registers_fill(Guest &guest, std::mt19937_64 &random)
{
    const auto data = Capability::root_memory().with_address(Guest::Data);
    const auto code = Capability::root_executable().with_address(Guest::Code);
    for (unsigned index = 1; index < 16; index++) {
        const auto length = static_cast<uint32_t>(random() % 4096);
        switch (random() % 7) {
        case 0:
            guest.x_set(index, static_cast<uint32_t>(random()));
            break;
        case 1:
        case 2:
            guest.c(index) = data.with_bounds(length);
            break;
        case 3: // the code itself, writable
            guest.c(index) = Capability::root_memory().with_address(
                Guest::Code + static_cast<uint32_t>(random() % 4096 & ~uint64_t{7}));
            break;
        case 4:
            guest.c(index) = code.sealed_as(static_cast<ObjectType>(random() % 6));
            break;
        case 5:
            guest.c(index) = Capability::root_sealing().with_address(9 + random() % 6);
            break;
        default:
            guest.c(index) = data;
            break;
        }
    }
}

void prepare(Guest &guest, uint64_t seed)
{
    RandomProgram program(seed, Guest::Code);
    guest.code_place(Guest::Handler, program.handler());
    guest.code_place(Guest::Code, program.body());
    std::mt19937_64 random(seed);
    registers_fill(guest, random);
    guest.hart->mshwmb = Guest::Data;
    guest.hart->mshwm = Guest::Data + 0x1000;
    // Some revoked granules, so that the load filter has work.
    std::vector<uint8_t> bitmap(64);
    for (uint8_t &byte : bitmap) {
        byte = static_cast<uint8_t>(random() & random() & random());
    }
    ASSERT_TRUE(guest.memory->host_write(Guest::Bitmap + (Guest::Data - Guest::Ram) / 64, bitmap));
}

void expect_same(Guest &left, Guest &right, uint64_t seed)
{
    const Hart &a = *left.hart;
    const Hart &b = *right.hart;
    ASSERT_EQ(a.pc, b.pc) << "seed " << seed;
    ASSERT_EQ(a.pcc_current(), b.pcc_current()) << "seed " << seed;
    for (unsigned index = 0; index < 16; index++) {
        ASSERT_EQ(a.registers[index], b.registers[index]) << "seed " << seed << " c" << index;
    }
    ASSERT_EQ(a.registers[0], Capability());
    ASSERT_EQ(a.mtcc, b.mtcc);
    ASSERT_EQ(a.mtdc, b.mtdc);
    ASSERT_EQ(a.mscratchc, b.mscratchc);
    ASSERT_EQ(a.mepcc, b.mepcc);
    for (const uint32_t number : {csr::Mstatus, csr::Mie, csr::Mcause, csr::Mtval, csr::Mshwm,
                                  csr::Mshwmb, csr::Mcycle, csr::Minstret})
    {
        ASSERT_EQ(a.csr_read(number), b.csr_read(number)) << "seed " << seed << " " << number;
    }
    ASSERT_EQ(a.clock.steps(), b.clock.steps());
    ASSERT_EQ(a.lastTrap.count, b.lastTrap.count);
    ASSERT_EQ(a.statistics.loadsFiltered, b.statistics.loadsFiltered);
    std::vector<uint8_t> leftBytes(Guest::RamSize);
    std::vector<uint8_t> rightBytes(Guest::RamSize);
    ASSERT_TRUE(left.memory->host_read(Guest::Ram, leftBytes));
    ASSERT_TRUE(right.memory->host_read(Guest::Ram, rightBytes));
    ASSERT_EQ(leftBytes, rightBytes) << "seed " << seed;
    for (uint32_t offset = 0; offset < Guest::RamSize; offset += 8) {
        ASSERT_EQ(left.memory->tag_at(Guest::Ram + offset),
                  right.memory->tag_at(Guest::Ram + offset));
    }
}

class EngineTest : public EveryEngine
{};
GRIOTTE_EVERY_ENGINE(EngineTest);

TEST_P(EngineTest, AgreesWithSingleStepsOnRandomPrograms)
{
    constexpr uint64_t Programs = 400;
    constexpr uint64_t Steps = 20'000;
    uint64_t traps = 0;
    for (uint64_t seed = 1; seed <= Programs; seed++) {
        Guest stepped;
        Guest run({}, GetParam());
        prepare(stepped, seed);
        prepare(run, seed);
        // Odd chunks, so that slices end everywhere.
        for (uint64_t done = 0; done < Steps;) {
            const uint64_t chunk = 1 + (done * 7 + seed) % 97;
            for (uint64_t count = 0; count < chunk; count++) {
                stepped.hart->clock.slice_begin(1);
                stepped.engine->step(std::nullopt);
                stepped.hart->clock.slice_begin(0);
            }
            run.run(chunk);
            done += chunk;
            if (done % 5 == 0 || done >= Steps) {
                expect_same(stepped, run, seed);
                if (HasFatalFailure()) {
                    return;
                }
            }
        }
        traps += run.hart->lastTrap.count;
    }
    // The mix must neither trap always nor hardly ever.
    EXPECT_GT(traps, Programs * Steps / 50);
    EXPECT_LT(traps, Programs * Steps / 2);
}

TEST_P(EngineTest, SeesCodeThatIsRewrittenAheadOfIt)
{
    Guest guest({}, GetParam());
    constexpr uint32_t A0 = 10, A1 = 11, A2 = 12;
    // Runs once, rewrites its second instruction, loops: the next pass must see the new one.
    const std::array<uint32_t, 4> code = {
        encode::addi(A0, A0, 1),
        encode::addi(A1, A1, 1), // becomes addi a1, a1, 16
        encode::csw(A2, 4, 13),
        encode::cjal(0, -12),
    };
    guest.code_place(Guest::Code, code);
    guest.c(13) = Capability::root_memory().with_address(Guest::Code);
    guest.x_set(A2, encode::addi(A1, A1, 16));
    guest.run(12);
    EXPECT_EQ(guest.x(A0), 3u);
    EXPECT_EQ(guest.x(A1), 1u + 16 + 16);
}

TEST_P(EngineTest, RunsAcrossPagesAndStraddlingInstructions)
{
    Guest guest({}, GetParam());
    constexpr uint32_t A0 = 10;
    // Two-byte nops up to two bytes before the page end, then four-byte instructions across it.
    std::vector<uint8_t> bytes(PageSize * 2);
    for (size_t index = 0; index < bytes.size(); index += 2) {
        bytes[index] = 0x01; // c.nop
    }
    const uint32_t word = encode::addi(A0, A0, 1);
    for (uint32_t at = PageSize - 2; at < PageSize + 38; at += 4) {
        std::memcpy(bytes.data() + at, &word, 4);
    }
    ASSERT_TRUE(guest.memory->host_write(Guest::Code, bytes));
    guest.run(PageSize / 2 - 1 + 10);
    EXPECT_EQ(guest.x(A0), 10u);
    EXPECT_EQ(guest.hart->pc, Guest::Code + PageSize + 38);
}

TEST_P(EngineTest, StopsAtTheBoundsOfEveryPcc)
{
    Guest guest({}, GetParam());
    constexpr uint32_t A0 = 10, A1 = 11;
    std::vector<uint32_t> code(64, encode::addi(A0, A0, 1));
    guest.code_place(Guest::Code, code);
    for (const uint32_t length : {8u, 40u, 8u, 16u}) {
        guest.x_set(A0, 0);
        guest.hart->pc = Guest::Ram;
        guest.hart->pcc = Capability::root_executable();
        guest.code_place(Guest::Ram, std::array{encode::cjalr(0, A1)});
        guest.c(A1) =
            Capability::root_executable().with_address(Guest::Code).with_bounds_exact(length);
        guest.code_place(Guest::Handler, std::array{encode::cjal(0, 0)});
        guest.run(100);
        EXPECT_EQ(guest.x(A0), length / 4);
    }
}

TEST_P(EngineTest, TrapsWhereAJumpHasLeftItsPccFarBehind)
{
    Guest guest({}, GetParam());
    constexpr uint32_t Ra = 1, A0 = 10, A1 = 11;
    constexpr uint32_t Start = Guest::Code + 0x59c, Length = 0x3a6, Offset = 1194;
    // So far that the target cannot be represented with the bounds it is jumped to with.
    guest.c(A1) = Capability::root_executable().with_address(Start).with_bounds_exact(Length);
    ASSERT_FALSE(guest.c(A1).with_address(Start + Offset).is_tagged());
    guest.code_place(Guest::Code, std::array{encode::cjalr(0, A1, Offset)});
    guest.code_place(Start + Offset, std::array{encode::addi(A0, A0, 1), encode::cjal(0, -4)});
    guest.code_place(Guest::Handler, std::array{encode::cjalr(0, A1)});
    guest.code_place(Start, std::array{encode::cjalr(Ra, A1)});
    guest.run(100);
    EXPECT_EQ(guest.x(A0), 0u);
    EXPECT_EQ(guest.hart->mtval,
              cheri_mtval(CheriCause::BoundsViolation, static_cast<uint32_t>(CheriRegister::Pcc)));
    EXPECT_EQ(guest.hart->lastTrap.count, 1u);
    // What it left behind is as it was.
    EXPECT_EQ(guest.c(Ra),
              guest.c(A1).with_address(Start + 4).sealed_as(ObjectType::ReturnSentryDisable));
    EXPECT_EQ(guest.hart->pcc_current(), guest.c(A1));
}

TEST_P(EngineTest, LocksUpAtAHandlerWithoutMemory)
{
    Guest guest({}, GetParam());
    guest.hart->mtcc = Capability::root_executable().with_address(0x100);
    guest.code_place(Guest::Code, std::array{encode::Ecall});
    guest.run(1000);
    EXPECT_TRUE(guest.hart->isLockedUp);
    EXPECT_EQ(guest.hart->lastTrap.pc, Guest::Code);
}

TEST_P(EngineTest, DecodedCodeStaysBoundedWhateverTheGuestDoes)
{
    Guest guest({}, GetParam());
    constexpr uint32_t A0 = 10, A1 = 11, A2 = 12, T0 = 5;
    // Jumps to itself through ever new bounds.
    const std::array<uint32_t, 6> code = {
        encode::cspecialrw(A0, 28, 0),   // a root
        encode::cheri(0x10, A0, A0, A1), // csetaddr to the loop
        encode::cheri(0x08, A0, A0, A2), // csetbounds, longer each time
        encode::addi(A2, A2, 8),         encode::cjalr(T0, A0), encode::Ecall,
    };
    guest.code_place(Guest::Code, code);
    guest.x_set(A1, Guest::Code);
    guest.x_set(A2, 64);
    guest.run(100'000);
    guest.expect_no_trap();
    EXPECT_GT(guest.x(A2), 100'000u);
}

} // namespace
} // namespace griotte::machine
