// Regular expressions, RE2's, which take time in proportion to the text.
#include <re2/re2.h>

#include "toolchain/audit/policy/builtins.h"

namespace griotte::audit {

namespace {

using Arguments = std::span<const Value>;
using Answer = std::optional<Value>;

Answer is_valid(Arguments arguments, BuiltinContext & /*context*/)
{
    return Value::boolean(!expression_error(arguments[0].as_string()).has_value());
}

Answer match(Arguments arguments, BuiltinContext &context)
{
    const RE2 *expression = context.expression(arguments[0].as_string());
    const std::string &text = arguments[1].as_string();
    if (expression == nullptr || !context.charge(1 + text.size() / 64)) {
        return std::nullopt;
    }
    return Value::boolean(RE2::PartialMatch(text, *expression));
}

/// A match of `expression` from `start` on; empty ones are told by their size.
std::optional<re2::StringPiece> next_match(const RE2 &expression, const std::string &text,
                                           size_t start)
{
    re2::StringPiece found;
    if (start > text.size() ||
        !expression.Match(text, start, text.size(), RE2::UNANCHORED, &found, 1))
    {
        return std::nullopt;
    }
    return found;
}

/// All matches that do not overlap, at most `limit` if that is not negative.
std::vector<re2::StringPiece> matches(const RE2 &expression, const std::string &text, int64_t limit,
                                      BuiltinContext &context)
{
    std::vector<re2::StringPiece> result;
    size_t start = 0;
    while (limit < 0 || static_cast<int64_t>(result.size()) < limit) {
        const auto found = next_match(expression, text, start);
        if (!found.has_value() || !context.charge(1)) {
            break;
        }
        const auto offset = static_cast<size_t>(found->data() - text.data());
        result.push_back(*found);
        start = offset + std::max<size_t>(found->size(), 1);
    }
    return result;
}

Answer find_n(Arguments arguments, BuiltinContext &context)
{
    const RE2 *expression = context.expression(arguments[0].as_string());
    const auto limit = arguments[2].as_number().integer();
    if (expression == nullptr || !limit.has_value()) {
        return std::nullopt;
    }
    std::vector<Value> found;
    for (const auto &one : matches(*expression, arguments[1].as_string(), *limit, context)) {
        found.push_back(Value::string(std::string(one)));
    }
    return Value::array(std::move(found));
}

Answer split(Arguments arguments, BuiltinContext &context)
{
    const RE2 *expression = context.expression(arguments[0].as_string());
    if (expression == nullptr) {
        return std::nullopt;
    }
    const std::string &text = arguments[1].as_string();
    std::vector<Value> pieces;
    size_t start = 0;
    for (const auto &one : matches(*expression, text, -1, context)) {
        const auto offset = static_cast<size_t>(one.data() - text.data());
        if (one.empty() && (offset == 0 || offset == text.size())) {
            continue;
        }
        pieces.push_back(Value::string(text.substr(start, offset - start)));
        start = offset + one.size();
    }
    pieces.push_back(Value::string(text.substr(start)));
    return Value::array(std::move(pieces));
}

/// `$1` and `${1}` of Rego in RE2's words.
std::string rewrite_make(const std::string &replacement)
{
    std::string result;
    for (size_t at = 0; at < replacement.size(); at++) {
        const char character = replacement[at];
        const bool hasBrace =
            character == '$' && at + 1 < replacement.size() && replacement[at + 1] == '{';
        const size_t digit = at + (hasBrace ? 2 : 1);
        const bool isGroup =
            character == '$' && digit < replacement.size() && replacement[digit] >= '0' &&
            replacement[digit] <= '9' &&
            (!hasBrace || (digit + 1 < replacement.size() && replacement[digit + 1] == '}'));
        if (isGroup) {
            result += '\\';
            result += replacement[digit];
            at = digit + (hasBrace ? 1 : 0);
        } else {
            result += character == '\\' ? "\\\\" : std::string(1, character);
        }
    }
    return result;
}

Answer replace(Arguments arguments, BuiltinContext &context)
{
    const RE2 *expression = context.expression(arguments[1].as_string());
    std::string text = arguments[0].as_string();
    const std::string rewrite = rewrite_make(arguments[2].as_string());
    // At each byte a match, each as long as the replacement with all of the text in it.
    const uint64_t worst = (text.size() + 1) * (rewrite.size() + 1);
    std::string error;
    if (expression == nullptr || !expression->CheckRewriteString(rewrite, &error) ||
        worst > (16 << 20) || !context.charge(1 + worst / 64))
    {
        return std::nullopt;
    }
    RE2::GlobalReplace(&text, *expression, rewrite);
    return Value::string(std::move(text));
}

} // namespace

std::span<const Builtin> builtins_expression()
{
    constexpr Kinds Text = StringKind;
    static const std::vector<Builtin> Table = {
        {"regex.is_valid", {Text}, BooleanKind, is_valid},
        {"regex.match", {Text, Text}, BooleanKind, match},
        {"re_match", {Text, Text}, BooleanKind, match},
        {"regex.find_n", {Text, Text, NumberKind}, ArrayKind, find_n},
        {"regex.split", {Text, Text}, ArrayKind, split},
        {"regex.replace", {Text, Text, Text}, Text, replace},
    };
    return Table;
}

} // namespace griotte::audit
