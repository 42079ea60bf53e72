// Threads of a firmware, for a debugger: who is there, who runs, and the registers of who does not.
#include "machine/debugger/threads.h"

#include "machine/debugger/gdb_packet.h"
#include "machine/debugger/gdb_session.h"
#include "tests/unit/observe/sample_system.h"

namespace griotte::machine {
namespace {

// The sample has one thread: the idle one is 2, the processor for nobody 3.
class ThreadsTest : public SampleSystem
{
protected:
    void SetUp() override
    {
        SampleSystem::SetUp();
        threads = std::make_unique<DebugThreads>(machine->hart(), &program);
        session = std::make_unique<GdbSession>(*machine, &program);
    }

    /// Nobody runs; thread 1 goes on at vault_open with a stack pointer in csp and 7 in a0.
    void thread_suspend()
    {
        machine->hart().mtdc = Capability();
        capability_write(TrustedStack, Capability::root_executable().with_address(VaultOpen));
        capability_write(TrustedStack + 2 * 8, stack_at(0x8000'4100));
        capability_write(TrustedStack + 10 * 8, Capability::from_integer(7));
        word_write(TrustedStack + 144, 0x1880);
    }

    std::string send(std::string_view packet) { return session->packet(packet).reply; }

    std::unique_ptr<DebugThreads> threads;
    std::unique_ptr<GdbSession> session;
};

TEST_F(ThreadsTest, TheRunningThreadIsCurrent)
{
    EXPECT_EQ(threads->ids(), std::vector<uint32_t>{1});
    EXPECT_EQ(threads->current(), 1u);
    EXPECT_FALSE(threads->saved_registers(1).has_value());
    EXPECT_EQ(threads->describe(1), "vault.run, priority 1");
    depth_set(2);
    EXPECT_EQ(threads->describe(1), "vault.run, priority 1, in vault");
}

TEST_F(ThreadsTest, BetweenThreadsThereIsTheProcessor)
{
    thread_suspend();
    EXPECT_EQ(threads->ids(), (std::vector<uint32_t>{1, 3}));
    EXPECT_EQ(threads->current(), 3u);
    EXPECT_EQ(threads->describe(3), "the processor, for no thread");
    const auto saved = threads->saved_registers(1);
    ASSERT_TRUE(saved.has_value());
    EXPECT_EQ(saved->mepcc.address(), VaultOpen);
    EXPECT_EQ(saved->registers[2], stack_at(0x8000'4100));
    EXPECT_EQ(saved->registers[10].address(), 7u);
    EXPECT_EQ(saved->mstatus, 0x1880u);
}

TEST_F(ThreadsTest, AThreadThatHasNotBegunIsNone)
{
    word_write(TrustedStack + 136, 0);
    machine->hart().mtdc = Capability();
    EXPECT_EQ(threads->ids(), std::vector<uint32_t>{3});
    EXPECT_FALSE(threads->is_alive(1));
    EXPECT_FALSE(threads->saved_registers(1).has_value());
}

TEST_F(ThreadsTest, BareMetalIsOneThread)
{
    const DebugThreads bare(machine->hart(), nullptr);
    EXPECT_EQ(bare.ids(), std::vector<uint32_t>{1});
    EXPECT_EQ(bare.current(), 1u);
    EXPECT_EQ(bare.describe(1), "the processor");
}

TEST_F(ThreadsTest, PacketsListAndDescribe)
{
    thread_suspend();
    EXPECT_EQ(send("qfThreadInfo"), "m1,3");
    EXPECT_EQ(send("qsThreadInfo"), "l");
    EXPECT_EQ(send("qC"), "QC3");
    EXPECT_EQ(hex_decode(send("qThreadExtraInfo,1")), "vault.run, priority 1");
    EXPECT_EQ(send("qThreadExtraInfo,2"), "E01");
    EXPECT_EQ(send("T1"), "OK");
    for (const char *nobody : {"T2", "T4", "Tffffffff", "T100000001", "Hg2", "Hg4", "T"}) {
        EXPECT_EQ(send(nobody), "E03") << nobody;
    }
    EXPECT_EQ(send("Hx1"), "E01");
}

TEST_F(ThreadsTest, RegistersAreThoseOfTheChosenThread)
{
    thread_suspend();
    machine->hart().registers[10] = Capability::from_integer(9);
    EXPECT_EQ(send("pa"), "09000000");
    EXPECT_EQ(send("Hg1"), "OK");
    EXPECT_EQ(send("pa"), "07000000");
    EXPECT_EQ(send("p10"), "40100080"); // pc
    const std::string all = send("g");
    EXPECT_EQ(all.substr(size_t{10} * 8, 8), "07000000");
    // What is not saved is unknown: MTCC, for one.
    EXPECT_EQ(send("p22"), "xxxxxxxxxxxxxxxx");
    EXPECT_NE(all.find("xxxxxxxx"), std::string::npos);
    // It is shown, not changed.
    EXPECT_EQ(send("Pa=05000000"), "E01");
    EXPECT_EQ(send("G" + all), "E01");
    EXPECT_EQ(threads->saved_registers(1)->registers[10].address(), 7u);
    // Any thread is whichever runs; and so after going on.
    EXPECT_EQ(send("Hg0"), "OK");
    EXPECT_EQ(send("pa"), "09000000");
    EXPECT_EQ(send("Pa=05000000"), "OK");
    EXPECT_EQ(send("Hg1"), "OK");
    EXPECT_EQ(session->packet("c").next, GdbSession::Next::Run);
    EXPECT_EQ(send("pa"), "05000000");
}

} // namespace
} // namespace griotte::machine
