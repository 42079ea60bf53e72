// A debugger that sends anything at all: the bytes go through the framing into a session, and each
// packet of the input is also tried as it is.
#include "tests/fuzz/small_machine.h"

#include "machine/debugger/gdb_packet.h"
#include "machine/debugger/gdb_session.h"

using namespace griotte::machine;

namespace {

void packet_send(GdbSession &session, std::string_view packet)
{
    const auto answer = session.packet(packet);
    if (answer.next == GdbSession::Next::Run) {
        (void)session.run([] { return true; });
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static SilentConsole console;
    Machine &machine = small_machine({}, console);
    GdbSession session(machine);
    const std::string_view input(reinterpret_cast<const char *>(data), size);
    GdbPacketReader reader;
    reader.bytes_add(input);
    while (const auto event = reader.next()) {
        if (const auto *packet = std::get_if<GdbPacket>(&*event)) {
            packet_send(session, packet->data);
        }
    }
    // Without checksums, which a fuzzer hardly guesses: one packet a line.
    for (size_t at = 0; at < input.size();) {
        const size_t end = std::min(input.find('\n', at), input.size());
        packet_send(session, input.substr(at, end - at));
        at = end + 1;
    }
    return 0;
}
