// Instructions, calls, faults and stack by domain and thread.
#include "machine/observe/system_statistics.h"
#include "tests/unit/observe/sample_system.h"

namespace griotte::machine {
namespace {

class SystemStatisticsTest : public SampleSystem
{
protected:
    void SetUp() override
    {
        SampleSystem::SetUp();
        statistics.emplace(machine->hart(), *program.firmware);
    }
    Commit commit_of(uint32_t pc, uint32_t next)
    {
        Commit commit;
        commit.pc = pc;
        commit.nextPc = next;
        return commit;
    }
    std::optional<SystemStatistics> statistics;
};

TEST_F(SystemStatisticsTest, CountByWhoseCodeAndWhoseTurnItIs)
{
    statistics->step_done(machine->hart(), commit_of(0x8000'1200, SwitcherCall));
    depth_set(2);
    statistics->step_done(machine->hart(), commit_of(SwitcherOther, VaultOpen));
    Commit fault = commit_of(VaultOpen, SwitcherOther);
    fault.isTrap = true;
    fault.trap.mcause = static_cast<uint32_t>(Cause::Cheri);
    statistics->step_done(machine->hart(), fault);
    statistics->step_done(machine->hart(), commit_of(0xf000'0000, 0xf000'0004));

    const auto &domains = statistics->domains();
    ASSERT_EQ(domains.size(), 4u);
    EXPECT_EQ(domains[0].instructions, 1u);
    EXPECT_EQ(domains[1].instructions, 1u);
    EXPECT_EQ(domains[1].calls, 1u);
    EXPECT_EQ(domains[1].faults, 1u);
    EXPECT_EQ(domains[2].instructions, 0u);
    EXPECT_EQ(domains[3].instructions, 1u);
    EXPECT_EQ(statistics->threads()[1].instructions, 3u);
    EXPECT_EQ(statistics->threads()[1].calls, 1u);
    EXPECT_EQ(statistics->threads()[1].faults, 1u);
}

TEST_F(SystemStatisticsTest, RememberTheDeepestStackOfAThread)
{
    EXPECT_EQ(statistics->stack_used(1), 0u);
    Commit store = commit_of(VaultOpen, VaultOpen + 4);
    for (const uint32_t address : {StackTop - 16, StackTop - 96, StackTop - 32, Heap}) {
        store.access = {.address = address, .size = 4, .isStore = true};
        statistics->step_done(machine->hart(), store);
    }
    EXPECT_EQ(statistics->stack_used(1), 96u);
    EXPECT_NE(statistics->describe(nullptr).find("96 of  1024"), std::string::npos);
}

} // namespace
} // namespace griotte::machine
