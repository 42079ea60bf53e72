// Errors as values: what every fallible host function of griotte returns.
//
// A message says what went wrong, where and what to do next (STYLE.md, "Errors teach"); it is
// complete when it is made, so callers add context with `context()` or pass it on with TRY.
// No exception crosses a folder.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace griotte {

/// A failure in words a person can act on. The text has no trailing newline and no "error:" prefix;
/// the command line adds that.
struct Error
{
    std::string message;
};

/// The value, or why there is none.
template <typename T>
using Result = std::expected<T, Error>;

/// Makes the failing half of any Result: `return fail("{}: heap is empty", file);`
template <typename... Arguments>
[[nodiscard]] std::unexpected<Error> fail(fmt::format_string<Arguments...> format,
                                          Arguments &&...arguments)
{
    return std::unexpected(Error{fmt::format(format, std::forward<Arguments>(arguments)...)});
}

/// The same error with "`where`: " before it, for a caller that knows the place the callee could
/// not.
[[nodiscard]] inline std::unexpected<Error> context(std::string_view where, Error error)
{
    error.message = fmt::format("{}: {}", where, error.message);
    return std::unexpected(std::move(error));
}

} // namespace griotte

// A name of its own for each use, so that one TRY may stand inside another.
#define TRY_NAME_JOIN(prefix, number) prefix##number
#define TRY_NAME(number) TRY_NAME_JOIN(tryResult, number)
#define TRY_AS(name, expression)                                                                   \
    ({                                                                                             \
        auto &&name = (expression);                                                                \
        if (!name.has_value()) [[unlikely]] {                                                      \
            return std::unexpected(std::move(name).error());                                       \
        }                                                                                          \
        *std::move(name);                                                                          \
    })

/// The value of a Result, or return its error from the enclosing function.
#define TRY(expression) TRY_AS(TRY_NAME(__COUNTER__), expression)

/// TRY for a Result<void>.
#define TRY_VOID(expression)                                                                       \
    do {                                                                                           \
        auto &&tryResult = (expression);                                                           \
        if (!tryResult.has_value()) [[unlikely]] {                                                 \
            return std::unexpected(std::move(tryResult).error());                                  \
        }                                                                                          \
    } while (false)
