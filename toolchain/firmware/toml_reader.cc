#include "toolchain/firmware/toml_reader.h"

#include <algorithm>

#include "base/text.h"

namespace griotte::firmware {

namespace {

/// What a value is, in words for a message.
std::string_view kind_describe(const toml::node &node)
{
    switch (node.type()) {
    case toml::node_type::table:
        return "a table";
    case toml::node_type::array:
        return "an array";
    case toml::node_type::string:
        return "text";
    case toml::node_type::integer:
    case toml::node_type::floating_point:
        return "a number";
    case toml::node_type::boolean:
        return "true or false";
    case toml::node_type::date:
    case toml::node_type::time:
    case toml::node_type::date_time:
        return "a date or time";
    case toml::node_type::none:
        break;
    }
    return "nothing";
}

/// Text that may become part of a command line or a path.
bool is_clean(std::string_view text)
{
    return std::ranges::none_of(text, [](char character) {
        return static_cast<unsigned char>(character) < ' ' || character == 0x7f;
    });
}

} // namespace

TableReader::TableReader(const toml::table &table, Place theWhere, Complaints &theComplaints)
    : values(&table), where(std::move(theWhere)), complaints(&theComplaints)
{}

Place TableReader::place_of(const toml::node &node, std::string_view key) const
{
    Place place = where;
    place.key = key;
    if (node.source().begin.line != 0) {
        place.line = node.source().begin.line;
    }
    return place;
}

const toml::node *TableReader::find(std::string_view key)
{
    known.emplace_back(key);
    return values->get(key);
}

std::optional<Word> TableReader::text(std::string_view key)
{
    const toml::node *node = find(key);
    if (node == nullptr) {
        return std::nullopt;
    }
    const Place place = place_of(*node, key);
    const auto *string = node->as_string();
    if (string == nullptr) {
        complain(place, "is {}; write text in quotes", kind_describe(*node));
        return std::nullopt;
    }
    if (!is_clean(string->get())) {
        complain(place, "has a control character in it; take it out");
        return std::nullopt;
    }
    return Word{string->get(), place};
}

Word TableReader::text_required(std::string_view key, std::string_view what)
{
    const bool isThere = values->contains(key);
    if (auto word = text(key)) {
        return *std::move(word);
    }
    Place place = where;
    place.key = key;
    if (!isThere) {
        complain(place, "is missing; add {} = \"...\", {}", key, what);
    }
    return Word{"", place};
}

std::vector<Word> TableReader::texts(std::string_view key)
{
    const toml::node *node = find(key);
    if (node == nullptr) {
        return {};
    }
    const auto *array = node->as_array();
    if (array == nullptr) {
        complain(place_of(*node, key), "is {}; write an array of texts, {} = [\"...\"]",
                 kind_describe(*node), key);
        return {};
    }
    std::vector<Word> words;
    for (const toml::node &element : *array) {
        const Place place = place_of(element, key);
        const auto *string = element.as_string();
        if (string == nullptr) {
            complain(place, "has {} in it; write text in quotes", kind_describe(element));
        } else if (string->get().empty() || !is_clean(string->get())) {
            complain(place, "has an empty text or a control character in it; take it out");
        } else {
            words.push_back(Word{string->get(), place});
        }
    }
    return words;
}

bool TableReader::boolean(std::string_view key, bool otherwise)
{
    const toml::node *node = find(key);
    if (node == nullptr) {
        return otherwise;
    }
    const auto *value = node->as_boolean();
    if (value == nullptr) {
        complain(place_of(*node, key), "is {}; write true or false", kind_describe(*node));
        return otherwise;
    }
    return value->get();
}

std::optional<Number> TableReader::number(std::string_view key, uint32_t minimum, uint32_t maximum,
                                          std::string_view unit)
{
    const toml::node *node = find(key);
    if (node == nullptr) {
        return std::nullopt;
    }
    const Place place = place_of(*node, key);
    const auto *value = node->as_integer();
    const std::string_view space = unit.empty() ? "" : " ";
    if (value == nullptr) {
        complain(place, "is {}; write a whole number{}{}", kind_describe(*node),
                 unit.empty() ? "" : " of ", unit);
        return std::nullopt;
    }
    if (value->get() < minimum || value->get() > maximum) {
        complain(place, "is {}{}{}; it is at least {} and at most {}", value->get(), space, unit,
                 minimum, maximum);
        return std::nullopt;
    }
    return Number{static_cast<uint32_t>(value->get()), place};
}

Number TableReader::number_required(std::string_view key, uint32_t minimum, uint32_t maximum,
                                    std::string_view unit)
{
    const bool isThere = values->contains(key);
    if (const auto value = number(key, minimum, maximum, unit)) {
        return *value;
    }
    Place place = where;
    place.key = key;
    if (!isThere) {
        complain(place, "is missing; add {} = ..., {}{}{} to {}", key, unit,
                 unit.empty() ? "" : " from ", minimum, maximum);
    }
    return Number{minimum, place};
}

std::optional<TableReader> TableReader::table(std::string_view key)
{
    const toml::node *node = find(key);
    if (node == nullptr) {
        return std::nullopt;
    }
    Place place = place_of(*node, "");
    place.table = fmt::format("[{}]", key);
    const auto *found = node->as_table();
    if (found == nullptr) {
        complain(place, "is {}; write a table, with [{}] on a line before its keys",
                 kind_describe(*node), key);
        return std::nullopt;
    }
    return TableReader(*found, place, *complaints);
}

std::vector<std::pair<Word, TableReader>> TableReader::tables(std::string_view key)
{
    const toml::node *node = find(key);
    if (node == nullptr) {
        return {};
    }
    Place place = place_of(*node, "");
    const auto *found = node->as_table();
    if (found == nullptr) {
        place.table = fmt::format("[{}]", key);
        complain(place, "is {}; write a table [{}.NAME] for each", kind_describe(*node), key);
        return {};
    }
    std::vector<std::pair<Word, TableReader>> result;
    for (const auto &[name, value] : *found) {
        Place inner = place_of(value, "");
        inner.table = fmt::format("[{}.{}]", key, name.str());
        const auto *innerTable = value.as_table();
        if (innerTable == nullptr) {
            complain(inner, "is {}; write a table, with [{}.{}] on a line before its keys",
                     kind_describe(value), key, name.str());
            continue;
        }
        result.emplace_back(Word{std::string(name.str()), inner},
                            TableReader(*innerTable, inner, *complaints));
    }
    // The parser sorts by name.
    std::ranges::stable_sort(result, {}, [](const auto &entry) { return entry.first.place.line; });
    return result;
}

std::vector<TableReader> TableReader::elements(std::string_view key)
{
    const toml::node *node = find(key);
    if (node == nullptr) {
        return {};
    }
    Place place = place_of(*node, "");
    place.table = fmt::format("[[{}]]", key);
    const auto *array = node->as_array();
    if (array == nullptr) {
        complain(place, "is {}; write [[{}]] before the keys of each", kind_describe(*node), key);
        return {};
    }
    std::vector<TableReader> result;
    for (const toml::node &element : *array) {
        Place inner = place_of(element, "");
        inner.table = place.table;
        if (const auto *innerTable = element.as_table()) {
            result.emplace_back(*innerTable, inner, *complaints);
        } else {
            complain(inner, "has {} in it; write [[{}]] before the keys of each",
                     kind_describe(element), key);
        }
    }
    return result;
}

void TableReader::finish()
{
    for (const auto &[name, value] : *values) {
        const std::string key(name.str());
        if (std::ranges::find(known, key) == known.end()) {
            complain(place_of(value, key), "nobody knows this key{} (there are: {})",
                     spelling_hint(key, known), fmt::join(known, ", "));
        }
    }
}

Result<toml::table> toml_read(std::string_view text, const std::string &file)
{
    // Documents are parsed by recursion over their nesting, and nobody writes one this long.
    constexpr size_t SizeLimit = 1u << 20;
    if (text.size() > SizeLimit) {
        return fail("{}: {} bytes; it may have {}", file, text.size(), SizeLimit);
    }
    toml::parse_result parsed = toml::parse(text, file);
    if (!parsed) {
        const toml::parse_error &error = parsed.error();
        return fail("{}:{}:{}: {}", file, error.source().begin.line, error.source().begin.column,
                    error.description());
    }
    return std::move(parsed).table();
}

} // namespace griotte::firmware
