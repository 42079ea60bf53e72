#include <algorithm>

#include "toolchain/audit/policy/evaluator_private.h"

namespace griotte::audit {

bool Evaluator::is_evaluable(const Term &one, const Frame &frame) const
{
    const auto all = [&](size_t from) {
        return std::all_of(one.parts.begin() + static_cast<ptrdiff_t>(from), one.parts.end(),
                           [&](const TermPointer &part) { return is_evaluable(*part, frame); });
    };
    switch (one.kind) {
    case Term::Kind::Constant:
        return true;
    case Term::Kind::Variable:
        return frame[one.slot].has_value();
    case Term::Kind::Reference:
        // Keys without a value are tried.
        return one.root != Term::Root::Term || is_evaluable(*one.parts.front(), frame);
    case Term::Kind::Call:
        // The checker found an order.
        return !one.order.empty() || all(0);
    case Term::Kind::Array:
    case Term::Kind::Set:
    case Term::Kind::Object:
        return all(0);
    case Term::Kind::ArrayComprehension:
    case Term::Kind::SetComprehension:
    case Term::Kind::ObjectComprehension:
        break;
    }
    return std::ranges::all_of(one.outerSlots,
                               [&](uint32_t slot) { return frame[slot].has_value(); });
}

Evaluator::Answer Evaluator::limited(Value value, const Place &place)
{
    if (value.depth() > ValueDepthLimit) {
        stop(place, "this value would nest deeper than {}", ValueDepthLimit);
        return std::nullopt;
    }
    if (value.weight() > limits.weight) {
        stop(place, "this value would consist of more than {} values", limits.weight);
        return std::nullopt;
    }
    return value;
}

bool Evaluator::term(const Term &one, Frame &frame, ValueContinuation next)
{
    if (one.is(Term::Kind::Constant)) {
        return next(one.constant);
    }
    if (one.is(Term::Kind::Variable)) {
        if (!frame[one.slot].has_value()) {
            return stop(one.place, "'{}' has no value yet", one.name);
        }
        return next(*frame[one.slot]);
    }
    const DepthGuard guard(*this, one.place);
    if (!guard.is_good() || !step(one.place)) {
        return false;
    }
    switch (one.kind) {
    case Term::Kind::Reference:
        return reference(one, frame, next);
    case Term::Kind::Call: {
        std::vector<Value> arguments(one.parts.size());
        return call(one, arguments, 0, frame, next);
    }
    case Term::Kind::Array:
    case Term::Kind::Set:
    case Term::Kind::Object: {
        std::vector<Value> values;
        return parts(one, values, frame, next);
    }
    default:
        return comprehension(one, frame, next);
    }
}

/// Every combination of the values the parts have.
bool Evaluator::parts(const Term &one, std::vector<Value> &values, Frame &frame,
                      ValueContinuation next)
{
    // What has one value at once needs no nesting.
    const size_t before = values.size();
    while (values.size() < one.parts.size() && one.parts[values.size()]->is(Term::Kind::Constant)) {
        values.push_back(one.parts[values.size()]->constant);
    }
    bool goesOn = true;
    if (values.size() < one.parts.size()) {
        const DepthGuard guard(*this, one.place);
        if (!guard.is_good()) {
            return false;
        }
        goesOn = term(*one.parts[values.size()], frame, [&](const Value &value) {
            values.push_back(value);
            const bool result = parts(one, values, frame, next);
            values.pop_back();
            return result;
        });
    } else {
        Value made;
        if (one.is(Term::Kind::Array)) {
            made = Value::array(values);
        } else if (one.is(Term::Kind::Set)) {
            made = Value::set(values);
        } else {
            std::vector<Value::Member> members;
            for (size_t index = 0; index < values.size(); index += 2) {
                members.emplace_back(values[index], values[index + 1]);
            }
            const auto object = members_finish(std::move(members), one.place);
            if (!object.has_value()) {
                return false;
            }
            made = *object;
        }
        const auto value = limited(std::move(made), one.place);
        goesOn = value.has_value() && next(*value);
    }
    values.resize(before);
    return goesOn;
}

bool Evaluator::comprehension(const Term &one, Frame &frame, ValueContinuation next)
{
    std::vector<Value> values;
    std::vector<Value::Member> members;
    const bool isObject = one.is(Term::Kind::ObjectComprehension);
    (void)body_from(*one.body, 0, frame, [&] {
        return term(*one.parts[0], frame, [&](const Value &value) {
            if (!isObject) {
                values.push_back(value);
                return step(one.place);
            }
            return term(*one.parts[1], frame, [&](const Value &member) {
                members.emplace_back(value, member);
                return step(one.place);
            });
        });
    });
    if (error.has_value()) {
        return false;
    }
    Answer made;
    if (isObject) {
        made = members_finish(std::move(members), one.place);
    } else {
        made = limited(one.is(Term::Kind::SetComprehension) ? Value::set(std::move(values))
                                                            : Value::array(std::move(values)),
                       one.place);
    }
    return made.has_value() && next(*made);
}

Evaluator::Answer Evaluator::members_finish(std::vector<Value::Member> members, const Place &place)
{
    std::ranges::stable_sort(members, {}, &Value::Member::first);
    for (size_t index = 1; index < members.size(); index++) {
        const auto &[key, value] = members[index - 1];
        if (key == members[index].first && value != members[index].second) {
            stop(place, "key {} has two values here: {} and {}", value_to_message(key, 60),
                 value_to_message(value, 60), value_to_message(members[index].second, 60));
            return std::nullopt;
        }
    }
    return limited(Value::object(std::move(members)), place);
}

bool Evaluator::reference(const Term &one, Frame &frame, ValueContinuation next)
{
    switch (one.root) {
    case Term::Root::Input:
        return keys(one, 1, itsInput, frame, next);
    case Term::Root::Data:
        return node_keys(one, one.firstKey, *one.node, frame, next);
    case Term::Root::Rule: {
        const Answer value = rule(*one.rule);
        return value.has_value() ? keys(one, one.firstKey, *value, frame, next)
                                 : !error.has_value();
    }
    case Term::Root::Term:
        break;
    }
    return term(*one.parts.front(), frame,
                [&](const Value &value) { return keys(one, 1, value, frame, next); });
}

bool Evaluator::keys(const Term &one, size_t at, const Value &value, Frame &frame,
                     ValueContinuation next)
{
    // Constant keys need no nesting.
    const Value *here = &value;
    while (at < one.parts.size() && one.parts[at]->is(Term::Kind::Constant)) {
        here = here->find(one.parts[at++]->constant);
        if (here == nullptr) {
            return true;
        }
    }
    if (at == one.parts.size()) {
        return next(*here);
    }
    const DepthGuard guard(*this, one.place);
    if (!guard.is_good() || !step(one.place)) {
        return false;
    }
    const Term &key = *one.parts[at];
    if (is_evaluable(key, frame)) {
        return term(key, frame, [&](const Value &keyValue) {
            const Value *found = here->find(keyValue);
            return found == nullptr || keys(one, at + 1, *found, frame, next);
        });
    }
    return elements_visit(*here, [&](const Value &keyValue, const Value &item) {
        return step(one.place) &&
               pattern(key, keyValue, frame, [&] { return keys(one, at + 1, item, frame, next); });
    });
}

bool Evaluator::node_keys(const Term &one, size_t at, const DataNode &node, Frame &frame,
                          ValueContinuation next)
{
    if (node.document.has_value()) {
        return keys(one, at, *node.document, frame, next);
    }
    if (at == one.parts.size()) {
        const Answer value = node_value(node);
        return value.has_value() && next(*value);
    }
    const DepthGuard guard(*this, one.place);
    if (!guard.is_good() || !step(one.place)) {
        return false;
    }
    const Term &key = *one.parts[at];
    if (is_evaluable(key, frame)) {
        return term(key, frame, [&](const Value &name) {
            return !name.is(Value::Kind::String) ||
                   node_child(one, at + 1, node, name.as_string(), frame, next);
        });
    }
    std::vector<std::string> names;
    for (const auto &[name, rule] : node.rules) {
        names.push_back(name);
    }
    for (const auto &[name, child] : node.children) {
        names.push_back(name);
    }
    std::ranges::sort(names);
    return std::ranges::all_of(names, [&](const std::string &name) {
        return pattern(key, Value::string(name), frame,
                       [&] { return node_child(one, at + 1, node, name, frame, next); });
    });
}

bool Evaluator::node_child(const Term &one, size_t at, const DataNode &node,
                           const std::string &name, Frame &frame, ValueContinuation next)
{
    if (const Rule *found = node.rule(name)) {
        if (found->kind == Definition::Kind::Function) {
            return true;
        }
        const Answer value = rule(*found);
        return value.has_value() ? keys(one, at, *value, frame, next) : !error.has_value();
    }
    const DataNode *child = node.child(name);
    return child == nullptr || node_keys(one, at, *child, frame, next);
}

bool Evaluator::call(const Term &one, std::vector<Value> &arguments, size_t at, Frame &frame,
                     ValueContinuation next)
{
    if (at == arguments.size()) {
        return call_value(one, arguments, next);
    }
    const size_t index = one.order.empty() ? at : one.order[at];
    return term(*one.parts[index], frame, [&](const Value &value) {
        arguments[index] = value;
        return call(one, arguments, at + 1, frame, next);
    });
}

bool Evaluator::call_value(const Term &one, const std::vector<Value> &arguments,
                           ValueContinuation next)
{
    if (!step(one.place)) {
        return false;
    }
    if (one.rule != nullptr) {
        const Answer value = function(*one.rule, arguments, one.place);
        return value.has_value() ? next(*value) : !error.has_value();
    }
    const Builtin &builtin = *one.builtin;
    for (size_t index = 0; index < arguments.size(); index++) {
        if ((kinds_of(arguments[index].kind()) & builtin.arguments[index]) == 0) {
            return true;
        }
    }
    Answer value = builtin.function(arguments, builtins);
    // What it cost is noticed here.
    if (!step(one.place)) {
        return false;
    }
    if (!value.has_value()) {
        return true;
    }
    value = limited(std::move(*value), one.place);
    if (!value.has_value()) {
        return false;
    }
    if (!builtin.isRelation) {
        return next(*value);
    }
    return std::ranges::all_of(value->items(), [&next](const Value &item) { return next(item); });
}

} // namespace griotte::audit
