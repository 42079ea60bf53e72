#include <algorithm>

#include "toolchain/audit/policy/evaluator_private.h"

namespace griotte::audit {

namespace {

/// Results kept of one function; more are computed again.
constexpr size_t FunctionResultLimit = 50'000;

const Place &place_of(const Rule &rule)
{
    return rule.definitions.empty() ? rule.otherwise->place : rule.definitions.front()->place;
}

} // namespace

Result<std::optional<Value>> Evaluator::rule_value(const Rule &one)
{
    Answer value = rule(one);
    TRY_VOID(outcome());
    return value;
}

Result<std::optional<Frame>> Evaluator::arguments_match(const Definition &definition,
                                                        const std::vector<Value> &arguments)
{
    Frame frame(definition.slots);
    std::optional<Frame> matched;
    (void)arguments_bind(definition, arguments, 0, frame, [&] {
        matched = frame;
        return false;
    });
    TRY_VOID(outcome());
    return matched;
}

Evaluator::Answer Evaluator::rule(const Rule &one)
{
    auto &known = ruleValues[one.index];
    if (!known.has_value()) {
        const DepthGuard guard(*this, place_of(one));
        Answer value = guard.is_good() ? rule_evaluate(one) : std::nullopt;
        if (error.has_value()) {
            return std::nullopt;
        }
        known = std::move(value);
    }
    return *known;
}

Evaluator::Answer Evaluator::rule_evaluate(const Rule &one)
{
    switch (one.kind) {
    case Definition::Kind::Set:
        return set_evaluate(one);
    case Definition::Kind::Object:
        return object_evaluate(one);
    case Definition::Kind::Complete:
        return complete_evaluate(one);
    case Definition::Kind::Function:
        break;
    }
    return std::nullopt;
}

/// The value of the first of a definition's clauses that holds goes to `result`. False to end.
bool Evaluator::clauses(const Rule &one, const Definition &definition, Frame &frame, Answer &result)
{
    for (const Clause &clause : definition.clauses) {
        bool isOne = false;
        const bool isSimple = clause.value == nullptr || clause.value->is(Term::Kind::Constant);
        const auto value_take = [&](const Value &value) {
            isOne = true;
            if (result.has_value() && *result != value) {
                return stop(clause.place, "'{}' would have two values: {} here, and {}", one.name,
                            value_to_message(value, 60), value_to_message(*result, 60));
            }
            result = value;
            // Further solutions give the same.
            return !isSimple;
        };
        (void)body_from(clause.body, 0, frame, [&] {
            return clause.value == nullptr ? value_take(Value::boolean(true))
                                           : term(*clause.value, frame, value_take);
        });
        if (error.has_value()) {
            return false;
        }
        if (isOne) {
            break;
        }
    }
    return true;
}

Evaluator::Answer Evaluator::complete_evaluate(const Rule &one)
{
    Answer result;
    for (const Definition *definition : one.definitions) {
        Frame frame(definition->slots);
        if (!clauses(one, *definition, frame, result)) {
            return std::nullopt;
        }
    }
    if (!result.has_value() && one.otherwise != nullptr) {
        Frame frame(one.otherwise->slots);
        (void)clauses(one, *one.otherwise, frame, result);
    }
    return result;
}

Evaluator::Answer Evaluator::set_evaluate(const Rule &one)
{
    std::vector<Value> items;
    for (const Definition *definition : one.definitions) {
        Frame frame(definition->slots);
        (void)body_from(definition->clauses.front().body, 0, frame, [&] {
            return term(*definition->key, frame, [&](const Value &item) {
                items.push_back(item);
                return step(definition->place);
            });
        });
        if (error.has_value()) {
            return std::nullopt;
        }
    }
    return limited(Value::set(std::move(items)), place_of(one));
}

Evaluator::Answer Evaluator::object_evaluate(const Rule &one)
{
    std::vector<Value::Member> members;
    for (const Definition *definition : one.definitions) {
        Frame frame(definition->slots);
        const Clause &clause = definition->clauses.front();
        (void)body_from(clause.body, 0, frame, [&] {
            return term(*definition->key, frame, [&](const Value &key) {
                const auto add = [&](const Value &value) {
                    members.emplace_back(key, value);
                    return step(definition->place);
                };
                return clause.value == nullptr ? add(Value::boolean(true))
                                               : term(*clause.value, frame, add);
            });
        });
        if (error.has_value()) {
            return std::nullopt;
        }
    }
    return members_finish(std::move(members), place_of(one));
}

Evaluator::Answer Evaluator::function(const Rule &one, const std::vector<Value> &arguments,
                                      const Place &place)
{
    auto &known = functionValues[one.index];
    if (const auto found = known.find(arguments); found != known.end()) {
        return found->second;
    }
    const DepthGuard guard(*this, place);
    if (!guard.is_good()) {
        return std::nullopt;
    }
    const Answer value = function_evaluate(one, arguments);
    if (!error.has_value() && known.size() < FunctionResultLimit) {
        known.emplace(arguments, value);
    }
    return value;
}

bool Evaluator::arguments_bind(const Definition &definition, const std::vector<Value> &arguments,
                               size_t at, Frame &frame, Continuation next)
{
    if (at == arguments.size()) {
        return next();
    }
    return pattern(*definition.arguments[at], arguments[at], frame,
                   [&] { return arguments_bind(definition, arguments, at + 1, frame, next); });
}

Evaluator::Answer Evaluator::function_evaluate(const Rule &one, const std::vector<Value> &arguments)
{
    Answer result;
    const auto take = [&](const Definition &definition) {
        Frame frame(definition.slots);
        (void)arguments_bind(definition, arguments, 0, frame,
                             [&] { return clauses(one, definition, frame, result); });
        return !error.has_value();
    };
    for (const Definition *definition : one.definitions) {
        if (!take(*definition)) {
            return std::nullopt;
        }
    }
    if (!result.has_value() && one.otherwise != nullptr) {
        (void)take(*one.otherwise);
    }
    return error.has_value() ? std::nullopt : result;
}

Evaluator::Answer Evaluator::node_value(const DataNode &node)
{
    if (node.document.has_value()) {
        return node.document;
    }
    std::vector<Value::Member> members;
    for (const auto &[name, one] : node.rules) {
        if (one->kind == Definition::Kind::Function) {
            continue;
        }
        const Answer value = rule(*one);
        if (error.has_value()) {
            return std::nullopt;
        }
        if (value.has_value()) {
            members.emplace_back(Value::string(name), *value);
        }
    }
    for (const auto &[name, child] : node.children) {
        const Answer value = node_value(child);
        if (!value.has_value()) {
            return std::nullopt;
        }
        members.emplace_back(Value::string(name), *value);
    }
    return Value::object(std::move(members));
}

} // namespace griotte::audit
