// The functions the language comes with.
//
// One table lists them with the kinds of their arguments, which the checker holds calls against as
// far as it can tell. A function given what it can not work with has no value, as in Rego: the
// condition it stands in does not hold.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "toolchain/audit/policy/value.h"

namespace re2 {
class RE2;
}

namespace griotte::audit {

/// A set of Value::Kind, a bit each.
using Kinds = uint8_t;

constexpr Kinds kinds_of(Value::Kind kind)
{
    return static_cast<Kinds>(1U << static_cast<unsigned>(kind));
}
constexpr Kinds AnyKind = 0x7f;
constexpr Kinds BooleanKind = kinds_of(Value::Kind::Boolean);
constexpr Kinds NumberKind = kinds_of(Value::Kind::Number);
constexpr Kinds StringKind = kinds_of(Value::Kind::String);
constexpr Kinds ArrayKind = kinds_of(Value::Kind::Array);
constexpr Kinds ObjectKind = kinds_of(Value::Kind::Object);
constexpr Kinds SetKind = kinds_of(Value::Kind::Set);
constexpr Kinds ListKind = ArrayKind | SetKind;
constexpr Kinds CollectionKind = ListKind | ObjectKind;

/// "a number or set".
std::string kinds_describe(Kinds kinds);

/// What all calls of an evaluation share.
class BuiltinContext
{
public:
    explicit BuiltinContext(uint64_t theBudget);
    ~BuiltinContext();
    BuiltinContext(const BuiltinContext &) = delete;
    BuiltinContext &operator=(const BuiltinContext &) = delete;

    /// Takes `amount` from the budget; false when there is not as much, and then for ever.
    bool charge(uint64_t amount);
    [[nodiscard]] bool is_exhausted() const { return budget == 0; }

    /// The compiled expression, or null pointer when it is none.
    const re2::RE2 *expression(const std::string &pattern);

private:
    uint64_t budget;
    std::map<std::string, std::unique_ptr<re2::RE2>> expressions;
};

using BuiltinFunction = std::optional<Value> (*)(std::span<const Value> arguments,
                                                 BuiltinContext &context);

struct Builtin
{
    std::string_view name;
    std::vector<Kinds> arguments;
    Kinds result = AnyKind;
    BuiltinFunction function = nullptr;
    /// Gives an array of values, each of which is tried.
    bool isRelation = false;
};

/// The builtin `name` is, an operator or a function; null pointer when there is none.
const Builtin *builtin_find(std::string_view name);

/// Names of all functions, sorted; operators are not among them.
std::vector<std::string> builtin_names();

/// Why `pattern` is no regular expression; nothing when it is one.
std::optional<std::string> expression_error(const std::string &pattern);

// The parts of the table.
std::span<const Builtin> builtins_comparison();
std::span<const Builtin> builtins_number();
std::span<const Builtin> builtins_string();
std::span<const Builtin> builtins_expression();
std::span<const Builtin> builtins_collection();
std::span<const Builtin> builtins_type();
std::span<const Builtin> builtins_audit();

} // namespace griotte::audit
