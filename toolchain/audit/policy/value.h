// The values policies compute with: JSON's, and sets.
//
// A value never changes and copies are cheap, as what is large is shared. That also gives a value
// an identity: an object taken out of the report is still that object of the report, however many
// variables it went through. Explanations rely on it (explain.h).
#pragma once

#include <compare>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/error.h"
#include "toolchain/audit/policy/number.h"

namespace griotte::audit {

class Value
{
public:
    /// In the order values of different kinds sort, which is Rego's.
    enum class Kind : uint8_t
    {
        Null,
        Boolean,
        Number,
        String,
        Array,
        Object,
        Set
    };
    using Member = std::pair<Value, Value>;

    /// Null.
    Value() = default;
    static Value boolean(bool truth);
    static Value number(const Number &number);
    static Value number(int64_t integer) { return number(Number(integer)); }
    static Value string(std::string text);
    static Value array(std::vector<Value> items);
    /// Of several members with one key the last counts.
    static Value object(std::vector<Member> members);
    static Value set(std::vector<Value> items);

    [[nodiscard]] Kind kind() const { return static_cast<Kind>(content.index()); }
    [[nodiscard]] bool is(Kind what) const { return kind() == what; }
    [[nodiscard]] bool is_false() const { return is(Kind::Boolean) && !as_boolean(); }
    [[nodiscard]] bool is_true() const { return is(Kind::Boolean) && as_boolean(); }
    [[nodiscard]] bool is_collection() const { return kind() >= Kind::Array; }

    // Each for values of its kind only.
    [[nodiscard]] bool as_boolean() const { return std::get<bool>(content); }
    [[nodiscard]] const Number &as_number() const { return std::get<Number>(content); }
    [[nodiscard]] const std::string &as_string() const { return *std::get<Text>(content); }
    /// Of an array in order, of a set sorted.
    [[nodiscard]] std::span<const Value> items() const;
    /// Sorted by key.
    [[nodiscard]] std::span<const Member> members() const;

    /// Elements of a collection, characters (bytes) of a string; 0 for others.
    [[nodiscard]] size_t size() const;
    /// What `value[key]` is: an element, a member's value, a set's element itself; null pointer
    /// when there is none, or this is no collection.
    [[nodiscard]] const Value *find(const Value &key) const;
    /// The same for a text.
    [[nodiscard]] const Value *find(std::string_view key) const;
    /// Whether a collection has `item` among its elements or values.
    [[nodiscard]] bool contains(const Value &item) const;

    /// Nesting: 0 for what is no collection.
    [[nodiscard]] uint32_t depth() const;
    /// How many values this is written out; saturates.
    [[nodiscard]] uint64_t weight() const;
    /// The same for copies of one value, different for values made apart; null pointer for numbers
    /// and the like.
    [[nodiscard]] const void *identity() const;

    [[nodiscard]] std::strong_ordering compare(const Value &other) const;
    bool operator==(const Value &other) const { return compare(other) == 0; }
    std::strong_ordering operator<=>(const Value &other) const { return compare(other); }

private:
    struct Sequence
    {
        std::vector<Value> items;
        uint32_t depth = 1;
        uint64_t weight = 1;
    };
    struct Record
    {
        std::vector<Member> members;
        uint32_t depth = 1;
        uint64_t weight = 1;
    };
    using Text = std::shared_ptr<const std::string>;
    struct Ordered
    {
        std::shared_ptr<const Sequence> sequence;
    };

    static std::shared_ptr<const Sequence> sequence_make(std::vector<Value> items);

    std::variant<std::monostate, bool, Number, Text, std::shared_ptr<const Sequence>,
                 std::shared_ptr<const Record>, Ordered>
        content;
};

/// "object", "set" and so on: Rego's names of kinds.
std::string_view to_string(Value::Kind kind);

/// Compact JSON with sorted keys; a set is written as an array, keys that are no texts as texts of
/// their JSON.
std::string value_to_json(const Value &value);

/// As a policy writes it: sets in braces, the empty one `set()`. policy text that evaluates to
/// `value`.
std::string value_to_text(const Value &value);

/// value_to_text(), shortened in the middle to about `limit` characters, for messages.
std::string value_to_message(const Value &value, size_t limit = 160);

/// Reads JSON. `name` is for messages, which have line, column and reason. Fails also when it nests
/// deeper than ValueDepthLimit.
Result<Value> value_from_json(std::string_view json, std::string_view name);

/// How deep values may nest. Comparing, printing and freeing take stack by depth.
constexpr uint32_t ValueDepthLimit = 200;

} // namespace griotte::audit
