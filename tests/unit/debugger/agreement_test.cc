// A debugger and a verification engine cannot tell which engine they talk to: random packets get
// the same replies, and leave the same machines.
#include <map>

#include "machine/debugger/gdb_packet.h"
#include "machine/debugger/gdb_session.h"
#include "machine/debugger/rvfi_dii.h"
#include "tests/unit/board/machine_pair.h"

namespace griotte::machine {
namespace {

class AgreementTest : public testing::Test
{
protected:
    void SetUp() override
    {
        if (!engine_is_available(EngineKind::Translator)) {
            GTEST_SKIP() << "this build has no translator";
        }
    }
    MachinePair pair;
};

/// What a debugger might send.
class Packets
{
public:
    /// The number of c0.
    static constexpr uint32_t CapabilityRegisters = 17;
    // Few, so that they are taken away again, and where programs come by.
    static constexpr std::array<uint32_t, 3> Breakpoints = {MachinePair::Handler, MachinePair::Code,
                                                            MachinePair::Code + 0x40};
    static constexpr std::array<uint32_t, 3> Watchpoints = {
        MachinePair::Data, MachinePair::Data + 0x800, MachinePair::Data + 0x1000};

    explicit Packets(uint64_t seed) : random(seed) {}

    std::string next()
    {
        switch (below(24)) {
        case 0:
            return fmt::format("Z0,{:x},2", breakpoint());
        case 1:
        case 2:
            return fmt::format("z0,{:x},2", breakpoint());
        case 3:
            return fmt::format("Z{},{:x},100", 2 + below(3), watchpoint());
        case 4:
        case 5:
            return fmt::format("z{},{:x},100", 2 + below(3), watchpoint());
        case 6:
            return fmt::format("M{:x},4:{:08x}", MachinePair::Data + below(0x2000),
                               static_cast<uint32_t>(random()));
        case 7: // 0x01: c.nop
            return fmt::format("M{:x},2:0100", code());
        case 8:
            return fmt::format("P{:x}={:08x}", 1 + below(15), static_cast<uint32_t>(random()));
        case 9: // the program counter
            return fmt::format("P10={}", hex_of(code()));
        case 10:
            return monitor(below(3) == 0 ? "trap stop" : "trap continue");
        case 11:
            return monitor(below(4) == 0 ? "reset" : "caps");
        case 12:
            return monitor(fmt::format("tags {:#x} 0x2000", MachinePair::Data));
        case 13:
            return fmt::format("m{:x},400", MachinePair::Data + below(0x1c00));
        case 14:
            return "g";
        case 15:
            return "s";
        case 17: // bounds and seals that no program could have made
            return fmt::format("P{:x}={}{:08x}", CapabilityRegisters + 1 + below(15),
                               hex_of(MachinePair::Data + below(0x2000)),
                               static_cast<uint32_t>(random()));
        case 18:
            return monitor(below(4) == 0 ? "forge off" : "forge on");
        case 19:
            return fmt::format("P{:x}={}ffff3f7e", CapabilityRegisters + 1 + below(15),
                               hex_of(MachinePair::Data + below(0x2000)));
        case 16:
            return fmt::format("vCont;r{:x},{:x}", code(), MachinePair::Code + 0x800);
        default:
            return "c";
        }
    }

private:
    uint32_t below(uint32_t limit) { return static_cast<uint32_t>(random() % limit); }
    uint32_t code() { return MachinePair::Code + below(MachinePair::CodeSize) / 4 * 4; }
    uint32_t breakpoint() { return Breakpoints[below(3)]; }
    uint32_t watchpoint() { return Watchpoints[below(3)]; }
    static std::string hex_of(uint32_t value)
    {
        return fmt::format("{:08x}", __builtin_bswap32(value));
    }
    static std::string monitor(std::string_view command) { return "qRcmd," + hex_encode(command); }

    std::mt19937_64 random;
};

std::string send(GdbSession &session, const std::string &packet)
{
    const auto answer = session.packet(packet);
    return answer.next == GdbSession::Next::Run ? session.run([] { return true; }) : answer.reply;
}

TEST_F(AgreementTest, DebuggersGetTheSameReplies)
{
    constexpr uint64_t Programs = 40;
    constexpr uint64_t Count = 60;
    std::map<std::string, int> stops;
    for (uint64_t seed = 1; seed <= Programs; seed++) {
        pair.begin(seed);
        GdbSession subject(*pair.subject.machine);
        GdbSession reference(*pair.reference.machine);
        Packets packets(seed);
        for (uint64_t count = 0; count < Count; count++) {
            const std::string packet = packets.next();
            const std::string reply = send(reference, packet);
            ASSERT_EQ(send(subject, packet), reply)
                << "seed " << seed << ", packet " << count << ": " << packet;
            const auto difference = pair.difference();
            ASSERT_FALSE(difference.has_value())
                << "seed " << seed << ", packet " << count << ", " << packet << ": " << *difference;
            if (packet == "c") {
                stops[reply.substr(0, reply.find(':'))]++;
            }
        }
        // The next program begins without this one's breakpoints.
        for (auto *session : {&subject, &reference}) {
            for (const uint32_t address : Packets::Breakpoints) {
                (void)send(*session, fmt::format("z0,{:x},2", address));
            }
            for (const uint32_t address : Packets::Watchpoints) {
                for (char kind = '2'; kind <= '4'; kind++) {
                    (void)send(*session, fmt::format("z{},{:x},100", kind, address));
                }
            }
        }
    }
    // Interrupted, at breakpoints, stopped by faults, and whatever else: all of it happened.
    EXPECT_GT(stops["T02thread"], 20);
    EXPECT_GT(stops["T05thread"], 20);
    EXPECT_GT(stops["T0bthread"], 20);
}

TEST_F(AgreementTest, VerificationEnginesGetTheSamePackets)
{
    constexpr uint64_t Programs = 100;
    constexpr uint32_t SecondFormat = 2;
    const auto command_of = [](uint8_t command, uint32_t word) {
        std::string bytes(8, '\0');
        std::memcpy(bytes.data(), &word, 4);
        bytes[6] = static_cast<char>(command);
        return bytes;
    };
    size_t traps = 0;
    for (uint64_t seed = 1; seed <= Programs; seed++) {
        pair.begin(seed);
        RvfiDiiSession subject(*pair.subject.machine);
        RvfiDiiSession reference(*pair.reference.machine);
        if (seed % 2 == 0) {
            (void)subject.command(command_of('v', SecondFormat));
            (void)reference.command(command_of('v', SecondFormat));
        }
        for (const uint32_t word : RandomProgram(seed, MachinePair::Code).body()) {
            // What runs by itself in between leaves nothing behind that a step could see.
            if (word % 16 == 3) {
                (void)pair.subject.machine->run(50);
                (void)pair.reference.machine->run(50);
            }
            const auto reply = reference.command(command_of(1, word));
            ASSERT_TRUE(reply.has_value());
            ASSERT_EQ(subject.command(command_of(1, word)), reply) << "seed " << seed;
        }
        const auto difference = pair.difference();
        ASSERT_FALSE(difference.has_value()) << "seed " << seed << ": " << *difference;
        traps += pair.reference.machine->hart().lastTrap.count;
        EXPECT_EQ(subject.command(command_of(0, 0)), reference.command(command_of(0, 0)));
    }
    EXPECT_GT(traps, Programs * 50);
}

} // namespace
} // namespace griotte::machine
