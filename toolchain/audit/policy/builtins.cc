#include "toolchain/audit/policy/builtins.h"

#include <algorithm>
#include <array>

#include <re2/re2.h>

namespace griotte::audit {

namespace {

/// More than any policy needs; each may take as much as ExpressionMemory.
constexpr size_t ExpressionLimit = 1000;
constexpr int64_t ExpressionMemory = 1 << 20;

RE2::Options expression_options()
{
    RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(ExpressionMemory);
    return options;
}

using Table = std::map<std::string_view, const Builtin *>;

Table table_make()
{
    Table table;
    for (const auto part :
         {builtins_comparison(), builtins_number(), builtins_string(), builtins_expression(),
          builtins_collection(), builtins_type(), builtins_audit()})
    {
        for (const Builtin &builtin : part) {
            table.emplace(builtin.name, &builtin);
        }
    }
    return table;
}

const Table &table()
{
    static const Table TheTable = table_make();
    return TheTable;
}

} // namespace

std::string kinds_describe(Kinds kinds)
{
    std::vector<std::string_view> names;
    for (int kind = 0; kind <= static_cast<int>(Value::Kind::Set); kind++) {
        if ((kinds & kinds_of(static_cast<Value::Kind>(kind))) != 0) {
            names.push_back(to_string(static_cast<Value::Kind>(kind)));
        }
    }
    if (kinds == AnyKind || names.empty()) {
        return "anything";
    }
    const bool isVowel = names.front().starts_with('a') || names.front().starts_with('o');
    std::string text = kinds == kinds_of(Value::Kind::Null) ? "" : isVowel ? "an " : "a ";
    for (size_t index = 0; index < names.size(); index++) {
        text += index == 0 ? "" : index + 1 == names.size() ? " or " : ", ";
        text += names[index];
    }
    return text;
}

BuiltinContext::BuiltinContext(uint64_t theBudget) : budget(theBudget) {}
BuiltinContext::~BuiltinContext() = default;

bool BuiltinContext::charge(uint64_t amount)
{
    budget = amount < budget ? budget - amount : 0;
    return budget != 0;
}

const re2::RE2 *BuiltinContext::expression(const std::string &pattern)
{
    const auto found = expressions.find(pattern);
    if (found != expressions.end()) {
        return found->second->ok() ? found->second.get() : nullptr;
    }
    if (expressions.size() >= ExpressionLimit) {
        expressions.clear();
    }
    auto made = std::make_unique<RE2>(pattern, expression_options());
    const RE2 *result = made->ok() ? made.get() : nullptr;
    expressions.emplace(pattern, std::move(made));
    return result;
}

std::optional<std::string> expression_error(const std::string &pattern)
{
    const RE2 expression(pattern, expression_options());
    return expression.ok() ? std::nullopt : std::optional(expression.error());
}

const Builtin *builtin_find(std::string_view name)
{
    const auto found = table().find(name);
    return found == table().end() ? nullptr : found->second;
}

std::vector<std::string> builtin_names()
{
    std::vector<std::string> names;
    for (const auto &[name, builtin] : table()) {
        if (std::isalpha(static_cast<unsigned char>(name.front())) != 0 && name != "in") {
            names.emplace_back(name);
        }
    }
    return names;
}

} // namespace griotte::audit
