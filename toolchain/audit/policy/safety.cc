// The order in which a body's conditions are evaluated.
//
// A condition can be evaluated when the variables it computes with have values; it gives values to
// others (`x = 1`, `xs[i]`). Conditions are taken as written, but one that lacks a value waits for
// those that give it. A body in which one waits for ever is an error: no value would ever be tried.
#include <algorithm>

#include "toolchain/audit/policy/checker.h"

namespace griotte::audit {

namespace {

/// Which variables have values, by slot.
using Bound = std::vector<bool>;

/// Patterns: what takes apart rather than computes.
bool is_pattern(const Term &term)
{
    return term.is(Term::Kind::Variable) || term.is(Term::Kind::Array) ||
           term.is(Term::Kind::Object);
}

/// Evaluates in thought: notes which values a term lacks and which it gives.
class Evaluation
{
public:
    Evaluation(Bound theBound, const std::map<uint32_t, const Term *> &theVariables)
        : bound(std::move(theBound)), variables(theVariables)
    {}

    /// False when `term` can not be evaluated now; then `missing` is a variable it lacks.
    bool term(Term &one)
    {
        switch (one.kind) {
        case Term::Kind::Constant:
            return true;
        case Term::Kind::Variable:
            return need(one);
        case Term::Kind::Reference:
            return reference(one);
        case Term::Kind::Call:
            return call(one);
        case Term::Kind::Array:
        case Term::Kind::Set:
        case Term::Kind::Object:
            return std::ranges::all_of(one.parts,
                                       [this](const TermPointer &part) { return term(*part); });
        case Term::Kind::ArrayComprehension:
        case Term::Kind::SetComprehension:
        case Term::Kind::ObjectComprehension:
            return slots(one.outerSlots);
        }
        return true;
    }

    /// The variables of a pattern get values.
    bool pattern(Term &one)
    {
        switch (one.kind) {
        case Term::Kind::Variable:
            bound[one.slot] = true;
            return true;
        case Term::Kind::Array:
            return std::ranges::all_of(one.parts,
                                       [this](const TermPointer &part) { return pattern(*part); });
        case Term::Kind::Object:
            for (size_t index = 0; index < one.parts.size(); index += 2) {
                if (!term(*one.parts[index]) || !pattern(*one.parts[index + 1])) {
                    return false;
                }
            }
            return true;
        default:
            return term(one);
        }
    }

    bool unify(Term &left, Term &right)
    {
        if (left.is(Term::Kind::Array) && right.is(Term::Kind::Array) &&
            left.parts.size() == right.parts.size())
        {
            return pairs(left, right);
        }
        return one_way(left, right) || one_way(right, left);
    }

    bool slots(const std::vector<uint32_t> &needed)
    {
        return std::ranges::all_of(needed, [this](uint32_t slot) {
            if (!bound[slot] && missing == nullptr) {
                const auto found = variables.find(slot);
                missing = found == variables.end() ? nullptr : found->second;
            }
            return static_cast<bool>(bound[slot]);
        });
    }

    Bound bound;
    const Term *missing = nullptr;
    /// A variable that would do as well, on the other side of `=`.
    const Term *alsoMissing = nullptr;

private:
    bool need(const Term &variable)
    {
        if (!bound[variable.slot] && missing == nullptr) {
            missing = &variable;
        }
        return bound[variable.slot];
    }

    bool reference(Term &one)
    {
        if (one.root == Term::Root::Term && !term(*one.parts.front())) {
            return false;
        }
        // Keys that are variables are tried, all there are.
        return std::ranges::all_of(one.parts.begin() + static_cast<ptrdiff_t>(one.firstKey),
                                   one.parts.end(), [this](const TermPointer &key) {
                                       return is_pattern(*key) ? pattern(*key) : term(*key);
                                   });
    }

    /// Arguments in whatever order works, so that f(i, a[i]) does.
    bool call(Term &one)
    {
        std::vector<uint32_t> order;
        const bool isPossible = in_any_order(one.parts.size(), [&](size_t index, auto &attempt) {
            order.push_back(static_cast<uint32_t>(index));
            const bool isGood = attempt.term(*one.parts[index]);
            if (!isGood) {
                order.pop_back();
            }
            return isGood;
        });
        one.order = std::ranges::is_sorted(order) ? std::vector<uint32_t>() : std::move(order);
        return isPossible;
    }

    /// Tries `count` things until all went well, again only those whose variable got a value since.
    template <typename Try>
    bool in_any_order(size_t count, const Try &makeAttempt)
    {
        std::vector<size_t> waiting(count);
        std::ranges::generate(waiting, [next = size_t{0}]() mutable { return next++; });
        while (!waiting.empty()) {
            std::vector<size_t> failed;
            std::vector<const Term *> reasons;
            for (const size_t index : waiting) {
                Evaluation attempt(bound, variables);
                if (makeAttempt(index, attempt)) {
                    bound = std::move(attempt.bound);
                } else {
                    failed.push_back(index);
                    reasons.push_back(attempt.missing);
                    reasons.push_back(attempt.alsoMissing);
                }
            }
            const bool isRetried = std::ranges::any_of(reasons, [this](const Term *reason) {
                return reason != nullptr && bound[reason->slot];
            });
            if (!failed.empty() && !isRetried) {
                missing = missing == nullptr ? reasons.front() : missing;
                return false;
            }
            waiting = std::move(failed);
        }
        return true;
    }

    bool one_way(Term &from, Term &to)
    {
        Evaluation attempt(bound, variables);
        if (attempt.term(from) && attempt.pattern(to)) {
            bound = std::move(attempt.bound);
            missing = nullptr;
            return true;
        }
        alsoMissing = missing == nullptr ? alsoMissing : attempt.missing;
        missing = missing == nullptr ? attempt.missing : missing;
        return false;
    }

    bool pairs(Term &left, Term &right)
    {
        return in_any_order(left.parts.size(), [&](size_t index, auto &attempt) {
            return attempt.unify(*left.parts[index], *right.parts[index]);
        });
    }

    const std::map<uint32_t, const Term *> &variables;
};

void variables_collect(const Body &body, std::map<uint32_t, const Term *> &variables);

/// Finds for each slot a place where it is written.
void variables_collect(const Term &term, std::map<uint32_t, const Term *> &variables)
{
    if (term.is(Term::Kind::Variable)) {
        variables.try_emplace(term.slot, &term);
        return;
    }
    const bool hasHead = term.is(Term::Kind::Reference) && term.root != Term::Root::Term;
    for (size_t index = hasHead ? term.firstKey : 0; index < term.parts.size(); index++) {
        variables_collect(*term.parts[index], variables);
    }
    if (term.body != nullptr) {
        variables_collect(*term.body, variables);
    }
}

void variables_collect(const Body &body, std::map<uint32_t, const Term *> &variables)
{
    for (const Literal &literal : body.literals) {
        for (const TermPointer *term : {&literal.key, &literal.left, &literal.right}) {
            if (*term != nullptr) {
                variables_collect(**term, variables);
            }
        }
        if (literal.body != nullptr) {
            variables_collect(*literal.body, variables);
        }
    }
}

/// Variables written in `term` itself, not in its comprehensions.
void direct_variables_collect(const Term &term, std::vector<const Term *> &variables)
{
    if (term.is(Term::Kind::Variable)) {
        variables.push_back(&term);
        return;
    }
    if (term.is_comprehension()) {
        return;
    }
    const bool hasHead = term.is(Term::Kind::Reference) && term.root != Term::Root::Term;
    for (size_t index = hasHead ? term.firstKey : 0; index < term.parts.size(); index++) {
        direct_variables_collect(*term.parts[index], variables);
    }
}

class Orderer
{
public:
    explicit Orderer(uint32_t slots) : slotCount(slots) {}

    Result<void> definition(Definition &definition)
    {
        Evaluation start(Bound(slotCount), variables);
        for (const TermPointer &argument : definition.arguments) {
            variables_collect(*argument, variables);
            (void)start.pattern(*argument);
        }
        for (Clause &clause : definition.clauses) {
            TRY_VOID(body(clause.body, start.bound, {definition.key.get(), clause.value.get()}));
        }
        return {};
    }

    /// Orders `theBody` given the variables that have values before; then `heads` must be
    /// evaluable.
    Result<void> body(Body &theBody, Bound bound, const std::vector<Term *> &heads)
    {
        variables_collect(theBody, variables);
        theBody.order.clear();
        std::vector<bool> isDone(theBody.literals.size());
        while (theBody.order.size() < theBody.literals.size()) {
            const Term *missing = nullptr;
            const size_t before = theBody.order.size();
            for (size_t index = 0; index < theBody.literals.size(); index++) {
                Literal &literal = theBody.literals[index];
                if (isDone[index]) {
                    continue;
                }
                Evaluation attempt(bound, variables);
                if (!literal_try(literal, bound, attempt)) {
                    missing = missing == nullptr ? attempt.missing : missing;
                    continue;
                }
                TRY_VOID(literal_closures(literal));
                bound = std::move(attempt.bound);
                isDone[index] = true;
                theBody.order.push_back(static_cast<uint32_t>(index));
            }
            if (theBody.order.size() == before) {
                const size_t first =
                    static_cast<size_t>(std::ranges::find(isDone, false) - isDone.begin());
                return unsafe(missing, theBody.literals[first].place);
            }
        }
        for (Term *head : heads) {
            if (head == nullptr) {
                continue;
            }
            variables_collect(*head, variables);
            Evaluation attempt(bound, variables);
            if (!attempt.term(*head)) {
                return unsafe(attempt.missing, head->place);
            }
            bound = std::move(attempt.bound);
            TRY_VOID(closures(*head));
        }
        return {};
    }

private:
    static std::unexpected<Error> unsafe(const Term *variable, const Place &place)
    {
        if (variable == nullptr) {
            return fail_at(place, "not every variable here gets a value");
        }
        if (variable->is_wildcard()) {
            return fail_at(variable->place, "'_' has no value here: nothing is tried in a negation "
                                            "or an argument; use a comprehension or another rule");
        }
        return fail_at(variable->place, "'{}' has no value here: nothing else gives it one",
                       variable->name);
    }

    static bool literal_try(Literal &literal, const Bound &before, Evaluation &attempt)
    {
        switch (literal.kind) {
        case Literal::Kind::Declare:
            return true;
        case Literal::Kind::Expression:
            return attempt.term(*literal.left) && is_closed(literal, before, attempt);
        case Literal::Kind::Unify:
            return attempt.unify(*literal.left, *literal.right) &&
                   is_closed(literal, before, attempt);
        case Literal::Kind::Assign:
            return attempt.term(*literal.right) && attempt.pattern(*literal.left);
        case Literal::Kind::SomeIn:
            return attempt.term(*literal.right) && attempt.pattern(*literal.left) &&
                   (literal.key == nullptr || attempt.pattern(*literal.key));
        case Literal::Kind::Every:
            return attempt.term(*literal.right) && attempt.slots(literal.outerSlots);
        }
        return true;
    }

    /// A negation gives no values, so it must not need to.
    static bool is_closed(const Literal &literal, const Bound &before, Evaluation &attempt)
    {
        if (!literal.isNegated) {
            return true;
        }
        std::vector<const Term *> inside;
        direct_variables_collect(*literal.left, inside);
        if (literal.right != nullptr) {
            direct_variables_collect(*literal.right, inside);
        }
        const auto open = std::ranges::find_if(
            inside, [&before](const Term *variable) { return !before[variable->slot]; });
        if (open != inside.end()) {
            attempt.missing = *open;
        }
        return open == inside.end();
    }

    Result<void> literal_closures(Literal &literal)
    {
        for (TermPointer *term : {&literal.key, &literal.left, &literal.right}) {
            if (*term != nullptr) {
                TRY_VOID(closures(**term));
            }
        }
        if (literal.body == nullptr) {
            return {};
        }
        Evaluation inside(outer_bound(literal.outerSlots), variables);
        for (TermPointer *variable : {&literal.key, &literal.left}) {
            if (*variable != nullptr) {
                (void)inside.pattern(**variable);
            }
        }
        return body(*literal.body, std::move(inside.bound), {});
    }

    /// Orders the bodies of comprehensions in `term`.
    Result<void> closures(Term &term)
    {
        if (term.is_comprehension()) {
            std::vector<Term *> heads;
            for (const TermPointer &part : term.parts) {
                heads.push_back(part.get());
            }
            return body(*term.body, outer_bound(term.outerSlots), heads);
        }
        for (const TermPointer &part : term.parts) {
            TRY_VOID(closures(*part));
        }
        return {};
    }

    [[nodiscard]] Bound outer_bound(const std::vector<uint32_t> &outerSlots) const
    {
        Bound bound(slotCount);
        for (const uint32_t slot : outerSlots) {
            bound[slot] = true;
        }
        return bound;
    }

    const uint32_t slotCount;
    std::map<uint32_t, const Term *> variables;
};

} // namespace

Result<void> definition_order(Definition &definition)
{
    return Orderer(definition.slots).definition(definition);
}

Result<void> query_order(Body &body, uint32_t slots)
{
    return Orderer(slots).body(body, Bound(slots), {});
}

} // namespace griotte::audit
