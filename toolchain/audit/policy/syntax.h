// A policy as a tree, as the parser makes it and the checker completes it.
//
// What the checker fills in is said so: slots of variables, what references and calls mean, the
// order in which expressions of a body are evaluated. Everything knows its place in the text.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "toolchain/audit/policy/source_text.h"
#include "toolchain/audit/policy/value.h"

namespace griotte::audit {

struct Body;
struct Rule;
struct Builtin;
struct DataNode;
struct Term;
using TermPointer = std::unique_ptr<Term>;

/// What stands for a value.
struct Term
{
    enum class Kind : uint8_t
    {
        /// `constant`.
        Constant,
        /// `name`; `_` is a new one each time.
        Variable,
        /// `parts`: what is referred into, then the keys.
        Reference,
        /// `name` applied to `parts`. Operators are calls of builtins named as they are written.
        Call,
        /// `parts`.
        Array,
        /// `parts`.
        Set,
        /// `parts`: key, value, key, value ...
        Object,
        /// `parts`: the element; `body`.
        ArrayComprehension,
        SetComprehension,
        /// `parts`: key and value; `body`.
        ObjectComprehension
    };

    /// Where a reference begins, known to the checker.
    enum class Root : uint8_t
    {
        /// At the value of parts[0].
        Term,
        Input,
        /// `node`, after the keys up to `firstKey`.
        Data,
        /// The value of `rule`, which the keys up to `firstKey` name.
        Rule
    };

    Kind kind = Kind::Constant;
    Place place;
    Value constant;
    std::string name;
    std::vector<TermPointer> parts;
    std::unique_ptr<Body> body;
    /// How deep the tree below is.
    uint32_t depth = 1;

    // The checker's.
    /// Of a variable: where frames keep its value.
    uint32_t slot = 0;
    Root root = Root::Term;
    size_t firstKey = 1;
    const DataNode *node = nullptr;
    /// Of a call, one of the two; of a reference, `rule` if it begins there.
    const Rule *rule = nullptr;
    const Builtin *builtin = nullptr;
    /// Of a call: indices of `parts` in an order in which each has its variables; empty for theirs.
    std::vector<uint32_t> order;
    /// Variables that a comprehension takes from around it.
    std::vector<uint32_t> outerSlots;

    [[nodiscard]] bool is(Kind what) const { return kind == what; }
    [[nodiscard]] bool is_comprehension() const { return kind >= Kind::ArrayComprehension; }
    [[nodiscard]] bool is_wildcard() const { return is(Kind::Variable) && name == "_"; }
};

/// One condition of a body.
struct Literal
{
    enum class Kind : uint8_t
    {
        /// `left` has a value that is not false.
        Expression,
        /// `left` = `right`.
        Unify,
        /// `left` := `right`.
        Assign,
        /// some `names`.
        Declare,
        /// some [key,] `left` in `right`.
        SomeIn,
        /// every [key,] `left` in `right` { `body` }.
        Every
    };

    Kind kind = Kind::Expression;
    bool isNegated = false;
    Place place;
    TermPointer key;
    TermPointer left;
    TermPointer right;
    std::unique_ptr<Body> body;
    std::vector<TermPointer> names;

    // The checker's.
    /// Variables that the body of `every` takes from around it.
    std::vector<uint32_t> outerSlots;
};

/// Conditions that must hold together.
struct Body
{
    /// As written.
    std::vector<Literal> literals;
    /// The checker's: indices of `literals` in an order in which each has what it needs.
    std::vector<uint32_t> order;
};

/// A body and the value it gives: a rule has one, and one for each `else`.
struct Clause
{
    /// Null pointer for `true`.
    TermPointer value;
    Body body;
    Place place;
};

/// One of the definitions a rule has.
struct Definition
{
    enum class Kind : uint8_t
    {
        /// name := value.
        Complete,
        /// name contains key.
        Set,
        /// name[key] := value.
        Object,
        /// name(arguments) := value.
        Function
    };

    Kind kind = Kind::Complete;
    std::string name;
    /// Of the name and what belongs to it, without bodies.
    Place place;
    bool isDefault = false;
    /// Patterns.
    std::vector<TermPointer> arguments;
    TermPointer key;
    /// The first, then those of `else`. A default has one with an empty body.
    std::vector<Clause> clauses;

    // The checker's.
    uint32_t slots = 0;
};

struct Import
{
    /// "data" or "input", then names.
    std::vector<std::string> path;
    std::string alias;
    Place place;
};

struct Module
{
    std::shared_ptr<const SourceText> source;
    std::vector<std::string> package;
    Place place;
    std::vector<Import> imports;
    std::vector<Definition> definitions;
};

/// Everything of one name in one package.
struct Rule
{
    std::string name;
    /// "data.package.name".
    std::string path;
    Definition::Kind kind = Definition::Kind::Complete;
    std::vector<const Definition *> definitions;
    const Definition *otherwise = nullptr;
    size_t arity = 0;
    /// Among all rules.
    size_t index = 0;
};

} // namespace griotte::audit
