#include <algorithm>

#include <nlohmann/json.hpp>

#include "toolchain/audit/difference/difference.h"

namespace griotte::audit {

namespace {

/// Where the places in the sources start, if lines are not longer.
constexpr size_t SourceColumn = 60;

/// As a key's value: "shared_object".
std::string kind_key(NodeKind kind)
{
    std::string word(kind_word(kind));
    std::ranges::replace(word, ' ', '_');
    return word;
}

char sign_of(ChangeKind kind)
{
    switch (kind) {
    case ChangeKind::Gained:
        return '+';
    case ChangeKind::Lost:
        return '-';
    case ChangeKind::Changed:
        return '!';
    }
    return '!';
}

const char *kind_word(ChangeKind kind)
{
    switch (kind) {
    case ChangeKind::Gained:
        return "gained";
    case ChangeKind::Lost:
        return "lost";
    case ChangeKind::Changed:
        return "changed";
    }
    return "changed";
}

std::string line_of(const Change &change)
{
    std::string line = fmt::format("{} {}", sign_of(change.kind), change.sentence());
    for (const SourcePlace &place : change.sources) {
        const bool isFirst = &place == change.sources.data();
        line += isFirst
                    ? std::string(line.size() < SourceColumn ? SourceColumn - line.size() : 2, ' ')
                    : std::string(", ");
        line += place.to_string();
    }
    return line + "\n";
}

} // namespace

std::string difference_text(const Difference &difference)
{
    std::string text;
    const Change *previous = nullptr;
    for (const Change &change : difference.changes) {
        const bool isSame = previous != nullptr && previous->subject == change.subject &&
                            previous->subjectKind == change.subjectKind;
        if (!isSame) {
            text += fmt::format("{}{} {}\n", text.empty() ? "" : "\n",
                                kind_word(change.subjectKind), change.subject);
        }
        text += line_of(change);
        previous = &change;
    }
    const bool hasChanges = !text.empty();
    for (const auto &[names, what] :
         {std::pair(&difference.codeChanged, "Other code, the same authority"),
          std::pair(&difference.relinked, "The same code, linked to other addresses")})
    {
        if (!names->empty()) {
            const bool isFirst = names == &difference.codeChanged || difference.codeChanged.empty();
            text += fmt::format("{}{}: {}\n", hasChanges && isFirst ? "\n" : "", what,
                                fmt::join(*names, ", "));
        }
    }
    return text;
}

std::string difference_json(const Difference &difference)
{
    using Json = nlohmann::json;
    Json root = {{"changes", Json::array()},
                 {"code_changed", difference.codeChanged},
                 {"relinked", difference.relinked}};
    for (const Change &change : difference.changes) {
        Json one = {{"change", kind_word(change.kind)},
                    {"subject", {{"kind", kind_key(change.subjectKind)}, {"name", change.subject}}},
                    {"category", change.category},
                    {"text", change.sentence()},
                    {"sources", Json::array()}};
        for (const auto &[key, value] :
             {std::pair("object", &change.object), std::pair("before", &change.before),
              std::pair("after", &change.after), std::pair("permissions", &change.permissions)})
        {
            if (!value->empty()) {
                one[key] = *value;
            }
        }
        for (const SourcePlace &place : change.sources) {
            one["sources"].push_back({{"file", place.file}, {"line", place.line}});
        }
        root["changes"].push_back(std::move(one));
    }
    return root.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace griotte::audit
