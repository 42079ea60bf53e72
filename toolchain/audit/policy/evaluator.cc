// Bodies, conditions and patterns; evaluator_terms.cc has terms, evaluator_rules.cc rules.
#include "toolchain/audit/policy/evaluator.h"

#include <algorithm>

#include "toolchain/audit/policy/evaluator_private.h"

namespace griotte::audit {

Evaluator::Evaluator(const Program &theProgram, Value theInput, const EvaluationLimits &theLimits)
    : itsProgram(theProgram), itsInput(std::move(theInput)), limits(theLimits),
      builtins(theLimits.steps), ruleValues(theProgram.rules.size()),
      functionValues(theProgram.rules.size())
{}

bool Evaluator::step(const Place &place, uint64_t amount)
{
    steps += amount;
    if (steps > limits.steps || builtins.is_exhausted()) {
        return stop(place, "gave up here after {} steps: the policy may try too many combinations",
                    limits.steps);
    }
    return !error.has_value();
}

Result<void> Evaluator::outcome()
{
    if (error.has_value()) {
        return std::unexpected(*error);
    }
    return {};
}

Result<void> Evaluator::body_solve(const Body &body, Frame &frame, Continuation next)
{
    (void)body_from(body, 0, frame, next);
    return outcome();
}

Result<void> Evaluator::term_solve(const Term &one, Frame &frame, ValueContinuation next)
{
    (void)term(one, frame, next);
    return outcome();
}

Result<std::optional<Value>> Evaluator::term_value(const Term &one, Frame &frame)
{
    std::optional<Value> result;
    TRY_VOID(term_solve(one, frame, [&result](const Value &value) {
        result = value;
        return false;
    }));
    return result;
}

Result<void> Evaluator::literal_solve(const Literal &one, Frame &frame, Continuation next)
{
    (void)literal(one, frame, next);
    return outcome();
}

Result<void> Evaluator::pattern_solve(const Term &one, const Value &value, Frame &frame,
                                      Continuation next)
{
    (void)pattern(one, value, frame, next);
    return outcome();
}

Result<std::optional<Evaluator::Failure>> Evaluator::body_failure(const Body &body, Frame frame)
{
    observed = &body;
    failure = {};
    bool holds = false;
    (void)body_from(body, 0, frame, [&holds] {
        holds = true;
        return false;
    });
    observed = nullptr;
    TRY_VOID(outcome());
    return holds ? std::nullopt : std::optional(std::move(failure));
}

bool Evaluator::body_from(const Body &body, size_t at, Frame &frame, Continuation next)
{
    if (at == body.order.size()) {
        return next();
    }
    if (observed == &body) {
        if (failure.tries == 0 || at > failure.reached) {
            failure = {at, 1, frame};
        } else if (at == failure.reached) {
            failure.tries++;
        }
    }
    return literal(body.literals[body.order[at]], frame,
                   [&] { return body_from(body, at + 1, frame, next); });
}

bool Evaluator::literal(const Literal &one, Frame &frame, Continuation next)
{
    const DepthGuard guard(*this, one.place);
    if (!guard.is_good() || !step(one.place)) {
        return false;
    }
    if (!one.isNegated) {
        return literal_positive(one, frame, next);
    }
    bool holds = false;
    (void)literal_positive(one, frame, [&holds] {
        holds = true;
        return false;
    });
    if (error.has_value()) {
        return false;
    }
    return holds || next();
}

bool Evaluator::literal_positive(const Literal &one, Frame &frame, Continuation next)
{
    switch (one.kind) {
    case Literal::Kind::Expression:
        return term(*one.left, frame,
                    [&next](const Value &value) { return value.is_false() || next(); });
    case Literal::Kind::Unify:
        return unify(*one.left, *one.right, frame, next);
    case Literal::Kind::Assign:
        return term(*one.right, frame,
                    [&](const Value &value) { return pattern(*one.left, value, frame, next); });
    case Literal::Kind::Declare:
        return next();
    case Literal::Kind::SomeIn:
        return some_in(one, frame, next);
    case Literal::Kind::Every:
        return every(one, frame, next);
    }
    return true;
}

bool Evaluator::some_in(const Literal &one, Frame &frame, Continuation next)
{
    return term(*one.right, frame, [&](const Value &collection) {
        return elements_visit(collection, [&](const Value &key, const Value &item) {
            if (!step(one.place)) {
                return false;
            }
            return pattern(*one.left, item, frame, [&] {
                return one.key == nullptr ? next() : pattern(*one.key, key, frame, next);
            });
        });
    });
}

bool Evaluator::every(const Literal &one, Frame &frame, Continuation next)
{
    return term(*one.right, frame, [&](const Value &collection) {
        if (!collection.is_collection()) {
            return true;
        }
        const bool holds = elements_visit(collection, [&](const Value &key, const Value &item) {
            bool isOne = false;
            frame[one.left->slot] = item;
            if (one.key != nullptr) {
                frame[one.key->slot] = key;
            }
            (void)body_from(*one.body, 0, frame, [&isOne] {
                isOne = true;
                return false;
            });
            frame[one.left->slot].reset();
            if (one.key != nullptr) {
                frame[one.key->slot].reset();
            }
            return isOne && step(one.place);
        });
        if (error.has_value()) {
            return false;
        }
        return !holds || next();
    });
}

bool Evaluator::unify(const Term &left, const Term &right, Frame &frame, Continuation next)
{
    if (is_evaluable(left, frame)) {
        return term(left, frame,
                    [&](const Value &value) { return pattern(right, value, frame, next); });
    }
    if (is_evaluable(right, frame)) {
        return term(right, frame,
                    [&](const Value &value) { return pattern(left, value, frame, next); });
    }
    if (left.is(Term::Kind::Array) && right.is(Term::Kind::Array)) {
        if (left.parts.size() != right.parts.size()) {
            return true;
        }
        std::vector<bool> isDone(left.parts.size());
        return pairs(left, right, isDone, frame, next);
    }
    return stop(left.place, "neither side of this has a value yet");
}

bool Evaluator::pairs(const Term &left, const Term &right, std::vector<bool> &isDone, Frame &frame,
                      Continuation next)
{
    const DepthGuard guard(*this, left.place);
    if (!guard.is_good()) {
        return false;
    }
    size_t index = 0;
    bool isAll = true;
    for (; index < isDone.size(); index++) {
        isAll = isAll && isDone[index];
        // An array on both sides may wait for others in turn.
        if (!isDone[index] &&
            (is_evaluable(*left.parts[index], frame) || is_evaluable(*right.parts[index], frame)))
        {
            break;
        }
    }
    if (index == isDone.size()) {
        if (isAll) {
            return next();
        }
        index = static_cast<size_t>(std::ranges::find(isDone, false) - isDone.begin());
    }
    isDone[index] = true;
    const bool goesOn = unify(*left.parts[index], *right.parts[index], frame,
                              [&] { return pairs(left, right, isDone, frame, next); });
    isDone[index] = false;
    return goesOn;
}

bool Evaluator::pattern(const Term &one, const Value &value, Frame &frame, Continuation next)
{
    switch (one.kind) {
    case Term::Kind::Variable: {
        auto &slot = frame[one.slot];
        if (slot.has_value()) {
            return *slot == value ? next() : true;
        }
        slot = value;
        const bool goesOn = next();
        slot.reset();
        return goesOn;
    }
    case Term::Kind::Constant:
        return one.constant == value ? next() : true;
    case Term::Kind::Array:
        return value.is(Value::Kind::Array) && value.size() == one.parts.size()
                   ? pattern_items(one, value, 0, frame, next)
                   : true;
    case Term::Kind::Object:
        return value.is(Value::Kind::Object) && value.size() == one.parts.size() / 2
                   ? pattern_items(one, value, 0, frame, next)
                   : true;
    default:
        return term(one, frame, [&](const Value &other) { return other == value ? next() : true; });
    }
}

bool Evaluator::pattern_items(const Term &one, const Value &value, size_t at, Frame &frame,
                              Continuation next)
{
    const DepthGuard guard(*this, one.place);
    if (!guard.is_good()) {
        return false;
    }
    if (at == one.parts.size()) {
        return next();
    }
    if (one.is(Term::Kind::Array)) {
        return pattern(*one.parts[at], value.items()[at], frame,
                       [&] { return pattern_items(one, value, at + 1, frame, next); });
    }
    return term(*one.parts[at], frame, [&](const Value &key) {
        const Value *item = value.find(key);
        return item == nullptr || pattern(*one.parts[at + 1], *item, frame, [&] {
                   return pattern_items(one, value, at + 2, frame, next);
               });
    });
}

} // namespace griotte::audit
