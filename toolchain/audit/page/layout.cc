#include "toolchain/audit/page/layout.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <set>

#include "toolchain/audit/page/layout_column.h"

namespace griotte::audit {

namespace {

/// More pieces of lines than this are neither readable nor quickly ordered.
constexpr size_t PieceLimit = 20'000;
constexpr unsigned OrderSweeps = 24;
constexpr unsigned HeightSweeps = 10;
/// Between the ends of two lines at a box.
constexpr double PortDistance = 7;
constexpr double PortMargin = 7;
/// Height a line takes in a column it only passes.
constexpr double PassHeight = 6;
/// How much wider a channel gets with each line in it.
constexpr double ChannelPerLine = 2.5;
constexpr double ChannelLimit = 150;

/// A box, or the place of a line in a column it passes.
struct Item
{
    /// SIZE_MAX for a line that passes.
    size_t node = SIZE_MAX;
    size_t column = 0;
    double height = PassHeight;
    double centre = 0;
    std::vector<size_t> left;
    std::vector<size_t> right;

    [[nodiscard]] bool is_pass() const { return node == SIZE_MAX; }
};

/// Lays out one connected component.
class Component
{
public:
    Component(const std::vector<LayoutNode> &theNodes, const std::vector<LayoutEdge> &theEdges,
              std::vector<size_t> theMembers, std::vector<size_t> theLines,
              const LayoutSpacing &theSpacing)
        : nodes(theNodes), edges(theEdges), members(std::move(theMembers)),
          lines(std::move(theLines)), spacing(theSpacing)
    {}

    Result<void> compute()
    {
        cycles_break();
        columns_assign();
        TRY_VOID(items_make());
        order_reduce_crossings();
        heights_assign();
        widths_assign();
        return {};
    }

    /// Puts it into `layout` with its upper left corner there.
    void write(Layout &layout, LayoutPoint corner)
    {
        for (Item &item : items) {
            item.centre += corner.y;
        }
        for (double &x : columnX) {
            x += corner.x;
        }
        for (const Item &item : items) {
            if (!item.is_pass()) {
                layout.boxes[item.node] = {columnX[item.column], item.centre - item.height / 2,
                                           nodes[item.node].width, item.height};
            }
        }
        ports_sort();
        for (size_t index = 0; index < ways.size(); index++) {
            layout.lines[lines[index]] = line_draw(index);
        }
    }

private:
    /// Finds the edges that lead back to where a walk came from; those count as reversed.
    void cycles_break()
    {
        for (const size_t line : lines) {
            outgoing[edges[line].from].push_back(line);
            hasIncoming.insert(edges[line].to);
        }
        for (const bool wantsStart : {true, false}) {
            for (const size_t node : members) {
                if (!wantsStart || !hasIncoming.contains(node)) {
                    walk(node);
                }
            }
        }
    }

    /// Depth first, without recursion: a chain may be as long as there are nodes.
    void walk(size_t start)
    {
        if (state[start] != State::New) {
            return;
        }
        std::vector<std::pair<size_t, size_t>> path = {{start, 0}};
        state[start] = State::Open;
        while (!path.empty()) {
            auto &[node, next] = path.back();
            const auto &out = outgoing[node];
            if (next == out.size()) {
                state[node] = State::Done;
                path.pop_back();
                continue;
            }
            const size_t line = out[next++];
            const size_t target = edges[line].to;
            if (state[target] == State::Open) {
                reversed.insert(line);
            } else if (state[target] == State::New) {
                state[target] = State::Open;
                path.emplace_back(target, 0);
            }
        }
    }

    [[nodiscard]] size_t left_of(size_t line) const
    {
        return reversed.contains(line) ? edges[line].to : edges[line].from;
    }
    [[nodiscard]] size_t right_of(size_t line) const
    {
        return reversed.contains(line) ? edges[line].from : edges[line].to;
    }

    void columns_assign()
    {
        std::map<size_t, std::vector<size_t>> successors;
        std::map<size_t, size_t> waiting;
        for (const size_t line : lines) {
            successors[left_of(line)].push_back(right_of(line));
            waiting[right_of(line)]++;
        }
        std::vector<size_t> ready;
        for (const size_t node : members) {
            if (waiting[node] == 0) {
                ready.push_back(node);
            }
        }
        const std::vector<size_t> starts = ready;
        for (size_t index = 0; index < ready.size(); index++) {
            for (const size_t next : successors[ready[index]]) {
                column[next] = std::max(column[next], column[ready[index]] + 1);
                if (--waiting[next] == 0) {
                    ready.push_back(next);
                }
            }
        }
        // A start stands beside the nearest it leads to.
        for (const size_t start : starts) {
            size_t nearest = SIZE_MAX;
            for (const size_t next : successors[start]) {
                nearest = std::min(nearest, column[next]);
            }
            column[start] = nearest == SIZE_MAX ? 0 : nearest - 1;
        }
    }

    Result<void> items_make()
    {
        size_t columns = 0;
        for (const size_t node : members) {
            columns = std::max(columns, column[node] + 1);
            itemOf[node] = items.size();
            items.push_back({node, column[node], nodes[node].height, 0, {}, {}});
        }
        size_t pieces = 0;
        for (const size_t line : lines) {
            pieces += column[right_of(line)] - column[left_of(line)];
        }
        if (pieces > PieceLimit) {
            return fail("{} pieces of lines are too many to draw; {} is the limit", pieces,
                        PieceLimit);
        }
        for (const size_t line : lines) {
            std::vector<size_t> way = {itemOf[left_of(line)]};
            for (size_t at = column[left_of(line)] + 1; at < column[right_of(line)]; at++) {
                way.push_back(items.size());
                items.push_back({SIZE_MAX, at, PassHeight, 0, {}, {}});
            }
            way.push_back(itemOf[right_of(line)]);
            for (size_t index = 0; index + 1 < way.size(); index++) {
                items[way[index]].right.push_back(way[index + 1]);
                items[way[index + 1]].left.push_back(way[index]);
            }
            ways.push_back(std::move(way));
        }
        for (Item &item : items) {
            const size_t ports = std::max(item.left.size(), item.right.size());
            if (!item.is_pass() && ports != 0) {
                item.height = std::max(
                    item.height, 2 * PortMargin + static_cast<double>(ports - 1) * PortDistance);
            }
        }
        order.resize(columns);
        for (size_t index = 0; index < items.size(); index++) {
            order[items[index].column].push_back(index);
        }
        return {};
    }

    void order_reduce_crossings()
    {
        positions_number();
        auto best = order;
        size_t fewest = crossings_count();
        for (unsigned sweep = 0; sweep < OrderSweeps && fewest != 0; sweep++) {
            const bool isForward = sweep % 2 == 0;
            for (size_t step = 1; step < order.size(); step++) {
                column_sort(isForward ? step : order.size() - 1 - step, isForward);
            }
            const size_t count = crossings_count();
            if (count < fewest) {
                fewest = count;
                best = order;
            }
        }
        order = std::move(best);
        positions_number();
    }

    void positions_number()
    {
        position.resize(items.size());
        for (const auto &one : order) {
            for (size_t index = 0; index < one.size(); index++) {
                position[one[index]] = index;
            }
        }
    }

    /// Sorts a column by the mean position of each item's neighbours on one side.
    void column_sort(size_t which, bool byLeft)
    {
        std::vector<double> mean(order[which].size());
        std::vector<size_t> sequence(order[which].size());
        std::iota(sequence.begin(), sequence.end(), size_t{0});
        for (size_t index = 0; index < mean.size(); index++) {
            const Item &item = items[order[which][index]];
            const auto &neighbours = byLeft ? item.left : item.right;
            double sum = 0;
            for (const size_t neighbour : neighbours) {
                sum += static_cast<double>(position[neighbour]);
            }
            mean[index] = neighbours.empty() ? static_cast<double>(index)
                                             : sum / static_cast<double>(neighbours.size());
        }
        std::ranges::stable_sort(sequence, {}, [&mean](size_t index) { return mean[index]; });
        std::vector<size_t> sorted;
        for (const size_t index : sequence) {
            sorted.push_back(order[which][index]);
        }
        order[which] = std::move(sorted);
        for (size_t index = 0; index < order[which].size(); index++) {
            position[order[which][index]] = index;
        }
    }

    [[nodiscard]] size_t crossings_count() const
    {
        size_t sum = 0;
        for (size_t which = 0; which + 1 < order.size(); which++) {
            std::vector<size_t> ends;
            for (const size_t index : order[which]) {
                std::vector<size_t> own;
                for (const size_t neighbour : items[index].right) {
                    own.push_back(position[neighbour]);
                }
                std::ranges::sort(own);
                ends.insert(ends.end(), own.begin(), own.end());
            }
            sum += inversions_count(ends, order[which + 1].size());
        }
        return sum;
    }

    /// An item's height with what it keeps free around it.
    [[nodiscard]] double room(const Item &item) const
    {
        return item.height + (item.is_pass() ? 0 : spacing.node);
    }

    void heights_assign()
    {
        for (const auto &one : order) {
            double y = 0;
            for (const size_t index : one) {
                items[index].centre = y + room(items[index]) / 2;
                y += room(items[index]);
            }
        }
        for (unsigned sweep = 0; sweep < HeightSweeps; sweep++) {
            const bool isForward = sweep % 2 == 0;
            for (size_t step = 0; step < order.size(); step++) {
                column_place(isForward ? step : order.size() - 1 - step, sweep, isForward);
            }
        }
        double top = std::numeric_limits<double>::max();
        for (const Item &item : items) {
            top = std::min(top, item.centre - item.height / 2);
        }
        for (Item &item : items) {
            item.centre -= top;
            height = std::max(height, item.centre + item.height / 2);
        }
    }

    void column_place(size_t which, unsigned sweep, bool byLeft)
    {
        constexpr double PassWeight = 4;
        std::vector<ColumnItem> wanted;
        for (const size_t index : order[which]) {
            const Item &item = items[index];
            double sum = 0;
            size_t count = 0;
            const auto add = [&](const std::vector<size_t> &neighbours) {
                for (const size_t neighbour : neighbours) {
                    sum += items[neighbour].centre;
                    count++;
                }
            };
            // The last sweeps weigh both sides.
            const bool isLate = sweep + 2 >= HeightSweeps;
            if (byLeft || isLate) {
                add(item.left);
            }
            if (!byLeft || isLate) {
                add(item.right);
            }
            const double centre = count == 0 ? item.centre : sum / static_cast<double>(count);
            wanted.push_back({room(item), centre, item.is_pass() ? PassWeight : 1.0});
        }
        const auto centres = column_arrange(wanted, 0);
        for (size_t index = 0; index < centres.size(); index++) {
            items[order[which][index]].centre = centres[index];
        }
    }

    void widths_assign()
    {
        double x = 0;
        for (size_t which = 0; which < order.size(); which++) {
            double widest = 0;
            size_t leaving = 0;
            for (const size_t index : order[which]) {
                const Item &item = items[index];
                widest = std::max(widest, item.is_pass() ? 0 : nodes[item.node].width);
                leaving += item.right.size();
            }
            columnX.push_back(x);
            columnWidth.push_back(widest);
            const double channel = std::min(
                spacing.channel + ChannelPerLine * static_cast<double>(leaving), ChannelLimit);
            x += widest + (which + 1 == order.size() ? 0 : channel);
        }
        width = x;
    }

    /// Where a line touches an item: one of several on a box, in the order of where they come from.
    [[nodiscard]] double port(size_t index, size_t other, size_t line, bool isRight) const
    {
        const Item &item = items[index];
        if (item.is_pass()) {
            return item.centre;
        }
        const auto &ports = isRight ? rightPorts : leftPorts;
        const auto &ends = ports.at(index);
        const auto found = std::ranges::find(ends, std::pair(other, line));
        const double middle = static_cast<double>(ends.size() - 1) / 2;
        const double distance =
            ends.size() < 2
                ? 0
                : std::min((item.height - 2 * PortMargin) / static_cast<double>(ends.size() - 1),
                           3 * PortDistance);
        return item.centre + (static_cast<double>(found - ends.begin()) - middle) * distance;
    }

    void ports_sort()
    {
        for (size_t index = 0; index < ways.size(); index++) {
            for (size_t step = 0; step + 1 < ways[index].size(); step++) {
                rightPorts[ways[index][step]].emplace_back(ways[index][step + 1], index);
                leftPorts[ways[index][step + 1]].emplace_back(ways[index][step], index);
            }
        }
        for (auto *ports : {&rightPorts, &leftPorts}) {
            for (auto &[index, ends] : *ports) {
                std::ranges::stable_sort(ends, {},
                                         [this](const auto &end) { return position[end.first]; });
            }
        }
    }

    /// The path starts at the left; across a channel it is a curve that stays between its ends,
    /// across a column a straight line.
    [[nodiscard]] LayoutLine line_draw(size_t index) const
    {
        const auto &way = ways[index];
        LayoutLine line;
        line.isBackwards = reversed.contains(lines[index]);
        LayoutPoint first;
        LayoutPoint last;
        for (size_t step = 0; step + 1 < way.size(); step++) {
            const Item &from = items[way[step]];
            const Item &to = items[way[step + 1]];
            // Narrower boxes than their column are reached by going on straight.
            const double boxEnd = columnX[from.column] + (from.is_pass() ? columnWidth[from.column]
                                                                         : nodes[from.node].width);
            const double channelStart = columnX[from.column] + columnWidth[from.column];
            const double channelEnd = columnX[to.column];
            const double startY = port(way[step], way[step + 1], index, true);
            const double endY = port(way[step + 1], way[step], index, false);
            const double middle = (channelStart + channelEnd) / 2;
            if (step == 0) {
                first = {boxEnd, startY};
                line.path = fmt::format("M{:.1f} {:.1f}", boxEnd, startY);
            }
            line.path += fmt::format("H{:.1f}C{:.1f} {:.1f} {:.1f} {:.1f} {:.1f} {:.1f}",
                                     channelStart, middle, startY, middle, endY, channelEnd, endY);
            last = {channelEnd, endY};
        }
        line.end = line.isBackwards ? first : last;
        return line;
    }

    enum class State : uint8_t
    {
        New,
        Open,
        Done,
    };

    const std::vector<LayoutNode> &nodes;
    const std::vector<LayoutEdge> &edges;
    std::vector<size_t> members;
    /// Indices of edges.
    std::vector<size_t> lines;
    LayoutSpacing spacing;

    std::map<size_t, std::vector<size_t>> outgoing;
    std::set<size_t> hasIncoming;
    std::map<size_t, State> state;
    std::set<size_t> reversed;
    std::map<size_t, size_t> column;
    std::map<size_t, size_t> itemOf;
    std::vector<Item> items;
    /// Of each line, its items from left to right.
    std::vector<std::vector<size_t>> ways;
    /// Of each column, its items from top to bottom.
    std::vector<std::vector<size_t>> order;
    std::vector<size_t> position;
    std::vector<double> columnX;
    std::vector<double> columnWidth;
    /// Of each item, the other end and the number of each line, from top to bottom.
    std::map<size_t, std::vector<std::pair<size_t, size_t>>> rightPorts;
    std::map<size_t, std::vector<std::pair<size_t, size_t>>> leftPorts;

public:
    double width = 0;
    double height = 0;
};

/// Which nodes hang together: to each node the least it is connected with.
std::vector<size_t> components_find(size_t count, const std::vector<LayoutEdge> &edges)
{
    std::vector<size_t> root(count);
    std::iota(root.begin(), root.end(), size_t{0});
    const auto find = [&root](size_t node) {
        while (root[node] != node) {
            root[node] = root[root[node]];
            node = root[node];
        }
        return node;
    };
    for (const LayoutEdge &edge : edges) {
        const size_t left = find(edge.from);
        const size_t right = find(edge.to);
        root[std::max(left, right)] = std::min(left, right);
    }
    for (size_t node = 0; node < count; node++) {
        root[node] = find(node);
    }
    return root;
}

/// Puts components in rows, and groups below each other.
class Stack
{
public:
    Stack(const std::vector<LayoutNode> &theNodes, const std::vector<LayoutEdge> &theEdges,
          const LayoutSpacing &theSpacing)
        : nodes(theNodes), edges(theEdges), spacing(theSpacing),
          root(components_find(theNodes.size(), theEdges))
    {
        layout.boxes.resize(nodes.size());
        layout.lines.resize(edges.size());
        for (size_t node = 0; node < nodes.size(); node++) {
            membersOf[root[node]].push_back(node);
        }
        for (size_t line = 0; line < edges.size(); line++) {
            linesOf[root[edges[line].from]].push_back(line);
        }
    }

    Result<Layout> compute()
    {
        unsigned groups = 0;
        for (const LayoutNode &node : nodes) {
            groups = std::max(groups, node.group + 1);
        }
        for (unsigned group = 0; group < groups; group++) {
            y += group == 0 || y == 0 ? 0 : spacing.group;
            const double top = y;
            TRY_VOID(group_place(group));
            layout.groups.push_back({top, y - top});
        }
        layout.height = y;
        return std::move(layout);
    }

private:
    /// The greatest first, side by side as long as there is room.
    Result<void> group_place(unsigned group)
    {
        std::vector<size_t> roots;
        for (const auto &[first, members] : membersOf) {
            if (nodes[first].group == group) {
                roots.push_back(first);
            }
        }
        std::ranges::stable_sort(roots, std::greater(),
                                 [this](size_t first) { return membersOf[first].size(); });
        double x = 0;
        double rowHeight = 0;
        for (const size_t first : roots) {
            Component component(nodes, edges, membersOf[first], linesOf[first], spacing);
            TRY_VOID(component.compute());
            if (x != 0 && x + component.width > std::max(spacing.rowWidth, layout.width)) {
                y += rowHeight + 2 * spacing.node;
                x = 0;
                rowHeight = 0;
            }
            component.write(layout, {x, y});
            layout.width = std::max(layout.width, x + component.width);
            x += component.width + 3 * spacing.node;
            rowHeight = std::max(rowHeight, component.height);
        }
        y += rowHeight;
        return {};
    }

    const std::vector<LayoutNode> &nodes;
    const std::vector<LayoutEdge> &edges;
    LayoutSpacing spacing;
    std::vector<size_t> root;
    std::map<size_t, std::vector<size_t>> membersOf;
    std::map<size_t, std::vector<size_t>> linesOf;
    Layout layout;
    double y = 0;
};

} // namespace

Result<Layout> layout_make(const std::vector<LayoutNode> &nodes,
                           const std::vector<LayoutEdge> &edges, const LayoutSpacing &spacing)
{
    return Stack(nodes, edges, spacing).compute();
}

} // namespace griotte::audit
