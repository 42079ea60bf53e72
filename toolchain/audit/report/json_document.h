// JSON that somebody else wrote: parsed within bounds, and read with errors that say where in it
// something is wrong.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/error.h"

namespace griotte::audit {

using Json = nlohmann::json;

/// What a document may be. A firmware of a thousand compartments stays well below each.
struct JsonLimits
{
    /// Bytes of text.
    size_t size = size_t{64} << 20;
    /// Objects and lists within each other.
    int depth = 32;
};

/// `text` as JSON. Fails with line and column of what is no JSON, of a key that an object has twice
/// (readers would disagree on which counts), and of what is beyond `limits`.
Result<Json> json_document_parse(std::string_view text, const JsonLimits &limits = {});

/// An object in a document, and the path to it for messages: `compartments.uart.imports[2]`.
class JsonObject
{
public:
    /// Fails if `json` is no object.
    static Result<JsonObject> create(const Json &json, std::string path);

    /// The value at `key`, or null.
    [[nodiscard]] const Json *find(const char *key) const;
    [[nodiscard]] bool has(const char *key) const { return find(key) != nullptr; }
    /// The path to `key` in this object.
    [[nodiscard]] std::string path_of(std::string_view key) const;

    // Each fails, naming the path and what was expected, if there is something else or nothing.
    [[nodiscard]] Result<std::string> text(const char *key) const;
    [[nodiscard]] Result<bool> boolean(const char *key) const;
    /// At most `limit`.
    [[nodiscard]] Result<uint64_t> number(const char *key, uint64_t limit = UINT32_MAX) const;
    [[nodiscard]] Result<JsonObject> object(const char *key) const;
    /// Which of `names` the text at `key` is. A wrong one is told the nearest.
    [[nodiscard]] Result<size_t> choice(const char *key, std::span<const std::string> names) const;

    // The same for keys that may be missing: empty, false or nothing then.
    [[nodiscard]] Result<std::string> text_if_there(const char *key) const;
    [[nodiscard]] Result<bool> boolean_if_there(const char *key) const;
    [[nodiscard]] Result<std::optional<uint64_t>> number_if_there(const char *key) const;

    /// Calls `read` with each object of the list at `key`, and collects what it returns. A missing
    /// list is an empty one.
    template <typename Element, typename Read>
    Result<std::vector<Element>> list(const char *key, Read read) const
    {
        std::vector<Element> elements;
        const Json *value = find(key);
        if (value == nullptr) {
            return elements;
        }
        if (!value->is_array()) {
            return wrong(key, "a list");
        }
        elements.reserve(value->size());
        for (size_t index = 0; index < value->size(); index++) {
            const auto element =
                TRY(create((*value)[index], fmt::format("{}[{}]", path_of(key), index)));
            elements.push_back(TRY(read(element)));
        }
        return elements;
    }

    /// Calls `read` with the name and the object of each member of the object at `key`, in the
    /// order of their names.
    template <typename Element, typename Read>
    Result<std::vector<Element>> members(const char *key, Read read) const
    {
        const auto holder = TRY(object(key));
        std::vector<Element> elements;
        for (const auto &[name, value] : holder.json->items()) {
            const auto element = TRY(create(value, holder.path_of(name)));
            elements.push_back(TRY(read(name, element)));
        }
        return elements;
    }

    /// That the value at `key` is not `expected`.
    [[nodiscard]] std::unexpected<Error> wrong(std::string_view key,
                                               std::string_view expected) const;

private:
    JsonObject(const Json &theJson, std::string thePath) : json(&theJson), path(std::move(thePath))
    {}

    const Json *json;
    std::string path;
};

} // namespace griotte::audit
