#include "toolchain/audit/policy/parser.h"

#include "toolchain/audit/policy/term_parser.h"

namespace griotte::audit {

namespace {

/// Names in the path of a package or import.
constexpr size_t PathLimit = 32;
constexpr size_t ArgumentLimit = 32;

class ModuleParser
{
public:
    explicit ModuleParser(std::vector<Token> tokens) : reader(std::move(tokens)), terms(reader) {}

    Result<void> run(Module &module)
    {
        const Place start = reader.peek().place;
        if (!reader.accept("package")) {
            return reader.unexpected("a policy begins with 'package NAME'");
        }
        module.package = TRY(path_parse());
        module.place = reader.place_since(start);
        while (reader.is("import")) {
            TRY_VOID(import_parse(module));
        }
        while (!reader.is_end()) {
            if (reader.is("import") || reader.is("package")) {
                return reader.unexpected(
                    fmt::format("'{}' comes before the rules", reader.peek().text));
            }
            TRY_VOID(rule_parse(module));
        }
        return {};
    }

private:
    /// Names with dots between, or texts in brackets.
    Result<std::vector<std::string>> path_parse()
    {
        std::vector<std::string> path;
        if (!reader.is_word()) {
            return reader.unexpected("expected a name");
        }
        path.push_back(reader.take().text);
        while (true) {
            if (reader.is_adjacent(".")) {
                reader.take();
                if (!reader.is_word()) {
                    return reader.unexpected("expected a name after '.'");
                }
                path.push_back(reader.take().text);
            } else if (reader.is_adjacent("[")) {
                reader.take();
                if (reader.peek().kind != Token::Kind::String) {
                    return reader.unexpected("expected a text in the brackets");
                }
                path.push_back(reader.take().text);
                TRY_VOID(reader.expect("]", "after the text"));
            } else {
                return path;
            }
            if (path.size() > PathLimit) {
                return reader.unexpected(fmt::format("a path of more than {} names", PathLimit));
            }
        }
    }

    Result<void> import_parse(Module &module)
    {
        const Place start = reader.take().place;
        Import import;
        import.path = TRY(path_parse());
        import.alias = import.path.back();
        if (reader.accept("as")) {
            if (!reader.is_word()) {
                return reader.unexpected("expected a name after 'as'");
            }
            import.alias = reader.take().text;
        }
        import.place = reader.place_since(start);
        const std::string &first = import.path.front();
        if (first == "rego" || first == "future") {
            // What these switch on is always on.
            return {};
        }
        if (first != "data" && first != "input") {
            return fail_at(import.place, "imports begin with data, input, rego or future, not '{}'",
                           first);
        }
        module.imports.push_back(std::move(import));
        return {};
    }

    Result<void> rule_parse(Module &module)
    {
        const Place start = reader.peek().place;
        Definition rule;
        rule.isDefault = reader.accept("default");
        if (!reader.is_word()) {
            return reader.unexpected("expected a rule: its name, arguments, value, conditions");
        }
        rule.name = reader.take().text;
        Clause clause;
        TRY_VOID(head_parse(rule, clause));
        rule.place = reader.place_since(start);
        clause.place = rule.place;
        if (rule.isDefault) {
            return default_finish(std::move(rule), std::move(clause), module);
        }
        const bool hasIf = reader.accept("if");
        if (!hasIf && !reader.is("{")) {
            return fact_finish(std::move(rule), std::move(clause), module);
        }
        // Before `if` there was, `name[key] { ... }` defined a set.
        if (rule.kind == Definition::Kind::Object && clause.value == nullptr && !hasIf) {
            rule.kind = Definition::Kind::Set;
        }
        clause.body = TRY(rule_body_parse());
        rule.clauses.push_back(std::move(clause));
        while (reader.is("else")) {
            TRY_VOID(else_parse(rule));
        }
        if (!reader.is("{")) {
            return rule_add(std::move(rule), module);
        }
        return fail_at(reader.peek().place,
                       "a rule has one body; write the name again for another definition");
    }

    Result<void> head_parse(Definition &rule, Clause &clause)
    {
        if (reader.is_adjacent("(")) {
            reader.take();
            rule.kind = Definition::Kind::Function;
            rule.arguments = TRY(terms_parse_checked());
        } else if (reader.is_adjacent("[")) {
            reader.take();
            rule.kind = Definition::Kind::Object;
            rule.key = TRY(terms.term_parse());
            TRY_VOID(reader.expect("]", "after the key"));
        } else if (reader.accept("contains")) {
            rule.kind = Definition::Kind::Set;
            rule.key = TRY(terms.term_parse());
            return {};
        }
        if (reader.is_adjacent(".") || reader.is_adjacent("[")) {
            return reader.unexpected("a rule's name is one word, with at most one key; put deeper "
                                     "ones into a package of that name");
        }
        if (reader.is("=") || reader.is(":=")) {
            reader.take();
            clause.value = TRY(terms.term_parse());
        }
        return {};
    }

    Result<std::vector<TermPointer>> terms_parse_checked()
    {
        auto arguments = TRY(terms.terms_parse(")"));
        if (arguments.size() > ArgumentLimit) {
            return reader.unexpected(
                fmt::format("a function of more than {} arguments", ArgumentLimit));
        }
        for (const TermPointer &argument : arguments) {
            TRY_VOID(pattern_check(*argument));
        }
        return arguments;
    }

    /// Arguments of a rule take apart what they are given; they do not compute.
    Result<void> pattern_check(const Term &term)
    {
        switch (term.kind) {
        case Term::Kind::Constant:
        case Term::Kind::Variable:
            return {};
        case Term::Kind::Array:
        case Term::Kind::Object:
            for (const TermPointer &part : term.parts) {
                TRY_VOID(pattern_check(*part));
            }
            return {};
        default:
            return fail_at(term.place, "an argument of a rule is a variable, a constant, or an "
                                       "array or object of those");
        }
    }

    Result<void> default_finish(Definition rule, Clause clause, Module &module)
    {
        if (rule.kind != Definition::Kind::Complete && rule.kind != Definition::Kind::Function) {
            return fail_at(rule.place, "sets and objects have no default: they are empty");
        }
        if (clause.value == nullptr) {
            return reader.unexpected("expected ':=' and the default value");
        }
        if (reader.is("if") || reader.is("{")) {
            return reader.unexpected("a default has no conditions");
        }
        rule.clauses.push_back(std::move(clause));
        return rule_add(std::move(rule), module);
    }

    /// A rule without conditions.
    Result<void> fact_finish(Definition rule, Clause clause, Module &module)
    {
        if (clause.value == nullptr && rule.kind != Definition::Kind::Set) {
            return reader.unexpected(
                fmt::format("expected ':=' and a value, 'if' and conditions, or 'contains' and an "
                            "element after '{}'",
                            rule.name));
        }
        rule.clauses.push_back(std::move(clause));
        return rule_add(std::move(rule), module);
    }

    Result<Body> rule_body_parse()
    {
        // `if {a: b}[x]` can not be told from a block; a block it is.
        if (reader.is("{")) {
            return terms.block_parse();
        }
        Body body;
        body.literals.push_back(TRY(terms.literal_parse()));
        return body;
    }

    Result<void> else_parse(Definition &rule)
    {
        const Place start = reader.take().place;
        if (rule.kind == Definition::Kind::Set || rule.kind == Definition::Kind::Object) {
            return fail_at(start, "sets and objects have no 'else'");
        }
        Clause clause;
        if (reader.accept(":=") || reader.accept("=")) {
            clause.value = TRY(terms.term_parse());
        }
        clause.place = reader.place_since(start);
        const bool hasIf = reader.accept("if");
        if (hasIf || reader.is("{")) {
            clause.body = TRY(rule_body_parse());
        } else if (clause.value == nullptr) {
            return reader.unexpected("expected a value or conditions after 'else'");
        }
        rule.clauses.push_back(std::move(clause));
        return {};
    }

    Result<void> rule_add(Definition rule, Module &module)
    {
        if (!reader.is_end() && !reader.peek().isAfterLineEnd) {
            return reader.unexpected("expected the next rule in a line of its own");
        }
        module.definitions.push_back(std::move(rule));
        return {};
    }

    TokenReader reader;
    TermParser terms;
};

Result<std::vector<Token>> limited_tokens_read(const SourceText &source)
{
    if (source.text().size() > PolicyTextLimit) {
        return fail("{}: a policy of more than {} bytes; it is split by packages", source.name(),
                    PolicyTextLimit);
    }
    return tokens_read(source);
}

} // namespace

Result<Module> module_parse(std::shared_ptr<const SourceText> source)
{
    Module module;
    ModuleParser parser(TRY(limited_tokens_read(*source)));
    module.source = std::move(source);
    TRY_VOID(parser.run(module));
    return module;
}

Result<Body> query_parse(const SourceText &source)
{
    TokenReader reader(TRY(limited_tokens_read(source)));
    return TermParser(reader).body_parse("");
}

} // namespace griotte::audit
