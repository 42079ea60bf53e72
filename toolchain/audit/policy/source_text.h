// The text of a policy, and places in it for messages: file, line, column and a caret.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace griotte::audit {

/// A named text. Its address stays, so that places can point to it.
class SourceText
{
public:
    SourceText(std::string theName, std::string theText);
    SourceText(const SourceText &) = delete;
    SourceText &operator=(const SourceText &) = delete;

    [[nodiscard]] const std::string &name() const { return itsName; }
    [[nodiscard]] std::string_view text() const { return itsText; }

    /// Both count from 1; columns are bytes.
    struct Position
    {
        size_t line = 1;
        size_t column = 1;
    };
    [[nodiscard]] Position position(size_t offset) const;
    /// The line `offset` is in, without its end.
    [[nodiscard]] std::string_view line_at(size_t offset) const;

private:
    std::string itsName;
    std::string itsText;
    std::vector<size_t> lineStarts;
};

/// A stretch of a text.
struct Place
{
    const SourceText *source = nullptr;
    uint32_t start = 0;
    uint32_t end = 0;

    /// "policy.rego:7".
    [[nodiscard]] std::string line_describe() const;
    /// "policy.rego:7:4".
    [[nodiscard]] std::string describe() const;
    /// What is written there, in one line, shortened to about `limit` characters.
    [[nodiscard]] std::string quote(size_t limit = 120) const;
};

/// "policy.rego:7:4: message", then the line and a caret under the place.
[[nodiscard]] std::string place_message(const Place &place, std::string_view message);

/// place_message() as an error.
template <typename... Arguments>
[[nodiscard]] std::unexpected<Error>
fail_at(const Place &place, fmt::format_string<Arguments...> format, Arguments &&...arguments)
{
    return std::unexpected(
        Error{place_message(place, fmt::format(format, std::forward<Arguments>(arguments)...))});
}

} // namespace griotte::audit
