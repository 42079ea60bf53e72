#include "machine/debugger/gdb_packet.h"

#include <charconv>
#include <numeric>

#include <fmt/format.h>

namespace griotte::machine {

namespace {

constexpr char Escape = '}';
constexpr char EscapeFlip = 0x20;
constexpr char Interrupt = 0x03;

uint8_t checksum_of(std::string_view data)
{
    return static_cast<uint8_t>(
        std::accumulate(data.begin(), data.end(), 0u,
                        [](unsigned sum, char byte) { return sum + static_cast<uint8_t>(byte); }));
}

std::string unescaped(std::string_view data)
{
    std::string result;
    for (size_t at = 0; at < data.size(); at++) {
        if (data[at] == Escape && at + 1 < data.size()) {
            result += static_cast<char>(data[++at] ^ EscapeFlip);
        } else {
            result += data[at];
        }
    }
    return result;
}

} // namespace

std::optional<GdbEvent> GdbPacketReader::next()
{
    while (!buffer.empty()) {
        if (buffer[0] == Interrupt) {
            buffer.erase(0, 1);
            return GdbInterrupt{};
        }
        if (buffer[0] != '$') {
            buffer.erase(0, 1); // acknowledgements, and noise between packets
            continue;
        }
        const size_t end = buffer.find('#');
        if (end == std::string::npos || end + 2 >= buffer.size()) {
            isBroken = buffer.size() > PacketLimit;
            return std::nullopt;
        }
        const std::string raw = buffer.substr(1, end - 1);
        const auto sum = hex_decode(std::string_view(buffer).substr(end + 1, 2));
        buffer.erase(0, end + 3);
        if (!sum.has_value() || static_cast<uint8_t>((*sum)[0]) != checksum_of(raw)) {
            return GdbBadPacket{};
        }
        return GdbPacket{unescaped(raw)};
    }
    return std::nullopt;
}

std::string gdb_packet_frame(std::string_view data)
{
    std::string escaped;
    for (const char byte : data) {
        if (byte == '$' || byte == '#' || byte == Escape || byte == '*') {
            escaped += Escape;
            escaped += static_cast<char>(byte ^ EscapeFlip);
        } else {
            escaped += byte;
        }
    }
    return fmt::format("${}#{:02x}", escaped, checksum_of(escaped));
}

std::string hex_encode(std::string_view bytes)
{
    std::string result;
    for (const char byte : bytes) {
        result += fmt::format("{:02x}", static_cast<uint8_t>(byte));
    }
    return result;
}

std::optional<std::string> hex_decode(std::string_view text)
{
    if (text.size() % 2 != 0) {
        return std::nullopt;
    }
    std::string result;
    for (size_t at = 0; at < text.size(); at += 2) {
        uint8_t byte = 0;
        const char *end = text.data() + at + 2;
        const auto [stop, error] = std::from_chars(text.data() + at, end, byte, 16);
        if (error != std::errc() || stop != end) {
            return std::nullopt;
        }
        result += static_cast<char>(byte);
    }
    return result;
}

std::optional<uint64_t> hex_number_take(std::string_view &text)
{
    uint64_t value = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
    if (error != std::errc()) {
        return std::nullopt;
    }
    text.remove_prefix(static_cast<size_t>(stop - text.data()));
    return value;
}

} // namespace griotte::machine
