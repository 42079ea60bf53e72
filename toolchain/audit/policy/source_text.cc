#include "toolchain/audit/policy/source_text.h"

#include <algorithm>

namespace griotte::audit {

namespace {

/// Longer lines are shown in part.
constexpr size_t ShownColumns = 160;

} // namespace

SourceText::SourceText(std::string theName, std::string theText)
    : itsName(std::move(theName)), itsText(std::move(theText)), lineStarts{0}
{
    for (size_t offset = 0; offset < itsText.size(); offset++) {
        if (itsText[offset] == '\n') {
            lineStarts.push_back(offset + 1);
        }
    }
}

SourceText::Position SourceText::position(size_t offset) const
{
    const auto after = std::ranges::upper_bound(lineStarts, offset);
    const size_t line = static_cast<size_t>(after - lineStarts.begin());
    return {line, offset - lineStarts[line - 1] + 1};
}

std::string_view SourceText::line_at(size_t offset) const
{
    const size_t start = lineStarts[position(offset).line - 1];
    std::string_view line = text().substr(start);
    line = line.substr(0, line.find('\n'));
    return line.ends_with('\r') ? line.substr(0, line.size() - 1) : line;
}

std::string Place::line_describe() const
{
    return fmt::format("{}:{}", source->name(), source->position(start).line);
}

std::string Place::describe() const
{
    return fmt::format("{}:{}", line_describe(), source->position(start).column);
}

std::string Place::quote(size_t limit) const
{
    std::string result;
    bool isSpace = false;
    for (const char character : source->text().substr(start, end - start)) {
        if (character == ' ' || character == '\t' || character == '\n' || character == '\r') {
            isSpace = true;
            continue;
        }
        result += isSpace && !result.empty() ? " " : "";
        isSpace = false;
        result += character;
        if (result.size() > limit) {
            return result + "...";
        }
    }
    return result;
}

std::string place_message(const Place &place, std::string_view message)
{
    std::string result = fmt::format("{}: {}", place.describe(), message);
    const std::string_view line = place.source->line_at(place.start);
    const size_t column = place.source->position(place.start).column - 1;
    if (line.size() > ShownColumns || column > line.size()) {
        return result;
    }
    // Tabs stay tabs, so that the caret is below what it means.
    std::string below;
    for (const char character : line.substr(0, column)) {
        below += character == '\t' ? '\t' : ' ';
    }
    const size_t length = std::min<size_t>(place.end - place.start, line.size() - column);
    below += '^' + std::string(length > 1 ? length - 1 : 0, '~');
    return result + fmt::format("\n  {}\n  {}", line, below);
}

} // namespace griotte::audit
