// Terms and bodies: what rules and queries are made of. Private to the parser.
#pragma once

#include "toolchain/audit/policy/syntax.h"
#include "toolchain/audit/policy/token_reader.h"

namespace griotte::audit {

/// How deep terms and bodies may nest. Everything that walks a policy takes stack by depth.
constexpr uint32_t TermDepthLimit = 100;

class TermParser
{
public:
    explicit TermParser(TokenReader &theReader) : reader(theReader) {}

    /// A term, with operators and `in`.
    Result<TermPointer> term_parse();
    /// Terms with commas between, up to and with `close`.
    Result<std::vector<TermPointer>> terms_parse(std::string_view close);
    /// Conditions up to `close`, which stays; an empty `close` is the end of the text.
    Result<Body> body_parse(std::string_view close);
    /// `{ conditions }`.
    Result<Body> block_parse();
    /// One condition.
    Result<Literal> literal_parse();

private:
    Result<TermPointer> operators_parse(int level);
    Result<TermPointer> factor_parse();
    Result<TermPointer> primary_parse();
    Result<TermPointer> keys_parse(TermPointer head);
    Result<TermPointer> bracketed_parse();
    Result<TermPointer> braced_parse();
    Result<TermPointer> comprehension_finish(Term::Kind kind, std::vector<TermPointer> heads,
                                             const Place &start, std::string_view close);
    Result<TermPointer> object_finish(TermPointer firstKey, const Place &start);
    Result<TermPointer> finish(TermPointer term, const Place &start);
    Result<void> some_parse(Literal &literal);
    Result<void> every_parse(Literal &literal);
    Result<void> expression_parse(Literal &literal);

    TokenReader &reader;
    uint32_t depth = 0;
    /// In the head of a comprehension, where `|` ends it.
    bool isBeforeBar = false;
};

/// A term of `kind` at `place` with the depth of `parts`.
TermPointer term_make(Term::Kind kind, const Place &place, std::vector<TermPointer> parts = {});
TermPointer constant_make(const Place &place, Value value);
TermPointer variable_make(const Place &place, std::string name);
TermPointer call_make(const Place &place, std::string name, std::vector<TermPointer> arguments);

} // namespace griotte::audit
