// Compartment calls, their ends and thread switches, from steps in and out of the switcher.
#include "machine/observe/system_events.h"
#include "tests/unit/observe/sample_system.h"

namespace griotte::machine {
namespace {

class SystemEventsTest : public SampleSystem
{
protected:
    void SetUp() override
    {
        SampleSystem::SetUp();
        events.emplace(machine->hart(), *program.firmware);
    }

    /// The events of a step from `pc` to `next`, one a line.
    std::string step(uint32_t pc, uint32_t next, bool isFault = false)
    {
        Commit commit;
        commit.pc = pc;
        commit.nextPc = next;
        commit.isTrap = isFault;
        commit.trap.mcause = static_cast<uint32_t>(Cause::Cheri);
        std::string text;
        for (const SystemEvent &event : events->step(commit)) {
            text += system_event_describe(event, *program.firmware) + "\n";
        }
        return text;
    }
    std::string call()
    {
        std::string text = step(0x8000'1200, SwitcherCall);
        depth_set(2);
        return text + step(SwitcherOther, VaultOpen);
    }

    std::optional<SystemEvents> events;
};

TEST_F(SystemEventsTest, ACallAndItsReturn)
{
    EXPECT_EQ(call(), "thread 1 (vault.run): vault calls vault.vault_open\n");
    EXPECT_EQ(step(VaultOpen, VaultOpen + 4), "");
    EXPECT_EQ(step(VaultOpen + 4, SwitcherOther), "");
    depth_set(1);
    machine->hart().registers[10] = Capability::from_integer(0x2a);
    EXPECT_EQ(step(SwitcherOther + 8, 0x8000'1204),
              "thread 1 (vault.run): vault returns 0x2a to vault\n");
}

TEST_F(SystemEventsTest, AFaultWithoutHandlerUnwinds)
{
    (void)call();
    EXPECT_EQ(step(VaultOpen, SwitcherOther, true), "");
    depth_set(1);
    machine->hart().registers[10] = Capability::from_integer(0xffff'ffff);
    EXPECT_EQ(step(SwitcherOther, 0x8000'1204),
              "thread 1 (vault.run): vault is unwound, vault gets -1\n");
}

TEST_F(SystemEventsTest, AHandlerResumesOrUnwinds)
{
    (void)call();
    (void)step(VaultOpen, SwitcherOther, true);
    EXPECT_EQ(step(SwitcherOther, VaultHandler), "thread 1 (vault.run): vault handles its fault\n");
    (void)step(VaultHandler, SwitcherOther + 4);
    EXPECT_EQ(step(SwitcherOther + 8, VaultOpen + 4),
              "thread 1 (vault.run): vault goes on after its fault\n");

    (void)step(VaultOpen, SwitcherOther, true);
    (void)step(SwitcherOther, VaultHandler);
    (void)step(VaultHandler, SwitcherOther + 4);
    depth_set(1);
    machine->hart().registers[10] = Capability::from_integer(0xffff'ffff);
    EXPECT_EQ(step(SwitcherOther + 8, 0x8000'1204),
              "thread 1 (vault.run): vault is unwound, vault gets -1\n");
}

TEST_F(SystemEventsTest, ACallThatFailsIsNone)
{
    EXPECT_EQ(step(0x8000'1200, SwitcherCall), "");
    EXPECT_EQ(step(SwitcherOther, 0x8000'1204), "");
}

TEST_F(SystemEventsTest, ASwitchBetweenThreads)
{
    machine->hart().mtdc = Capability();
    EXPECT_EQ(step(SwitcherOther, 0x8000'1900), "");
    EXPECT_EQ(events->thread(), std::nullopt);
    thread_run();
    EXPECT_EQ(step(SwitcherOther, VaultOpen), ""); // the same again
    machine->hart().mtdc = Capability::root_memory().with_address(0x8000'3300);
    EXPECT_EQ(step(SwitcherOther, 0x8000'1900), "thread 0 (idle) runs\n");
    thread_run();
    EXPECT_EQ(step(SwitcherOther, VaultOpen), "thread 1 (vault.run) runs\n");
    EXPECT_EQ(events->thread(), 1u);
}

TEST_F(SystemEventsTest, AThreadsBeginning)
{
    word_write(TrustedStack + 136, 0);
    events.emplace(machine->hart(), *program.firmware);
    depth_set(1);
    EXPECT_EQ(step(SwitcherOther, VaultOpen), "thread 1 (vault.run): vault.vault_open begins\n");
}

} // namespace
} // namespace griotte::machine
