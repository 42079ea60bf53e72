// Arrays, objects and sets: counting, picking, joining.
#include <algorithm>

#include "toolchain/audit/policy/builtins.h"

namespace griotte::audit {

namespace {

using Arguments = std::span<const Value>;
using Answer = std::optional<Value>;
using Values = std::vector<Value>;

Answer count(Arguments arguments, BuiltinContext & /*context*/)
{
    if (!arguments[0].is(Value::Kind::String)) {
        return Value::number(static_cast<int64_t>(arguments[0].size()));
    }
    int64_t characters = 0;
    for (const char character : arguments[0].as_string()) {
        characters += (static_cast<unsigned char>(character) & 0xc0) != 0x80 ? 1 : 0;
    }
    return Value::number(characters);
}

template <std::optional<Number> (*Operation)(const Number &, const Number &), int64_t Start>
Answer fold(Arguments arguments, BuiltinContext &context)
{
    std::optional<Number> total = Number(Start);
    (void)context.charge(arguments[0].size() / 8);
    for (const Value &item : arguments[0].items()) {
        if (!item.is(Value::Kind::Number) || !total.has_value()) {
            return std::nullopt;
        }
        total = Operation(*total, item.as_number());
    }
    return total.has_value() ? Answer(Value::number(*total)) : std::nullopt;
}

Answer largest(Arguments arguments, BuiltinContext & /*context*/)
{
    const auto items = arguments[0].items();
    return items.empty() ? std::nullopt : Answer(*std::ranges::max_element(items));
}

Answer smallest(Arguments arguments, BuiltinContext & /*context*/)
{
    const auto items = arguments[0].items();
    return items.empty() ? std::nullopt : Answer(*std::ranges::min_element(items));
}

Values copy(const Value &list)
{
    return Values(list.items().begin(), list.items().end());
}

Answer sorted(Arguments arguments, BuiltinContext &context)
{
    (void)context.charge(arguments[0].size());
    Values items = copy(arguments[0]);
    std::ranges::stable_sort(items);
    return Value::array(std::move(items));
}

Answer all_true(Arguments arguments, BuiltinContext & /*context*/)
{
    return Value::boolean(std::ranges::all_of(arguments[0].items(),
                                              [](const Value &item) { return item.is_true(); }));
}

Answer any_true(Arguments arguments, BuiltinContext & /*context*/)
{
    return Value::boolean(std::ranges::any_of(arguments[0].items(),
                                              [](const Value &item) { return item.is_true(); }));
}

/// `value in collection`.
Answer is_in(Arguments arguments, BuiltinContext &context)
{
    const bool isSearched = arguments[1].is_collection() && !arguments[1].is(Value::Kind::Set);
    (void)context.charge(isSearched ? arguments[1].size() / 16 : 0);
    return Value::boolean(arguments[1].contains(arguments[0]));
}

Value set_union(const Value &left, const Value &right)
{
    Values items = copy(left);
    items.insert(items.end(), right.items().begin(), right.items().end());
    return Value::set(std::move(items));
}

Value set_intersection(const Value &left, const Value &right)
{
    Values items;
    std::ranges::set_intersection(left.items(), right.items(), std::back_inserter(items));
    return Value::set(std::move(items));
}

Answer either(Arguments arguments, BuiltinContext &context)
{
    (void)context.charge(arguments[0].size() + arguments[1].size());
    return set_union(arguments[0], arguments[1]);
}

Answer both(Arguments arguments, BuiltinContext &context)
{
    (void)context.charge(arguments[0].size() + arguments[1].size());
    return set_intersection(arguments[0], arguments[1]);
}

bool is_sets(const Value &value)
{
    return std::ranges::all_of(value.items(),
                               [](const Value &item) { return item.is(Value::Kind::Set); });
}

Answer sets_union(Arguments arguments, BuiltinContext &context)
{
    if (!is_sets(arguments[0])) {
        return std::nullopt;
    }
    Values all;
    for (const Value &set : arguments[0].items()) {
        if (!context.charge(set.size())) {
            return std::nullopt;
        }
        all.insert(all.end(), set.items().begin(), set.items().end());
    }
    return Value::set(std::move(all));
}

Answer sets_intersection(Arguments arguments, BuiltinContext &context)
{
    if (!is_sets(arguments[0])) {
        return std::nullopt;
    }
    const auto sets = arguments[0].items();
    Value result = sets.empty() ? Value::set({}) : sets.front();
    for (const Value &set : sets) {
        (void)context.charge(result.size() + set.size());
        result = set_intersection(result, set);
    }
    return result;
}

Answer array_concat(Arguments arguments, BuiltinContext &context)
{
    if (!context.charge(arguments[0].size() + arguments[1].size())) {
        return std::nullopt;
    }
    Values items = copy(arguments[0]);
    items.insert(items.end(), arguments[1].items().begin(), arguments[1].items().end());
    return Value::array(std::move(items));
}

Answer array_slice(Arguments arguments, BuiltinContext &context)
{
    const auto items = arguments[0].items();
    const auto from = arguments[1].as_number().integer();
    const auto to = arguments[2].as_number().integer();
    if (!from.has_value() || !to.has_value()) {
        return std::nullopt;
    }
    const auto size = static_cast<int64_t>(items.size());
    const int64_t first = std::clamp<int64_t>(*from, 0, size);
    const int64_t last = std::clamp<int64_t>(*to, first, size);
    (void)context.charge(static_cast<uint64_t>(last - first));
    return Value::array(Values(items.begin() + first, items.begin() + last));
}

Answer array_reverse(Arguments arguments, BuiltinContext &context)
{
    (void)context.charge(arguments[0].size());
    Values items = copy(arguments[0]);
    std::ranges::reverse(items);
    return Value::array(std::move(items));
}

/// The key, or the keys of a path one after the other, or else the default.
Answer object_get(Arguments arguments, BuiltinContext & /*context*/)
{
    if (!arguments[1].is(Value::Kind::Array)) {
        const Value *found = arguments[0].find(arguments[1]);
        return found == nullptr ? arguments[2] : *found;
    }
    const Value *at = arguments.data();
    for (const Value &key : arguments[1].items()) {
        at = at == nullptr ? nullptr : at->find(key);
    }
    return at == nullptr ? arguments[2] : *at;
}

Answer object_keys(Arguments arguments, BuiltinContext &context)
{
    (void)context.charge(arguments[0].size());
    Values keys;
    for (const auto &[key, value] : arguments[0].members()) {
        keys.push_back(key);
    }
    return Value::set(std::move(keys));
}

/// What names the keys: elements of a list, or the keys of an object.
bool is_named(const Value &names, const Value &key)
{
    return names.is(Value::Kind::Object) ? names.find(key) != nullptr : names.contains(key);
}

Answer members_kept(Arguments arguments, BuiltinContext &context, bool keepsNamed)
{
    std::vector<Value::Member> kept;
    for (const auto &member : arguments[0].members()) {
        if (!context.charge(1 + arguments[1].size() / 16)) {
            return std::nullopt;
        }
        if (is_named(arguments[1], member.first) == keepsNamed) {
            kept.push_back(member);
        }
    }
    return Value::object(std::move(kept));
}

Answer object_filter(Arguments arguments, BuiltinContext &context)
{
    return members_kept(arguments, context, true);
}

Answer object_remove(Arguments arguments, BuiltinContext &context)
{
    return members_kept(arguments, context, false);
}

/// Members of both; what objects have under the same key is joined the same way. Depth of recursion
/// is that of the values.
Value joined(const Value &left, const Value &right)
{
    if (!left.is(Value::Kind::Object) || !right.is(Value::Kind::Object)) {
        return right;
    }
    std::vector<Value::Member> members(left.members().begin(), left.members().end());
    for (const auto &[key, value] : right.members()) {
        const Value *before = left.find(key);
        members.emplace_back(key, before == nullptr ? value : joined(*before, value));
    }
    return Value::object(std::move(members));
}

Answer object_union(Arguments arguments, BuiltinContext &context)
{
    if (!context.charge(arguments[0].weight() + arguments[1].weight())) {
        return std::nullopt;
    }
    return joined(arguments[0], arguments[1]);
}

Answer object_union_n(Arguments arguments, BuiltinContext &context)
{
    Value result = Value::object({});
    for (const Value &item : arguments[0].items()) {
        if (!item.is(Value::Kind::Object) || !context.charge(item.weight() + result.size())) {
            return std::nullopt;
        }
        result = joined(result, item);
    }
    return result;
}

/// Every path into `value` with what is there.
void walk_into(const Value &value, Values &path, Values &found, BuiltinContext &context)
{
    if (!context.charge(2 + path.size())) {
        return;
    }
    found.push_back(Value::array({Value::array(path), value}));
    const auto step = [&](const Value &key, const Value &item) {
        path.push_back(key);
        walk_into(item, path, found, context);
        path.pop_back();
    };
    if (value.is(Value::Kind::Object)) {
        for (const auto &[key, item] : value.members()) {
            step(key, item);
        }
    } else if (value.is(Value::Kind::Array)) {
        for (size_t index = 0; index < value.size(); index++) {
            step(Value::number(static_cast<int64_t>(index)), value.items()[index]);
        }
    } else if (value.is(Value::Kind::Set)) {
        for (const Value &item : value.items()) {
            step(item, item);
        }
    }
}

/// All pairs of a path and what is there; the evaluator tries each (Builtin::isRelation).
Answer walk(Arguments arguments, BuiltinContext &context)
{
    Values path;
    Values found;
    walk_into(arguments[0], path, found, context);
    return Value::array(std::move(found));
}

} // namespace

std::span<const Builtin> builtins_collection()
{
    constexpr Kinds ObjectNames = ListKind | ObjectKind;
    static const std::vector<Builtin> Table = {
        {"in", {AnyKind, AnyKind}, BooleanKind, is_in},
        {"|", {SetKind, SetKind}, SetKind, either},
        {"&", {SetKind, SetKind}, SetKind, both},
        {"count", {CollectionKind | StringKind}, NumberKind, count},
        {"sum", {ListKind}, NumberKind, fold<number_add, 0>},
        {"product", {ListKind}, NumberKind, fold<number_multiply, 1>},
        {"max", {ListKind}, AnyKind, largest},
        {"min", {ListKind}, AnyKind, smallest},
        {"sort", {ListKind}, ArrayKind, sorted},
        {"all", {ListKind}, BooleanKind, all_true},
        {"any", {ListKind}, BooleanKind, any_true},
        {"union", {SetKind}, SetKind, sets_union},
        {"intersection", {SetKind}, SetKind, sets_intersection},
        {"array.concat", {ArrayKind, ArrayKind}, ArrayKind, array_concat},
        {"array.slice", {ArrayKind, NumberKind, NumberKind}, ArrayKind, array_slice},
        {"array.reverse", {ArrayKind}, ArrayKind, array_reverse},
        {"object.get", {ObjectKind, AnyKind, AnyKind}, AnyKind, object_get},
        {"object.keys", {ObjectKind}, SetKind, object_keys},
        {"object.filter", {ObjectKind, ObjectNames}, ObjectKind, object_filter},
        {"object.remove", {ObjectKind, ObjectNames}, ObjectKind, object_remove},
        {"object.union", {ObjectKind, ObjectKind}, ObjectKind, object_union},
        {"object.union_n", {ArrayKind}, ObjectKind, object_union_n},
        {"walk", {AnyKind}, ArrayKind, walk, true},
    };
    return Table;
}

} // namespace griotte::audit
