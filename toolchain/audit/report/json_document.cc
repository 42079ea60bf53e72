#include "toolchain/audit/report/json_document.h"

#include <algorithm>
#include <set>

#include "base/text.h"

namespace griotte::audit {

namespace {

/// Longer texts than this are cut in messages.
constexpr size_t MessageTextLimit = 60;

struct Place
{
    size_t line = 1;
    size_t column = 1;
};

/// Where byte `offset` is, both counted from 1.
Place place_of(std::string_view text, size_t offset)
{
    const std::string_view before = text.substr(0, std::min(offset, text.size()));
    const size_t lineStart = before.rfind('\n');
    return {static_cast<size_t>(std::ranges::count(before, '\n')) + 1,
            before.size() - (lineStart == std::string_view::npos ? 0 : lineStart + 1) + 1};
}

std::string shorten(std::string_view text)
{
    return text.size() <= MessageTextLimit ? std::string(text)
                                           : std::string(text.substr(0, MessageTextLimit)) + "...";
}

/// What a person would call the value, for "there is ...".
std::string describe(const Json &value)
{
    if (value.is_string()) {
        return fmt::format("the text '{}'", shorten(value.get_ref<const std::string &>()));
    }
    if (value.is_object() || value.is_array()) {
        return value.is_object() ? "an object" : "a list";
    }
    return shorten(value.dump());
}

/// Builds a document from the parser's events. The parser is not recursive, and neither is this:
/// depth costs memory only.
class Builder : public nlohmann::json_sax<Json>
{
public:
    Builder(std::string_view theText, const JsonLimits &theLimits)
        : text(theText), limits(theLimits)
    {}

    bool null() override { return put(nullptr); }
    bool boolean(bool value) override { return put(value); }
    bool number_integer(number_integer_t value) override { return put(value); }
    bool number_unsigned(number_unsigned_t value) override { return put(value); }
    bool number_float(number_float_t value, const string_t &) override { return put(value); }
    bool string(string_t &value) override { return put(std::move(value)); }
    bool binary(binary_t &) override { return false; }
    bool start_object(size_t) override { return open(Json::object()); }
    bool start_array(size_t) override { return open(Json::array()); }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }

    bool key(string_t &value) override
    {
        if (levels.back()->contains(value)) {
            problem =
                fmt::format("the key '{}' is there twice in one object; readers would disagree "
                            "on which counts",
                            shorten(value));
            return false;
        }
        nextKey = std::move(value);
        return true;
    }

    bool parse_error(size_t position, const std::string &,
                     const nlohmann::detail::exception &exception) override
    {
        // The library's words, without its own idea of the place.
        constexpr size_t ReasonLimit = 160;
        std::string_view reason = exception.what();
        const size_t start = reason.find(": ");
        reason.remove_prefix(start == std::string_view::npos ? 0 : start + 2);
        const Place place = place_of(text, position == 0 ? 0 : position - 1);
        problem = fmt::format("{}:{}: no JSON: {}", place.line, place.column,
                              reason.substr(0, ReasonLimit));
        return false;
    }

    Json document;
    std::string problem;

private:
    Json *place(Json &&value)
    {
        if (levels.empty()) {
            document = std::move(value);
            return &document;
        }
        Json &holder = *levels.back();
        if (holder.is_array()) {
            holder.push_back(std::move(value));
            return &holder.back();
        }
        Json &slot = holder[nextKey];
        slot = std::move(value);
        return &slot;
    }

    bool put(Json &&value)
    {
        place(std::move(value));
        return true;
    }

    bool open(Json &&value)
    {
        if (std::cmp_greater_equal(levels.size(), limits.depth)) {
            problem = fmt::format("more than {} objects and lists within each other", limits.depth);
            return false;
        }
        levels.push_back(place(std::move(value)));
        return true;
    }

    bool close()
    {
        levels.pop_back();
        return true;
    }

    std::string_view text;
    JsonLimits limits;
    /// Those that are open. A list that grows moves its elements, but never one that is open.
    std::vector<Json *> levels;
    std::string nextKey;
};

} // namespace

Result<Json> json_document_parse(std::string_view text, const JsonLimits &limits)
{
    if (text.size() > limits.size) {
        return fail("{} bytes; at most {} are read", text.size(), limits.size);
    }
    Builder builder(text, limits);
    if (!Json::sax_parse(text, &builder)) {
        return fail("{}", builder.problem);
    }
    return std::move(builder.document);
}

Result<JsonObject> JsonObject::create(const Json &json, std::string path)
{
    if (!json.is_object()) {
        return fail("{}: expected an object; there is {}", path.empty() ? "the document" : path,
                    describe(json));
    }
    return JsonObject(json, std::move(path));
}

const Json *JsonObject::find(const char *key) const
{
    const auto found = json->find(key);
    return found == json->end() ? nullptr : &*found;
}

std::string JsonObject::path_of(std::string_view key) const
{
    const bool isPlain =
        !key.empty() && key.size() <= MessageTextLimit &&
        std::ranges::all_of(key, [](unsigned char character) {
            return std::isalnum(character) != 0 || character == '_' || character == '-';
        });
    if (isPlain) {
        return path.empty() ? std::string(key) : fmt::format("{}.{}", path, key);
    }
    return fmt::format("{}['{}']", path, shorten(key));
}

std::unexpected<Error> JsonObject::wrong(std::string_view key, std::string_view expected) const
{
    const auto found = json->find(key);
    return fail("{}: expected {}; {}", path_of(key), expected,
                found == json->end() ? "it is missing" : "there is " + describe(*found));
}

Result<std::string> JsonObject::text(const char *key) const
{
    const Json *value = find(key);
    if (value == nullptr || !value->is_string()) {
        return wrong(key, "a text");
    }
    return value->get<std::string>();
}

Result<bool> JsonObject::boolean(const char *key) const
{
    const Json *value = find(key);
    if (value == nullptr || !value->is_boolean()) {
        return wrong(key, "true or false");
    }
    return value->get<bool>();
}

Result<uint64_t> JsonObject::number(const char *key, uint64_t limit) const
{
    const Json *value = find(key);
    if (value == nullptr || !value->is_number_unsigned() || value->get<uint64_t>() > limit) {
        return wrong(key, fmt::format("a whole number up to {}", limit));
    }
    return value->get<uint64_t>();
}

Result<JsonObject> JsonObject::object(const char *key) const
{
    const Json *value = find(key);
    if (value == nullptr || !value->is_object()) {
        return wrong(key, "an object");
    }
    return JsonObject(*value, path_of(key));
}

Result<size_t> JsonObject::choice(const char *key, std::span<const std::string> names) const
{
    const std::string chosen = TRY(text(key));
    const auto found = std::ranges::find(names, chosen);
    if (found == names.end()) {
        return fail("{}: expected one of {}; there is '{}'{}", path_of(key), fmt::join(names, ", "),
                    shorten(chosen), spelling_hint(shorten(chosen), names));
    }
    return static_cast<size_t>(found - names.begin());
}

Result<std::string> JsonObject::text_if_there(const char *key) const
{
    return has(key) ? text(key) : Result<std::string>(std::string());
}

Result<bool> JsonObject::boolean_if_there(const char *key) const
{
    return has(key) ? boolean(key) : Result<bool>(false);
}

Result<std::optional<uint64_t>> JsonObject::number_if_there(const char *key) const
{
    if (!has(key)) {
        return std::nullopt;
    }
    return TRY(number(key));
}

} // namespace griotte::audit
