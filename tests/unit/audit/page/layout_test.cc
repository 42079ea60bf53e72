#include "toolchain/audit/page/layout.h"

#include <algorithm>
#include <random>

#include <gtest/gtest.h>

#include "toolchain/audit/page/layout_column.h"

namespace griotte::audit {
namespace {

bool do_touch(const LayoutBox &left, const LayoutBox &right)
{
    return left.x < right.x + right.width && right.x < left.x + left.width &&
           left.y < right.y + right.height && right.y < left.y + left.height;
}

void expect_apart(const Layout &layout)
{
    for (size_t left = 0; left < layout.boxes.size(); left++) {
        for (size_t right = left + 1; right < layout.boxes.size(); right++) {
            EXPECT_FALSE(do_touch(layout.boxes[left], layout.boxes[right])) << left << " " << right;
        }
        EXPECT_GE(layout.boxes[left].x, -0.01);
        EXPECT_GE(layout.boxes[left].y, -0.01);
        EXPECT_LE(layout.boxes[left].x + layout.boxes[left].width, layout.width + 0.01);
        EXPECT_LE(layout.boxes[left].y + layout.boxes[left].height, layout.height + 0.01);
    }
}

TEST(Layout, PutsCallersLeftOfCallees)
{
    const std::vector<LayoutNode> nodes(4, LayoutNode{100, 30, 0});
    const auto layout = layout_make(nodes, {{0, 1}, {1, 2}, {0, 2}, {3, 2}});
    ASSERT_TRUE(layout.has_value());
    expect_apart(*layout);
    EXPECT_LT(layout->boxes[0].x, layout->boxes[1].x);
    EXPECT_LT(layout->boxes[1].x, layout->boxes[2].x);
    EXPECT_EQ(layout->boxes[3].x, layout->boxes[1].x); // beside the one it calls
}

TEST(Layout, DrawsACycleWithOneLineBackwards)
{
    const std::vector<LayoutNode> nodes(3, LayoutNode{100, 30, 0});
    const auto layout = layout_make(nodes, {{0, 1}, {1, 2}, {2, 0}});
    ASSERT_TRUE(layout.has_value());
    expect_apart(*layout);
    EXPECT_EQ(std::ranges::count(layout->lines, true, &LayoutLine::isBackwards), 1);
    EXPECT_TRUE(layout->lines[2].isBackwards);
}

TEST(Layout, KeepsGroupsBelowEachOther)
{
    std::vector<LayoutNode> nodes(4, LayoutNode{100, 30, 0});
    nodes[1].group = nodes[3].group = 1;
    const auto layout = layout_make(nodes, {{0, 2}, {1, 3}});
    ASSERT_TRUE(layout.has_value());
    expect_apart(*layout);
    EXPECT_LT(layout->boxes[2].y + 30, layout->boxes[1].y);
    EXPECT_EQ(layout->groups.size(), 2u);
}

TEST(Layout, PutsWhatIsAloneSideBySide)
{
    const std::vector<LayoutNode> nodes(3, LayoutNode{100, 30, 0});
    const auto layout = layout_make(nodes, {});
    ASSERT_TRUE(layout.has_value());
    expect_apart(*layout);
    EXPECT_EQ(layout->boxes[0].y, layout->boxes[2].y);
}

TEST(Layout, OfNothingIsEmpty)
{
    const auto layout = layout_make({}, {});
    ASSERT_TRUE(layout.has_value());
    EXPECT_EQ(layout->height, 0);
}

TEST(Layout, GivesUpOnWhatNobodyCouldRead)
{
    // A chain with a line from its start to each of its nodes has a quarter of a million pieces.
    std::vector<LayoutEdge> edges;
    for (size_t node = 1; node < 512; node++) {
        edges.push_back({node - 1, node});
        edges.push_back({0, node});
    }
    const auto layout = layout_make(std::vector<LayoutNode>(512, LayoutNode{100, 30, 0}), edges);
    ASSERT_FALSE(layout.has_value());
    EXPECT_NE(layout.error().message.find("too many to draw"), std::string::npos);
}

TEST(Layout, OfAnyGraphHasNoBoxOnAnother)
{
    std::minstd_rand random(7);
    for (int round = 0; round < 40; round++) {
        const size_t count = 2 + random() % 50;
        std::vector<LayoutNode> nodes;
        std::vector<LayoutEdge> edges;
        for (size_t node = 0; node < count; node++) {
            nodes.push_back({80.0 + static_cast<double>(random() % 120),
                             24.0 + static_cast<double>(random() % 60), 0});
        }
        for (size_t edge = random() % (3 * count); edge != 0; edge--) {
            const size_t from = random() % count;
            const size_t to = random() % count;
            if (from != to) {
                edges.push_back({from, to});
            }
        }
        const auto layout = layout_make(nodes, edges);
        ASSERT_TRUE(layout.has_value());
        expect_apart(*layout);
        const auto again = layout_make(nodes, edges);
        for (size_t line = 0; line < edges.size(); line++) {
            EXPECT_FALSE(layout->lines[line].path.empty());
            EXPECT_EQ(layout->lines[line].path, again->lines[line].path);
        }
    }
}

TEST(Inversions, AreCountedAsByHand)
{
    std::minstd_rand random(3);
    for (int round = 0; round < 50; round++) {
        std::vector<size_t> values(random() % 30);
        std::ranges::generate(values, [&random] { return random() % 20; });
        size_t expected = 0;
        for (size_t left = 0; left < values.size(); left++) {
            for (size_t right = left + 1; right < values.size(); right++) {
                expected += values[left] > values[right] ? 1 : 0;
            }
        }
        EXPECT_EQ(inversions_count(values, 20), expected);
    }
}

TEST(Column, StaysWhereItWantsToBeIfItCan)
{
    const auto centres = column_arrange({{10, 5, 1}, {10, 50, 1}}, 2);
    EXPECT_DOUBLE_EQ(centres[0], 5);
    EXPECT_DOUBLE_EQ(centres[1], 50);
}

TEST(Column, SharesWhatIsTooNarrow)
{
    const auto centres = column_arrange({{10, 20, 1}, {10, 20, 1}}, 2);
    EXPECT_DOUBLE_EQ(centres[0], 14);
    EXPECT_DOUBLE_EQ(centres[1], 26);
}

} // namespace
} // namespace griotte::audit
