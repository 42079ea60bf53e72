#include "toolchain/audit/policy/number.h"

#include <charconv>
#include <cmath>
#include <limits>

#include <fmt/format.h>

namespace griotte::audit {

namespace {

/// Whole doubles up to here are exact integers.
constexpr double ExactLimit = 9007199254740992.0; // 2^53
/// The first double that is beyond int64_t.
constexpr double IntegerLimit = 9223372036854775808.0; // 2^63

std::strong_ordering integer_real_compare(int64_t integer, double real)
{
    if (real >= IntegerLimit) {
        return std::strong_ordering::less;
    }
    if (real < -IntegerLimit) {
        return std::strong_ordering::greater;
    }
    const double truncated = std::trunc(real);
    const auto order = integer <=> static_cast<int64_t>(truncated);
    if (order != 0 || real == truncated) {
        return order;
    }
    return real > truncated ? std::strong_ordering::less : std::strong_ordering::greater;
}

std::optional<Number> finite(double real)
{
    return std::isfinite(real) ? std::optional(Number(real)) : std::nullopt;
}

} // namespace

Number::Number(double real)
{
    if (std::trunc(real) == real && std::abs(real) <= ExactLimit) {
        whole = static_cast<int64_t>(real);
        return;
    }
    isInteger = false;
    fraction = real;
}

std::optional<Number> Number::parse(std::string_view text)
{
    const char *end = text.data() + text.size();
    int64_t integer = 0;
    const auto whole = std::from_chars(text.data(), end, integer);
    if (whole.ec == std::errc() && whole.ptr == end) {
        return Number(integer);
    }
    // from_chars also takes "inf" and "nan".
    if (text.find_first_not_of("0123456789+-.eE") != std::string_view::npos) {
        return std::nullopt;
    }
    double real = 0;
    const auto read = std::from_chars(text.data(), end, real);
    if (read.ec != std::errc() || read.ptr != end) {
        return std::nullopt;
    }
    return finite(real);
}

std::strong_ordering Number::compare(const Number &other) const
{
    if (isInteger && other.isInteger) {
        return whole <=> other.whole;
    }
    if (isInteger) {
        return integer_real_compare(whole, other.fraction);
    }
    if (other.isInteger) {
        return 0 <=> integer_real_compare(other.whole, fraction);
    }
    return fraction < other.fraction   ? std::strong_ordering::less
           : fraction > other.fraction ? std::strong_ordering::greater
                                       : std::strong_ordering::equal;
}

std::string Number::to_string() const
{
    return isInteger ? std::to_string(whole) : fmt::format("{}", fraction);
}

std::optional<Number> number_add(const Number &left, const Number &right)
{
    int64_t result = 0;
    if (left.is_integer() && right.is_integer() &&
        !__builtin_add_overflow(*left.integer(), *right.integer(), &result))
    {
        return Number(result);
    }
    return finite(left.real() + right.real());
}

std::optional<Number> number_subtract(const Number &left, const Number &right)
{
    int64_t result = 0;
    if (left.is_integer() && right.is_integer() &&
        !__builtin_sub_overflow(*left.integer(), *right.integer(), &result))
    {
        return Number(result);
    }
    return finite(left.real() - right.real());
}

std::optional<Number> number_multiply(const Number &left, const Number &right)
{
    int64_t result = 0;
    if (left.is_integer() && right.is_integer() &&
        !__builtin_mul_overflow(*left.integer(), *right.integer(), &result))
    {
        return Number(result);
    }
    return finite(left.real() * right.real());
}

std::optional<Number> number_divide(const Number &left, const Number &right)
{
    if (right.real() == 0) {
        return std::nullopt;
    }
    if (left.is_integer() && right.is_integer() && *right.integer() != -1 &&
        *left.integer() % *right.integer() == 0)
    {
        return Number(*left.integer() / *right.integer());
    }
    return finite(left.real() / right.real());
}

std::optional<Number> number_remainder(const Number &left, const Number &right)
{
    if (!left.is_integer() || !right.is_integer() || *right.integer() == 0) {
        return std::nullopt;
    }
    return Number(*right.integer() == -1 ? int64_t{0} : *left.integer() % *right.integer());
}

} // namespace griotte::audit
