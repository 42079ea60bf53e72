#include "toolchain/audit/page/layout_column.h"

namespace griotte::audit {

size_t inversions_count(const std::vector<size_t> &values, size_t limit)
{
    // A Fenwick tree of how often each value has been seen.
    std::vector<size_t> tree(limit + 1);
    size_t sum = 0;
    size_t seen = 0;
    for (const size_t value : values) {
        size_t notGreater = 0;
        for (size_t index = value + 1; index != 0; index &= index - 1) {
            notGreater += tree[index];
        }
        sum += seen - notGreater;
        seen++;
        for (size_t index = value + 1; index <= limit; index += index & (~index + 1)) {
            tree[index]++;
        }
    }
    return sum;
}

std::vector<double> column_arrange(const std::vector<ColumnItem> &items, double gap)
{
    // With the least distance from the first item taken off each, "at least apart" becomes "not
    // falling", which pooling adjacent violators solves exactly.
    struct Pool
    {
        double weight;
        double sum;
        size_t count;
        [[nodiscard]] double mean() const { return sum / weight; }
    };
    std::vector<double> offset(items.size());
    std::vector<Pool> pools;
    for (size_t index = 0; index < items.size(); index++) {
        if (index != 0) {
            offset[index] =
                offset[index - 1] + (items[index - 1].height + items[index].height) / 2 + gap;
        }
        const double weight = items[index].weight;
        pools.push_back({weight, weight * (items[index].wanted - offset[index]), 1});
        while (pools.size() > 1 && pools[pools.size() - 2].mean() > pools.back().mean()) {
            const Pool last = pools.back();
            pools.pop_back();
            pools.back().weight += last.weight;
            pools.back().sum += last.sum;
            pools.back().count += last.count;
        }
    }
    std::vector<double> centres;
    for (const Pool &pool : pools) {
        for (size_t index = 0; index < pool.count; index++) {
            centres.push_back(pool.mean() + offset[centres.size()]);
        }
    }
    return centres;
}

} // namespace griotte::audit
