// A debugger that sends anything at all: the bytes go through the framing into a session, and each
// packet of the input is also tried as it is. It cannot tell which engine it talks to.
#include <cstdio>

#include "tests/fuzz/small_machine.h"

#include "machine/debugger/gdb_packet.h"
#include "machine/debugger/gdb_session.h"

using namespace griotte::machine;

namespace {

std::string reply_to(GdbSession &session, std::string_view packet)
{
    const auto answer = session.packet(packet);
    return answer.next == GdbSession::Next::Run ? session.run([] { return true; }) : answer.reply;
}

/// A session with each engine.
struct Sessions
{
    explicit Sessions(SilentConsole &console)
        : reference(small_machine({.engine = Interpreting}, console)),
          subject(small_machine({.engine = Translating}, console))
    {}

    void send(std::string_view packet)
    {
        const std::string expected = reply_to(reference, packet);
        const std::string actual = reply_to(subject, packet);
        if (actual != expected) {
            std::fprintf(stderr, "%.*s: %s, not %s\n", static_cast<int>(packet.size()),
                         packet.data(), actual.c_str(), expected.c_str());
            std::abort();
        }
    }

    GdbSession reference;
    GdbSession subject;
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static SilentConsole console;
    Sessions sessions(console);
    const std::string_view input(reinterpret_cast<const char *>(data), size);
    GdbPacketReader reader;
    reader.bytes_add(input);
    while (const auto event = reader.next()) {
        if (const auto *packet = std::get_if<GdbPacket>(&*event)) {
            sessions.send(packet->data);
        }
    }
    // Without checksums, which a fuzzer hardly guesses: one packet a line.
    for (size_t at = 0; at < input.size();) {
        const size_t end = std::min(input.find('\n', at), input.size());
        sessions.send(input.substr(at, end - at));
        at = end + 1;
    }
    return 0;
}
