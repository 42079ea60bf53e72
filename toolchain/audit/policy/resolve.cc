// What names mean: variables, rules, builtins, the documents.
//
// A body's variables are those it declares (`some`, `:=`) from there on, and those it merely
// mentions, anywhere in it. A comprehension sees the variables around it; what it mentions besides
// is its own. Rules of the package are seen unless a declared variable has their name.
#include <algorithm>

#include "base/text.h"
#include "toolchain/audit/policy/builtins.h"
#include "toolchain/audit/policy/checker.h"

namespace griotte::audit {

namespace {

using NameSet = std::set<std::string>;

struct Scope
{
    Scope *parent = nullptr;
    std::map<std::string, uint32_t> slots;
    /// Declared rather than merely mentioned.
    NameSet declared;
    /// Of a rule's arguments.
    bool isArguments = false;

    [[nodiscard]] std::optional<uint32_t> find(const std::string &name) const
    {
        for (const Scope *scope = this; scope != nullptr; scope = scope->parent) {
            const auto found = scope->slots.find(name);
            if (found != scope->slots.end()) {
                return found->second;
            }
        }
        return std::nullopt;
    }
};

/// Names of variables in `term`, not looking into comprehensions, which have their own.
void mentions_collect(const Term &term, std::map<std::string, Place> &mentions)
{
    if (term.is(Term::Kind::Variable) && !term.is_wildcard()) {
        mentions.try_emplace(term.name, term.place);
    }
    if (term.is_comprehension()) {
        return;
    }
    for (const TermPointer &part : term.parts) {
        mentions_collect(*part, mentions);
    }
}

void mentions_collect(const TermPointer &term, std::map<std::string, Place> &mentions)
{
    if (term != nullptr) {
        mentions_collect(*term, mentions);
    }
}

/// The terms whose variables `literal` declares.
std::vector<const Term *> declarations(const Literal &literal)
{
    std::vector<const Term *> terms;
    switch (literal.kind) {
    case Literal::Kind::Assign:
        terms.push_back(literal.left.get());
        break;
    case Literal::Kind::Declare:
        for (const TermPointer &name : literal.names) {
            terms.push_back(name.get());
        }
        break;
    case Literal::Kind::SomeIn:
        if (literal.key != nullptr) {
            terms.push_back(literal.key.get());
        }
        terms.push_back(literal.left.get());
        break;
    default:
        break;
    }
    return terms;
}

/// What `literal` mentions rather than declares.
std::map<std::string, Place> mentions_of(const Literal &literal)
{
    std::map<std::string, Place> mentions;
    switch (literal.kind) {
    case Literal::Kind::Expression:
    case Literal::Kind::Unify:
        mentions_collect(literal.left, mentions);
        mentions_collect(literal.right, mentions);
        break;
    case Literal::Kind::Assign:
    case Literal::Kind::SomeIn:
    case Literal::Kind::Every:
        mentions_collect(literal.right, mentions);
        break;
    case Literal::Kind::Declare:
        break;
    }
    return mentions;
}

void rules_add(const DataNode &node, std::set<const Rule *> &rules)
{
    for (const auto &[name, rule] : node.rules) {
        rules.insert(rule);
    }
    for (const auto &[name, child] : node.children) {
        rules_add(child, rules);
    }
}

bool is_text(const Term &term)
{
    return term.is(Term::Kind::Constant) && term.constant.is(Value::Kind::String);
}

class Resolver
{
public:
    Resolver(const NameSpace &theNames, std::set<const Rule *> &theDependencies)
        : names(theNames), dependencies(theDependencies)
    {}

    Result<uint32_t> definition(Definition &definition)
    {
        Scope arguments;
        arguments.isArguments = true;
        for (TermPointer &argument : definition.arguments) {
            TRY_VOID(declare(*argument, arguments, true));
        }
        for (Clause &clause : definition.clauses) {
            Scope scope;
            scope.parent = &arguments;
            std::vector<TermPointer *> heads;
            for (TermPointer *head : {&definition.key, &clause.value}) {
                if (*head != nullptr) {
                    heads.push_back(head);
                }
            }
            TRY_VOID(body(clause.body, scope, heads));
        }
        return slots;
    }

    Result<uint32_t> query(Body &theBody)
    {
        Scope scope;
        TRY_VOID(body(theBody, scope, {}));
        return slots;
    }

private:
    /// Whether `name` means something without being a variable.
    [[nodiscard]] bool is_global(const std::string &name) const
    {
        return name == "input" || name == "data" || import_of(name) != nullptr ||
               (names.package != nullptr && names.package->rule(name) != nullptr);
    }

    [[nodiscard]] const Import *import_of(const std::string &name) const
    {
        if (names.module == nullptr) {
            return nullptr;
        }
        const auto found = std::ranges::find(names.module->imports, name, &Import::alias);
        return found == names.module->imports.end() ? nullptr : &*found;
    }

    /// The body and the terms evaluated after it, in a new scope.
    Result<void> body(Body &theBody, Scope &scope, const std::vector<TermPointer *> &heads)
    {
        TRY_VOID(mentions_add(theBody, scope, heads));
        for (Literal &one : theBody.literals) {
            TRY_VOID(literal(one, scope));
        }
        for (TermPointer *head : heads) {
            TRY_VOID(term(*head, scope));
        }
        return {};
    }

    /// Makes variables of what is mentioned and means nothing yet.
    Result<void> mentions_add(const Body &theBody, Scope &scope,
                              const std::vector<TermPointer *> &heads)
    {
        NameSet declared;
        std::map<std::string, Place> mentions;
        for (const Literal &one : theBody.literals) {
            for (const auto &[name, place] : mentions_of(one)) {
                if (!declared.contains(name)) {
                    mentions.try_emplace(name, place);
                }
            }
            std::map<std::string, Place> added;
            for (const Term *declaration : declarations(one)) {
                mentions_collect(*declaration, added);
            }
            for (const auto &[name, place] : added) {
                declared.insert(name);
                const auto above = mentions.find(name);
                if (above != mentions.end()) {
                    return fail_at(place, "'{}' is declared here but used before, at {}", name,
                                   above->second.describe());
                }
            }
        }
        for (TermPointer *head : heads) {
            std::map<std::string, Place> more;
            mentions_collect(*head, more);
            for (const auto &[name, place] : more) {
                if (!declared.contains(name)) {
                    mentions.try_emplace(name, place);
                }
            }
        }
        for (const auto &[name, place] : mentions) {
            if (!is_global(name) && !scope.find(name).has_value()) {
                scope.slots.emplace(name, slots++);
            }
        }
        return {};
    }

    Result<void> literal(Literal &one, Scope &scope)
    {
        if (one.kind == Literal::Kind::Every) {
            return every(one, scope);
        }
        // The right side does not see what the left declares.
        if (one.right != nullptr) {
            TRY_VOID(term(one.right, scope));
        }
        switch (one.kind) {
        case Literal::Kind::Expression:
            TRY_VOID(term(one.left, scope));
            output_argument_split(one);
            return {};
        case Literal::Kind::Unify:
            return term(one.left, scope);
        case Literal::Kind::Assign:
            if (one.isNegated) {
                return fail_at(one.place, "'not' has nothing to say of an assignment; compare "
                                          "with '==' or '!='");
            }
            if (one.left->is(Term::Kind::Constant)) {
                return fail_at(one.left->place, "this is no variable; compare with '=='");
            }
            break;
        default:
            break;
        }
        for (const Term *declaration : declarations(one)) {
            // They are the literal's own.
            TRY_VOID(declare(const_cast<Term &>(*declaration), scope, false));
        }
        return {};
    }

    Result<void> every(Literal &one, Scope &scope)
    {
        TRY_VOID(term(one.right, scope));
        const uint32_t first = slots;
        const size_t firstUse = used.size();
        Scope inner;
        inner.parent = &scope;
        for (TermPointer *variable : {&one.key, &one.left}) {
            if (*variable != nullptr) {
                TRY_VOID(declare(**variable, inner, false));
            }
        }
        Scope inBody;
        inBody.parent = &inner;
        TRY_VOID(body(*one.body, inBody, {}));
        one.outerSlots = outer_slots(first, firstUse);
        return {};
    }

    /// `f(x, y)` for a function of one argument is `f(x) = y`.
    static void output_argument_split(Literal &one)
    {
        Term &call = *one.left;
        if (!call.is(Term::Kind::Call)) {
            return;
        }
        const size_t arity = call.rule != nullptr      ? call.rule->arity
                             : call.builtin != nullptr ? call.builtin->arguments.size()
                                                       : call.parts.size();
        if (call.parts.size() == arity + 1) {
            one.kind = Literal::Kind::Unify;
            one.right = std::move(call.parts.back());
            call.parts.pop_back();
        }
    }

    /// Variables of a pattern become variables of `scope`.
    Result<void> declare(Term &pattern, Scope &scope, bool isArgument)
    {
        switch (pattern.kind) {
        case Term::Kind::Constant:
            return {};
        case Term::Kind::Variable:
            return variable_declare(pattern, scope, isArgument);
        case Term::Kind::Array:
            for (TermPointer &part : pattern.parts) {
                TRY_VOID(declare(*part, scope, isArgument));
            }
            return {};
        case Term::Kind::Object:
            for (size_t index = 1; index < pattern.parts.size(); index += 2) {
                if (!pattern.parts[index - 1]->is(Term::Kind::Constant)) {
                    return fail_at(pattern.parts[index - 1]->place,
                                   "the keys of a pattern are constants");
                }
                TRY_VOID(declare(*pattern.parts[index], scope, isArgument));
            }
            return {};
        default:
            return fail_at(pattern.place, "only variables, and arrays and objects of them, can be "
                                          "declared or assigned to");
        }
    }

    Result<void> variable_declare(Term &variable, Scope &scope, bool isArgument)
    {
        if (variable.is_wildcard()) {
            variable.slot = slots++;
            return {};
        }
        if (variable.name == "input" || variable.name == "data") {
            return fail_at(variable.place, "'{}' can not be a variable", variable.name);
        }
        const bool isArguments = scope.parent != nullptr && scope.parent->isArguments &&
                                 scope.parent->slots.contains(variable.name);
        if (isArgument && scope.slots.contains(variable.name)) {
            // The same value twice.
            variable.slot = scope.slots.at(variable.name);
            return {};
        }
        if (scope.declared.contains(variable.name) || isArguments) {
            return fail_at(variable.place, "'{}' is declared already; a variable has one value",
                           variable.name);
        }
        scope.declared.insert(variable.name);
        variable.slot = slots++;
        scope.slots[variable.name] = variable.slot;
        return {};
    }

    Result<void> term(TermPointer &one, Scope &scope)
    {
        switch (one->kind) {
        case Term::Kind::Constant:
            return {};
        case Term::Kind::Variable:
            return variable(one, scope);
        case Term::Kind::Reference:
            return reference(*one, scope);
        case Term::Kind::Call:
            return call(*one, scope);
        case Term::Kind::Array:
        case Term::Kind::Set:
        case Term::Kind::Object:
            for (TermPointer &part : one->parts) {
                TRY_VOID(term(part, scope));
            }
            return {};
        case Term::Kind::ArrayComprehension:
        case Term::Kind::SetComprehension:
        case Term::Kind::ObjectComprehension:
            break;
        }
        const uint32_t first = slots;
        const size_t firstUse = used.size();
        Scope inner;
        inner.parent = &scope;
        std::vector<TermPointer *> heads;
        for (TermPointer &head : one->parts) {
            heads.push_back(&head);
        }
        TRY_VOID(body(*one->body, inner, heads));
        one->outerSlots = outer_slots(first, firstUse);
        return {};
    }

    /// Slots below `first` used since there were `firstUse` uses.
    std::vector<uint32_t> outer_slots(uint32_t first, size_t firstUse) const
    {
        std::vector<uint32_t> outer;
        for (size_t index = firstUse; index < used.size(); index++) {
            if (used[index] < first) {
                outer.push_back(used[index]);
            }
        }
        std::ranges::sort(outer);
        const auto rest = std::ranges::unique(outer);
        outer.erase(rest.begin(), rest.end());
        return outer;
    }

    Result<void> variable(TermPointer &one, Scope &scope)
    {
        if (one->is_wildcard()) {
            one->slot = slots++;
            return {};
        }
        if (const auto slot = scope.find(one->name)) {
            one->slot = *slot;
            used.push_back(*slot);
            return {};
        }
        // A rule or document by its name alone.
        auto reference = std::make_unique<Term>();
        reference->kind = Term::Kind::Reference;
        reference->place = one->place;
        reference->depth = 2;
        reference->parts.push_back(std::move(one));
        one = std::move(reference);
        return this->reference(*one, scope);
    }

    Result<void> reference(Term &one, Scope &scope)
    {
        for (size_t index = 1; index < one.parts.size(); index++) {
            TRY_VOID(term(one.parts[index], scope));
        }
        Term &head = *one.parts.front();
        if (!head.is(Term::Kind::Variable)) {
            return term(one.parts.front(), scope);
        }
        const auto slot = head.is_wildcard() ? std::nullopt : scope.find(head.name);
        if (slot.has_value()) {
            head.slot = *slot;
            used.push_back(*slot);
            return {};
        }
        if (const Import *import = import_of(head.name)) {
            import_expand(*import, one);
        }
        const std::string &name = one.parts.front()->name;
        if (name == "input") {
            one.root = Term::Root::Input;
            return {};
        }
        if (name == "data") {
            return data_reference(one);
        }
        const Rule *rule = names.package == nullptr ? nullptr : names.package->rule(name);
        if (rule == nullptr) {
            return fail_at(head.place, "'{}' is not known here", head.name);
        }
        return rule_reference(one, *rule, 1);
    }

    static void import_expand(const Import &import, Term &one)
    {
        const Place place = one.parts.front()->place;
        std::vector<TermPointer> path;
        for (const std::string &name : import.path) {
            auto part = std::make_unique<Term>();
            part->place = place;
            if (path.empty()) {
                part->kind = Term::Kind::Variable;
                part->name = name;
            } else {
                part->constant = Value::string(name);
            }
            path.push_back(std::move(part));
        }
        std::move(one.parts.begin() + 1, one.parts.end(), std::back_inserter(path));
        one.parts = std::move(path);
    }

    Result<void> data_reference(Term &one)
    {
        const DataNode *node = &names.program.data;
        size_t index = 1;
        for (; index < one.parts.size() && is_text(*one.parts[index]); index++) {
            const std::string &name = one.parts[index]->constant.as_string();
            if (const Rule *rule = node->rule(name)) {
                return rule_reference(one, *rule, index + 1);
            }
            const DataNode *child = node->child(name);
            if (child == nullptr) {
                break;
            }
            node = child;
        }
        one.root = Term::Root::Data;
        one.node = node;
        one.firstKey = index;
        const bool isNothing = index < one.parts.size() && is_text(*one.parts[index]);
        if (!isNothing) {
            rules_add(*node, dependencies);
        }
        return {};
    }

    Result<void> rule_reference(Term &one, const Rule &rule, size_t firstKey)
    {
        if (rule.kind == Definition::Kind::Function) {
            return fail_at(one.place, "'{}' is a function; call it with its arguments, {}",
                           rule.name, rule.arity);
        }
        one.root = Term::Root::Rule;
        one.rule = &rule;
        one.firstKey = firstKey;
        dependencies.insert(&rule);
        return {};
    }

    Result<void> call(Term &one, Scope &scope)
    {
        for (TermPointer &part : one.parts) {
            TRY_VOID(term(part, scope));
        }
        const std::string head = one.name.substr(0, one.name.find('.'));
        std::string path = one.name;
        if (const Import *import = import_of(head)) {
            path.clear();
            for (const std::string &name : import->path) {
                path += (path.empty() ? "" : ".") + name;
            }
            path += one.name.substr(head.size());
        }
        one.rule = path.starts_with("data.")  ? rule_at(path)
                   : names.package != nullptr ? names.package->rule(path)
                                              : nullptr;
        if (one.rule != nullptr) {
            return rule_call_check(one);
        }
        one.builtin = builtin_find(path);
        if (one.builtin == nullptr) {
            return fail_at(one.place, "there is no function '{}'{}", one.name,
                           hint(one.name, path));
        }
        return call_check(one);
    }

    [[nodiscard]] const Rule *rule_at(const std::string &path) const
    {
        const DataNode *node = &names.program.data;
        size_t start = path.find('.') + 1;
        while (true) {
            const size_t dot = path.find('.', start);
            const std::string name = path.substr(start, dot - start);
            if (dot == std::string::npos) {
                return node->rule(name);
            }
            node = node->child(name);
            if (node == nullptr) {
                return nullptr;
            }
            start = dot + 1;
        }
    }

    Result<void> rule_call_check(const Term &one)
    {
        dependencies.insert(one.rule);
        if (one.rule->kind != Definition::Kind::Function) {
            return fail_at(one.place, "'{}' is no function", one.name);
        }
        const size_t count = one.parts.size();
        if (count != one.rule->arity && count != one.rule->arity + 1) {
            return fail_at(one.place, "'{}' takes {} argument{}, not {}", one.name, one.rule->arity,
                           one.rule->arity == 1 ? "" : "s", count);
        }
        return {};
    }

    [[nodiscard]] std::string hint(const std::string &name, const std::string &path) const
    {
        std::vector<std::string> candidates = builtin_names();
        for (const Rule &rule : names.program.rules) {
            if (rule.kind == Definition::Kind::Function) {
                const bool isHere =
                    names.package != nullptr && names.package->rule(rule.name) == &rule;
                candidates.push_back(isHere ? rule.name : rule.path);
            }
        }
        const std::string spelled = spelling_hint(path, candidates);
        return spelled.empty() ? spelling_hint(name, candidates) : spelled;
    }

    const NameSpace &names;
    std::set<const Rule *> &dependencies;
    uint32_t slots = 0;
    /// Slots of variables in the order they were met.
    std::vector<uint32_t> used;
};

} // namespace

Result<void> definition_resolve(const NameSpace &names, Definition &definition,
                                std::set<const Rule *> &dependencies)
{
    Resolver resolver(names, dependencies);
    definition.slots = TRY(resolver.definition(definition));
    return {};
}

Result<uint32_t> query_resolve(const NameSpace &names, Body &body)
{
    std::set<const Rule *> dependencies;
    return Resolver(names, dependencies).query(body);
}

} // namespace griotte::audit
