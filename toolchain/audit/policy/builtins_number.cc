// Comparisons, arithmetic, bits.
#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "toolchain/audit/policy/builtins.h"

namespace griotte::audit {

namespace {

using Arguments = std::span<const Value>;
using Answer = std::optional<Value>;

/// Longer ranges are refused.
constexpr int64_t RangeLimit = 1'000'000;

Answer answer(const std::optional<Number> &number)
{
    return number.has_value() ? Answer(Value::number(*number)) : std::nullopt;
}

/// Comparisons compare anything with anything, as Rego has an order for all values.
template <typename Holds>
Answer comparison(Arguments arguments, BuiltinContext &context, Holds holds)
{
    (void)context.charge(std::min(arguments[0].weight(), arguments[1].weight()) / 64);
    return Value::boolean(holds(arguments[0].compare(arguments[1])));
}

template <std::optional<Number> (*Operation)(const Number &, const Number &)>
Answer arithmetic(Arguments arguments, BuiltinContext & /*context*/)
{
    if (!arguments[0].is(Value::Kind::Number) || !arguments[1].is(Value::Kind::Number)) {
        return std::nullopt;
    }
    return answer(Operation(arguments[0].as_number(), arguments[1].as_number()));
}

Value difference(const Value &left, const Value &right)
{
    std::vector<Value> rest;
    std::ranges::set_difference(left.items(), right.items(), std::back_inserter(rest));
    return Value::set(std::move(rest));
}

/// `-` is also what one set has and another has not.
Answer minus(Arguments arguments, BuiltinContext &context)
{
    if (arguments[0].is(Value::Kind::Set) && arguments[1].is(Value::Kind::Set)) {
        return difference(arguments[0], arguments[1]);
    }
    return arithmetic<number_subtract>(arguments, context);
}

template <double (*Function)(double)>
Answer rounding(Arguments arguments, BuiltinContext & /*context*/)
{
    const Number &number = arguments[0].as_number();
    return number.is_integer() ? arguments[0] : Value::number(Number(Function(number.real())));
}

double round_half_away(double real)
{
    return std::round(real);
}
double round_up(double real)
{
    return std::ceil(real);
}
double round_down(double real)
{
    return std::floor(real);
}

Answer absolute(Arguments arguments, BuiltinContext & /*context*/)
{
    const Number &number = arguments[0].as_number();
    return number.compare(Number(int64_t{0})) < 0
               ? answer(number_subtract(Number(int64_t{0}), number))
               : arguments[0];
}

/// The integers of two arguments, if they are.
std::optional<std::pair<int64_t, int64_t>> integers(Arguments arguments)
{
    const auto left = arguments[0].as_number().integer();
    const auto right = arguments[1].as_number().integer();
    if (!left.has_value() || !right.has_value()) {
        return std::nullopt;
    }
    return std::pair(*left, *right);
}

Answer range_make(int64_t first, int64_t last, int64_t step, BuiltinContext &context)
{
    const auto distance = static_cast<uint64_t>(last) - static_cast<uint64_t>(first);
    const uint64_t length = first <= last ? distance : uint64_t{0} - distance;
    const uint64_t count = length / static_cast<uint64_t>(step) + 1;
    if (count > RangeLimit || !context.charge(count)) {
        return std::nullopt;
    }
    std::vector<Value> items;
    for (uint64_t index = 0; index < count; index++) {
        // Modulo 2^64, where nothing overflows.
        const uint64_t offset = index * static_cast<uint64_t>(step);
        const auto start = static_cast<uint64_t>(first);
        items.push_back(
            Value::number(static_cast<int64_t>(first <= last ? start + offset : start - offset)));
    }
    return Value::array(std::move(items));
}

Answer range(Arguments arguments, BuiltinContext &context)
{
    const auto both = integers(arguments);
    return both.has_value() ? range_make(both->first, both->second, 1, context) : std::nullopt;
}

Answer range_step(Arguments arguments, BuiltinContext &context)
{
    const auto both = integers(arguments);
    const auto step = arguments[2].as_number().integer();
    if (!both.has_value() || !step.has_value() || *step <= 0) {
        return std::nullopt;
    }
    return range_make(both->first, both->second, *step, context);
}

template <typename Operation>
Answer bits(Arguments arguments, Operation operation)
{
    const auto both = integers(arguments);
    if (!both.has_value()) {
        return std::nullopt;
    }
    return Value::number(static_cast<int64_t>(operation(both->first, both->second)));
}

Answer bits_negate(Arguments arguments, BuiltinContext & /*context*/)
{
    const auto integer = arguments[0].as_number().integer();
    return integer.has_value() ? Answer(Value::number(~*integer)) : std::nullopt;
}

Answer bits_left(Arguments arguments, BuiltinContext & /*context*/)
{
    const auto both = integers(arguments);
    if (!both.has_value() || both->second < 0 || both->second > 1023) {
        return std::nullopt;
    }
    const auto [value, count] = *both;
    int64_t shifted = 0;
    if (count < 63 && !__builtin_mul_overflow(value, int64_t{1} << count, &shifted)) {
        return Value::number(shifted);
    }
    const double real = std::ldexp(static_cast<double>(value), static_cast<int>(count));
    return std::isfinite(real) ? Answer(Value::number(Number(real))) : std::nullopt;
}

Answer bits_right(Arguments arguments, BuiltinContext & /*context*/)
{
    const auto both = integers(arguments);
    if (!both.has_value() || both->second < 0) {
        return std::nullopt;
    }
    return Value::number(both->first >> std::min<int64_t>(both->second, 63));
}

} // namespace

std::span<const Builtin> builtins_comparison()
{
    static const std::vector<Builtin> Table = {
        {"==",
         {AnyKind, AnyKind},
         BooleanKind,
         [](Arguments a, BuiltinContext &c) {
             return comparison(a, c, [](auto order) { return order == 0; });
         }},
        {"!=",
         {AnyKind, AnyKind},
         BooleanKind,
         [](Arguments a, BuiltinContext &c) {
             return comparison(a, c, [](auto order) { return order != 0; });
         }},
        {"<",
         {AnyKind, AnyKind},
         BooleanKind,
         [](Arguments a, BuiltinContext &c) {
             return comparison(a, c, [](auto order) { return order < 0; });
         }},
        {"<=",
         {AnyKind, AnyKind},
         BooleanKind,
         [](Arguments a, BuiltinContext &c) {
             return comparison(a, c, [](auto order) { return order <= 0; });
         }},
        {">",
         {AnyKind, AnyKind},
         BooleanKind,
         [](Arguments a, BuiltinContext &c) {
             return comparison(a, c, [](auto order) { return order > 0; });
         }},
        {">=",
         {AnyKind, AnyKind},
         BooleanKind,
         [](Arguments a, BuiltinContext &c) {
             return comparison(a, c, [](auto order) { return order >= 0; });
         }},
    };
    return Table;
}

std::span<const Builtin> builtins_number()
{
    constexpr Kinds NumberOrSet = NumberKind | SetKind;
    static const std::vector<Builtin> Table = {
        {"+", {NumberKind, NumberKind}, NumberKind, arithmetic<number_add>},
        {"-", {NumberOrSet, NumberOrSet}, NumberOrSet, minus},
        {"*", {NumberKind, NumberKind}, NumberKind, arithmetic<number_multiply>},
        {"/", {NumberKind, NumberKind}, NumberKind, arithmetic<number_divide>},
        {"%", {NumberKind, NumberKind}, NumberKind, arithmetic<number_remainder>},
        {"abs", {NumberKind}, NumberKind, absolute},
        {"ceil", {NumberKind}, NumberKind, rounding<round_up>},
        {"floor", {NumberKind}, NumberKind, rounding<round_down>},
        {"round", {NumberKind}, NumberKind, rounding<round_half_away>},
        {"numbers.range", {NumberKind, NumberKind}, ArrayKind, range},
        {"numbers.range_step", {NumberKind, NumberKind, NumberKind}, ArrayKind, range_step},
        {"bits.and",
         {NumberKind, NumberKind},
         NumberKind,
         [](Arguments a, BuiltinContext &) {
             return bits(a, [](int64_t left, int64_t right) { return left & right; });
         }},
        {"bits.or",
         {NumberKind, NumberKind},
         NumberKind,
         [](Arguments a, BuiltinContext &) {
             return bits(a, [](int64_t left, int64_t right) { return left | right; });
         }},
        {"bits.xor",
         {NumberKind, NumberKind},
         NumberKind,
         [](Arguments a, BuiltinContext &) {
             return bits(a, [](int64_t left, int64_t right) { return left ^ right; });
         }},
        {"bits.negate", {NumberKind}, NumberKind, bits_negate},
        {"bits.lsh", {NumberKind, NumberKind}, NumberKind, bits_left},
        {"bits.rsh", {NumberKind, NumberKind}, NumberKind, bits_right},
    };
    return Table;
}

} // namespace griotte::audit
