// Threads and calls as registers and memory tell of them.
#include "machine/observe/guest_system.h"
#include "tests/unit/observe/sample_system.h"

namespace griotte::machine {
namespace {

class GuestSystemTest : public SampleSystem
{
protected:
    GuestSystem system() { return {machine->hart(), *program.firmware}; }
};

TEST_F(GuestSystemTest, KnowsTheRunningThreadByMtdc)
{
    EXPECT_EQ(system().running_thread(), 1u);
    machine->hart().mtdc = Capability::root_memory().with_address(0x8000'3300);
    EXPECT_EQ(system().running_thread(), 0u);
    machine->hart().mtdc = Capability::root_memory().with_address(TrustedStack + 8);
    EXPECT_EQ(system().running_thread(), std::nullopt);
    machine->hart().mtdc = Capability::from_integer(TrustedStack);
    EXPECT_EQ(system().running_thread(), std::nullopt);
}

TEST_F(GuestSystemTest, ListsCallsWithTheirCallers)
{
    depth_set(2);
    const auto calls = system().calls(1);
    ASSERT_EQ(calls.size(), 2u);
    EXPECT_EQ(calls[0].compartment->name, "vault");
    EXPECT_EQ(calls[0].returnAddress, std::nullopt);
    EXPECT_EQ(calls[1].compartment->name, "vault");
    EXPECT_EQ(calls[1].returnAddress, 0x8000'1204u);
    EXPECT_EQ(calls[1].ownReturnAddress, std::nullopt);
}

TEST_F(GuestSystemTest, LooksBeyondALibraryForTheCompartmentsOwnCall)
{
    depth_set(2);
    capability_write(Spills + 24, return_sentry(0x8000'1900));
    EXPECT_EQ(system().calls(1)[1].ownReturnAddress, std::nullopt);
    // A number is no return address, whatever it looks like.
    word_write(Spills + 32, 0x8000'1300);
    EXPECT_EQ(system().calls(1)[1].ownReturnAddress, std::nullopt);
    capability_write(Spills + 48, return_sentry(0x8000'1308));
    EXPECT_EQ(system().calls(1)[1].ownReturnAddress, 0x8000'1308u);
}

TEST_F(GuestSystemTest, BelievesNoFrameOutsideTheTrustedStack)
{
    for (const uint32_t frame : {0u, TrustedStack, TrustedStack + 169, TrustedStack + 0x1000}) {
        word_write(TrustedStack + 136, frame);
        EXPECT_EQ(system().depth(1), 0u);
        EXPECT_TRUE(system().calls(1).empty());
    }
}

TEST_F(GuestSystemTest, NamesTheSealingTypeOfAnObject)
{
    // The type's number, a zero, the payload.
    word_write(0x8000'3000, 0x8000'2018);
    const auto object = Capability::root_memory()
                            .with_address(0x8000'3000)
                            .with_bounds(32)
                            .with_address(0x8000'300f);
    EXPECT_EQ(system().sealed_object_type(object.with_object_type(11)), "sealing type 'vault.Key'");
    EXPECT_EQ(system().sealed_object_type(object.with_object_type(9)), "");
    word_write(0x8000'3000, 0x0fff'ffff);
    EXPECT_EQ(system().sealed_object_type(object.with_object_type(12)),
              "a sealing type made at run time");
}

TEST_F(GuestSystemTest, SaysWhatCapabilitiesPointTo)
{
    const auto at = [](uint32_t address) {
        return Capability::root_memory().with_address(address);
    };
    const auto describe = [this](const Capability &capability) {
        return target_describe(capability, machine->hart(), program);
    };
    word_write(0x8000'3000, 0x8000'2018);
    EXPECT_EQ(
        describe(at(0x8000'3000).with_bounds(32).with_address(0x8000'300f).with_object_type(11)),
        "static sealed object 'treasure' of vault, sealed with sealing type 'vault.Key'");
    EXPECT_EQ(describe(at(0x8000'2014).with_object_type(9)),
              "sealed export entry vault.vault_open");
    EXPECT_EQ(describe(stack_at(0x8000'4100)), "stack of thread 1 (vault.run)");
    EXPECT_EQ(describe(return_sentry(0x8000'1204)), "code of vault");
    const auto &device = machine->hart().memory().device_ranges().front();
    EXPECT_EQ(address_describe(device.range.start, machine->hart(), program),
              "device " + device.name);
    EXPECT_EQ(address_describe(0xf000'0000, machine->hart(), program), "");
}

TEST_F(GuestSystemTest, SaysOnWhoseBehalfCodeRuns)
{
    const auto describe = [this](uint32_t pc) {
        return situation_describe(pc, machine->hart(), program);
    };
    EXPECT_EQ(describe(VaultOpen), "vault, on thread 1 (vault.run)");
    EXPECT_EQ(describe(0x8000'1900), "library debug for vault, on thread 1 (vault.run)");
    machine->hart().mtdc = Capability();
    EXPECT_EQ(describe(SwitcherOther), "the switcher, while no thread is running");
    program.firmware.reset();
    EXPECT_EQ(describe(VaultOpen), "");
}

} // namespace
} // namespace griotte::machine
