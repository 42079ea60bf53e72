// Traps, CSRs, special registers, interrupts, counters.
#include "tests/unit/cpu/guest.h"

namespace griotte::machine {
namespace {

constexpr uint32_t A0 = 10;
constexpr uint32_t A1 = 11;
constexpr auto Pcc = static_cast<uint32_t>(CheriRegister::Pcc);

/// Takes Access System Registers from PCC.
void restrict_pcc(Guest &guest)
{
    guest.hart->pcc =
        guest.hart->pcc.and_permissions(~Permissions(Permission::AccessSystemRegisters).bits());
}

TEST(Trap, SavesPccAndPostureAndMretRestoresThem)
{
    Guest guest;
    guest.hart->interruptsEnabled = true;
    guest.execute(encode::Ecall);
    guest.expect_trap(Cause::EnvironmentCall, 0);
    EXPECT_EQ(guest.hart->mepcc, Capability::root_executable().with_address(Guest::Code));
    EXPECT_TRUE(guest.hart->previousInterruptsEnabled);
    guest.execute(encode::Mret);
    EXPECT_EQ(guest.hart->pc, Guest::Code);
    EXPECT_TRUE(guest.hart->interruptsEnabled);
    EXPECT_TRUE(guest.hart->previousInterruptsEnabled);
}

TEST(Trap, IllegalInstructionReportsNothingMore)
{
    Guest full;
    full.execute(0xffffffff);
    full.expect_trap(Cause::IllegalInstruction, 0);
    Guest compressed;
    compressed.execute(0x12340000);
    compressed.expect_trap(Cause::IllegalInstruction, 0);
    Guest noCsr;
    noCsr.execute(encode::csrr(A0, 0x7ff));
    noCsr.expect_trap(Cause::IllegalInstruction, 0);
}

TEST(Trap, RegistersPastFifteenAreIllegalInE)
{
    Guest guest;
    guest.execute(encode::addi(16, 0, 1));
    guest.expect_trap(Cause::IllegalInstruction, 0);
    Guest full({.mode = isa::Mode::Rv32i});
    full.execute(encode::addi(16, 0, 1));
    EXPECT_EQ(full.x(16), 1u);
}

TEST(Trap, UntaggedMtccLocksTheHartUpAndKeepsTheFirstTrap)
{
    Guest guest;
    guest.hart->mtcc = guest.hart->mtcc.untagged();
    guest.execute(encode::Ecall);
    EXPECT_FALSE(guest.hart->isLockedUp);
    guest.step();
    EXPECT_TRUE(guest.hart->isLockedUp);
    EXPECT_EQ(guest.hart->lastTrap.mcause, static_cast<uint32_t>(Cause::EnvironmentCall));
}

TEST(Trap, HandlerThatJumpsToItselfUnderOtherBoundsIsNoLockUp)
{
    Guest guest;
    // Jump to the handler's address with a PCC that does not cover it: one trap, then all is well.
    guest.c(A0) =
        Capability::root_executable().with_address(Guest::Handler - 16).with_bounds_exact(16);
    guest.execute(encode::cjalr(0, A0, 16));
    guest.step();
    EXPECT_FALSE(guest.hart->isLockedUp);
    guest.execute(encode::addi(A1, 0, 3));
    EXPECT_FALSE(guest.hart->isLockedUp);
    EXPECT_EQ(guest.x(A1), 3u);
}

TEST(Fetch, HalfOutOfBoundsIsABoundsViolation)
{
    Guest guest;
    guest.hart->pcc = Capability::root_executable().with_address(Guest::Code).with_bounds_exact(2);
    guest.execute(encode::addi(A0, 0, 1));
    guest.expect_cheri(CheriCause::BoundsViolation, Pcc);
    EXPECT_FALSE(guest.hart->mepcc.is_tagged());
}

TEST(SystemRegisters, NeedTheirPermission)
{
    Guest csr;
    restrict_pcc(csr);
    csr.execute(encode::csrr(A0, csr::Mstatus));
    csr.expect_cheri(CheriCause::AccessSystemRegistersViolation, Pcc);
    Guest special;
    restrict_pcc(special);
    special.execute(encode::cspecialrw(A0, 29, 0));
    special.expect_cheri(CheriCause::AccessSystemRegistersViolation,
                         static_cast<uint32_t>(CheriRegister::Mtdc));
    Guest mret;
    restrict_pcc(mret);
    mret.execute(encode::Mret);
    mret.expect_cheri(CheriCause::AccessSystemRegistersViolation, Pcc);
}

TEST(SystemRegisters, CountersAreReadableByAllAndWritableByFew)
{
    for (const uint32_t number : {csr::Mcycle, csr::Minstret, csr::Cycle, csr::Instret,
                                  csr::Mcycleh, csr::Minstreth, csr::Cycleh, csr::Instreth})
    {
        Guest guest;
        restrict_pcc(guest);
        guest.execute(encode::csrr(A0, number));
        guest.expect_no_trap();
    }
    Guest guest;
    restrict_pcc(guest);
    guest.execute(encode::csrrw(0, csr::Mcycle, A0));
    guest.expect_cheri(CheriCause::AccessSystemRegistersViolation, Pcc);
}

TEST(SystemRegisters, ReadOnlyAndMissingOnesAreIllegal)
{
    for (const uint32_t number : {csr::Cycle, csr::Mhartid}) {
        Guest guest;
        guest.execute(encode::csrrw(0, number, A0));
        guest.expect_trap(Cause::IllegalInstruction, 0);
    }
    for (const uint32_t number : {csr::Mtvec, csr::Mepc, 0x000u, 0x180u}) {
        Guest guest;
        guest.execute(encode::csrr(A0, number));
        guest.expect_trap(Cause::IllegalInstruction, 0);
    }
}

TEST(SystemRegisters, StatusHasOnlyItsTwoBitsAndMachineMode)
{
    Guest guest;
    guest.x_set(A0, 0xffffffff);
    guest.execute(encode::csrrw(0, csr::Mstatus, A0));
    guest.execute(encode::csrr(A1, csr::Mstatus));
    EXPECT_EQ(guest.x(A1), 0x1888u);
    guest.execute(encode::csrrw(0, csr::Mie, A0));
    guest.execute(encode::csrr(A1, csr::Mie));
    EXPECT_EQ(guest.x(A1), 0x888u);
    guest.execute(encode::csrrw(0, csr::Mshwm, A0));
    guest.execute(encode::csrr(A1, csr::Mshwm));
    EXPECT_EQ(guest.x(A1), 0xfffffff0u);
}

TEST(SpecialRegisters, HoldTheRootsAtReset)
{
    const std::pair<uint32_t, Capability> rows[] = {
        {29, Capability::root_memory()},
        {30, Capability::root_sealing()},
        {31, Capability::root_executable()},
    };
    for (const auto &[number, root] : rows) {
        Guest guest;
        guest.execute(encode::cspecialrw(A0, number, 0));
        EXPECT_EQ(guest.c(A0), root);
    }
}

TEST(SpecialRegisters, SwapAndIgnoreAReadOfNull)
{
    Guest guest;
    guest.c(A0) = Capability::root_memory().with_address(0x1234);
    guest.execute(encode::cspecialrw(A1, 30, A0));
    EXPECT_EQ(guest.c(A1), Capability::root_sealing());
    EXPECT_EQ(guest.hart->mscratchc, guest.c(A0));
    guest.execute(encode::cspecialrw(A1, 30, 0));
    EXPECT_EQ(guest.hart->mscratchc, guest.c(A0));
}

TEST(SpecialRegisters, MtccAndMepccAreValidatedOnWrite)
{
    struct Row
    {
        uint32_t number;
        Capability value;
        bool isTagged;
        uint32_t address;
    };
    const auto code = Capability::root_executable();
    const Row rows[] = {
        {28, code.with_address(0x1000), true, 0x1000},
        {28, code.with_address(0x1001), false, 0x1000},
        {28, code.with_address(0x1002), false, 0x1000},
        {28, Capability::root_memory().with_address(0x1000), false, 0x1000},
        {28, code.with_address(0x1000).sealed_as(ObjectType::SentryInherit), false, 0x1000},
        {31, code.with_address(0x1002), true, 0x1002},
        {31, code.with_address(0x1001), false, 0x1000},
        {31, Capability::root_memory().with_address(0x1000), false, 0x1000},
    };
    for (const Row &row : rows) {
        Guest guest;
        guest.c(A0) = row.value;
        guest.execute(encode::cspecialrw(0, row.number, A0));
        const Capability &written = row.number == 28 ? guest.hart->mtcc : guest.hart->mepcc;
        EXPECT_EQ(written.is_tagged(), row.isTagged) << to_string(row.value);
        EXPECT_EQ(written.address(), row.address);
    }
}

TEST(SpecialRegisters, UnknownNumbersAreIllegalAndZtopcOnlyWhereTheBoardHasIt)
{
    Guest plain;
    plain.execute(encode::cspecialrw(A0, 27, 0));
    plain.expect_trap(Cause::IllegalInstruction, 0);
    Guest ibex({.hasStackZeroing = true});
    (void)ibex.memory->store<uint32_t>(Guest::Data + 4, 7);
    (void)ibex.memory->store<uint32_t>(Guest::Data + 16, 8);
    ibex.c(A0) = Capability::root_memory()
                     .with_address(Guest::Data)
                     .with_bounds_exact(32)
                     .with_address(Guest::Data + 16);
    ibex.execute(encode::cspecialrw(0, 27, A0));
    uint32_t word = 1;
    (void)ibex.memory->load<uint32_t>(Guest::Data + 4, word);
    EXPECT_EQ(word, 0u);
    (void)ibex.memory->load<uint32_t>(Guest::Data + 16, word);
    EXPECT_EQ(word, 8u);
    ibex.execute(encode::cspecialrw(A1, 27, 0));
    EXPECT_EQ(ibex.c(A1), ibex.c(A0).untagged().with_address(Guest::Data));
}

TEST(Interrupts, GoExternalFirstThenSoftwareThenTimer)
{
    Guest guest;
    guest.hart->interruptsEnabled = true;
    guest.hart->mie = 0x888;
    for (const Interrupt line : {Interrupt::Timer, Interrupt::Software, Interrupt::External}) {
        guest.hart->interrupt_line_set(line, true);
    }
    for (const uint32_t expected : {11u, 3u, 7u}) {
        guest.hart->interruptsEnabled = true;
        guest.step();
        EXPECT_EQ(guest.hart->mcause, CauseInterrupt | expected);
        guest.hart->interrupt_line_set(static_cast<Interrupt>(expected), false);
    }
}

TEST(Interrupts, WaitForMaskAndPosture)
{
    Guest guest;
    guest.hart->interrupt_line_set(Interrupt::Timer, true);
    EXPECT_FALSE(guest.hart->is_interrupt_wanted());
    guest.hart->mie = 1u << 7;
    EXPECT_TRUE(guest.hart->is_interrupt_wanted());
    EXPECT_FALSE(guest.hart->is_interrupt_due());
    guest.hart->interruptsEnabled = true;
    EXPECT_TRUE(guest.hart->is_interrupt_due());
}

TEST(Counters, CountRetiredInstructionsAndCycles)
{
    Guest guest;
    guest.execute(encode::addi(A0, 0, 1));
    guest.execute(encode::addi(A0, 0, 1));
    guest.execute(encode::csrr(A0, csr::Minstret));
    EXPECT_EQ(guest.x(A0), 2u);
    guest.execute(encode::Ecall); // takes a cycle, does not retire
    guest.execute(encode::csrr(A0, csr::Minstret));
    EXPECT_EQ(guest.x(A0), 3u);
    guest.execute(encode::csrr(A0, csr::Mcycle));
    EXPECT_EQ(guest.x(A0), 5u);
}

TEST(Counters, WrittenValueIsReadByTheNextInstruction)
{
    Guest guest;
    guest.x_set(A0, 100);
    guest.execute(encode::csrrw(0, csr::Minstret, A0));
    guest.execute(encode::csrr(A1, csr::Minstret));
    EXPECT_EQ(guest.x(A1), 100u);
    guest.execute(encode::csrr(A1, csr::Minstret));
    EXPECT_EQ(guest.x(A1), 101u);
    guest.execute(encode::csrrw(0, csr::Minstreth, A0));
    guest.execute(encode::csrr(A1, csr::Minstreth));
    EXPECT_EQ(guest.x(A1), 100u);
}

TEST(Counters, StandStillWhileInhibited)
{
    Guest guest;
    guest.x_set(A0, 5);
    guest.execute(encode::csrrw(0, csr::Mcountinhibit, A0));
    guest.execute(encode::csrr(A0, csr::Mcycle));
    guest.execute(encode::csrr(A1, csr::Mcycle));
    EXPECT_EQ(guest.x(A0), guest.x(A1));
    guest.execute(encode::csrr(A0, csr::Minstret));
    guest.execute(encode::csrr(A1, csr::Minstret));
    EXPECT_EQ(guest.x(A0), guest.x(A1));
    guest.execute(encode::csrrw(0, csr::Mcountinhibit, 0));
    guest.execute(encode::csrr(A0, csr::Mcycle));
    guest.execute(encode::csrr(A1, csr::Mcycle));
    EXPECT_EQ(guest.x(A0) + 1, guest.x(A1));
}

TEST(Rv32, LoadsNeedNoCapabilityAndTrapsUseMtvec)
{
    Guest guest({.mode = isa::Mode::Rv32i});
    guest.x_set(A0, Guest::Data);
    guest.x_set(A1, 77);
    guest.execute(encode::csw(A1, 8, A0));
    guest.execute(encode::clw(31, 8, A0));
    EXPECT_EQ(guest.x(31), 77u);
    guest.execute(encode::clc(A1, 8, A0)); // no such instruction
    guest.expect_trap(Cause::IllegalInstruction, 0);
    guest.execute(encode::csrr(A1, csr::Mepc));
    EXPECT_EQ(guest.x(A1), Guest::Code + 8);
}

} // namespace
} // namespace griotte::machine
