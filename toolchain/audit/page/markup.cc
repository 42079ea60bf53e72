#include "toolchain/audit/page/markup.h"

#include <cstdint>

#include "toolchain/audit/page/text_width.h"

namespace griotte::audit {

namespace {

/// Characters nobody sees but everybody's screen obeys.
bool is_invisible(uint32_t character)
{
    const bool isControl = character < 0x20 || (character >= 0x7f && character < 0xa0);
    const bool isDirection = (character >= 0x200b && character <= 0x200f) ||
                             (character >= 0x2028 && character <= 0x202e) ||
                             (character >= 0x2060 && character <= 0x206f);
    return isControl || isDirection || character == 0x061c || character == 0xfeff;
}

} // namespace

std::string html_escape(std::string_view text)
{
    std::string escaped;
    while (!text.empty()) {
        const Character character = character_take(text);
        switch (character.code) {
        case '<':
            escaped += "&lt;";
            break;
        case '>':
            escaped += "&gt;";
            break;
        case '&':
            escaped += "&amp;";
            break;
        case '"':
            escaped += "&quot;";
            break;
        case '\'':
            escaped += "&#39;";
            break;
        default:
            if (is_invisible(character.code)) {
                escaped += fmt::format("\\u{{{:x}}}", character.code);
            } else {
                escaped += character.bytes;
            }
        }
    }
    return escaped;
}

} // namespace griotte::audit
