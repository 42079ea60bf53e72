#include "toolchain/firmware/make_dependencies.h"

namespace griotte::firmware {

namespace {

/// Words of a rule, one at a time.
class RuleReader
{
public:
    explicit RuleReader(std::string_view theText) : text(theText) {}

    /// The next word; empty at the end of the rule.
    std::string next()
    {
        blank_skip();
        std::string word;
        while (at < text.size() && !is_blank(text[at]) && text[at] != '\n' && !is_continued()) {
            word += character_take();
        }
        return word;
    }

private:
    static bool is_blank(char character)
    {
        return character == ' ' || character == '\t' || character == '\r';
    }

    /// Whether a backslash before the end of the line is next.
    [[nodiscard]] bool is_continued() const
    {
        const std::string_view rest = text.substr(at);
        return rest.starts_with("\\\n") || rest.starts_with("\\\r\n");
    }

    void blank_skip()
    {
        while (at < text.size() && (is_blank(text[at]) || is_continued())) {
            at = is_continued() ? text.find('\n', at) + 1 : at + 1;
        }
    }

    /// A character of a word: backslash escapes blanks and #, and doubled, $ is itself.
    char character_take()
    {
        const char character = text[at++];
        const char following = at < text.size() ? text[at] : '\0';
        const bool isEscape =
            (character == '\\' && (following == ' ' || following == '#' || following == '\t')) ||
            (character == '$' && following == '$');
        if (isEscape) {
            at++;
            return following;
        }
        return character;
    }

    std::string_view text;
    size_t at = 0;
};

} // namespace

std::vector<std::string> make_dependencies_parse(std::string_view text)
{
    RuleReader reader(text);
    // The targets, of which the last ends in a colon.
    std::string word = reader.next();
    while (!word.empty() && !word.ends_with(':')) {
        word = reader.next();
    }
    std::vector<std::string> result;
    if (word.empty()) {
        return result;
    }
    for (word = reader.next(); !word.empty(); word = reader.next()) {
        result.push_back(std::move(word));
    }
    return result;
}

} // namespace griotte::firmware
