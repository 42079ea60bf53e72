// HTML that is safe by its type. Everything in a report is somebody else's text: only what is
// Markup goes into a page as it is, and all other text is escaped on its way in.
#pragma once

#include <concepts>
#include <string>
#include <string_view>
#include <type_traits>

#include <fmt/format.h>

namespace griotte::audit {

/// HTML that may stand in a page.
struct Markup
{
    std::string text;

    Markup &operator+=(const Markup &other)
    {
        text += other.text;
        return *this;
    }
    [[nodiscard]] bool is_empty() const { return text.empty(); }
};

/// `text` as HTML's content or attribute: what has a meaning there is written as entities, and
/// control and direction characters, which make a name look like another, visibly.
std::string html_escape(std::string_view text);

inline const std::string &markup_argument(const Markup &markup)
{
    return markup.text;
}
inline std::string markup_argument(std::string_view text)
{
    return html_escape(text);
}
template <typename Number>
    requires std::is_arithmetic_v<Number>
Number markup_argument(Number number)
{
    return number;
}

/// `format` is HTML of ours; its arguments are numbers, Markup, or text, which is escaped.
template <typename... Arguments>
Markup markup(fmt::format_string<decltype(markup_argument(std::declval<Arguments>()))...> format,
              Arguments &&...arguments)
{
    return {fmt::format(format, markup_argument(arguments)...)};
}

} // namespace griotte::audit
