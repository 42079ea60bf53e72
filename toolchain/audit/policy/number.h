// The numbers of policies: exact integers of 64 bits, doubles for the rest.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace griotte::audit {

/// A number. One that is whole and exact is kept as an integer, so that 1, 1.0 and 1e0 are the
/// same.
class Number
{
public:
    Number() = default;
    explicit Number(int64_t integer) : whole(integer) {}
    /// `real` is neither infinite nor no number.
    explicit Number(double real);

    /// JSON's and Rego's form of a number; nothing when `text` is none or is too large.
    static std::optional<Number> parse(std::string_view text);

    [[nodiscard]] bool is_integer() const { return isInteger; }
    /// The integer, if it is one.
    [[nodiscard]] std::optional<int64_t> integer() const
    {
        return isInteger ? std::optional(whole) : std::nullopt;
    }
    [[nodiscard]] double real() const { return isInteger ? static_cast<double>(whole) : fraction; }

    /// Exact, also between an integer and a double.
    [[nodiscard]] std::strong_ordering compare(const Number &other) const;
    [[nodiscard]] bool operator==(const Number &other) const { return compare(other) == 0; }

    /// As JSON writes it: parse() gives the same number back.
    [[nodiscard]] std::string to_string() const;

private:
    bool isInteger = true;
    int64_t whole = 0;
    double fraction = 0;
};

// Nothing where the result is no number: division by zero, results beyond a double.
std::optional<Number> number_add(const Number &left, const Number &right);
std::optional<Number> number_subtract(const Number &left, const Number &right);
std::optional<Number> number_multiply(const Number &left, const Number &right);
std::optional<Number> number_divide(const Number &left, const Number &right);
/// Of integers only; has the sign of `left`.
std::optional<Number> number_remainder(const Number &left, const Number &right);

} // namespace griotte::audit
