// Evaluates checked policies, with a limit on everything they could have too much of.
//
// A condition is tried with every value its variables can have, one after the other; the rest of
// the body is evaluated inside. That goes down the host's stack, so depth is limited; steps and the
// size of what is made are limited too. A policy that would go on for ever ends in an error that
// says where it was.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "toolchain/audit/policy/builtins.h"
#include "toolchain/audit/policy/function_reference.h"
#include "toolchain/audit/policy/program.h"

namespace griotte::audit {

struct EvaluationLimits
{
    /// Conditions, values tried, calls, and what is made.
    uint64_t steps = 20'000'000;
    /// Conditions and terms inside each other, over all rules. Takes about a kilobyte of stack
    /// each.
    uint32_t depth = 4000;
    /// How many values one value may be written out (Value::weight()).
    uint64_t weight = 4'000'000;
};

/// Variables of a definition or query while it is evaluated, by slot.
using Frame = std::vector<std::optional<Value>>;

/// What goes on after a condition holds, or a value was found; false to try no more.
using Continuation = FunctionReference<bool()>;
using ValueContinuation = FunctionReference<bool(const Value &)>;

class Evaluator
{
public:
    Evaluator(const Program &theProgram, Value theInput, const EvaluationLimits &theLimits = {});

    /// Calls `next` for each way `body` holds, with its variables in `frame`. Fails only when a
    /// limit is reached or rules contradict each other.
    Result<void> body_solve(const Body &body, Frame &frame, Continuation next);
    /// Calls `next` for each value of `term`.
    Result<void> term_solve(const Term &term, Frame &frame, ValueContinuation next);
    /// The first value of `term`, if it has one.
    Result<std::optional<Value>> term_value(const Term &term, Frame &frame);
    /// Calls `next` for each way one condition holds, with the values the frame has.
    Result<void> literal_solve(const Literal &literal, Frame &frame, Continuation next);
    /// Calls `next` for each way `value` fits `pattern`.
    Result<void> pattern_solve(const Term &pattern, const Value &value, Frame &frame,
                               Continuation next);

    /// How far a body got that does not hold.
    struct Failure
    {
        /// Index into Body::order of the condition that never held.
        size_t reached = 0;
        /// Times it was tried.
        size_t tries = 0;
        /// The variables at the first.
        Frame frame;
    };
    /// Nothing when `body` holds.
    Result<std::optional<Failure>> body_failure(const Body &body, Frame frame);

    /// The variables of a definition after its arguments were matched; nothing when they do not.
    Result<std::optional<Frame>> arguments_match(const Definition &definition,
                                                 const std::vector<Value> &arguments);
    /// The value of a rule that is no function, or nothing.
    Result<std::optional<Value>> rule_value(const Rule &rule);

    [[nodiscard]] const Program &program() const { return itsProgram; }
    [[nodiscard]] const Value &input() const { return itsInput; }
    [[nodiscard]] uint64_t steps_taken() const { return steps; }

private:
    friend class DepthGuard;
    using Answer = std::optional<Value>;

    bool literal(const Literal &one, Frame &frame, Continuation next);
    bool literal_positive(const Literal &one, Frame &frame, Continuation next);
    bool body_from(const Body &body, size_t at, Frame &frame, Continuation next);
    bool every(const Literal &one, Frame &frame, Continuation next);
    bool some_in(const Literal &one, Frame &frame, Continuation next);
    bool unify(const Term &left, const Term &right, Frame &frame, Continuation next);
    bool pairs(const Term &left, const Term &right, std::vector<bool> &isDone, Frame &frame,
               Continuation next);
    bool pattern(const Term &one, const Value &value, Frame &frame, Continuation next);
    bool pattern_items(const Term &one, const Value &value, size_t at, Frame &frame,
                       Continuation next);
    bool term(const Term &one, Frame &frame, ValueContinuation next);
    bool reference(const Term &one, Frame &frame, ValueContinuation next);
    bool keys(const Term &one, size_t at, const Value &value, Frame &frame, ValueContinuation next);
    bool node_keys(const Term &one, size_t at, const DataNode &node, Frame &frame,
                   ValueContinuation next);
    bool node_child(const Term &one, size_t at, const DataNode &node, const std::string &name,
                    Frame &frame, ValueContinuation next);
    bool call(const Term &one, std::vector<Value> &arguments, size_t at, Frame &frame,
              ValueContinuation next);
    bool call_value(const Term &one, const std::vector<Value> &arguments, ValueContinuation next);
    bool parts(const Term &one, std::vector<Value> &values, Frame &frame, ValueContinuation next);
    bool comprehension(const Term &one, Frame &frame, ValueContinuation next);

    Answer rule(const Rule &one);
    Answer rule_evaluate(const Rule &one);
    Answer complete_evaluate(const Rule &one);
    Answer set_evaluate(const Rule &one);
    Answer object_evaluate(const Rule &one);
    bool clauses(const Rule &one, const Definition &definition, Frame &frame, Answer &result);
    bool arguments_bind(const Definition &definition, const std::vector<Value> &arguments,
                        size_t at, Frame &frame, Continuation next);
    Answer members_finish(std::vector<Value::Member> members, const Place &place);
    Answer function(const Rule &one, const std::vector<Value> &arguments, const Place &place);
    Answer function_evaluate(const Rule &one, const std::vector<Value> &arguments);
    Answer node_value(const DataNode &node);
    Answer limited(Value value, const Place &place);

    [[nodiscard]] bool is_evaluable(const Term &one, const Frame &frame) const;
    bool step(const Place &place, uint64_t amount = 1);
    template <typename... Arguments>
    bool stop(const Place &place, fmt::format_string<Arguments...> format,
              Arguments &&...arguments);
    Result<void> outcome();

    const Program &itsProgram;
    Value itsInput;
    EvaluationLimits limits;
    BuiltinContext builtins;
    uint64_t steps = 0;
    uint32_t depth = 0;
    /// Why evaluation ended, if it did.
    std::optional<Error> error;
    /// By Rule::index; the outer is whether it is known.
    std::vector<std::optional<Answer>> ruleValues;
    std::vector<std::map<std::vector<Value>, Answer>> functionValues;
    /// body_failure()'s body and what it found.
    const Body *observed = nullptr;
    Failure failure;
};

} // namespace griotte::audit
