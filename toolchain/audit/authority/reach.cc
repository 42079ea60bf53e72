#include "toolchain/audit/authority/reach.h"

#include <algorithm>

namespace griotte::audit {

namespace {

bool is_call(const Grant &grant)
{
    return grant.kind == GrantKind::Call || grant.kind == GrantKind::LibraryCall;
}

bool is_held(const Grant &grant)
{
    return !is_call(grant) && grant.kind != GrantKind::Start;
}

bool is_memory(const Grant &grant)
{
    return grant.kind == GrantKind::Device || grant.kind == GrantKind::SharedObject;
}

enum class Direction : uint8_t
{
    ToCallees,
    ToCallers,
};

/// Domains that calls lead to from `starts`, or from which they lead there; not `starts`
/// themselves.
std::vector<Reached> calls_follow(const Graph &graph, const std::vector<size_t> &starts,
                                  Direction direction)
{
    std::vector<bool> isSeen(graph.nodes().size());
    std::vector<Reached> all;
    std::vector<size_t> frontier = starts;
    for (const size_t start : starts) {
        isSeen[start] = true;
    }
    for (unsigned distance = 1; !frontier.empty(); distance++) {
        std::vector<Reached> next;
        for (const size_t node : frontier) {
            const auto &grants =
                direction == Direction::ToCallees ? graph.grants_from(node) : graph.grants_to(node);
            for (const size_t index : grants) {
                const Grant &grant = graph.grants()[index];
                const size_t other =
                    direction == Direction::ToCallees ? grant.target : grant.holder;
                if (is_call(grant) && !isSeen[other]) {
                    isSeen[other] = true;
                    next.push_back({other, distance, node});
                }
            }
        }
        std::ranges::sort(next, {}, &Reached::node);
        frontier.clear();
        for (const Reached &reached : next) {
            frontier.push_back(reached.node);
        }
        all.insert(all.end(), next.begin(), next.end());
    }
    return all;
}

void threads_find(const Graph &graph, size_t node, Reach &reach)
{
    std::vector<bool> leadsHere(graph.nodes().size());
    for (const Reached &caller : reach.callers) {
        leadsHere[caller.node] = true;
    }
    for (const Grant &grant : graph.grants()) {
        if (grant.kind != GrantKind::Start) {
            continue;
        }
        if (grant.target == node) {
            reach.threadsStarting.push_back(grant.holder);
        } else if (leadsHere[grant.target]) {
            reach.threadsPassing.push_back(grant.holder);
        }
    }
}

void memory_find(const Graph &graph, size_t node, Reach &reach)
{
    for (const size_t own : graph.grants_from(node)) {
        const Grant &grant = graph.grants()[own];
        if (!is_memory(grant) || !grant.permissions.store) {
            continue;
        }
        for (const size_t other : graph.grants_to(grant.target)) {
            const Grant &theirs = graph.grants()[other];
            if (theirs.holder != node && theirs.permissions.load) {
                reach.writesTo.push_back({own, other});
            }
        }
    }
}

void openable_find(const Graph &graph, size_t node, Reach &reach)
{
    for (const size_t own : graph.grants_from(node)) {
        if (graph.grants()[own].kind != GrantKind::Key) {
            continue;
        }
        for (const size_t other : graph.grants_to(graph.grants()[own].target)) {
            const Grant &theirs = graph.grants()[other];
            if (theirs.kind == GrantKind::SealedObject && theirs.holder != node) {
                reach.opens.push_back(other);
            }
        }
    }
    std::ranges::sort(reach.opens);
}

} // namespace

Reach reach_of(const Graph &graph, size_t node)
{
    Reach reach;
    for (const size_t index : graph.grants_from(node)) {
        if (is_held(graph.grants()[index])) {
            reach.holds.push_back(index);
        }
    }
    reach.asks = calls_follow(graph, {node}, Direction::ToCallees);
    for (const Reached &asked : reach.asks) {
        for (const size_t index : graph.grants_from(asked.node)) {
            if (is_held(graph.grants()[index])) {
                reach.mayInfluence.push_back(index);
            }
        }
    }
    reach.callers = calls_follow(graph, {node}, Direction::ToCallers);
    threads_find(graph, node, reach);
    memory_find(graph, node, reach);
    openable_find(graph, node, reach);
    return reach;
}

std::vector<Reached> exposure_of(const Graph &graph, size_t node)
{
    if (graph.nodes()[node].is_domain()) {
        return calls_follow(graph, {node}, Direction::ToCallers);
    }
    std::vector<size_t> holders;
    for (const size_t index : graph.grants_to(node)) {
        holders.push_back(graph.grants()[index].holder);
    }
    std::ranges::sort(holders);
    const auto rest = std::ranges::unique(holders);
    holders.erase(rest.begin(), rest.end());
    std::vector<Reached> exposed;
    for (const size_t holder : holders) {
        exposed.push_back({holder, 0, node});
    }
    const auto asking = calls_follow(graph, holders, Direction::ToCallers);
    exposed.insert(exposed.end(), asking.begin(), asking.end());
    return exposed;
}

std::vector<size_t> path_to(const std::vector<Reached> &reached, size_t start, size_t node)
{
    std::vector<size_t> path = {node};
    while (path.back() != start) {
        const auto found = std::ranges::find(reached, path.back(), &Reached::node);
        if (found == reached.end()) {
            break;
        }
        path.push_back(found->via);
    }
    std::ranges::reverse(path);
    return path;
}

} // namespace griotte::audit
