#include "machine/debugger/gdb_server.h"

#include "machine/debugger/gdb_packet.h"
#include "machine/debugger/gdb_session.h"

namespace griotte::machine {

namespace {

class Server
{
public:
    Server(Machine &machine, const Program *program, Connection &theConnection)
        : connection(theConnection), session(machine, program)
    {}

    ServeResult serve()
    {
        while (true) {
            const auto event = event_wait();
            if (!event.has_value()) {
                return ServeResult::Detached;
            }
            if (std::holds_alternative<GdbBadPacket>(*event)) {
                connection.send("-");
                continue;
            }
            const auto *packet = std::get_if<GdbPacket>(&*event);
            if (packet == nullptr) {
                continue; // an interrupt while stopped asks for nothing
            }
            if (!session.is_without_acknowledgements()) {
                connection.send("+");
            }
            const GdbSession::Answer answer = session.packet(packet->data);
            switch (answer.next) {
            case GdbSession::Next::Reply:
                connection.send(gdb_packet_frame(answer.reply));
                break;
            case GdbSession::Next::Run:
                connection.send(gdb_packet_frame(session.run([this] { return is_interrupted(); })));
                break;
            case GdbSession::Next::Detach:
                connection.send(gdb_packet_frame(answer.reply));
                return ServeResult::Detached;
            case GdbSession::Next::Kill:
                if (!answer.reply.empty()) {
                    connection.send(gdb_packet_frame(answer.reply));
                }
                return ServeResult::Killed;
            }
        }
    }

private:
    std::optional<GdbEvent> event_wait()
    {
        while (true) {
            if (auto event = reader.next()) {
                return event;
            }
            const std::string bytes = connection.receive();
            if (bytes.empty() || reader.is_broken()) {
                return std::nullopt;
            }
            reader.bytes_add(bytes);
        }
    }

    /// Whether the debugger sent anything while the machine runs: an interrupt, or its end.
    bool is_interrupted()
    {
        if (!connection.has_input()) {
            return false;
        }
        const std::string bytes = connection.receive();
        reader.bytes_add(bytes);
        return bytes.empty() || bytes.find('\x03') != std::string::npos;
    }

    Connection &connection;
    GdbSession session;
    GdbPacketReader reader;
};

} // namespace

ServeResult gdb_serve(Machine &machine, const Program *program, Connection &connection)
{
    return Server(machine, program, connection).serve();
}

} // namespace griotte::machine
