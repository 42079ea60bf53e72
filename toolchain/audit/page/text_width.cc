#include "toolchain/audit/page/text_width.h"

namespace griotte::audit {

namespace {

/// Of the type's size. Menlo, Consolas, DejaVu, Liberation, Courier have 0.55 to 0.602.
constexpr double LetterWidth = 0.615;
/// Ideographs have 1.0; emoji up to 1.4.
constexpr size_t WideLetters = 2;
constexpr const char *Replacement = "\xef\xbf\xbd";
constexpr const char *Ellipsis = "\xe2\x80\xa6";

size_t letters(uint32_t code)
{
    constexpr uint32_t FirstWide = 0x250;
    // Controls are written as "\u{..}".
    constexpr size_t EscapedLetters = 9;
    if (code < 0x20 || (code >= 0x7f && code < 0xa0) || (code >= 0x2000 && code < 0x2070)) {
        return EscapedLetters;
    }
    return code < FirstWide ? 1 : WideLetters;
}

size_t letters(std::string_view text)
{
    size_t sum = 0;
    while (!text.empty()) {
        sum += letters(character_take(text).code);
    }
    return sum;
}

} // namespace

Character character_take(std::string_view &text)
{
    const auto byte = [&text](size_t index) { return static_cast<unsigned char>(text[index]); };
    const unsigned char first = byte(0);
    const size_t length = first < 0x80             ? 1
                          : (first & 0xe0) == 0xc0 ? 2
                          : (first & 0xf0) == 0xe0 ? 3
                          : (first & 0xf8) == 0xf0 ? 4
                                                   : 0;
    bool isValid = length != 0 && length <= text.size();
    uint32_t code = length < 2 ? first : first & (0x7fu >> length);
    for (size_t index = 1; isValid && index < length; index++) {
        isValid = (byte(index) & 0xc0) == 0x80;
        code = code << 6 | (byte(index) & 0x3fu);
    }
    if (!isValid) {
        text.remove_prefix(1);
        return {0xfffd, Replacement};
    }
    Character character = {code, std::string(text.substr(0, length))};
    text.remove_prefix(length);
    return character;
}

double text_width(std::string_view text, double size)
{
    return static_cast<double>(letters(text)) * LetterWidth * size;
}

std::vector<std::string> text_wrap(std::string_view text, size_t columns, size_t lines)
{
    constexpr std::string_view Ends = "_.-:,/ ";
    std::vector<std::string> wrapped;
    while (letters(text) > columns && wrapped.size() + 1 < lines) {
        std::string_view rest = text;
        size_t used = 0;
        size_t cut = 0;
        size_t wordEnd = 0;
        while (!rest.empty()) {
            std::string_view after = rest;
            const Character character = character_take(after);
            used += letters(character.code);
            if (used > columns && cut != 0) {
                break;
            }
            cut = text.size() - after.size();
            wordEnd = Ends.find(character.bytes) != std::string_view::npos ? cut : wordEnd;
            rest = after;
        }
        // A word that is nearly a line is broken.
        const size_t end = wordEnd > cut / 3 ? wordEnd : cut;
        wrapped.emplace_back(text.substr(0, end));
        text.remove_prefix(end);
    }
    std::string last;
    size_t used = 0;
    while (!text.empty()) {
        const Character character = character_take(text);
        used += letters(character.code);
        if (used > columns) {
            last += Ellipsis;
            break;
        }
        last += character.bytes;
    }
    if (!last.empty() || wrapped.empty()) {
        wrapped.push_back(std::move(last));
    }
    return wrapped;
}

} // namespace griotte::audit
