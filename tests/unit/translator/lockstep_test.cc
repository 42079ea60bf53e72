// The translator against the interpreter, over random programs that loop, in every mode and
// edition: after slices of every length nothing the guest could see may differ.
#include "machine/board/lockstep.h"
#include "tests/unit/cpu/guest.h"
#include "tests/unit/cpu/programs_asked.h"
#include "tests/unit/cpu/random_program.h"
#include "tests/unit/translator/looping_program.h"

namespace griotte::machine {
namespace {

struct Variant
{
    const char *name;
    HartConfiguration configuration;
};

class LockstepTest : public testing::TestWithParam<Variant>
{
protected:
    void SetUp() override
    {
        if (!engine_is_available(EngineKind::Translator)) {
            GTEST_SKIP() << "this build has no translator";
        }
    }
};
INSTANTIATE_TEST_SUITE_P(
    All, LockstepTest,
    testing::Values(Variant{"Cheriot", {}},
                    Variant{"CheriotOfEdition05", {.version = IsaVersion::V0_5}},
                    Variant{"Rv32i", {.mode = isa::Mode::Rv32i}},
                    Variant{"Rv32e", {.mode = isa::Mode::Rv32e}}),
    [](const testing::TestParamInfo<Variant> &variant) { return variant.param.name; });

/// Skips what trapped, and comes back into the program when that has gone astray.
std::vector<uint32_t> handler_of(isa::Mode mode)
{
    if (mode == isa::Mode::Cheriot) {
        return RandomProgram(1, Guest::Code).handler();
    }
    using namespace encode;
    constexpr uint32_t Mepc = 0x341;
    return {
        encode::csr(2, 7, Mepc, 0),  // x7 = mepc …
        addi(7, 7, 4),               // … + 4 …
        i_type(21, 7, 1, 7, 0x13),   // slli
        i_type(21, 7, 5, 7, 0x13),   // srli: … modulo the program …
        lui(6, Guest::Code >> 12),   //
        r_type(0, 6, 7, 0, 7, 0x33), // add
        encode::csr(1, 0, Mepc, 7),  //
        Mret,
    };
}

void prepare(Guest &guest, uint64_t seed)
{
    const isa::Mode mode = guest.hart->configuration().mode;
    guest.code_place(Guest::Handler, handler_of(mode));
    LoopingProgram program(seed, mode);
    for (const uint32_t address : {Guest::Code, Guest::Code + 4 * LoopingProgram::Words}) {
        guest.code_place(address, program.body(address));
    }
    std::mt19937_64 random(seed);
    const auto data = Capability::root_memory().with_address(Guest::Data);
    for (unsigned index = 1; index < 16; index++) {
        const auto offset = static_cast<uint32_t>(random() % 0x2000 & ~uint64_t{7});
        switch (random() % 8) {
        case 0:
            guest.x_set(index, static_cast<uint32_t>(random()));
            break;
        case 1: // the code itself, in a few programs
            guest.c(index) =
                seed % 4 == 0 ? data.with_address(Guest::Code + offset % 0x1000) : data;
            break;
        case 2:
            guest.c(index) =
                Capability::root_executable().with_address(Guest::Code + offset % 0x800);
            break;
        case 3:
            guest.c(index) = data.with_address(Guest::Data + offset)
                                 .with_bounds(static_cast<uint32_t>(random() % 2048));
            break;
        default:
            guest.c(index) = data.with_address(Guest::Data + offset).with_bounds(0x1000);
            break;
        }
        if (mode != isa::Mode::Cheriot) {
            guest.x_set(index, guest.x(index));
        }
    }
    guest.hart->mshwmb = mode == isa::Mode::Cheriot ? Guest::Data : 0;
    guest.hart->mshwm = mode == isa::Mode::Cheriot ? Guest::Data + 0x1800 : 0;
    std::vector<uint8_t> bitmap(128);
    for (uint8_t &byte : bitmap) {
        byte = static_cast<uint8_t>(random() & random() & random());
    }
    ASSERT_TRUE(guest.memory->host_write(Guest::Bitmap + (Guest::Data - Guest::Ram) / 64, bitmap));
}

TEST_P(LockstepTest, AgreesOnRandomProgramsThatLoop)
{
    const uint64_t programs = programs_asked(150);
    constexpr uint64_t Slices = 40;
    constexpr uint32_t InterruptLines = 1u << 3 | 1u << 7 | 1u << 11;
    uint64_t steps = 0;
    uint64_t traps = 0;
    for (uint64_t seed = 1; seed <= programs; seed++) {
        Guest subject(GetParam().configuration, EngineKind::Translator);
        Guest reference(GetParam().configuration, EngineKind::Interpreter);
        prepare(subject, seed);
        prepare(reference, seed);
        std::mt19937_64 random(seed);
        for (uint64_t slice = 0; slice < Slices; slice++) {
            const uint64_t count = 1 + random() % (slice % 2 == 0 ? 100 : 4000);
            // An interrupt line or two, in every other program.
            const auto lines = static_cast<uint32_t>(random() & random() & InterruptLines);
            // The engines leave early wherever they like: go on to the same step.
            for (Guest *guest : {&subject, &reference}) {
                guest->hart->mie = seed % 2 == 0 ? InterruptLines : 0;
                guest->hart->mip = lines;
                guest->run(count);
            }
            const auto difference = hart_difference(*subject.hart, *reference.hart);
            ASSERT_FALSE(difference.has_value())
                << "seed " << seed << " slice " << slice << ": " << *difference;
            if (subject.hart->isLockedUp) {
                break;
            }
        }
        const auto difference = memory_difference(*subject.memory, *reference.memory);
        ASSERT_FALSE(difference.has_value()) << "seed " << seed << ": " << *difference;
        steps += subject.hart->clock.steps();
        traps += subject.hart->lastTrap.count;
    }
    RecordProperty("steps", std::to_string(steps));
    RecordProperty("traps", std::to_string(traps));
    // Programs that only trapped, or never did, would prove little.
    EXPECT_GT(steps, programs * 1000);
    EXPECT_GT(traps, steps / 1000);
    EXPECT_LT(traps, steps / 2);
}

} // namespace
} // namespace griotte::machine
