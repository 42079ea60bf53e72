// Reads one JSON object: hands out values with their type and size checked, and knows which keys
// were asked for, so that the rest can be refused by name. Private to board/.
#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/text.h"
#include "machine/board/board_json.h"
#include "machine/memory/memory.h"

namespace griotte::machine {

class JsonReader
{
public:
    /// `where` is the object's place for messages: "sail.json: devices.uart". Fails when `json`,
    /// which must outlive this, is not an object.
    static Result<JsonReader> create(const Json &json, std::string where)
    {
        if (!json.is_object()) {
            return fail("{}: must be an object", where);
        }
        return JsonReader(json, std::move(where));
    }

    [[nodiscard]] const std::string &where() const { return place; }

    /// The value at `key`, or null. From now on the key is known.
    const Json *find(const std::string &key)
    {
        known.push_back(key);
        const auto found = json->find(key);
        return found == json->end() ? nullptr : &*found;
    }

    /// The number at `key`, at most `limit`; `otherwise` when there is none.
    Result<uint64_t> number(const std::string &key, uint64_t otherwise, uint64_t limit)
    {
        const Json *value = find(key);
        if (value == nullptr) {
            return otherwise;
        }
        if (!value->is_number_unsigned()) {
            return fail("{}: '{}' must be a whole number, not negative, of at most 64 bits", place,
                        key);
        }
        const auto result = value->get<uint64_t>();
        if (result > limit) {
            return fail("{}: '{}' is 0x{:x}, more than 0x{:x}", place, key, result, limit);
        }
        return result;
    }

    Result<bool> boolean(const std::string &key, bool otherwise)
    {
        const Json *value = find(key);
        if (value == nullptr) {
            return otherwise;
        }
        if (!value->is_boolean()) {
            return fail("{}: '{}' must be true or false", place, key);
        }
        return value->get<bool>();
    }

    /// The string at `key`; empty when there is none.
    Result<std::string> string(const std::string &key)
    {
        const Json *value = find(key);
        if (value == nullptr) {
            return std::string();
        }
        if (!value->is_string()) {
            return fail("{}: '{}' must be a string", place, key);
        }
        return value->get<std::string>();
    }

    /// The strings at `key`: an array of them, or one alone.
    Result<std::vector<std::string>> strings(const std::string &key)
    {
        std::vector<std::string> result;
        const Json *value = find(key);
        if (value == nullptr) {
            return result;
        }
        if (value->is_string()) {
            result.push_back(value->get<std::string>());
            return result;
        }
        if (!value->is_array() ||
            !std::ranges::all_of(*value, [](const Json &entry) { return entry.is_string(); }))
        {
            return fail("{}: '{}' must be an array of strings", place, key);
        }
        for (const Json &entry : *value) {
            result.push_back(entry.get<std::string>());
        }
        return result;
    }

    /// The object's own 'start' with 'end', 'length' or, agreeing, both.
    Result<AddressRange> range()
    {
        constexpr uint64_t AddressSpace = uint64_t{1} << 32;
        if (find("start") == nullptr) {
            return fail("{}: needs 'start'", place);
        }
        const uint64_t start = TRY(number("start", 0, AddressSpace - 1));
        const bool hasEnd = find("end") != nullptr;
        const bool hasLength = find("length") != nullptr;
        if (!hasEnd && !hasLength) {
            return fail("{}: needs 'end' or 'length'", place);
        }
        const uint64_t length = TRY(number("length", 0, AddressSpace));
        const uint64_t end = TRY(number("end", start + length, AddressSpace));
        if (hasLength && end != start + length) {
            return fail("{}: 'length' says it ends at 0x{:x}, 'end' says 0x{:x}", place,
                        start + length, end);
        }
        if (end <= start || end > AddressSpace) {
            return fail(
                "{}: a range from 0x{:x} must end after that, by 0x100000000 at the latest; "
                "this one ends at 0x{:x}",
                place, start, end);
        }
        return AddressRange{static_cast<uint32_t>(start), end - start};
    }

    /// Fails when the object has a key nobody asked for, naming the nearest that is known.
    [[nodiscard]] Result<void> finish() const
    {
        for (const auto &[key, value] : json->items()) {
            if (std::ranges::find(known, key) == known.end()) {
                return fail("{}: unknown key '{}'{}", place, key, spelling_hint(key, known));
            }
        }
        return {};
    }

private:
    JsonReader(const Json &theJson, std::string where) : json(&theJson), place(std::move(where)) {}

    const Json *json;
    std::string place;
    std::vector<std::string> known;
};

} // namespace griotte::machine
