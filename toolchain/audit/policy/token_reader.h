// A cursor over tokens, with the questions a parser asks. Private to the parser.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "toolchain/audit/policy/lexer.h"

namespace griotte::audit {

class TokenReader
{
public:
    explicit TokenReader(std::vector<Token> theTokens) : tokens(std::move(theTokens)) {}

    [[nodiscard]] const Token &peek(size_t ahead = 0) const
    {
        return tokens[std::min(at + ahead, tokens.size() - 1)];
    }
    [[nodiscard]] bool is(std::string_view text, size_t ahead = 0) const
    {
        const Token &token = peek(ahead);
        return (token.kind == Token::Kind::Word || token.kind == Token::Kind::Punctuation) &&
               token.text == text;
    }
    [[nodiscard]] bool is_end() const { return peek().kind == Token::Kind::End; }
    [[nodiscard]] bool is_word() const { return peek().kind == Token::Kind::Word; }
    /// `text` directly after the token before.
    [[nodiscard]] bool is_adjacent(std::string_view text) const
    {
        return is(text) && !peek().isAfterSpace;
    }

    const Token &take()
    {
        const Token &token = peek();
        at = std::min(at + 1, tokens.size() - 1);
        return token;
    }
    bool accept(std::string_view text)
    {
        if (!is(text)) {
            return false;
        }
        take();
        return true;
    }
    /// Takes `text`, or says that it was expected `where` ("after the arguments").
    Result<void> expect(std::string_view text, std::string_view where)
    {
        if (accept(text)) {
            return {};
        }
        return unexpected(fmt::format("expected '{}' {}", text, where));
    }
    /// The error that something else was expected here.
    [[nodiscard]] std::unexpected<Error> unexpected(std::string_view expectation) const
    {
        return is_end() ? fail_at(peek().place, "{}, and the text ends here", expectation)
                        : fail_at(peek().place, "{}", expectation);
    }

    /// From the start of `start` to the end of the last token taken.
    [[nodiscard]] Place place_since(const Place &start) const
    {
        const uint32_t end = at == 0 ? start.end : tokens[at - 1].place.end;
        return {start.source, start.start, std::max(end, start.start)};
    }

private:
    std::vector<Token> tokens;
    size_t at = 0;
};

} // namespace griotte::audit
