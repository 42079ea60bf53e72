#include "toolchain/audit/policy/term_parser.h"

#include <algorithm>
#include <array>
#include <span>

namespace griotte::audit {

namespace {

/// Operators from the weakest to the strongest binding; those of a level are taken from the left.
constexpr std::array<std::string_view, 6> Comparisons = {"==", "!=", "<=", ">=", "<", ">"};
constexpr std::array<std::string_view, 1> Unions = {"|"};
constexpr std::array<std::string_view, 1> Intersections = {"&"};
constexpr std::array<std::string_view, 2> Sums = {"+", "-"};
constexpr std::array<std::string_view, 3> Products = {"*", "/", "%"};
constexpr std::array<std::span<const std::string_view>, 5> Levels = {Comparisons, Unions,
                                                                     Intersections, Sums, Products};

constexpr std::array<std::string_view, 9> Reserved = {"as",   "default", "else",    "import", "not",
                                                      "some", "with",    "package", "every"};

/// Counts one level of nesting while it lives.
class Nesting
{
public:
    explicit Nesting(uint32_t &theDepth) : depth(theDepth) { depth++; }
    ~Nesting() { depth--; }
    Nesting(const Nesting &) = delete;
    Nesting &operator=(const Nesting &) = delete;

    [[nodiscard]] bool is_too_deep() const { return depth > TermDepthLimit; }

private:
    uint32_t &depth;
};

/// Sets a flag and puts back what it was.
class FlagSet
{
public:
    FlagSet(bool &theFlag, bool value) : flag(theFlag), before(theFlag) { flag = value; }
    ~FlagSet() { flag = before; }
    FlagSet(const FlagSet &) = delete;
    FlagSet &operator=(const FlagSet &) = delete;

private:
    bool &flag;
    bool before;
};

std::vector<TermPointer> list(TermPointer first, TermPointer second = nullptr,
                              TermPointer third = nullptr)
{
    std::vector<TermPointer> terms;
    terms.push_back(std::move(first));
    for (TermPointer *more : {&second, &third}) {
        if (*more != nullptr) {
            terms.push_back(std::move(*more));
        }
    }
    return terms;
}

/// "a.b.c" if `term` is names with dots between; empty otherwise.
std::string dotted_name(const Term &term)
{
    if (term.is(Term::Kind::Variable)) {
        return term.name;
    }
    if (!term.is(Term::Kind::Reference) || !term.parts.front()->is(Term::Kind::Variable)) {
        return {};
    }
    std::string name = term.parts.front()->name;
    for (const TermPointer &part : std::span(term.parts).subspan(1)) {
        if (!part->is(Term::Kind::Constant) || !part->constant.is(Value::Kind::String)) {
            return {};
        }
        name += "." + part->constant.as_string();
    }
    return name;
}

/// How deep the terms of `body` are.
uint32_t body_depth(const Body &body)
{
    uint32_t deepest = 0;
    for (const Literal &literal : body.literals) {
        for (const TermPointer *term : {&literal.key, &literal.left, &literal.right}) {
            deepest = std::max(deepest, *term == nullptr ? 0 : (*term)->depth);
        }
        deepest = std::max(deepest, literal.body == nullptr ? 0 : body_depth(*literal.body));
    }
    return deepest + 1;
}

} // namespace

TermPointer term_make(Term::Kind kind, const Place &place, std::vector<TermPointer> parts)
{
    auto term = std::make_unique<Term>();
    term->kind = kind;
    term->place = place;
    for (const TermPointer &part : parts) {
        term->depth = std::max(term->depth, part->depth + 1);
    }
    term->parts = std::move(parts);
    return term;
}

TermPointer constant_make(const Place &place, Value value)
{
    auto term = term_make(Term::Kind::Constant, place);
    term->constant = std::move(value);
    return term;
}

TermPointer variable_make(const Place &place, std::string name)
{
    auto term = term_make(Term::Kind::Variable, place);
    term->name = std::move(name);
    return term;
}

TermPointer call_make(const Place &place, std::string name, std::vector<TermPointer> arguments)
{
    auto term = term_make(Term::Kind::Call, place, std::move(arguments));
    term->name = std::move(name);
    return term;
}

Result<TermPointer> TermParser::finish(TermPointer term, const Place &start)
{
    if (term->depth > TermDepthLimit) {
        return fail_at(start, "this term nests deeper than {}; give parts of it names",
                       TermDepthLimit);
    }
    return term;
}

Result<TermPointer> TermParser::term_parse()
{
    const Nesting nesting(depth);
    const Place start = reader.peek().place;
    if (nesting.is_too_deep()) {
        return fail_at(start, "nested deeper than {}; give parts of it names", TermDepthLimit);
    }
    TermPointer left = TRY(operators_parse(0));
    while (reader.accept("in")) {
        TermPointer right = TRY(operators_parse(0));
        left = TRY(finish(
            call_make(reader.place_since(start), "in", list(std::move(left), std::move(right))),
            start));
    }
    return left;
}

Result<TermPointer> TermParser::operators_parse(int level)
{
    if (level == static_cast<int>(Levels.size())) {
        return factor_parse();
    }
    const Place start = reader.peek().place;
    TermPointer left = TRY(operators_parse(level + 1));
    while (true) {
        const Token &token = reader.peek();
        const bool isOne = token.kind == Token::Kind::Punctuation &&
                           std::ranges::find(Levels[static_cast<size_t>(level)], token.text) !=
                               Levels[static_cast<size_t>(level)].end();
        if (!isOne || (isBeforeBar && token.text == "|")) {
            return left;
        }
        const std::string name = reader.take().text;
        TermPointer right = TRY(operators_parse(level + 1));
        left = TRY(finish(
            call_make(reader.place_since(start), name, list(std::move(left), std::move(right))),
            start));
    }
}

Result<TermPointer> TermParser::factor_parse()
{
    TermPointer head = TRY(primary_parse());
    return keys_parse(std::move(head));
}

Result<TermPointer> TermParser::primary_parse()
{
    const Token token = reader.peek();
    if (token.kind == Token::Kind::String) {
        reader.take();
        return constant_make(token.place, Value::string(token.text));
    }
    const bool isNegative = reader.is("-") && reader.peek(1).kind == Token::Kind::Number &&
                            !reader.peek(1).isAfterSpace;
    if (isNegative || token.kind == Token::Kind::Number) {
        reader.take();
        const std::string digits = isNegative ? "-" + reader.take().text : token.text;
        const auto number = Number::parse(digits);
        const Place place = reader.place_since(token.place);
        if (!number.has_value()) {
            return fail_at(place, "this number is too large");
        }
        return constant_make(place, Value::number(*number));
    }
    if (reader.is("(")) {
        reader.take();
        const FlagSet flag(isBeforeBar, false);
        TermPointer term = TRY(term_parse());
        TRY_VOID(reader.expect(")", "to close this"));
        return term;
    }
    if (reader.is("[")) {
        return bracketed_parse();
    }
    if (reader.is("{")) {
        return braced_parse();
    }
    if (!reader.is_word()) {
        return reader.unexpected("expected a term: a name, a text, a number, [...] or {...}");
    }
    if (std::ranges::find(Reserved, token.text) != Reserved.end()) {
        return fail_at(token.place, "'{}' is a word of the language and can not be a name here",
                       token.text);
    }
    reader.take();
    if (token.text == "true" || token.text == "false") {
        return constant_make(token.place, Value::boolean(token.text == "true"));
    }
    if (token.text == "null") {
        return constant_make(token.place, Value());
    }
    if (token.text == "set" && reader.is_adjacent("(") && reader.is(")", 1)) {
        reader.take();
        reader.take();
        return term_make(Term::Kind::Set, reader.place_since(token.place));
    }
    return variable_make(token.place, token.text);
}

Result<TermPointer> TermParser::keys_parse(TermPointer head)
{
    const Place start = head->place;
    while (true) {
        if (reader.is_adjacent(".")) {
            reader.take();
            const Token name = reader.peek();
            if (!reader.is_word()) {
                return reader.unexpected("expected a name after '.'");
            }
            reader.take();
            if (!head->is(Term::Kind::Reference)) {
                head = term_make(Term::Kind::Reference, start, list(std::move(head)));
            }
            head->parts.push_back(constant_make(name.place, Value::string(name.text)));
        } else if (reader.is_adjacent("[")) {
            reader.take();
            const FlagSet flag(isBeforeBar, false);
            TermPointer key = TRY(term_parse());
            TRY_VOID(reader.expect("]", "after this key"));
            if (!head->is(Term::Kind::Reference)) {
                head = term_make(Term::Kind::Reference, start, list(std::move(head)));
            }
            head->depth = std::max(head->depth, key->depth + 1);
            head->parts.push_back(std::move(key));
        } else if (reader.is_adjacent("(")) {
            std::string name = dotted_name(*head);
            if (name.empty()) {
                return reader.unexpected("only a name can be called");
            }
            reader.take();
            auto arguments = TRY(terms_parse(")"));
            head = call_make(start, std::move(name), std::move(arguments));
        } else {
            return head;
        }
        head->place = reader.place_since(start);
        head = TRY(finish(std::move(head), start));
    }
}

Result<std::vector<TermPointer>> TermParser::terms_parse(std::string_view close)
{
    const FlagSet flag(isBeforeBar, false);
    std::vector<TermPointer> terms;
    while (!reader.accept(close)) {
        terms.push_back(TRY(term_parse()));
        if (!reader.is(close)) {
            TRY_VOID(reader.expect(",", fmt::format("or '{}'", close)));
        }
    }
    return terms;
}

Result<TermPointer> TermParser::comprehension_finish(Term::Kind kind,
                                                     std::vector<TermPointer> heads,
                                                     const Place &start, std::string_view close)
{
    const FlagSet flag(isBeforeBar, false);
    TRY_VOID(reader.expect("|", "before the conditions"));
    auto body = std::make_unique<Body>(TRY(body_parse(close)));
    TRY_VOID(reader.expect(close, "after the conditions"));
    auto term = term_make(kind, reader.place_since(start), std::move(heads));
    term->depth = std::max(term->depth, body_depth(*body) + 1);
    term->body = std::move(body);
    return finish(std::move(term), start);
}

Result<TermPointer> TermParser::bracketed_parse()
{
    const Place start = reader.take().place;
    std::vector<TermPointer> items;
    if (!reader.is("]")) {
        const FlagSet flag(isBeforeBar, true);
        items.push_back(TRY(term_parse()));
        if (reader.is("|")) {
            return comprehension_finish(Term::Kind::ArrayComprehension, std::move(items), start,
                                        "]");
        }
    }
    if (!reader.is("]")) {
        TRY_VOID(reader.expect(",", "or ']'"));
    }
    for (TermPointer &more : TRY(terms_parse("]"))) {
        items.push_back(std::move(more));
    }
    return finish(term_make(Term::Kind::Array, reader.place_since(start), std::move(items)), start);
}

Result<TermPointer> TermParser::braced_parse()
{
    const Place start = reader.take().place;
    if (reader.accept("}")) {
        return term_make(Term::Kind::Object, reader.place_since(start));
    }
    std::vector<TermPointer> items;
    {
        const FlagSet flag(isBeforeBar, true);
        items.push_back(TRY(term_parse()));
    }
    if (reader.is("|")) {
        return comprehension_finish(Term::Kind::SetComprehension, std::move(items), start, "}");
    }
    if (reader.accept(":")) {
        return object_finish(std::move(items.front()), start);
    }
    if (!reader.is("}")) {
        TRY_VOID(reader.expect(",", "or '}'"));
    }
    for (TermPointer &more : TRY(terms_parse("}"))) {
        items.push_back(std::move(more));
    }
    return finish(term_make(Term::Kind::Set, reader.place_since(start), std::move(items)), start);
}

Result<TermPointer> TermParser::object_finish(TermPointer firstKey, const Place &start)
{
    std::vector<TermPointer> parts;
    parts.push_back(std::move(firstKey));
    {
        const FlagSet flag(isBeforeBar, true);
        parts.push_back(TRY(term_parse()));
    }
    if (reader.is("|")) {
        return comprehension_finish(Term::Kind::ObjectComprehension, std::move(parts), start, "}");
    }
    const FlagSet flag(isBeforeBar, false);
    while (!reader.accept("}")) {
        TRY_VOID(reader.expect(",", "or '}'"));
        if (reader.accept("}")) {
            break;
        }
        parts.push_back(TRY(term_parse()));
        TRY_VOID(reader.expect(":", "after this key"));
        parts.push_back(TRY(term_parse()));
    }
    return finish(term_make(Term::Kind::Object, reader.place_since(start), std::move(parts)),
                  start);
}

Result<Body> TermParser::block_parse()
{
    TRY_VOID(reader.expect("{", "before the conditions"));
    Body body = TRY(body_parse("}"));
    TRY_VOID(reader.expect("}", "after the conditions"));
    return body;
}

Result<Body> TermParser::body_parse(std::string_view close)
{
    const Nesting nesting(depth);
    const FlagSet flag(isBeforeBar, false);
    Body body;
    const auto is_closed = [&] { return close.empty() ? reader.is_end() : reader.is(close); };
    while (reader.accept(";")) {
    }
    if (is_closed()) {
        return reader.unexpected("expected a condition");
    }
    while (!is_closed()) {
        body.literals.push_back(TRY(literal_parse()));
        const bool isSeparated = reader.is(";") || reader.peek().isAfterLineEnd;
        if (!isSeparated && !is_closed()) {
            return reader.unexpected(
                close.empty()
                    ? std::string("expected an operator, ';' or the next line")
                    : fmt::format("expected an operator, ';', the next line or '{}'", close));
        }
        while (reader.accept(";")) {
        }
    }
    return body;
}

Result<Literal> TermParser::literal_parse()
{
    const Nesting nesting(depth);
    const Place start = reader.peek().place;
    if (nesting.is_too_deep()) {
        return fail_at(start, "nested deeper than {}; make rules of parts of it", TermDepthLimit);
    }
    Literal literal;
    literal.isNegated = reader.accept("not");
    if (reader.is("some") && !literal.isNegated) {
        TRY_VOID(some_parse(literal));
    } else if (reader.is("every")) {
        TRY_VOID(every_parse(literal));
    } else {
        TRY_VOID(expression_parse(literal));
    }
    literal.place = reader.place_since(start);
    if (reader.is("with")) {
        return fail_at(reader.peek().place, "'with' is not supported: rules see the one input and "
                                            "data they are run with");
    }
    return literal;
}

Result<void> TermParser::some_parse(Literal &literal)
{
    const Place start = reader.take().place;
    do {
        literal.names.push_back(TRY(operators_parse(0)));
    } while (reader.accept(","));
    if (reader.accept("in")) {
        if (literal.names.size() > 2) {
            return fail_at(start, "'some' with 'in' has one variable or two: key and value");
        }
        literal.kind = Literal::Kind::SomeIn;
        literal.left = std::move(literal.names.back());
        if (literal.names.size() == 2) {
            literal.key = std::move(literal.names.front());
        }
        literal.names.clear();
        literal.right = TRY(term_parse());
        return {};
    }
    literal.kind = Literal::Kind::Declare;
    for (const TermPointer &name : literal.names) {
        if (!name->is(Term::Kind::Variable)) {
            return fail_at(name->place, "'some' declares variables; this is none");
        }
    }
    return {};
}

Result<void> TermParser::every_parse(Literal &literal)
{
    reader.take();
    literal.kind = Literal::Kind::Every;
    literal.left = TRY(operators_parse(0));
    if (reader.accept(",")) {
        literal.key = std::move(literal.left);
        literal.left = TRY(operators_parse(0));
    }
    for (const TermPointer &name : {std::cref(literal.key), std::cref(literal.left)}) {
        if (name != nullptr && !name->is(Term::Kind::Variable)) {
            return fail_at(name->place, "'every' declares variables; this is none");
        }
    }
    TRY_VOID(reader.expect("in", "after the variables of 'every'"));
    literal.right = TRY(operators_parse(0));
    literal.body = std::make_unique<Body>(TRY(block_parse()));
    return {};
}

Result<void> TermParser::expression_parse(Literal &literal)
{
    literal.left = TRY(term_parse());
    if (reader.is(",")) {
        return fail_at(reader.peek().place, "conditions are separated by ';' or by lines, not ','");
    }
    if (reader.is("=") || reader.is(":=")) {
        literal.kind = reader.take().text == "=" ? Literal::Kind::Unify : Literal::Kind::Assign;
        literal.right = TRY(term_parse());
    }
    return {};
}

} // namespace griotte::audit
