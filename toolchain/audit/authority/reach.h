// What follows from authority when somebody abuses it: what an attacker who owns a domain can do
// alone, what can be asked of others, and who depends on it being honest.
#pragma once

#include <vector>

#include "toolchain/audit/authority/graph.h"

namespace griotte::audit {

/// A domain some calls away.
struct Reached
{
    size_t node = 0;
    /// Calls on the shortest way; 1 is a direct one.
    unsigned distance = 0;
    /// The node before it on that way: the first of those as near, in the order of nodes.
    size_t via = 0;
};

/// Somebody else's grant to memory that a domain may write or that may write to it.
struct SharedMemory
{
    /// Indices of grants to the same device or shared object.
    size_t own = 0;
    size_t other = 0;
};

/// All indices of grants are in the graph's order; domains by distance, then in the order of nodes.
struct Reach
{
    /// *Direct*: to devices, shared objects, sealed objects, keys and privileges. Nobody else has
    /// to be asked, and nothing can stop it.
    std::vector<size_t> holds;
    /// *By asking*: domains whose code can be made to run, with the caller's arguments. What they
    /// do with those is up to their code.
    std::vector<Reached> asks;
    /// What the domains of `asks` hold themselves: authority that may be used on an attacker's
    /// behalf, if their code lets it.
    std::vector<size_t> mayInfluence;
    /// Who may call it: those it can give wrong answers, and those who depend on them.
    std::vector<Reached> callers;
    /// Threads that start in it, and others that may come to run in it: nodes.
    std::vector<size_t> threadsStarting;
    std::vector<size_t> threadsPassing;
    /// Memory it may write and another domain may read.
    std::vector<SharedMemory> writesTo;
    /// Sealed objects other domains hold whose type's key it has: it sees their contents.
    std::vector<size_t> opens;
};

/// Of a domain's node.
Reach reach_of(const Graph &graph, size_t node);

/// Domains from which calls lead to `node`: for a domain its callers; for a device, shared object
/// or anything else held, those that may ask its holders. Holders themselves have distance 0.
std::vector<Reached> exposure_of(const Graph &graph, size_t node);

/// Nodes in a chain of calls from the start of `reached` to `node`, both included.
std::vector<size_t> path_to(const std::vector<Reached> &reached, size_t start, size_t node);

} // namespace griotte::audit
