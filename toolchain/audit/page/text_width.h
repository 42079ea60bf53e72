// How wide text is when it is drawn, for boxes made before anybody draws it. Names are drawn in
// monospaced type, whose widths are nearly the same in all fonts; what is assumed here is wider
// than any common one.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace griotte::audit {

struct Character
{
    uint32_t code = 0;
    /// Its UTF-8; U+FFFD's if the text was none.
    std::string bytes;
};

/// Takes the first character off `text`, which is not empty.
Character character_take(std::string_view &text);

/// Pixels of `text` in monospaced type of `size` pixels.
double text_width(std::string_view text, double size);

/// `text` in lines of about `columns` letters, broken where words of a name end if it can be; at
/// most `lines` of them, the last ending in an ellipsis if that was not enough.
std::vector<std::string> text_wrap(std::string_view text, size_t columns, size_t lines);

} // namespace griotte::audit
