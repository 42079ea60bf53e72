// Policies that were checked and can be evaluated: every name means something, every variable gets
// a value before it is used, nothing depends on itself.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/error.h"
#include "toolchain/audit/policy/syntax.h"
#include "toolchain/audit/policy/value.h"

namespace griotte::audit {

/// A node of `data`: a package, what is on the way to one, or a document.
struct DataNode
{
    /// "data.rtos".
    std::string path;
    std::map<std::string, DataNode> children;
    std::map<std::string, const Rule *> rules;
    /// The board.
    std::optional<Value> document;

    [[nodiscard]] const DataNode *child(const std::string &name) const;
    [[nodiscard]] const Rule *rule(const std::string &name) const;
};

/// All modules together. Neither it nor its parts move.
struct Program
{
    Program() = default;
    Program(const Program &) = delete;
    Program &operator=(const Program &) = delete;

    std::deque<Module> modules;
    std::deque<Rule> rules;
    DataNode data;
};

/// A query, checked against a program, which must outlive it.
struct Query
{
    std::shared_ptr<const SourceText> source;
    Body body;
    uint32_t slots = 0;
};

/// What policies are made of: a name for messages, and text.
struct PolicyText
{
    std::string name;
    std::string text;
};

/// How the names of our own modules begin.
constexpr std::string_view OwnModulePrefix = "griotte:";

/// Reads and checks modules. `board` becomes `data.board` if it is there. The first error has
/// place, line and caret.
Result<std::unique_ptr<Program>> program_make(std::span<const PolicyText> modules,
                                              std::optional<Value> board);

/// Reads and checks a query. Errors as above, the text being called "query".
Result<Query> query_make(const Program &program, std::string_view text);

} // namespace griotte::audit
