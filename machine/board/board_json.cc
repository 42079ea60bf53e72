#include "machine/board/board_json.h"

#include <algorithm>
#include <cctype>

#include "base/text.h"

namespace griotte::machine {

namespace {

/// Deeper nesting than any board needs would only exhaust the stack of whoever copies it.
constexpr int DepthLimit = 32;

/// Goes through the text once, outside strings and comments: turns hexadecimal literals into
/// decimal ones, takes out comments, and counts brackets. A literal is replaced by one of the same
/// width (up to 40 bits) and a comment by blanks, so the parser's lines and columns are the file's.
class Lexer
{
public:
    Lexer(std::string_view theText, std::string_view theName) : text(theText), name(theName) {}

    Result<std::string> run()
    {
        result.reserve(text.size());
        while (at < text.size()) {
            if (text[at] == '"') {
                string_copy();
            } else if (text[at] == '/') {
                TRY_VOID(comment_blank());
            } else if (is_word(text[at])) {
                TRY_VOID(word_copy());
            } else {
                TRY_VOID(bracket_count(text[at]));
                result += text[at++];
            }
        }
        return std::move(result);
    }

private:
    static bool is_word(char character)
    {
        return std::isalnum(static_cast<unsigned char>(character)) != 0 || character == '-' ||
               character == '+' || character == '.';
    }

    /// "name:line:column" of `position`.
    [[nodiscard]] std::string place(size_t position) const
    {
        const std::string_view before = text.substr(0, position);
        const size_t lineStart = before.rfind('\n') + 1; // npos + 1 is 0
        return fmt::format("{}:{}:{}", name, std::ranges::count(before, '\n') + 1,
                           position - lineStart + 1);
    }

    void string_copy()
    {
        const size_t start = at++;
        while (at < text.size() && text[at] != '"') {
            at += text[at] == '\\' ? 2 : 1;
        }
        at = std::min(at + 1, text.size());
        result += text.substr(start, at - start);
    }

    Result<void> comment_blank()
    {
        const size_t start = at;
        const std::string_view rest = text.substr(at);
        size_t end = std::string_view::npos;
        if (rest.starts_with("//")) {
            end = std::min(rest.find('\n'), rest.size());
        } else if (rest.starts_with("/*")) {
            end = rest.find("*/", 2);
            if (end == std::string_view::npos) {
                return fail("{}: this comment is not closed", place(start));
            }
            end += 2;
        } else {
            return fail("{}: a '/' outside a string begins a comment, // or /*", place(start));
        }
        for (; at < start + end; at++) {
            result += text[at] == '\n' ? '\n' : ' ';
        }
        return {};
    }

    Result<void> word_copy()
    {
        const size_t start = at;
        while (at < text.size() && is_word(text[at])) {
            at++;
        }
        const std::string_view word = text.substr(start, at - start);
        if (!word.starts_with("0x") && !word.starts_with("0X")) {
            result += word;
            return {};
        }
        const auto value = number_parse(word);
        if (!value.has_value()) {
            return fail("{}: '{}' is not a hexadecimal number of at most 64 bits", place(start),
                        word);
        }
        std::string decimal = std::to_string(*value);
        decimal.resize(std::max(decimal.size(), word.size()), ' ');
        result += decimal;
        return {};
    }

    Result<void> bracket_count(char character)
    {
        if (character == '{' || character == '[') {
            depth++;
        } else if (character == '}' || character == ']') {
            depth--;
        }
        if (depth > DepthLimit) {
            return fail("{}: nested more than {} deep", place(at), DepthLimit);
        }
        return {};
    }

    std::string_view text;
    std::string_view name;
    size_t at = 0;
    int depth = 0;
    std::string result;
};

/// "syntax error ... at line 3, column 7" from the library's own words for it.
std::string parse_error_describe(std::string_view name, const Json::parse_error &exception)
{
    // "[json.exception.parse_error.101] parse error at line 1, column 2: what and why"
    const std::string_view message = exception.what();
    constexpr std::string_view LineMark = " at line ";
    constexpr std::string_view ColumnMark = ", column ";
    const size_t line = message.find(LineMark);
    const size_t column = message.find(ColumnMark);
    const size_t reason = message.find(": ");
    if (line == std::string_view::npos || column == std::string_view::npos || reason < column) {
        return fmt::format("{}: {}", name, message);
    }
    const size_t lineStart = line + LineMark.size();
    const size_t columnStart = column + ColumnMark.size();
    return fmt::format("{}:{}:{}: {}", name, message.substr(lineStart, column - lineStart),
                       message.substr(columnStart, reason - columnStart),
                       message.substr(reason + 2));
}

} // namespace

Result<Json> board_json_parse(std::string_view text, std::string_view name)
{
    const std::string plain = TRY(Lexer(text, name).run());
    try {
        return Json::parse(plain);
    } catch (const Json::parse_error &exception) {
        return std::unexpected(Error{parse_error_describe(name, exception)});
    } catch (const Json::exception &exception) {
        return fail("{}: {}", name, exception.what());
    }
}

} // namespace griotte::machine
