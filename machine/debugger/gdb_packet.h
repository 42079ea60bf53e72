// The framing of GDB's remote protocol: `$data#checksum`, acknowledgements, the interrupt byte.
//
// GDB manual, "Remote Protocol", "Overview". Pure: bytes in, packets out; no sockets.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace griotte::machine {

/// What a stream of bytes from a debugger consists of.
struct GdbPacket
{
    std::string data; // escapes undone
};
/// A packet whose checksum does not match its data.
struct GdbBadPacket
{};
/// The debugger wants the running target to stop (0x03).
struct GdbInterrupt
{};
using GdbEvent = std::variant<GdbPacket, GdbBadPacket, GdbInterrupt>;

class GdbPacketReader
{
public:
    /// Longer packets are nothing a debugger sends; they end the connection.
    static constexpr size_t PacketLimit = 64u << 10;

    void bytes_add(std::string_view bytes) { buffer += bytes; }
    /// The next complete event; nothing when more bytes are needed.
    std::optional<GdbEvent> next();
    /// The stream is not this protocol: a packet without end.
    [[nodiscard]] bool is_broken() const { return isBroken; }

private:
    std::string buffer;
    bool isBroken = false;
};

/// `data` framed, its special characters escaped.
std::string gdb_packet_frame(std::string_view data);

/// Lower-case hexadecimal of `bytes`.
std::string hex_encode(std::string_view bytes);
/// The bytes that `text` spells; nothing when it is not pairs of hexadecimal digits.
std::optional<std::string> hex_decode(std::string_view text);
/// A hexadecimal number at the front of `text`, taken off it; nothing when there is none or it does
/// not fit 64 bits.
std::optional<uint64_t> hex_number_take(std::string_view &text);

} // namespace griotte::machine
