// The steps from trees to a program. Private to the checker.
#pragma once

#include <set>

#include "toolchain/audit/policy/program.h"

namespace griotte::audit {

/// Rules and the tree of `data` from the modules of `program`.
Result<void> rules_collect(Program &program);

/// What the names in one place of the program may mean.
struct NameSpace
{
    const Program &program;
    /// Null pointer for a query.
    const Module *module = nullptr;
    const DataNode *package = nullptr;
};

/// Gives every name of `definition` its meaning, adds the rules it depends on to `dependencies`,
/// and checks the kinds of builtins' arguments.
Result<void> definition_resolve(const NameSpace &names, Definition &definition,
                                std::set<const Rule *> &dependencies);
/// The same for a query; returns how many slots its variables need.
Result<uint32_t> query_resolve(const NameSpace &names, Body &body);

/// Finds an order for every body in which no variable is used before it has a value.
Result<void> definition_order(Definition &definition);
Result<void> query_order(Body &body, uint32_t slots);

/// Which kinds of value `term` may have, as far as is known without evaluating.
uint8_t term_kinds(const Term &term);

/// Fails when a call gives a builtin what it never takes.
Result<void> call_check(const Term &call);

} // namespace griotte::audit
