#include "toolchain/audit/policy/value.h"

#include <algorithm>

namespace griotte::audit {

namespace {

uint64_t weights_add(uint64_t left, uint64_t right)
{
    uint64_t sum = 0;
    return __builtin_add_overflow(left, right, &sum) ? ~uint64_t{0} : sum;
}

} // namespace

Value Value::boolean(bool truth)
{
    Value value;
    value.content = truth;
    return value;
}

Value Value::number(const Number &number)
{
    Value value;
    value.content = number;
    return value;
}

Value Value::string(std::string text)
{
    Value value;
    value.content = std::make_shared<const std::string>(std::move(text));
    return value;
}

std::shared_ptr<const Value::Sequence> Value::sequence_make(std::vector<Value> items)
{
    auto sequence = std::make_shared<Sequence>();
    for (const Value &item : items) {
        sequence->depth = std::max(sequence->depth, item.depth() + 1);
        sequence->weight = weights_add(sequence->weight, item.weight());
    }
    sequence->items = std::move(items);
    return sequence;
}

Value Value::array(std::vector<Value> items)
{
    Value value;
    value.content = sequence_make(std::move(items));
    return value;
}

Value Value::set(std::vector<Value> items)
{
    // The first of equal ones stays.
    std::ranges::stable_sort(items);
    const auto rest = std::ranges::unique(items);
    items.erase(rest.begin(), rest.end());
    Value value;
    value.content = Ordered{sequence_make(std::move(items))};
    return value;
}

Value Value::object(std::vector<Member> members)
{
    std::ranges::stable_sort(members, {}, &Member::first);
    auto record = std::make_shared<Record>();
    record->members.reserve(members.size());
    for (Member &member : members) {
        if (!record->members.empty() && record->members.back().first == member.first) {
            record->members.back().second = std::move(member.second);
        } else {
            record->members.push_back(std::move(member));
        }
    }
    for (const auto &[key, item] : record->members) {
        record->depth = std::max({record->depth, key.depth() + 1, item.depth() + 1});
        record->weight = weights_add(record->weight, weights_add(key.weight(), item.weight()));
    }
    Value value;
    value.content = std::shared_ptr<const Record>(std::move(record));
    return value;
}

std::span<const Value> Value::items() const
{
    if (is(Kind::Set)) {
        return std::get<Ordered>(content).sequence->items;
    }
    return std::get<std::shared_ptr<const Sequence>>(content)->items;
}

std::span<const Value::Member> Value::members() const
{
    return std::get<std::shared_ptr<const Record>>(content)->members;
}

size_t Value::size() const
{
    switch (kind()) {
    case Kind::String:
        return as_string().size();
    case Kind::Array:
    case Kind::Set:
        return items().size();
    case Kind::Object:
        return members().size();
    default:
        return 0;
    }
}

const Value *Value::find(const Value &key) const
{
    if (is(Kind::Array)) {
        const auto index =
            key.is(Kind::Number) ? key.as_number().integer() : std::optional<int64_t>();
        const bool isInside =
            index.has_value() && *index >= 0 && static_cast<uint64_t>(*index) < items().size();
        return isInside ? &items()[static_cast<size_t>(*index)] : nullptr;
    }
    if (is(Kind::Object)) {
        const auto all = members();
        const auto found = std::ranges::lower_bound(all, key, {}, &Member::first);
        return found != all.end() && found->first == key ? &found->second : nullptr;
    }
    if (is(Kind::Set)) {
        const auto all = items();
        const auto found = std::ranges::lower_bound(all, key);
        return found != all.end() && *found == key ? &*found : nullptr;
    }
    return nullptr;
}

const Value *Value::find(std::string_view key) const
{
    return is(Kind::Object) ? find(Value::string(std::string(key))) : nullptr;
}

bool Value::contains(const Value &item) const
{
    switch (kind()) {
    case Kind::Set:
        return find(item) != nullptr;
    case Kind::Array:
        return std::ranges::find(items(), item) != items().end();
    case Kind::Object:
        return std::ranges::find(members(), item, &Member::second) != members().end();
    default:
        return false;
    }
}

uint32_t Value::depth() const
{
    switch (kind()) {
    case Kind::Array:
        return std::get<std::shared_ptr<const Sequence>>(content)->depth;
    case Kind::Set:
        return std::get<Ordered>(content).sequence->depth;
    case Kind::Object:
        return std::get<std::shared_ptr<const Record>>(content)->depth;
    default:
        return 0;
    }
}

uint64_t Value::weight() const
{
    switch (kind()) {
    case Kind::String:
        return 1 + as_string().size() / 16;
    case Kind::Array:
        return std::get<std::shared_ptr<const Sequence>>(content)->weight;
    case Kind::Set:
        return std::get<Ordered>(content).sequence->weight;
    case Kind::Object:
        return std::get<std::shared_ptr<const Record>>(content)->weight;
    default:
        return 1;
    }
}

const void *Value::identity() const
{
    switch (kind()) {
    case Kind::String:
        return std::get<Text>(content).get();
    case Kind::Array:
        return std::get<std::shared_ptr<const Sequence>>(content).get();
    case Kind::Set:
        return std::get<Ordered>(content).sequence.get();
    case Kind::Object:
        return std::get<std::shared_ptr<const Record>>(content).get();
    default:
        return nullptr;
    }
}

std::strong_ordering Value::compare(const Value &other) const
{
    if (kind() != other.kind()) {
        return kind() <=> other.kind();
    }
    if (identity() != nullptr && identity() == other.identity()) {
        return std::strong_ordering::equal;
    }
    switch (kind()) {
    case Kind::Null:
        return std::strong_ordering::equal;
    case Kind::Boolean:
        return as_boolean() <=> other.as_boolean();
    case Kind::Number:
        return as_number().compare(other.as_number());
    case Kind::String:
        return as_string() <=> other.as_string();
    case Kind::Array:
    case Kind::Set: {
        const auto left = items();
        const auto right = other.items();
        return std::lexicographical_compare_three_way(left.begin(), left.end(), right.begin(),
                                                      right.end());
    }
    case Kind::Object:
        break;
    }
    // Key by key and then value by value, as one sequence.
    const auto left = members();
    const auto right = other.members();
    for (size_t index = 0; index < std::min(left.size(), right.size()); index++) {
        if (const auto order = left[index].first.compare(right[index].first); order != 0) {
            return order;
        }
        if (const auto order = left[index].second.compare(right[index].second); order != 0) {
            return order;
        }
    }
    return left.size() <=> right.size();
}

std::string_view to_string(Value::Kind kind)
{
    switch (kind) {
    case Value::Kind::Null:
        return "null";
    case Value::Kind::Boolean:
        return "boolean";
    case Value::Kind::Number:
        return "number";
    case Value::Kind::String:
        return "string";
    case Value::Kind::Array:
        return "array";
    case Value::Kind::Object:
        return "object";
    case Value::Kind::Set:
        break;
    }
    return "set";
}

} // namespace griotte::audit
