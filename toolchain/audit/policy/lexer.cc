#include "toolchain/audit/policy/lexer.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>

#include "base/text.h"

namespace griotte::audit {

namespace {

/// Longest first.
constexpr std::array<std::string_view, 27> Punctuation = {
    ":=", "==", "!=", "<=", ">=", "{", "}", "[", "]", "(", ")", ",", ";", ":",
    ".",  "=",  "<",  ">",  "+",  "-", "*", "/", "%", "|", "&", "!", "@"};

bool is_word_start(char character)
{
    return std::isalpha(static_cast<unsigned char>(character)) != 0 || character == '_';
}

bool is_digit(char character)
{
    return std::isdigit(static_cast<unsigned char>(character)) != 0;
}

/// `code` in UTF-8.
std::string utf8(uint32_t code)
{
    std::string bytes;
    if (code < 0x80) {
        bytes += static_cast<char>(code);
    } else if (code < 0x800) {
        bytes += static_cast<char>(0xc0 | (code >> 6));
        bytes += static_cast<char>(0x80 | (code & 0x3f));
    } else if (code < 0x10000) {
        bytes += static_cast<char>(0xe0 | (code >> 12));
        bytes += static_cast<char>(0x80 | ((code >> 6) & 0x3f));
        bytes += static_cast<char>(0x80 | (code & 0x3f));
    } else {
        bytes += static_cast<char>(0xf0 | (code >> 18));
        bytes += static_cast<char>(0x80 | ((code >> 12) & 0x3f));
        bytes += static_cast<char>(0x80 | ((code >> 6) & 0x3f));
        bytes += static_cast<char>(0x80 | (code & 0x3f));
    }
    return bytes;
}

class Lexer
{
public:
    explicit Lexer(const SourceText &theSource) : source(theSource), text(theSource.text()) {}

    Result<std::vector<Token>> run()
    {
        while (true) {
            space_skip();
            Token token;
            token.isAfterSpace = isAfterSpace;
            token.isAfterLineEnd = isAfterLineEnd;
            const size_t start = at;
            if (at < text.size()) {
                TRY_VOID(token_read(token));
            }
            token.place = place(start, at);
            tokens.push_back(std::move(token));
            if (tokens.back().kind == Token::Kind::End) {
                return std::move(tokens);
            }
        }
    }

private:
    [[nodiscard]] Place place(size_t start, size_t end) const
    {
        return {&source, static_cast<uint32_t>(start), static_cast<uint32_t>(end)};
    }

    [[nodiscard]] char peek(size_t ahead = 0) const
    {
        return at + ahead < text.size() ? text[at + ahead] : '\0';
    }

    void space_skip()
    {
        isAfterSpace = at == 0;
        isAfterLineEnd = at == 0;
        while (at < text.size()) {
            if (text[at] == '#') {
                at = std::min(text.find('\n', at), text.size());
            } else if (std::isspace(static_cast<unsigned char>(text[at])) != 0) {
                isAfterLineEnd = isAfterLineEnd || text[at] == '\n';
                at++;
            } else {
                return;
            }
            isAfterSpace = true;
        }
    }

    Result<void> token_read(Token &token)
    {
        if (is_word_start(text[at])) {
            const size_t start = at;
            while (is_word_start(peek()) || is_digit(peek())) {
                at++;
            }
            token.kind = Token::Kind::Word;
            token.text = text.substr(start, at - start);
            return {};
        }
        if (is_digit(text[at])) {
            return number_read(token);
        }
        if (text[at] == '"') {
            return string_read(token);
        }
        if (text[at] == '`') {
            return raw_string_read(token);
        }
        for (const std::string_view one : Punctuation) {
            if (text.substr(at).starts_with(one)) {
                token.kind = Token::Kind::Punctuation;
                token.text = one;
                at += one.size();
                return {};
            }
        }
        return fail_at(place(at, at + 1), "this character begins nothing a policy may have here");
    }

    Result<void> number_read(Token &token)
    {
        const size_t start = at;
        const auto digits_skip = [this] {
            while (is_digit(peek())) {
                at++;
            }
        };
        digits_skip();
        if (peek() == '.' && is_digit(peek(1))) {
            at++;
            digits_skip();
        }
        if (peek() == 'e' || peek() == 'E') {
            const size_t sign = peek(1) == '+' || peek(1) == '-' ? 2 : 1;
            if (is_digit(peek(sign))) {
                at += sign;
                digits_skip();
            }
        }
        token.kind = Token::Kind::Number;
        token.text = text.substr(start, at - start);
        if (is_word_start(peek())) {
            return fail_at(place(start, at + 1),
                           "a number ends in a letter; numbers of policies are decimal");
        }
        if (token.text.size() > 1 && token.text[0] == '0' && is_digit(token.text[1])) {
            return fail_at(place(start, at), "a number may not begin with further zeros");
        }
        return {};
    }

    Result<void> raw_string_read(Token &token)
    {
        const size_t end = text.find('`', at + 1);
        if (end == std::string_view::npos) {
            return fail_at(place(at, at + 1), "this text in backquotes is not closed");
        }
        token.kind = Token::Kind::String;
        token.text = text.substr(at + 1, end - at - 1);
        at = end + 1;
        return {};
    }

    Result<void> string_read(Token &token)
    {
        const size_t start = at++;
        token.kind = Token::Kind::String;
        while (peek() != '"') {
            if (at >= text.size() || text[at] == '\n') {
                return fail_at(place(start, start + 1), "this text is not closed in its line; "
                                                        "texts of several lines are in `...`");
            }
            if (text[at] == '\\') {
                TRY_VOID(escape_read(token.text));
            } else {
                token.text += text[at++];
            }
        }
        at++;
        return {};
    }

    std::optional<uint32_t> hexadecimal_read()
    {
        uint32_t code = 0;
        for (int digit = 0; digit < 4; digit++) {
            const char character = peek();
            if (std::isxdigit(static_cast<unsigned char>(character)) == 0) {
                return std::nullopt;
            }
            const auto value = number_parse("0x" + std::string(1, character));
            code = code * 16 + static_cast<uint32_t>(value.value_or(0));
            at++;
        }
        return code;
    }

    Result<void> escape_read(std::string &out)
    {
        constexpr std::string_view Letters = "\"\\/bfnrt";
        constexpr std::string_view Meanings = "\"\\/\b\f\n\r\t";
        const size_t start = at++;
        const size_t letter = Letters.find(peek());
        if (at < text.size() && letter != std::string_view::npos) {
            out += Meanings[letter];
            at++;
            return {};
        }
        if (peek() != 'u') {
            return fail_at(place(start, at + 1), "this escape is unknown; the text in `...` "
                                                 "needs none, as for regular expressions");
        }
        at++;
        auto code = hexadecimal_read();
        const bool isHigh = code.has_value() && *code >= 0xd800 && *code < 0xdc00;
        if (isHigh && peek() == '\\' && peek(1) == 'u') {
            at += 2;
            const auto low = hexadecimal_read();
            const bool isPair = low.has_value() && *low >= 0xdc00 && *low < 0xe000;
            code = isPair ? std::optional(0x10000 + ((*code - 0xd800) << 10) + (*low - 0xdc00))
                          : std::nullopt;
        }
        if (!code.has_value() || (*code >= 0xd800 && *code < 0xe000)) {
            return fail_at(place(start, at), "\\u needs four hexadecimal digits of a character");
        }
        out += utf8(*code);
        return {};
    }

    const SourceText &source;
    std::string_view text;
    size_t at = 0;
    bool isAfterSpace = true;
    bool isAfterLineEnd = true;
    std::vector<Token> tokens;
};

} // namespace

Result<std::vector<Token>> tokens_read(const SourceText &source)
{
    return Lexer(source).run();
}

} // namespace griotte::audit
