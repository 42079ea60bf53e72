// Where the boxes and lines of a layered drawing go: who calls is left of who is called. Knows
// nothing of firmware; deterministic; no two boxes touch, and no line crosses a box.
//
// The steps are Sugiyama's: cycles are broken, nodes get columns by their longest way from a start,
// lines over several columns get a place in each, crossings are reduced by sweeps of barycentres,
// and heights follow from isotonic regression, which is the best there is for a given order.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/error.h"

namespace griotte::audit {

struct LayoutNode
{
    double width = 0;
    /// At least; a node with many lines is made higher.
    double height = 0;
    /// Nodes of different groups are drawn below each other, in the order of groups.
    unsigned group = 0;
};

struct LayoutEdge
{
    size_t from = 0;
    size_t to = 0;
};

struct LayoutBox
{
    double x = 0;
    double y = 0;
    double width = 0;
    double height = 0;
};

struct LayoutPoint
{
    double x = 0;
    double y = 0;
};

/// A line as the arguments of an SVG path, and where its arrow ends.
struct LayoutLine
{
    std::string path;
    LayoutPoint end;
    /// The arrow points left: the line goes against the columns' order.
    bool isBackwards = false;
};

struct LayoutGroup
{
    double y = 0;
    double height = 0;
};

struct Layout
{
    double width = 0;
    double height = 0;
    /// In the order of the nodes and edges given.
    std::vector<LayoutBox> boxes;
    std::vector<LayoutLine> lines;
    std::vector<LayoutGroup> groups;
};

/// Between boxes of a column, and between groups.
struct LayoutSpacing
{
    double node = 14;
    double group = 56;
    /// Least width of a channel between columns.
    double channel = 56;
    /// What hangs together is put side by side up to this width.
    double rowWidth = 1000;
};

/// Edges must be between nodes of one group, and not from a node to itself. Fails when the drawing
/// would have too many lines to be read, or to be computed in reasonable time.
Result<Layout> layout_make(const std::vector<LayoutNode> &nodes,
                           const std::vector<LayoutEdge> &edges, const LayoutSpacing &spacing = {});

} // namespace griotte::audit
