// The framing of the remote protocol.
#include <gtest/gtest.h>

#include "machine/debugger/gdb_packet.h"

namespace griotte::machine {
namespace {

std::string data_of(const std::optional<GdbEvent> &event)
{
    return event.has_value() && std::holds_alternative<GdbPacket>(*event)
               ? std::get<GdbPacket>(*event).data
               : "(no packet)";
}

TEST(GdbPacket, WhatIsFramedIsRead)
{
    for (const std::string &text : {std::string(), std::string("OK"), std::string("a$b#c}d*e"),
                                    std::string("\x00\xff\x03", 3)})
    {
        GdbPacketReader reader;
        reader.bytes_add(gdb_packet_frame(text));
        EXPECT_EQ(data_of(reader.next()), text);
        EXPECT_FALSE(reader.next().has_value());
    }
}

TEST(GdbPacket, ArrivesInPieces)
{
    GdbPacketReader reader;
    const std::string frame = gdb_packet_frame("m80000000,4");
    for (size_t at = 0; at + 1 < frame.size(); at++) {
        reader.bytes_add(frame.substr(at, 1));
        EXPECT_FALSE(reader.next().has_value());
    }
    reader.bytes_add(frame.substr(frame.size() - 1));
    EXPECT_EQ(data_of(reader.next()), "m80000000,4");
}

TEST(GdbPacket, AcknowledgementsAndNoiseAreSkippedAndInterruptsSeen)
{
    GdbPacketReader reader;
    reader.bytes_add("+-xyz\x03" + gdb_packet_frame("?"));
    EXPECT_TRUE(std::holds_alternative<GdbInterrupt>(*reader.next()));
    EXPECT_EQ(data_of(reader.next()), "?");
}

TEST(GdbPacket, WrongChecksumIsReported)
{
    GdbPacketReader reader;
    reader.bytes_add("$OK#00$OK#zz");
    EXPECT_TRUE(std::holds_alternative<GdbBadPacket>(*reader.next()));
    EXPECT_TRUE(std::holds_alternative<GdbBadPacket>(*reader.next()));
}

TEST(GdbPacket, PacketWithoutEndBreaksTheStreamInsteadOfFillingMemory)
{
    GdbPacketReader reader;
    reader.bytes_add("$" + std::string(GdbPacketReader::PacketLimit + 1, 'x'));
    EXPECT_FALSE(reader.next().has_value());
    EXPECT_TRUE(reader.is_broken());
}

TEST(Hex, DecodesPairsOnly)
{
    EXPECT_EQ(hex_decode("004aFf"), std::string("\x00\x4a\xff", 3));
    EXPECT_FALSE(hex_decode("0").has_value());
    EXPECT_FALSE(hex_decode("0g").has_value());
    EXPECT_EQ(hex_encode(std::string("\x00\xff", 2)), "00ff");
    std::string_view text = "1f,rest";
    EXPECT_EQ(hex_number_take(text), 0x1fu);
    EXPECT_EQ(text, ",rest");
    text = "11112222333344445";
    EXPECT_FALSE(hex_number_take(text).has_value());
}

} // namespace
} // namespace griotte::machine
