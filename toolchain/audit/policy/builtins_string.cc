// Texts. Positions and lengths are in characters (code points), as in Rego.
#include <algorithm>
#include <charconv>
#include <cmath>

#include "toolchain/audit/policy/builtins.h"

namespace griotte::audit {

namespace {

using Arguments = std::span<const Value>;
using Answer = std::optional<Value>;

/// Longer results are refused: no policy needs them, and they would come of mistakes.
constexpr size_t TextLimit = 16 << 20;

const std::string &text(const Value &value)
{
    return value.as_string();
}

bool is_continuation(char character)
{
    return (static_cast<unsigned char>(character) & 0xc0) == 0x80;
}

size_t length_in_characters(std::string_view bytes)
{
    return static_cast<size_t>(
        std::ranges::count_if(bytes, [](char character) { return !is_continuation(character); }));
}

/// Where character `index` begins, or the end.
size_t character_offset(std::string_view bytes, size_t index)
{
    size_t offset = 0;
    for (; offset < bytes.size(); offset++) {
        if (!is_continuation(bytes[offset]) && index-- == 0) {
            return offset;
        }
    }
    return offset;
}

/// The text of a result being put together, which has to fit the budget.
class TextResult
{
public:
    explicit TextResult(BuiltinContext &theContext) : context(theContext) {}

    bool add(std::string_view piece)
    {
        isGood = isGood && bytes.size() + piece.size() <= TextLimit &&
                 context.charge(1 + piece.size() / 16);
        if (isGood) {
            bytes += piece;
        }
        return isGood;
    }
    Answer take() { return isGood ? Answer(Value::string(std::move(bytes))) : std::nullopt; }

private:
    BuiltinContext &context;
    std::string bytes;
    bool isGood = true;
};

/// The texts of an array or set, if they all are.
std::optional<std::vector<std::string_view>> texts(const Value &list)
{
    std::vector<std::string_view> result;
    for (const Value &item : list.items()) {
        if (!item.is(Value::Kind::String)) {
            return std::nullopt;
        }
        result.emplace_back(item.as_string());
    }
    return result;
}

Answer concat(Arguments arguments, BuiltinContext &context)
{
    const auto pieces = texts(arguments[1]);
    if (!pieces.has_value()) {
        return std::nullopt;
    }
    TextResult result(context);
    for (size_t index = 0; index < pieces->size(); index++) {
        if ((index != 0 && !result.add(text(arguments[0]))) || !result.add((*pieces)[index])) {
            break;
        }
    }
    return result.take();
}

Answer contains(Arguments arguments, BuiltinContext & /*context*/)
{
    return Value::boolean(text(arguments[0]).find(text(arguments[1])) != std::string::npos);
}

Answer ends_with(Arguments arguments, BuiltinContext & /*context*/)
{
    return Value::boolean(text(arguments[0]).ends_with(text(arguments[1])));
}

Answer starts_with(Arguments arguments, BuiltinContext & /*context*/)
{
    return Value::boolean(text(arguments[0]).starts_with(text(arguments[1])));
}

Answer index_of(Arguments arguments, BuiltinContext & /*context*/)
{
    const size_t found = text(arguments[0]).find(text(arguments[1]));
    if (text(arguments[1]).empty()) {
        return std::nullopt;
    }
    return Value::number(found == std::string::npos
                             ? int64_t{-1}
                             : static_cast<int64_t>(length_in_characters(
                                   std::string_view(text(arguments[0])).substr(0, found))));
}

template <int (*Function)(int)>
Answer letters(Arguments arguments, BuiltinContext & /*context*/)
{
    // ASCII only: other letters stay.
    std::string result = text(arguments[0]);
    for (char &character : result) {
        const auto byte = static_cast<unsigned char>(character);
        character = byte < 0x80 ? static_cast<char>(Function(byte)) : character;
    }
    return Value::string(std::move(result));
}

int letter_lower(int byte)
{
    return byte >= 'A' && byte <= 'Z' ? byte + 32 : byte;
}
int letter_upper(int byte)
{
    return byte >= 'a' && byte <= 'z' ? byte - 32 : byte;
}

Answer replace(Arguments arguments, BuiltinContext &context)
{
    const std::string_view whole = text(arguments[0]);
    const std::string &old = text(arguments[1]);
    if (old.empty()) {
        return arguments[0];
    }
    TextResult result(context);
    size_t start = 0;
    for (size_t found = whole.find(old); found != std::string_view::npos;
         found = whole.find(old, start))
    {
        if (!result.add(whole.substr(start, found - start)) || !result.add(text(arguments[2]))) {
            return std::nullopt;
        }
        start = found + old.size();
    }
    (void)result.add(whole.substr(start));
    return result.take();
}

Answer split(Arguments arguments, BuiltinContext &context)
{
    const std::string_view whole = text(arguments[0]);
    const std::string &delimiter = text(arguments[1]);
    std::vector<Value> pieces;
    size_t start = 0;
    while (start <= whole.size()) {
        size_t end = whole.find(delimiter, start);
        if (delimiter.empty()) {
            end = start + 1;
            while (end < whole.size() && is_continuation(whole[end])) {
                end++;
            }
            if (start == whole.size()) {
                break;
            }
        }
        end = std::min(end, whole.size());
        if (!context.charge(1)) {
            return std::nullopt;
        }
        pieces.push_back(Value::string(std::string(whole.substr(start, end - start))));
        start = delimiter.empty() ? end : end + delimiter.size();
        if (end == whole.size() && !delimiter.empty()) {
            break;
        }
    }
    return Value::array(std::move(pieces));
}

Answer substring(Arguments arguments, BuiltinContext & /*context*/)
{
    const auto offset = arguments[1].as_number().integer();
    const auto length = arguments[2].as_number().integer();
    if (!offset.has_value() || !length.has_value() || *offset < 0) {
        return std::nullopt;
    }
    const std::string_view whole = text(arguments[0]);
    const std::string_view rest =
        whole.substr(character_offset(whole, static_cast<size_t>(*offset)));
    const size_t end =
        *length < 0 ? rest.size() : character_offset(rest, static_cast<size_t>(*length));
    return Value::string(std::string(rest.substr(0, end)));
}

enum class Sides
{
    Left,
    Right,
    Both
};

std::string_view trim(std::string_view whole, std::string_view characters, Sides sides)
{
    if (sides != Sides::Right) {
        whole.remove_prefix(std::min(whole.find_first_not_of(characters), whole.size()));
    }
    if (sides != Sides::Left) {
        whole = whole.substr(0, whole.find_last_not_of(characters) + 1); // npos + 1 is 0
    }
    return whole;
}

template <Sides Where>
Answer trimmed(Arguments arguments, BuiltinContext & /*context*/)
{
    return Value::string(std::string(trim(text(arguments[0]), text(arguments[1]), Where)));
}

Answer space_trimmed(Arguments arguments, BuiltinContext & /*context*/)
{
    return Value::string(std::string(trim(text(arguments[0]), " \t\n\v\f\r", Sides::Both)));
}

Answer prefix_trimmed(Arguments arguments, BuiltinContext & /*context*/)
{
    const std::string &prefix = text(arguments[1]);
    return text(arguments[0]).starts_with(prefix)
               ? Value::string(text(arguments[0]).substr(prefix.size()))
               : arguments[0];
}

Answer suffix_trimmed(Arguments arguments, BuiltinContext & /*context*/)
{
    const std::string &whole = text(arguments[0]);
    const std::string &suffix = text(arguments[1]);
    return whole.ends_with(suffix) ? Value::string(whole.substr(0, whole.size() - suffix.size()))
                                   : arguments[0];
}

Answer reversed(Arguments arguments, BuiltinContext & /*context*/)
{
    const std::string_view whole = text(arguments[0]);
    std::string result;
    size_t end = whole.size();
    while (end > 0) {
        size_t start = end - 1;
        while (start > 0 && is_continuation(whole[start])) {
            start--;
        }
        result += whole.substr(start, end - start);
        end = start;
    }
    return Value::string(std::move(result));
}

Answer integer_format(Arguments arguments, BuiltinContext & /*context*/)
{
    const auto base = arguments[1].as_number().integer();
    const bool isBase =
        base.has_value() && (*base == 2 || *base == 8 || *base == 10 || *base == 16);
    const double real = std::trunc(arguments[0].as_number().real());
    auto integer = arguments[0].as_number().integer();
    if (!integer.has_value() && std::abs(real) < 9e18) {
        integer = static_cast<int64_t>(real);
    }
    if (!isBase || !integer.has_value()) {
        return std::nullopt;
    }
    char buffer[66];
    const auto end =
        std::to_chars(buffer, buffer + sizeof(buffer), *integer, static_cast<int>(*base));
    return Value::string(std::string(buffer, end.ptr));
}

/// One directive of sprintf: %[flags][width][.precision]verb.
struct Directive
{
    std::string flags;
    size_t width = 0;
    std::optional<int> precision;
    char verb = '\0';
};

/// Reads the directive after a '%' at `at`, which then is behind it. Nothing when it is malformed.
std::optional<Directive> directive_read(std::string_view format, size_t &at)
{
    constexpr int LongestWidth = 1000;
    Directive directive;
    while (at < format.size() && std::string_view("-+ 0#").find(format[at]) != std::string::npos) {
        directive.flags += format[at++];
    }
    const auto number_read = [&]() {
        int number = 0;
        while (at < format.size() && format[at] >= '0' && format[at] <= '9') {
            number = std::min(number * 10 + (format[at++] - '0'), LongestWidth);
        }
        return number;
    };
    directive.width = static_cast<size_t>(number_read());
    if (at < format.size() && format[at] == '.') {
        at++;
        directive.precision = number_read();
    }
    if (at == format.size()) {
        return std::nullopt;
    }
    directive.verb = format[at++];
    return directive;
}

std::string integer_text(int64_t integer, char verb)
{
    const int base = verb == 'b' ? 2 : verb == 'o' ? 8 : verb == 'd' ? 10 : 16;
    char buffer[66];
    const auto end = std::to_chars(buffer, buffer + sizeof(buffer), integer, base);
    std::string digits(buffer, end.ptr);
    if (verb == 'X') {
        std::ranges::transform(digits, digits.begin(),
                               [](char digit) { return static_cast<char>(letter_upper(digit)); });
    }
    return digits;
}

/// What `value` is under `directive`, without its width; nothing when they do not fit.
std::optional<std::string> directive_text(const Directive &directive, const Value &value)
{
    const bool isNumber = value.is(Value::Kind::Number);
    switch (directive.verb) {
    case 'v':
    case 's':
        return value.is(Value::Kind::String) ? text(value) : value_to_text(value);
    case 'q':
        return value_to_text(value.is(Value::Kind::String) ? value
                                                           : Value::string(value_to_text(value)));
    case 'd':
    case 'b':
    case 'o':
    case 'x':
    case 'X': {
        const auto integer = isNumber ? value.as_number().integer() : std::nullopt;
        if (!integer.has_value()) {
            return std::nullopt;
        }
        std::string digits = integer_text(*integer, directive.verb);
        const bool hasPlus = directive.flags.find('+') != std::string::npos && *integer >= 0;
        const bool hasMark = directive.flags.find('#') != std::string::npos;
        const bool isHexadecimal = directive.verb == 'x' || directive.verb == 'X';
        return (hasPlus ? "+" : "") + std::string(hasMark && isHexadecimal ? "0x" : "") + digits;
    }
    case 'f':
    case 'e':
    case 'g': {
        if (!isNumber) {
            return std::nullopt;
        }
        const double real = value.as_number().real();
        const int precision = std::min(directive.precision.value_or(6), 100);
        if (directive.verb == 'f') {
            return fmt::format("{:.{}f}", real, precision);
        }
        return directive.verb == 'e' ? fmt::format("{:.{}e}", real, precision)
                                     : fmt::format("{}", real);
    }
    default:
        return std::nullopt;
    }
}

Answer formatted(Arguments arguments, BuiltinContext &context)
{
    const std::string_view format = text(arguments[0]);
    const auto values = arguments[1].items();
    TextResult result(context);
    size_t at = 0;
    size_t next = 0;
    while (at < format.size()) {
        const size_t percent = std::min(format.find('%', at), format.size());
        (void)result.add(format.substr(at, percent - at));
        at = percent + 1;
        if (percent == format.size()) {
            break;
        }
        if (at < format.size() && format[at] == '%') {
            (void)result.add("%");
            at++;
            continue;
        }
        const auto directive = directive_read(format, at);
        if (!directive.has_value() || next == values.size() || values[next].weight() > TextLimit) {
            return std::nullopt;
        }
        auto piece = directive_text(*directive, values[next++]);
        if (!piece.has_value()) {
            return std::nullopt;
        }
        const size_t length = length_in_characters(*piece);
        const size_t missing = directive->width > length ? directive->width - length : 0;
        const bool isLeft = directive->flags.find('-') != std::string::npos;
        const bool isZero = directive->flags.find('0') != std::string::npos && !isLeft;
        piece = isLeft ? *piece + std::string(missing, ' ')
                       : std::string(missing, isZero ? '0' : ' ') + *piece;
        if (!result.add(*piece)) {
            break;
        }
    }
    return result.take();
}

} // namespace

std::span<const Builtin> builtins_string()
{
    constexpr Kinds Text = StringKind;
    static const std::vector<Builtin> Table = {
        {"concat", {Text, ListKind}, Text, concat},
        {"contains", {Text, Text}, BooleanKind, contains},
        {"endswith", {Text, Text}, BooleanKind, ends_with},
        {"startswith", {Text, Text}, BooleanKind, starts_with},
        {"indexof", {Text, Text}, NumberKind, index_of},
        {"lower", {Text}, Text, letters<letter_lower>},
        {"upper", {Text}, Text, letters<letter_upper>},
        {"replace", {Text, Text, Text}, Text, replace},
        {"split", {Text, Text}, ArrayKind, split},
        {"sprintf", {Text, ArrayKind}, Text, formatted},
        {"substring", {Text, NumberKind, NumberKind}, Text, substring},
        {"trim", {Text, Text}, Text, trimmed<Sides::Both>},
        {"trim_left", {Text, Text}, Text, trimmed<Sides::Left>},
        {"trim_right", {Text, Text}, Text, trimmed<Sides::Right>},
        {"trim_space", {Text}, Text, space_trimmed},
        {"trim_prefix", {Text, Text}, Text, prefix_trimmed},
        {"trim_suffix", {Text, Text}, Text, suffix_trimmed},
        {"strings.reverse", {Text}, Text, reversed},
        {"format_int", {NumberKind, NumberKind}, Text, integer_format},
    };
    return Table;
}

} // namespace griotte::audit
