// What can be said of kinds without evaluating: enough to find `count(1)` and bad patterns.
#include <algorithm>

#include "toolchain/audit/policy/builtins.h"
#include "toolchain/audit/policy/checker.h"

namespace griotte::audit {

uint8_t term_kinds(const Term &term)
{
    switch (term.kind) {
    case Term::Kind::Constant:
        return kinds_of(term.constant.kind());
    case Term::Kind::Call:
        return term.builtin == nullptr ? AnyKind : term.builtin->result;
    case Term::Kind::Array:
    case Term::Kind::ArrayComprehension:
        return ArrayKind;
    case Term::Kind::Set:
    case Term::Kind::SetComprehension:
        return SetKind;
    case Term::Kind::Object:
    case Term::Kind::ObjectComprehension:
        return ObjectKind;
    case Term::Kind::Reference: {
        const bool isWhole = term.root == Term::Root::Rule && term.firstKey == term.parts.size();
        if (isWhole && term.rule->kind == Definition::Kind::Set) {
            return SetKind;
        }
        return isWhole && term.rule->kind == Definition::Kind::Object ? ObjectKind : AnyKind;
    }
    case Term::Kind::Variable:
        break;
    }
    return AnyKind;
}

Result<void> call_check(const Term &call)
{
    const Builtin &builtin = *call.builtin;
    const size_t arity = builtin.arguments.size();
    if (call.parts.size() != arity && call.parts.size() != arity + 1) {
        return fail_at(call.place, "'{}' takes {} argument{}, not {}", call.name, arity,
                       arity == 1 ? "" : "s", call.parts.size());
    }
    Kinds common = AnyKind;
    for (size_t index = 0; index < arity; index++) {
        const Term &argument = *call.parts[index];
        const Kinds kinds = term_kinds(argument);
        if ((kinds & builtin.arguments[index]) == 0) {
            return fail_at(argument.place, "'{}' takes {} here, and this is {}", call.name,
                           kinds_describe(builtin.arguments[index]), kinds_describe(kinds));
        }
        common &= kinds;
    }
    if (call.name == "-" && common == 0) {
        return fail_at(call.place, "'-' is of two numbers or of two sets");
    }
    const bool isPattern = builtin.name.starts_with("regex.") && !call.parts.empty() &&
                           call.parts[0]->is(Term::Kind::Constant) &&
                           (builtin.arguments[0] & StringKind) != 0 &&
                           builtin.name != "regex.replace" && builtin.name != "regex.is_valid";
    if (isPattern) {
        if (const auto reason = expression_error(call.parts[0]->constant.as_string())) {
            return fail_at(call.parts[0]->place, "this is no regular expression: {}", *reason);
        }
    }
    return {};
}

} // namespace griotte::audit
