// Kinds of values, and from one to another.
#include "toolchain/audit/policy/builtins.h"

namespace griotte::audit {

namespace {

using Arguments = std::span<const Value>;
using Answer = std::optional<Value>;

/// Heavier values are not written out as text.
constexpr uint64_t WeightLimit = 1'000'000;

template <Value::Kind What>
Answer is_kind(Arguments arguments, BuiltinContext & /*context*/)
{
    return Value::boolean(arguments[0].is(What));
}

Answer type_name(Arguments arguments, BuiltinContext & /*context*/)
{
    return Value::string(std::string(to_string(arguments[0].kind())));
}

Answer to_number(Arguments arguments, BuiltinContext & /*context*/)
{
    const Value &value = arguments[0];
    switch (value.kind()) {
    case Value::Kind::Null:
        return Value::number(int64_t{0});
    case Value::Kind::Boolean:
        return Value::number(int64_t{value.as_boolean()});
    case Value::Kind::Number:
        return value;
    case Value::Kind::String: {
        const auto number = Number::parse(value.as_string());
        return number.has_value() ? Answer(Value::number(*number)) : std::nullopt;
    }
    default:
        return std::nullopt;
    }
}

Answer marshal(Arguments arguments, BuiltinContext &context)
{
    const uint64_t weight = arguments[0].weight();
    if (weight > WeightLimit || !context.charge(weight)) {
        return std::nullopt;
    }
    return Value::string(value_to_json(arguments[0]));
}

Answer unmarshal(Arguments arguments, BuiltinContext &context)
{
    const std::string &text = arguments[0].as_string();
    if (!context.charge(1 + text.size() / 16)) {
        return std::nullopt;
    }
    auto value = value_from_json(text, "text");
    return value.has_value() ? Answer(std::move(*value)) : std::nullopt;
}

Answer json_is_valid(Arguments arguments, BuiltinContext &context)
{
    return Value::boolean(unmarshal(arguments, context).has_value());
}

} // namespace

std::span<const Builtin> builtins_type()
{
    constexpr Kinds Scalar = StringKind | NumberKind | BooleanKind | kinds_of(Value::Kind::Null);
    static const std::vector<Builtin> Table = {
        {"is_null", {AnyKind}, BooleanKind, is_kind<Value::Kind::Null>},
        {"is_boolean", {AnyKind}, BooleanKind, is_kind<Value::Kind::Boolean>},
        {"is_number", {AnyKind}, BooleanKind, is_kind<Value::Kind::Number>},
        {"is_string", {AnyKind}, BooleanKind, is_kind<Value::Kind::String>},
        {"is_array", {AnyKind}, BooleanKind, is_kind<Value::Kind::Array>},
        {"is_object", {AnyKind}, BooleanKind, is_kind<Value::Kind::Object>},
        {"is_set", {AnyKind}, BooleanKind, is_kind<Value::Kind::Set>},
        {"type_name", {AnyKind}, StringKind, type_name},
        {"to_number", {Scalar}, NumberKind, to_number},
        {"json.marshal", {AnyKind}, StringKind, marshal},
        {"json.unmarshal", {StringKind}, AnyKind, unmarshal},
        {"json.is_valid", {StringKind}, BooleanKind, json_is_valid},
    };
    return Table;
}

} // namespace griotte::audit
