// The two exact sub-problems of a layered layout: counting crossings, and placing what is in a
// column as near as possible to where it wants to be.
#pragma once

#include <cstddef>
#include <vector>

namespace griotte::audit {

/// Pairs in `values` of which the greater comes first. Values are below `limit`.
size_t inversions_count(const std::vector<size_t> &values, size_t limit);

struct ColumnItem
{
    double height = 0;
    /// Where its centre would best be, and how much that matters.
    double wanted = 0;
    double weight = 1;
};

/// Centres of `items`, in their order and at least `gap` apart, with the least weighted sum of
/// squared distances to where they want to be.
std::vector<double> column_arrange(const std::vector<ColumnItem> &items, double gap);

} // namespace griotte::audit
