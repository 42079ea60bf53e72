#include "toolchain/audit/policy/explain.h"

#include <algorithm>
#include <ranges>

#include "base/text.h"
#include "toolchain/audit/policy/provenance.h"

namespace griotte::audit {

namespace {

/// Steps of a chain; deeper ones are not followed.
constexpr unsigned DepthLimit = 48;
/// Things of one kind that are told; the rest is counted.
constexpr size_t ShownCount = 4;

/// Why something does not hold.
struct Reason
{
    /// Follows the condition's text: `is false: left is 3 and right is 4`.
    std::string what;
    /// What that comes from, outermost first: "policy.rego:7:2: ...".
    std::vector<std::string> steps;
    std::vector<const ReportFact *> facts;
    /// What would make it hold.
    std::vector<std::string> remedies;
    /// Longer than its steps look: a definition for other arguments.
    size_t penalty = 0;

    [[nodiscard]] size_t length() const { return steps.size() + penalty; }
};

Reason saying(std::string what)
{
    Reason reason;
    reason.what = std::move(what);
    return reason;
}

std::string count_more(size_t count)
{
    return count <= ShownCount ? std::string() : fmt::format(" and {} more", count - ShownCount);
}

/// Variables written in `term` itself.
void variables_collect(const Term &term, std::vector<const Term *> &variables)
{
    if (term.is(Term::Kind::Variable) && !term.is_wildcard()) {
        const bool isNew = std::ranges::none_of(
            variables, [&term](const Term *other) { return other->slot == term.slot; });
        if (isNew) {
            variables.push_back(&term);
        }
        return;
    }
    const bool hasHead = term.is(Term::Kind::Reference) && term.root != Term::Root::Term;
    for (size_t index = hasHead ? term.firstKey : 0; index < term.parts.size(); index++) {
        variables_collect(*term.parts[index], variables);
    }
}

class Explainer
{
public:
    Explainer(Evaluator &theEvaluator, const ReportFacts &theFacts)
        : evaluator(theEvaluator), facts(theFacts), provenance(theEvaluator, theFacts)
    {}

    /// Why `body` does not hold, its variables being as in `situation`. `rule` is whose body it is,
    /// or empty.
    Result<Reason> body(const Body &theBody, const SituationPointer &situation,
                        const std::string &rule)
    {
        auto failure = TRY(evaluator.body_failure(theBody, situation->frame));
        if (!failure.has_value() || theBody.order.empty()) {
            return Reason{};
        }
        const Literal &failed = theBody.literals[theBody.order[failure->reached]];
        const size_t tries = failure->tries;
        const SituationPointer inside = situation->within(theBody, std::move(failure->frame));
        Reason reason;
        if (depth < DepthLimit) {
            depth++;
            auto found = literal(failed, inside);
            depth--;
            reason = TRY(std::move(found));
        }
        std::string step =
            fmt::format("{}: {}{}{}{}", failed.place.describe(),
                        rule.empty() ? "" : "in " + rule + ": ", failed.place.quote(),
                        bindings(failed, *inside), reason.what.empty() ? "" : ": " + reason.what);
        if (tries > 1) {
            step += fmt::format(" (the first of {} tries)", tries);
        }
        reason.steps.insert(reason.steps.begin(), std::move(step));
        return reason;
    }

    /// Why a term has no value, or a false one.
    Result<Reason> term(const Term &one, const SituationPointer &situation)
    {
        const auto value = TRY(value_of(one, situation));
        return value.has_value() ? false_term(one, situation) : undefined_term(one, situation);
    }

private:
    Result<std::optional<Value>> value_of(const Term &one, const SituationPointer &situation)
    {
        Frame frame = situation->frame;
        return evaluator.term_value(one, frame);
    }

    /// " with x = 1, y = 2": what the variables of a condition are.
    [[nodiscard]] std::string bindings(const Literal &one, const Situation &situation) const
    {
        constexpr size_t LongestValue = 80;
        std::vector<const Term *> variables;
        for (const TermPointer *side : {&one.left, &one.right}) {
            const bool isBound =
                one.kind == Literal::Kind::Expression || one.kind == Literal::Kind::Unify;
            if (*side != nullptr && (isBound || side == &one.right)) {
                variables_collect(**side, variables);
            }
        }
        std::string text;
        for (const Term *variable : variables) {
            const auto &value = situation.frame[variable->slot];
            if (!value.has_value() || value->weight() > LongestValue) {
                continue;
            }
            const ReportFact *fact = facts.find(*value);
            const std::string written = fact == nullptr ? value_to_text(*value) : fact->path;
            if (written.size() <= LongestValue) {
                text += fmt::format("{}{} = {}", text.empty() ? " with " : ", ", variable->name,
                                    written);
            }
        }
        return text;
    }

    Result<Reason> literal(const Literal &one, const SituationPointer &situation)
    {
        if (one.isNegated) {
            return negation(one, situation);
        }
        switch (one.kind) {
        case Literal::Kind::Expression:
            return term(*one.left, situation);
        case Literal::Kind::Unify:
        case Literal::Kind::Assign:
            return sides("==", *one.left, *one.right, situation);
        case Literal::Kind::SomeIn:
            return some_in(one, situation);
        case Literal::Kind::Every:
            return every(one, situation);
        case Literal::Kind::Declare:
            break;
        }
        return Reason{};
    }

    Result<Reason> negation(const Literal &one, const SituationPointer &situation)
    {
        Reason reason;
        reason.what = "what is negated holds";
        reason.facts = TRY(provenance.literal_facts(one, situation));
        return reason;
    }

    Result<Reason> some_in(const Literal &one, const SituationPointer &situation)
    {
        const auto collection = TRY(value_of(*one.right, situation));
        if (!collection.has_value()) {
            return undefined_term(*one.right, situation);
        }
        Reason reason;
        reason.what = collection->size() == 0
                          ? fmt::format("{} is empty", one.right->place.quote())
                          : fmt::format("no element of {} fits", value_to_message(*collection));
        return reason;
    }

    Result<Reason> every(const Literal &one, const SituationPointer &situation)
    {
        const auto collection = TRY(value_of(*one.right, situation));
        if (!collection.has_value()) {
            return undefined_term(*one.right, situation);
        }
        Reason reason;
        std::vector<std::string> names;
        const auto element = [&](const Value &key, const Value &value) -> Result<void> {
            Frame frame = situation->frame;
            frame[one.left->slot] = value;
            if (one.key != nullptr) {
                frame[one.key->slot] = key;
            }
            if (!TRY(evaluator.body_failure(*one.body, frame)).has_value()) {
                return {};
            }
            names.push_back(element_name(one, key, value));
            if (names.size() > ShownCount) {
                return {};
            }
            auto inside = std::make_shared<Situation>(*situation);
            inside->frame = std::move(frame);
            inside->sources.push_back({one.left->slot, one.right.get(), true});
            Reason inner = TRY(body(*one.body, inside, ""));
            if (inner.facts.empty()) {
                inner.facts = TRY(provenance.element_facts(*one.right, value, situation));
            }
            const bool isFirst = names.size() == 1;
            if (isFirst) {
                reason = std::move(inner);
            } else {
                std::ranges::move(inner.facts, std::back_inserter(reason.facts));
                std::ranges::move(inner.remedies, std::back_inserter(reason.remedies));
            }
            return {};
        };
        if (collection->is(Value::Kind::Object)) {
            for (const auto &[key, value] : collection->members()) {
                TRY_VOID(element(key, value));
            }
        } else if (collection->is_collection()) {
            for (size_t index = 0; index < collection->size(); index++) {
                TRY_VOID(element(Value::number(static_cast<int64_t>(index)),
                                 collection->items()[index]));
            }
        }
        std::string list;
        for (size_t index = 0; index < std::min(names.size(), ShownCount); index++) {
            list += (index == 0 ? "" : ", ") + names[index];
        }
        reason.what = names.empty() ? fmt::format("{} is no collection", one.right->place.quote())
                                    : fmt::format("fails for {}{}", list, count_more(names.size()));
        return reason;
    }

    [[nodiscard]] std::string element_name(const Literal &one, const Value &key,
                                           const Value &value) const
    {
        const ReportFact *fact = facts.find(value);
        if (one.key != nullptr && !one.key->is_wildcard()) {
            return fmt::format("{} = {}", one.key->name, value_to_message(key, 60));
        }
        return fmt::format("{} = {}", one.left->name,
                           fact == nullptr ? value_to_message(value, 60) : fact->path);
    }

    Result<Reason> undefined_term(const Term &one, const SituationPointer &situation)
    {
        switch (one.kind) {
        case Term::Kind::Reference:
            return undefined_reference(one, situation);
        case Term::Kind::Call:
        case Term::Kind::Array:
        case Term::Kind::Set:
        case Term::Kind::Object:
            break;
        default:
            return saying("no value");
        }
        std::vector<Value> values;
        for (const TermPointer &part : one.parts) {
            const auto value = TRY(value_of(*part, situation));
            if (!value.has_value()) {
                return undefined_term(*part, situation);
            }
            values.push_back(*value);
        }
        if (one.rule != nullptr) {
            return rule(*one.rule, values, &one, situation);
        }
        std::string list;
        for (const Value &value : values) {
            list += (list.empty() ? "" : ", ") + value_to_message(value, 60);
        }
        return saying(fmt::format("{}({}) has no value", one.name, list));
    }

    Result<Reason> undefined_reference(const Term &one, const SituationPointer &situation)
    {
        std::optional<Value> at;
        switch (one.root) {
        case Term::Root::Input:
            at = evaluator.input();
            break;
        case Term::Root::Rule:
            at = TRY(evaluator.rule_value(*one.rule));
            if (!at.has_value()) {
                return rule(*one.rule, {}, nullptr, situation);
            }
            break;
        case Term::Root::Data:
            if (!one.node->document.has_value()) {
                return undefined_name(one);
            }
            at = one.node->document;
            break;
        case Term::Root::Term:
            at = TRY(value_of(*one.parts.front(), situation));
            if (!at.has_value()) {
                return undefined_term(*one.parts.front(), situation);
            }
            break;
        }
        for (size_t index = one.firstKey; index < one.parts.size(); index++) {
            const Term &key = *one.parts[index];
            const bool isOpen =
                key.is(Term::Kind::Variable) && !situation->frame[key.slot].has_value();
            const std::string container = prefix(one, key);
            if (isOpen) {
                return saying(at->size() == 0 ? fmt::format("{} is empty", container)
                                              : fmt::format("no element of {} has the rest of this",
                                                            container));
            }
            const auto keyValue = TRY(value_of(key, situation));
            if (!keyValue.has_value()) {
                return undefined_term(key, situation);
            }
            const Value *next = at->find(*keyValue);
            if (next == nullptr) {
                return missing_key(*at, container, *keyValue);
            }
            at = Value(*next);
        }
        return saying("no value");
    }

    /// What is written of a reference before `key`.
    static std::string prefix(const Term &reference, const Term &key)
    {
        Place before = reference.place;
        before.end = std::max(key.place.start - 1, before.start + 1);
        return before.quote(60);
    }

    static Reason missing_key(const Value &container, const std::string &name, const Value &key)
    {
        Reason reason;
        if (!container.is_collection()) {
            reason.what =
                fmt::format("{} is a {} and has no elements", name, to_string(container.kind()));
            return reason;
        }
        std::string hint;
        if (container.is(Value::Kind::Object) && key.is(Value::Kind::String)) {
            std::vector<std::string> names;
            for (const auto &[known, value] : container.members()) {
                if (known.is(Value::Kind::String)) {
                    names.push_back(known.as_string());
                }
            }
            hint = spelling_hint(key.as_string(), names);
        }
        reason.what = fmt::format("{} has no {}{}", name, value_to_message(key, 60),
                                  hint.empty() && container.size() == 0 ? "; it is empty" : hint);
        return reason;
    }

    static Reason undefined_name(const Term &one)
    {
        const bool isName = one.firstKey < one.parts.size() &&
                            one.parts[one.firstKey]->is(Term::Kind::Constant) &&
                            one.parts[one.firstKey]->constant.is(Value::Kind::String);
        if (!isName) {
            return saying(fmt::format("{} has nothing of that name", one.node->path));
        }
        std::vector<std::string> names;
        for (const auto &[name, rule] : one.node->rules) {
            names.push_back(name);
        }
        for (const auto &[name, child] : one.node->children) {
            names.push_back(name);
        }
        const std::string &name = one.parts[one.firstKey]->constant.as_string();
        return saying(
            fmt::format("there is no {}.{}{}", one.node->path, name, spelling_hint(name, names)));
    }

    Result<Reason> false_term(const Term &one, const SituationPointer &situation)
    {
        switch (one.kind) {
        case Term::Kind::Variable: {
            const TermInSituation meaning = Provenance::resolve(one, situation);
            if (!meaning.term->is(Term::Kind::Variable)) {
                return false_term(*meaning.term, meaning.situation);
            }
            break;
        }
        case Term::Kind::Call:
            return false_call(one, situation);
        case Term::Kind::Reference:
            if (one.root == Term::Root::Rule && one.firstKey == one.parts.size()) {
                return rule(*one.rule, {}, nullptr, situation);
            }
            break;
        default:
            break;
        }
        Reason reason;
        reason.what = "it is false";
        reason.facts = TRY(provenance.term_facts(one, situation));
        return reason;
    }

    Result<Reason> false_call(const Term &one, const SituationPointer &situation)
    {
        std::vector<Value> values;
        for (const TermPointer &part : one.parts) {
            values.push_back(TRY(value_of(*part, situation)).value_or(Value()));
        }
        if (one.rule != nullptr) {
            return rule(*one.rule, values, &one, situation);
        }
        if (one.name == "in") {
            const TermInSituation found = Provenance::collection_of(*one.parts[0], situation);
            return stranger(found.term == nullptr ? TermInSituation{one.parts[0].get(), situation}
                                                  : found,
                            {one.parts[1].get(), situation}, {values[0]});
        }
        const bool isComparison =
            one.parts.size() == 2 &&
            std::string_view("== != <= >= < >").find(one.name) != std::string_view::npos;
        if (isComparison) {
            return sides(one.name, *one.parts[0], *one.parts[1], situation);
        }
        Reason reason;
        std::string list;
        for (const Value &value : values) {
            list += (list.empty() ? "" : ", ") + value_to_message(value, 80);
        }
        reason.what = fmt::format("{}({}) is false", one.name, list);
        reason.facts = TRY(provenance.term_facts(one, situation));
        return reason;
    }

    /// Why two terms do not compare as they should.
    Result<Reason> sides(std::string_view comparison, const Term &left, const Term &right,
                         const SituationPointer &situation)
    {
        // A side without values is what the other is matched with.
        const auto is_pattern = [&](const Term &side) {
            return side.is(Term::Kind::Variable) && !situation->frame[side.slot].has_value();
        };
        std::optional<Value> leftValue;
        std::optional<Value> rightValue;
        if (!is_pattern(left)) {
            auto value = evaluator_value(left, situation);
            leftValue = TRY(std::move(value));
        }
        if (!is_pattern(right)) {
            auto value = evaluator_value(right, situation);
            rightValue = TRY(std::move(value));
        }
        if (!leftValue.has_value() && !is_pattern(left) && is_computed(left)) {
            return undefined_term(left, situation);
        }
        if (!rightValue.has_value() && !is_pattern(right) && is_computed(right)) {
            return undefined_term(right, situation);
        }
        if (!leftValue.has_value() || !rightValue.has_value()) {
            const auto &value = leftValue.has_value() ? leftValue : rightValue;
            return saying(value.has_value()
                              ? fmt::format("{} does not fit", value_to_message(*value))
                              : "no value");
        }
        if (comparison == "==") {
            for (const bool isTurned : {false, true}) {
                auto reason =
                    TRY(set_difference(isTurned ? right : left, isTurned ? *rightValue : *leftValue,
                                       isTurned ? *leftValue : *rightValue, situation));
                if (reason.has_value()) {
                    return std::move(*reason);
                }
            }
        }
        Reason reason;
        reason.what = comparison_text(left, *leftValue, right, *rightValue);
        reason.facts = TRY(provenance.term_facts(left, situation));
        for (const ReportFact *fact : TRY(provenance.term_facts(right, situation))) {
            reason.facts.push_back(fact);
        }
        for (const Term *side : {&left, &right}) {
            const TermInSituation meaning = Provenance::resolve(*side, situation);
            const bool isUsers = !meaning.term->place.source->name().starts_with(OwnModulePrefix);
            if (meaning.term->is(Term::Kind::Constant) && isUsers && reason.remedies.empty()) {
                reason.remedies.push_back(fmt::format("the policy has {} at {}",
                                                      value_to_text(meaning.term->constant),
                                                      meaning.term->place.describe()));
            }
        }
        return reason;
    }

    /// The value of a side, if its variables have values.
    Result<std::optional<Value>> evaluator_value(const Term &side,
                                                 const SituationPointer &situation)
    {
        std::vector<const Term *> variables;
        variables_collect(side, variables);
        const bool isOpen =
            !is_computed(side) && std::ranges::any_of(variables, [&](const Term *variable) {
                return !situation->frame[variable->slot].has_value();
            });
        if (isOpen) {
            return std::nullopt;
        }
        return value_of(side, situation);
    }

    static bool is_computed(const Term &side)
    {
        return side.is(Term::Kind::Reference) || side.is(Term::Kind::Call) ||
               side.is_comprehension() || side.is(Term::Kind::Constant);
    }

    static std::string comparison_text(const Term &left, const Value &leftValue, const Term &right,
                                       const Value &rightValue)
    {
        const auto side = [](const Term &one, const Value &value) {
            return one.is(Term::Kind::Constant)
                       ? std::string()
                       : fmt::format("{} is {}", one.place.quote(60), value_to_message(value, 100));
        };
        const std::string leftText = side(left, leftValue);
        const std::string rightText = side(right, rightValue);
        return leftText + (leftText.empty() || rightText.empty() ? "" : " and ") + rightText;
    }

    /// `found & allowed == found`, `found - allowed == set()`, `count(found - allowed) == 0`: what
    /// is found and not allowed. Nothing when `term` is none of those.
    Result<std::optional<Reason>> set_difference(const Term &one, const Value &value,
                                                 const Value &expected,
                                                 const SituationPointer &situation)
    {
        const TermInSituation meaning = Provenance::resolve(one, situation);
        const Term &call = *meaning.term;
        if (!call.is(Term::Kind::Call) || call.builtin == nullptr) {
            return std::nullopt;
        }
        if (call.name == "count" && expected == Value::number(int64_t{0})) {
            const auto counted = TRY(value_of(*call.parts[0], meaning.situation));
            const TermInSituation inside = Provenance::resolve(*call.parts[0], meaning.situation);
            if (!counted.has_value() || !counted->is_collection()) {
                return std::nullopt;
            }
            if (inside.term->is(Term::Kind::Call) && inside.term->name == "-") {
                return set_difference(*inside.term, *counted, Value::set({}), inside.situation);
            }
            return unwanted(inside, *counted);
        }
        const bool isMinus = call.name == "-" && expected == Value::set({});
        if (!isMinus && call.name != "&") {
            return std::nullopt;
        }
        for (size_t index = 0; index < (isMinus ? 1U : 2U); index++) {
            const auto found = TRY(value_of(*call.parts[index], meaning.situation));
            if (!found.has_value() || !found->is(Value::Kind::Set) ||
                (!isMinus && *found != expected))
            {
                continue;
            }
            std::vector<Value> strangers;
            for (const Value &item : found->items()) {
                if (value.contains(item) == isMinus) {
                    strangers.push_back(item);
                }
            }
            return TRY(stranger({call.parts[index].get(), meaning.situation},
                                {call.parts[1 - index].get(), meaning.situation}, strangers));
        }
        return std::nullopt;
    }

    /// There should be none of these.
    Result<Reason> unwanted(const TermInSituation &collection, const Value &found)
    {
        Reason reason;
        reason.what =
            fmt::format("{} is {}", collection.term->place.quote(60), value_to_message(found, 100));
        if (found.is(Value::Kind::Object)) {
            return reason;
        }
        for (const Value &item : found.items().first(std::min(found.size(), ShownCount))) {
            for (const ReportFact *fact :
                 TRY(provenance.element_facts(*collection.term, item, collection.situation)))
            {
                reason.facts.push_back(fact);
            }
        }
        return reason;
    }

    /// Elements of one collection are not in another, which should allow them.
    Result<Reason> stranger(const TermInSituation &found, const TermInSituation &allowed,
                            const std::vector<Value> &strangers)
    {
        Reason reason;
        std::string list;
        for (const Value &one : strangers | std::views::take(ShownCount)) {
            list += (list.empty() ? "" : ", ") + value_to_message(one, 60);
            for (const ReportFact *fact :
                 TRY(provenance.element_facts(*found.term, one, found.situation)))
            {
                reason.facts.push_back(fact);
            }
        }
        const auto allowedValue = TRY(value_of(*allowed.term, allowed.situation));
        reason.what = fmt::format("{}{} {} not in {}", list, count_more(strangers.size()),
                                  strangers.size() == 1 ? "is" : "are",
                                  allowedValue.has_value() ? value_to_message(*allowedValue)
                                                           : allowed.term->place.quote());
        const TermInSituation origin = Provenance::resolve(*allowed.term, allowed.situation);
        const Term &written = *origin.term;
        if (written.is(Term::Kind::Set) || written.is(Term::Kind::Array)) {
            reason.remedies.push_back(fmt::format(
                "add {} to {} at {}", list, written.place.quote(80), written.place.describe()));
        } else if (written.root == Term::Root::Rule && written.rule != nullptr &&
                   !written.rule->definitions.empty())
        {
            reason.remedies.push_back(
                fmt::format("add {} to {} at {}", list, written.rule->name,
                            written.rule->definitions.front()->place.describe()));
        }
        return reason;
    }

    /// Why a rule has no value, or a false one: the definition with the shortest reason.
    Result<Reason> rule(const Rule &one, const std::vector<Value> &arguments, const Term *call,
                        const SituationPointer &situation)
    {
        std::optional<Reason> best;
        if (depth >= DepthLimit) {
            return Reason{};
        }
        depth++;
        for (const Definition *definition : one.definitions) {
            auto reason = definition_reason(one, *definition, arguments, call, situation);
            if (!reason.has_value()) {
                depth--;
                return std::unexpected(reason.error());
            }
            if (!best.has_value() || reason->length() < best->length()) {
                best = std::move(*reason);
            }
        }
        depth--;
        if (!best.has_value()) {
            const Definition &only = *one.otherwise;
            return saying(fmt::format("its value is the default at {}", only.place.describe()));
        }
        if (one.definitions.size() > 1 && !best->steps.empty()) {
            best->steps.front() +=
                fmt::format(" (the nearest of {} definitions; none holds)", one.definitions.size());
        }
        best->what = "";
        return std::move(*best);
    }

    Result<Reason> definition_reason(const Rule &one, const Definition &definition,
                                     const std::vector<Value> &arguments, const Term *call,
                                     const SituationPointer &caller)
    {
        const auto inside = TRY(provenance.call_situation(definition, arguments, call, caller));
        if (inside == nullptr) {
            constexpr size_t OtherArguments = 100;
            Reason reason;
            reason.penalty = OtherArguments;
            reason.steps.push_back(fmt::format("{}: {} is for other arguments",
                                               definition.place.describe(),
                                               definition.place.quote()));
            return reason;
        }
        std::optional<Reason> best;
        for (const Clause &clause : definition.clauses) {
            Reason reason;
            if (TRY(evaluator.body_failure(clause.body, inside->frame)).has_value()) {
                reason = TRY(body(clause.body, inside, one.name));
            } else {
                reason = TRY(clause_value(one, clause, inside));
            }
            if (!best.has_value() || reason.length() < best->length()) {
                best = std::move(reason);
            }
        }
        return std::move(*best);
    }

    /// The body holds, and the value is nothing or false.
    Result<Reason> clause_value(const Rule &one, const Clause &clause,
                                const std::shared_ptr<Situation> &situation)
    {
        Frame frame = situation->frame;
        std::optional<Frame> solved;
        TRY_VOID(evaluator.body_solve(clause.body, frame, [&] {
            solved = frame;
            return false;
        }));
        if (clause.value == nullptr || !solved.has_value()) {
            return Reason{};
        }
        const SituationPointer inside = situation->within(clause.body, std::move(*solved));
        Reason reason = TRY(term(*clause.value, inside));
        reason.steps.insert(reason.steps.begin(),
                            fmt::format("{}: in {}: the value {}{}", clause.value->place.describe(),
                                        one.name, clause.value->place.quote(),
                                        reason.what.empty() ? "" : ": " + reason.what));
        return reason;
    }

    Evaluator &evaluator;
    const ReportFacts &facts;
    Provenance provenance;
    unsigned depth = 0;
};

void fact_write(const ReportFact &fact, std::string &out)
{
    if (fact.sources.empty()) {
        out += fmt::format("report: {} ({})\n", fact.text, fact.path);
    }
    for (const std::string &source : fact.sources | std::views::take(ShownCount)) {
        out += fmt::format("{}: {}\n", source, fact.text);
    }
    if (fact.sources.size() > ShownCount) {
        out += fmt::format("  {}\n", count_more(fact.sources.size()).substr(1) + " places");
    }
}

/// " (greeter.c:14, greeter.c:20)".
std::string places_text(const ReportFact &fact)
{
    std::string list;
    for (const std::string &source : fact.sources | std::views::take(ShownCount)) {
        list += (list.empty() ? " (" : ", ") + source;
    }
    return list.empty() ? list : list + count_more(fact.sources.size()) + ")";
}

std::string reason_text(const Reason &reason)
{
    std::string out;
    for (const std::string &step : reason.steps) {
        out += step + "\n";
    }
    std::vector<const ReportFact *> told;
    std::vector<std::string> remedies;
    for (const ReportFact *fact : reason.facts) {
        if (std::ranges::find(told, fact) != told.end()) {
            continue;
        }
        told.push_back(fact);
        if (told.size() > 2 * ShownCount) {
            continue;
        }
        fact_write(*fact, out);
        if (!fact->remedy.empty() && fact->kind == ReportFact::Kind::Import) {
            remedies.push_back(fact->remedy + places_text(*fact));
        }
    }
    if (told.size() > 2 * ShownCount) {
        out += fmt::format("  and {} facts more\n", told.size() - 2 * ShownCount);
    }
    // With many to take out, the list is above.
    if (remedies.size() > ShownCount) {
        remedies.clear();
    }
    for (const std::string &remedy : reason.remedies) {
        if (std::ranges::find(remedies, remedy) == remedies.end()) {
            remedies.push_back((remedies.empty() ? "" : "or ") + remedy);
        }
    }
    for (const std::string &remedy : remedies) {
        out += fmt::format("help: {}\n", remedy);
    }
    return out;
}

} // namespace

Result<std::string> query_explain(const Query &query, Evaluator &evaluator)
{
    const DataNode *board = evaluator.program().data.child("board");
    const ReportFacts facts(evaluator.input(), board == nullptr || !board->document.has_value()
                                                   ? nullptr
                                                   : &*board->document);
    Explainer explainer(evaluator, facts);
    auto situation = std::make_shared<Situation>();
    situation->frame.resize(query.slots);
    const Literal &first = query.body.literals.front();
    const bool isTerm = query.body.literals.size() == 1 &&
                        first.kind == Literal::Kind::Expression && !first.isNegated;
    if (!isTerm) {
        return "the query does not hold:\n" +
               reason_text(TRY(explainer.body(query.body, situation, "")));
    }
    Frame frame = situation->frame;
    const auto value = TRY(evaluator.term_value(*first.left, frame));
    if (value.has_value() && !value->is_false()) {
        return fmt::format("{} has a value, which is neither true nor false\n",
                           first.place.quote());
    }
    const Reason reason = TRY(explainer.term(*first.left, situation->within(query.body, frame)));
    const std::string lines = reason_text(reason);
    return fmt::format(
        "{} {}{}{}\n{}", first.place.quote(), value.has_value() ? "is false" : "has no value",
        reason.what.empty() ? "" : ": " + reason.what, lines.empty() ? "" : ":", lines);
}

} // namespace griotte::audit
