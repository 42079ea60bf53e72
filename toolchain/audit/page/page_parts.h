// The parts of the page and what they share.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "toolchain/audit/authority/graph.h"
#include "toolchain/audit/authority/reach.h"
#include "toolchain/audit/difference/difference.h"
#include "toolchain/audit/page/markup.h"

namespace griotte::audit {

/// What every part reads.
struct PageModel
{
    const Graph *graph = nullptr;
    /// Of each node; empty for what is no domain.
    std::vector<Reach> reaches;
    /// Of each node: what leads to it.
    std::vector<std::vector<Reached>> exposures;
    /// What changed of each domain and thread, by node.
    std::map<size_t, std::vector<const Change *>> changes;

    [[nodiscard]] const Node &node(size_t index) const { return graph->nodes()[index]; }
    [[nodiscard]] const Grant &grant(size_t index) const { return graph->grants()[index]; }
};

/// A node's name as people read it: a thread's with where it starts.
std::string node_title(const PageModel &model, size_t node);
/// The node's name, leading to its card.
Markup node_link(const PageModel &model, size_t node);
/// Places in sources, or nothing.
Markup places_markup(const std::vector<SourcePlace> &places);
/// "1 call", "3 libraries".
std::string counted(size_t count, std::string_view one, std::string_view many);

/// The picture, and the style that lights up what a chosen node reaches. A sentence saying why
/// there is no picture, if there is none.
struct MapPart
{
    Markup figure;
    Markup style;
};
MapPart map_make(const PageModel &model);

/// The tables: all domains at a glance; who calls whom; who holds what.
Markup summary_make(const PageModel &model);
Markup call_matrix_make(const PageModel &model);
Markup object_matrix_make(const PageModel &model);

/// A card for each node of a kind, with its heading; nothing if there is none.
Markup cards_make(const PageModel &model, NodeKind kind);

/// The changes since another image.
Markup difference_make_markup(const PageModel &model, const Difference &difference,
                              const std::string &comparedWith);

} // namespace griotte::audit
