// Several errors as one: a link that fails tells of everything it found, up to a point.
#pragma once

#include <string>
#include <utility>

#include "base/error.h"

namespace griotte::link {

class Complaints
{
public:
    /// Nobody reads further.
    static constexpr size_t Limit = 20;

    template <typename... Arguments>
    void add(fmt::format_string<Arguments...> format, Arguments &&...arguments)
    {
        count++;
        if (count <= Limit) {
            text += text.empty() ? "" : "\n";
            text += fmt::format(format, std::forward<Arguments>(arguments)...);
        }
    }

    /// Everything complained of as one error, a line or more each; success when there was nothing.
    [[nodiscard]] Result<void> result() const
    {
        if (count == 0) {
            return {};
        }
        return std::unexpected(Error{
            count > Limit ? fmt::format("{}\n... and {} more errors", text, count - Limit) : text});
    }

private:
    std::string text;
    size_t count = 0;
};

} // namespace griotte::link
