#include "toolchain/audit/policy/provenance.h"

#include <algorithm>

namespace griotte::audit {

namespace {

/// Further away than this nothing is looked for.
constexpr unsigned DepthLimit = 40;

void sources_add(const Body &body, std::vector<Situation::Source> &sources)
{
    const auto add = [&sources](const TermPointer &variable, const TermPointer &term,
                                bool isElement) {
        if (variable != nullptr && variable->is(Term::Kind::Variable)) {
            sources.push_back({variable->slot, term.get(), isElement});
        }
    };
    for (const Literal &literal : body.literals) {
        if (literal.isNegated) {
            continue;
        }
        switch (literal.kind) {
        case Literal::Kind::Unify:
            add(literal.right, literal.left, false);
            [[fallthrough]];
        case Literal::Kind::Assign:
            add(literal.left, literal.right, false);
            break;
        case Literal::Kind::SomeIn:
            add(literal.left, literal.right, true);
            break;
        default:
            break;
        }
    }
}

} // namespace

std::shared_ptr<Situation> Situation::within(const Body &body, Frame itsFrame) const
{
    auto inside = std::make_shared<Situation>(*this);
    inside->frame = std::move(itsFrame);
    sources_add(body, inside->sources);
    return inside;
}

TermInSituation Provenance::resolve(const Term &start, const SituationPointer &startSituation)
{
    TermInSituation at{&start, startSituation};
    for (unsigned step = 0; step < DepthLimit && at.term->is(Term::Kind::Variable); step++) {
        const uint32_t slot = at.term->slot;
        const Situation &here = *at.situation;
        const auto said = std::ranges::find_if(here.sources, [&](const Situation::Source &source) {
            return source.slot == slot && !source.isElement;
        });
        if (said != here.sources.end()) {
            at.term = said->term;
            continue;
        }
        if (here.definition == nullptr || here.call == nullptr) {
            break;
        }
        const auto &arguments = here.definition->arguments;
        const auto argument = std::ranges::find_if(arguments, [slot](const TermPointer &one) {
            return one->is(Term::Kind::Variable) && one->slot == slot;
        });
        if (argument == arguments.end()) {
            break;
        }
        at = {here.call->parts[static_cast<size_t>(argument - arguments.begin())].get(),
              here.caller};
    }
    return at;
}

TermInSituation Provenance::collection_of(const Term &variable, const SituationPointer &situation)
{
    const TermInSituation at = resolve(variable, situation);
    if (!at.term->is(Term::Kind::Variable)) {
        return {};
    }
    for (const Situation::Source &source : at.situation->sources) {
        if (source.slot == at.term->slot && source.isElement) {
            return {source.term, at.situation};
        }
    }
    return {};
}

Result<std::shared_ptr<Situation>> Provenance::call_situation(const Definition &definition,
                                                              const std::vector<Value> &arguments,
                                                              const Term *call,
                                                              const SituationPointer &caller)
{
    auto matched = TRY(evaluator.arguments_match(definition, arguments));
    if (!matched.has_value()) {
        return nullptr;
    }
    auto situation = std::make_shared<Situation>();
    situation->frame = std::move(*matched);
    situation->caller = caller;
    situation->call = call;
    situation->definition = &definition;
    return situation;
}

Result<std::vector<const ReportFact *>>
Provenance::element_facts(const Term &one, const Value &value, const SituationPointer &situation)
{
    TRY_VOID(element(one, value, situation));
    return facts_take();
}

Result<std::vector<const ReportFact *>> Provenance::term_facts(const Term &one,
                                                               const SituationPointer &situation)
{
    TRY_VOID(term(one, situation));
    return facts_take();
}

Result<std::vector<const ReportFact *>> Provenance::literal_facts(const Literal &one,
                                                                  const SituationPointer &situation)
{
    TRY_VOID(literal(one, situation));
    return facts_take();
}

/// The kind that tells most, without repetition.
Provenance::Facts Provenance::facts_take()
{
    Facts result;
    for (const ReportFact *fact : facts) {
        const bool isBest = std::ranges::none_of(
            facts, [fact](const ReportFact *other) { return other->kind > fact->kind; });
        if (isBest && std::ranges::find(result, fact) == result.end()) {
            result.push_back(fact);
        }
    }
    facts.clear();
    return result;
}

bool Provenance::fact_add(const Value &value)
{
    const ReportFact *fact = reportFacts.find(value);
    if (fact != nullptr) {
        facts.push_back(fact);
    }
    return fact != nullptr && fact->kind == ReportFact::Kind::Import;
}

/// Finds the way `body` holds, for which `head` is `wanted` if there is one, and follows it.
Result<void> Provenance::solution(const Body &theBody, const Term *head, const Value *wanted,
                                  const SituationPointer &situation)
{
    Frame frame = situation->frame;
    std::optional<Frame> found;
    std::optional<Error> error;
    TRY_VOID(evaluator.body_solve(theBody, frame, [&] {
        bool isIt = wanted == nullptr;
        if (!isIt) {
            const auto solved = evaluator.term_solve(*head, frame, [&](const Value &value) {
                isIt = value == *wanted;
                return !isIt;
            });
            if (!solved.has_value()) {
                error = solved.error();
                return false;
            }
        }
        if (isIt) {
            found = frame;
        }
        return !isIt;
    }));
    if (error.has_value()) {
        return std::unexpected(*error);
    }
    if (!found.has_value()) {
        return {};
    }
    const SituationPointer inside = situation->within(theBody, std::move(*found));
    TRY_VOID(body(theBody, inside));
    return head == nullptr ? Result<void>() : term(*head, inside);
}

Result<void> Provenance::body(const Body &theBody, const SituationPointer &situation)
{
    for (const uint32_t index : theBody.order) {
        TRY_VOID(literal(theBody.literals[index], situation));
    }
    return {};
}

Result<void> Provenance::literal(const Literal &one, const SituationPointer &situation)
{
    switch (one.kind) {
    case Literal::Kind::Expression:
        return term(*one.left, situation);
    case Literal::Kind::Unify:
        TRY_VOID(term(*one.left, situation));
        return term(*one.right, situation);
    case Literal::Kind::Assign:
        return term(*one.right, situation);
    case Literal::Kind::SomeIn: {
        const bool hasValue =
            one.left->is(Term::Kind::Variable) && situation->frame[one.left->slot].has_value();
        if (!hasValue) {
            return {};
        }
        const Value value = *situation->frame[one.left->slot];
        return fact_add(value) ? Result<void>() : element(*one.right, value, situation);
    }
    default:
        return {};
    }
}

Result<void> Provenance::term(const Term &one, const SituationPointer &situation)
{
    if (depth >= DepthLimit) {
        return {};
    }
    depth++;
    auto result = term_parts(one, situation);
    depth--;
    return result;
}

Result<void> Provenance::term_parts(const Term &one, const SituationPointer &situation)
{
    switch (one.kind) {
    case Term::Kind::Constant:
        return {};
    case Term::Kind::Variable: {
        const auto &value = situation->frame[one.slot];
        if (value.has_value() && fact_add(*value)) {
            return {};
        }
        const TermInSituation meaning = resolve(one, situation);
        if (!meaning.term->is(Term::Kind::Variable)) {
            return term(*meaning.term, meaning.situation);
        }
        const TermInSituation collection = collection_of(one, situation);
        return collection.term == nullptr || !value.has_value()
                   ? Result<void>()
                   : element(*collection.term, *value, collection.situation);
    }
    case Term::Kind::Reference:
        return reference(one, situation);
    case Term::Kind::Call:
        if (one.rule != nullptr) {
            return rule(*one.rule, &one, nullptr, situation);
        }
        [[fallthrough]];
    case Term::Kind::Array:
    case Term::Kind::Set:
    case Term::Kind::Object:
        for (const TermPointer &part : one.parts) {
            TRY_VOID(term(*part, situation));
        }
        return {};
    default:
        return solution(*one.body, one.parts.front().get(), nullptr, situation);
    }
}

/// The entries of the report a reference goes through, or else what it begins with.
Result<void> Provenance::reference(const Term &one, const SituationPointer &situation)
{
    const size_t before = facts.size();
    Frame frame = situation->frame;
    std::optional<Value> at;
    if (one.root == Term::Root::Input) {
        at = evaluator.input();
    } else if (one.root == Term::Root::Term) {
        at = TRY(evaluator.term_value(*one.parts.front(), frame));
    } else if (one.root == Term::Root::Rule) {
        at = TRY(evaluator.rule_value(*one.rule));
    }
    std::optional<Value> firstElement;
    for (size_t index = one.firstKey; at.has_value() && index < one.parts.size(); index++) {
        (void)fact_add(*at);
        const Term &key = *one.parts[index];
        const bool isOpen = key.is(Term::Kind::Variable) && !frame[key.slot].has_value();
        const auto keyValue = isOpen ? std::nullopt : TRY(evaluator.term_value(key, frame));
        const Value *next = keyValue.has_value() ? at->find(*keyValue) : nullptr;
        at = next == nullptr ? std::nullopt : std::optional(Value(*next));
        firstElement = index == one.firstKey ? at : firstElement;
    }
    if (at.has_value()) {
        (void)fact_add(*at);
    }
    if (facts.size() != before) {
        return {};
    }
    const Value *wanted = firstElement.has_value() ? &*firstElement : nullptr;
    if (one.root == Term::Root::Rule) {
        return rule(*one.rule, nullptr, wanted, situation);
    }
    if (one.root != Term::Root::Term) {
        return {};
    }
    return wanted == nullptr ? term(*one.parts.front(), situation)
                             : element(*one.parts.front(), *wanted, situation);
}

/// The definition of a rule that gives its value, or this element of it.
Result<void> Provenance::rule(const Rule &one, const Term *call, const Value *wanted,
                              const SituationPointer &situation)
{
    std::vector<Value> arguments;
    if (call != nullptr) {
        Frame frame = situation->frame;
        for (const TermPointer &part : call->parts) {
            const auto value = TRY(evaluator.term_value(*part, frame));
            if (!value.has_value()) {
                return {};
            }
            arguments.push_back(*value);
        }
    }
    for (const Definition *candidate : one.definitions) {
        const auto inside = TRY(call_situation(*candidate, arguments, call, situation));
        if (inside != nullptr && TRY(definition(*candidate, wanted, inside))) {
            return {};
        }
    }
    return {};
}

Result<bool> Provenance::definition(const Definition &one, const Value *wanted,
                                    const std::shared_ptr<Situation> &situation)
{
    for (const Clause &clause : one.clauses) {
        if (TRY(evaluator.body_failure(clause.body, situation->frame)).has_value()) {
            continue;
        }
        if (one.kind == Definition::Kind::Set) {
            const size_t before = facts.size();
            TRY_VOID(solution(clause.body, one.key.get(), wanted, situation));
            return facts.size() != before;
        }
        if (wanted == nullptr || clause.value == nullptr) {
            TRY_VOID(solution(clause.body, clause.value.get(), nullptr, situation));
            return true;
        }
        Frame frame = situation->frame;
        std::optional<Frame> found;
        TRY_VOID(evaluator.body_solve(clause.body, frame, [&] {
            found = frame;
            return false;
        }));
        const SituationPointer inside = situation->within(clause.body, found.value_or(frame));
        TRY_VOID(element(*clause.value, *wanted, inside));
        return true;
    }
    return false;
}

Result<void> Provenance::element(const Term &one, const Value &wanted,
                                 const SituationPointer &situation)
{
    if (depth >= DepthLimit || fact_add(wanted)) {
        return {};
    }
    depth++;
    const auto follow = [&]() -> Result<void> {
        switch (one.kind) {
        case Term::Kind::Variable: {
            const TermInSituation meaning = resolve(one, situation);
            return meaning.term->is(Term::Kind::Variable)
                       ? Result<void>()
                       : element(*meaning.term, wanted, meaning.situation);
        }
        case Term::Kind::Reference:
            if (one.root == Term::Root::Rule && one.firstKey == one.parts.size()) {
                return rule(*one.rule, nullptr, &wanted, situation);
            }
            return reference(one, situation);
        case Term::Kind::Call:
            if (one.rule != nullptr) {
                return rule(*one.rule, &one, &wanted, situation);
            }
            for (const TermPointer &part : one.parts) {
                Frame frame = situation->frame;
                const auto value = TRY(evaluator.term_value(*part, frame));
                if (value.has_value() && value->contains(wanted)) {
                    return element(*part, wanted, situation);
                }
            }
            return {};
        case Term::Kind::ArrayComprehension:
        case Term::Kind::SetComprehension:
            return solution(*one.body, one.parts.front().get(), &wanted, situation);
        default:
            return {};
        }
    };
    auto result = follow();
    depth--;
    return result;
}

} // namespace griotte::audit
