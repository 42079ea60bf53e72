// Packets of the remote protocol against a small machine.
#include <gtest/gtest.h>

#include "machine/debugger/gdb_packet.h"
#include "machine/debugger/gdb_session.h"
#include "machine/debugger/monitor.h"
#include "tests/unit/cpu/encode.h"
#include "tests/unit/cpu/every_engine.h"

namespace griotte::machine {
namespace {

class SilentConsole final : public Console
{
public:
    void byte_write(uint8_t) override {}
    std::optional<uint8_t> byte_read() override { return std::nullopt; }
    bool input_wait() override { return false; }
};

class GdbSessionTest : public EveryEngine
{
protected:
    static constexpr uint32_t Code = 0x8000'0000;

    void SetUp() override
    {
        EveryEngine::SetUp();
        auto board = board_read("testrig");
        ASSERT_TRUE(board.has_value()) << board.error().message;
        auto created = Machine::create(*board, {.engine = engine_options()}, console);
        ASSERT_TRUE(created.has_value()) << created.error().message;
        machine = std::move(*created);
        session = std::make_unique<GdbSession>(*machine);
    }

    void code_place(std::initializer_list<uint32_t> words)
    {
        uint32_t address = Code;
        for (const uint32_t word : words) {
            std::array<uint8_t, 4> bytes;
            std::memcpy(bytes.data(), &word, 4);
            ASSERT_TRUE(machine->memory().host_write(address, bytes));
            address += 4;
        }
    }

    std::string send(std::string_view packet)
    {
        const auto answer = session->packet(packet);
        return answer.next == GdbSession::Next::Run ? session->run([] { return false; })
                                                    : answer.reply;
    }
    std::string monitor(std::string_view command)
    {
        return hex_decode(send("qRcmd," + hex_encode(command))).value_or("(not hex)");
    }

    SilentConsole console;
    std::unique_ptr<Machine> machine;
    std::unique_ptr<GdbSession> session;
};
GRIOTTE_EVERY_ENGINE(GdbSessionTest);

TEST_P(GdbSessionTest, ReadsAndWritesRegisters)
{
    EXPECT_EQ(send("p10"), "00000080"); // pc
    EXPECT_EQ(send("Pa=78563412"), "OK");
    EXPECT_EQ(send("pa"), "78563412");
    EXPECT_EQ(machine->hart().registers[10], Capability::from_integer(0x12345678));
    EXPECT_EQ(send("P0=78563412"), "OK"); // x0 stays zero
    EXPECT_EQ(send("p0"), "00000000");
    EXPECT_EQ(send("pffff"), "E01");
    EXPECT_EQ(send("Pa=1234"), "E01");
    EXPECT_EQ(send("P"), "E01");
}

TEST_P(GdbSessionTest, WritingBackWhatWasReadChangesNothing)
{
    machine->hart().registers[10] = Capability::root_memory().with_address(0x1234);
    const std::string all = send("g");
    EXPECT_EQ(send("G" + all), "OK");
    EXPECT_EQ(machine->hart().registers[10], Capability::root_memory().with_address(0x1234));
    EXPECT_EQ(machine->hart().mtdc, Capability::root_memory());
    EXPECT_EQ(send("G12"), "E01");
}

TEST_P(GdbSessionTest, WrittenCapabilitiesHaveNoTagUnlessForgingIsOn)
{
    // Register 17 + 10 is c10.
    EXPECT_EQ(send("P1b=00100000ffff3f7e"), "OK");
    EXPECT_FALSE(machine->hart().registers[10].is_tagged());
    EXPECT_EQ(machine->hart().registers[10].address(), 0x1000u);
    EXPECT_NE(monitor("forge on").find("set"), std::string::npos);
    EXPECT_EQ(send("P1b=00200000ffff3f7e"), "OK");
    EXPECT_TRUE(machine->hart().registers[10].is_tagged());
}

TEST_P(GdbSessionTest, MemoryAccessStopsAtWhatExists)
{
    EXPECT_EQ(send("M80000100,4:01020304"), "OK");
    EXPECT_EQ(send("m80000100,4"), "01020304");
    EXPECT_EQ(send("X80000100,2:\x7f\x7e"), "OK");
    EXPECT_EQ(send("m80000100,4"), "7f7e0304");
    EXPECT_EQ(send("m0,4"), "E0e");
    EXPECT_EQ(send("M0,1:00"), "E0e");
    EXPECT_EQ(send("m8000fff0,40").size() / 2, 16u); // what there is of it
    EXPECT_EQ(send("m80000000,ffffffff"), "E01");
    EXPECT_EQ(send("M80000100,4:01"), "E01");
    EXPECT_EQ(send("m80000000"), "E01");
    EXPECT_EQ(send("mffffffff,10"), "E0e");
}

TEST_P(GdbSessionTest, BreakpointsStopBeforeTheirInstruction)
{
    code_place({encode::addi(10, 0, 1), encode::addi(10, 10, 1), encode::addi(10, 10, 1),
                encode::cjal(0, 0)});
    EXPECT_EQ(send("Z0,80000008,2"), "OK");
    EXPECT_EQ(send("c"), "T05thread:1;hwbreak:;");
    EXPECT_EQ(send("pa"), "02000000");
    EXPECT_EQ(send("vCont;s"), "T05thread:1;"); // steps off it
    EXPECT_EQ(send("pa"), "03000000");
    EXPECT_EQ(send("z0,80000008,2"), "OK");
    EXPECT_EQ(send("Z9,0,0"), "");
    EXPECT_EQ(send("Z0"), "E01");
}

TEST_P(GdbSessionTest, RangeSteppingStopsOutsideTheRange)
{
    code_place({encode::addi(10, 0, 1), encode::addi(10, 10, 1), encode::addi(10, 10, 1),
                encode::cjal(0, 0)});
    EXPECT_EQ(send("vCont;r80000000,80000008"), "T05thread:1;");
    EXPECT_EQ(send("p10"), "08000080");
    EXPECT_EQ(send("vCont;r"), "E01");
}

TEST_P(GdbSessionTest, WatchpointsNameTheAddress)
{
    machine->hart().registers[8] = Capability::root_memory().with_address(0x80000100);
    code_place({encode::clw(10, 0, 8), encode::csw(10, 0, 8), encode::cjal(0, 0)});
    EXPECT_EQ(send("Z2,80000100,4"), "OK");
    EXPECT_EQ(send("c"), "T05thread:1;watch:80000100;");
    EXPECT_EQ(send("p10"), "08000080");
    EXPECT_EQ(send("z2,80000100,4"), "OK");
}

TEST_P(GdbSessionTest, FaultsStopWhenAskedTo)
{
    machine->hart().mtcc = Capability::root_executable().with_address(Code + 8);
    code_place(
        {encode::clw(10, 0, 0), encode::cjal(0, 0), encode::addi(0, 0, 0), encode::cjal(0, 0)});
    (void)monitor("trap stop");
    EXPECT_EQ(send("c"), "T0bthread:1;");
    EXPECT_EQ(machine->hart().mcause, 0x1cu);
    (void)monitor("trap continue");
    (void)monitor("reset");
    EXPECT_EQ(machine->hart().pc, Code);
}

TEST_P(GdbSessionTest, InterruptStopsARunningMachine)
{
    code_place({encode::cjal(0, 0)});
    const auto answer = session->packet("c");
    ASSERT_EQ(answer.next, GdbSession::Next::Run);
    int asked = 0;
    EXPECT_EQ(session->run([&asked] { return ++asked == 3; }), "T02thread:1;");
    EXPECT_EQ(send("?"), "T02thread:1;");
}

TEST_P(GdbSessionTest, LockedUpMachineReportsItsFault)
{
    machine->hart().mtcc = machine->hart().mtcc.untagged();
    code_place({0});
    EXPECT_EQ(send("c"), "T04thread:1;");
}

TEST_P(GdbSessionTest, TargetDescriptionComesInPiecesAndNamesEveryRegister)
{
    std::string xml;
    for (unsigned offset = 0;;) {
        const std::string part =
            send(fmt::format("qXfer:features:read:target.xml:{:x},100", offset));
        ASSERT_FALSE(part.empty());
        xml += part.substr(1);
        offset += 0x100;
        if (part[0] == 'l') {
            break;
        }
    }
    for (const char *name : {"x0", "x15", "pc", "c10", "pcc", "mtcc", "tags", "mcause", "mshwm"}) {
        EXPECT_NE(xml.find(fmt::format("\"{}\"", name)), std::string::npos) << name;
    }
    EXPECT_EQ(send("qXfer:features:read:other.xml:0,100"), "E01");
    EXPECT_EQ(send("qXfer:features:read:target.xml:ffffff,1"), "E01");
}

TEST_P(GdbSessionTest, MonitorDecodesCapabilities)
{
    machine->hart().registers[10] =
        Capability::root_memory().with_address(0x80000100).with_bounds_exact(32);
    const std::string text = monitor("cap ca0");
    EXPECT_NE(text.find("0x80000100 (v:1 0x80000100-0x80000120 l:0x20"), std::string::npos);
    EXPECT_NE(text.find("valid, unsealed, 32 bytes, address at offset 0"), std::string::npos);
    EXPECT_NE(text.find("StoreLocal"), std::string::npos);
    ASSERT_EQ(machine->memory().capability_store(0x80000200,
                                                 machine->hart().registers[10].address(),
                                                 machine->hart().registers[10].metadata(), true),
              Access::Done);
    EXPECT_NE(monitor("cap 0x80000204").find("v:1"), std::string::npos);
    EXPECT_NE(monitor("tags 0x80000000 0x1000").find("0x80000200"), std::string::npos);
    EXPECT_NE(monitor("tag 0x80000200").find("tagged"), std::string::npos);
    EXPECT_NE(monitor("caps").find("mscratchc"), std::string::npos);
    EXPECT_NE(monitor("cap 0x10").find("no memory"), std::string::npos);
    EXPECT_NE(monitor("cap nonsense").find("neither"), std::string::npos);
    EXPECT_NE(monitor("nonsense").find("not a command"), std::string::npos);
    EXPECT_NE(monitor("tags 0x0 0xffffffffffffffff").find("no tagged"), std::string::npos);
    EXPECT_EQ(send("qRcmd,zz"), "E01");
}

TEST_P(GdbSessionTest, MemoryRegionsTellMemoryFromHoles)
{
    EXPECT_EQ(send("qMemoryRegionInfo:80000004"), "start:80000000;size:10000;permissions:rwx;");
    EXPECT_EQ(send("qMemoryRegionInfo:0"), "start:0;size:80000000;");
    EXPECT_EQ(send("qMemoryRegionInfo:x"), "E01");
}

TEST_P(GdbSessionTest, UnknownPacketsGetAnEmptyReply)
{
    for (const char *packet : {"", "y", "qNonsense", "QNonsense", "vNonsense", "vCont;"}) {
        EXPECT_EQ(send(packet), "") << packet;
    }
    EXPECT_EQ(session->packet("k").next, GdbSession::Next::Kill);
    EXPECT_EQ(session->packet("D").next, GdbSession::Next::Detach);
}

} // namespace
} // namespace griotte::machine
