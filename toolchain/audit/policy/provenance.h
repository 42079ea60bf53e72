// Where values come from: why something is in a set, why a condition holds.
//
// The evaluator keeps no record of what it did. Given a value, the way to it is found by evaluating
// its term again and looking for the solution that gives this value, then the same for what that
// solution needed, down to entries of the report.
#pragma once

#include <memory>
#include <vector>

#include "toolchain/audit/policy/evaluator.h"
#include "toolchain/audit/policy/report_facts.h"

namespace griotte::audit {

/// A body at some point of its evaluation: its variables, and where they got their values.
struct Situation
{
    /// Where a variable's value is said: it is `term`, or an element of it.
    struct Source
    {
        uint32_t slot = 0;
        const Term *term = nullptr;
        bool isElement = false;
    };

    Frame frame;
    std::vector<Source> sources;
    /// Of a function: who called it, null pointer otherwise, and with what.
    std::shared_ptr<const Situation> caller;
    const Term *call = nullptr;
    const Definition *definition = nullptr;

    /// The same situation with what `body` says of variables.
    [[nodiscard]] std::shared_ptr<Situation> within(const Body &body, Frame itsFrame) const;
};
using SituationPointer = std::shared_ptr<const Situation>;

/// A term, and the situation its variables are of.
struct TermInSituation
{
    const Term *term = nullptr;
    SituationPointer situation;
};

class Provenance
{
public:
    Provenance(Evaluator &theEvaluator, const ReportFacts &theFacts)
        : evaluator(theEvaluator), reportFacts(theFacts)
    {}

    /// The facts because of which `element` is an element of the value of `term`, those that tell
    /// most; none when it is not from the report.
    Result<std::vector<const ReportFact *>> element_facts(const Term &term, const Value &element,
                                                          const SituationPointer &situation);
    /// The facts because of which `term` has its value.
    Result<std::vector<const ReportFact *>> term_facts(const Term &term,
                                                       const SituationPointer &situation);
    /// The facts because of which a condition holds, not minding a negation.
    Result<std::vector<const ReportFact *>> literal_facts(const Literal &literal,
                                                          const SituationPointer &situation);

    /// The term a variable stands for, through arguments and assignments, as far as it goes.
    static TermInSituation resolve(const Term &term, const SituationPointer &situation);
    /// The term of which a variable is an element; null pointer when it is none.
    static TermInSituation collection_of(const Term &variable, const SituationPointer &situation);

    /// The situation in which a definition of a function holds for `arguments`; null pointer when
    /// it does not match them.
    Result<std::shared_ptr<Situation>> call_situation(const Definition &definition,
                                                      const std::vector<Value> &arguments,
                                                      const Term *call,
                                                      const SituationPointer &caller);

private:
    using Facts = std::vector<const ReportFact *>;

    Result<void> element(const Term &term, const Value &element, const SituationPointer &situation);
    Result<void> term(const Term &term, const SituationPointer &situation);
    Result<void> term_parts(const Term &term, const SituationPointer &situation);
    Result<void> reference(const Term &term, const SituationPointer &situation);
    Result<void> literal(const Literal &literal, const SituationPointer &situation);
    Result<void> body(const Body &body, const SituationPointer &situation);
    Result<void> solution(const Body &body, const Term *head, const Value *wanted,
                          const SituationPointer &situation);
    Result<void> rule(const Rule &rule, const Term *call, const Value *element,
                      const SituationPointer &situation);
    Result<bool> definition(const Definition &definition, const Value *element,
                            const std::shared_ptr<Situation> &situation);
    bool fact_add(const Value &value);
    Facts facts_take();

    Evaluator &evaluator;
    const ReportFacts &reportFacts;
    Facts facts;
    unsigned depth = 0;
};

} // namespace griotte::audit
