// Memory contents as cheriot-safe's simulations take them: Verilog `$readmemh` text.
#include <algorithm>
#include <string>

#include "machine/image/image.h"

namespace griotte::machine {

namespace {

constexpr uint64_t AddressSpace = uint64_t{1} << 32;
constexpr size_t WordDigits = 8;
constexpr std::string_view Blanks = " \t\r\n\f\v";

/// The value of a hexadecimal digit; nothing for any other character.
std::optional<uint32_t> digit_value(char character)
{
    if (character >= '0' && character <= '9') {
        return static_cast<uint32_t>(character - '0');
    }
    const char lower = static_cast<char>(character | 0x20);
    if (lower >= 'a' && lower <= 'f') {
        return static_cast<uint32_t>(lower - 'a' + 10);
    }
    return std::nullopt;
}

/// The number `token` writes; nothing unless it is 1 to 8 or exactly 16 hexadecimal digits.
std::optional<uint64_t> token_value(std::string_view token)
{
    if (token.empty() || (token.size() > WordDigits && token.size() != 2 * WordDigits)) {
        return std::nullopt;
    }
    uint64_t value = 0;
    for (const char character : token) {
        const auto digit = digit_value(character);
        if (!digit.has_value()) {
            return std::nullopt;
        }
        value = (value << 4) | *digit;
    }
    return value;
}

/// What else `$readmemh` knows and no memory image of the platform has.
std::string_view token_hint(std::string_view token)
{
    if (token.starts_with('@')) {
        return "; addresses inside the file are not supported, give one file for each memory";
    }
    if (token.starts_with("//") || token.starts_with("/*")) {
        return "; comments are not supported";
    }
    return "";
}

/// `token`, shortened and without what a terminal would act on.
std::string token_show(std::string_view token)
{
    constexpr size_t Longest = 20;
    std::string shown(token.substr(0, Longest));
    std::ranges::replace_if(
        shown, [](char character) { return character < 0x20 || character == 0x7f; }, '?');
    return token.size() > Longest ? shown + "..." : shown;
}

} // namespace

Result<Image> vhx_read(std::string_view text, std::string_view name, uint32_t address)
{
    Segment segment{std::string(name), address, {}};
    size_t line = 1;
    size_t at = 0;
    while (true) {
        const size_t start = std::min(text.find_first_not_of(Blanks, at), text.size());
        line += static_cast<size_t>(std::ranges::count(text.substr(at, start - at), '\n'));
        if (start == text.size()) {
            break;
        }
        at = std::min(text.find_first_of(Blanks, start), text.size());
        const std::string_view token = text.substr(start, at - start);
        const auto value = token_value(token);
        if (!value.has_value()) {
            return fail("{}:{}: '{}' is not a word of up to 8, or of 16, hexadecimal digits{}",
                        name, line, token_show(token), token_hint(token));
        }
        const unsigned bits = token.size() > WordDigits ? 64 : 32;
        for (unsigned shift = 0; shift < bits; shift += 8) {
            segment.bytes.push_back(static_cast<uint8_t>(*value >> shift));
        }
        if (address + segment.bytes.size() > AddressSpace) {
            return fail("{}:{}: the image goes past the end of the address space", name, line);
        }
    }
    if (segment.bytes.empty()) {
        return fail("{}: holds no words", name);
    }
    Image image;
    image.format = ImageFormat::Vhx;
    image.segments.push_back(std::move(segment));
    return image;
}

} // namespace griotte::machine
