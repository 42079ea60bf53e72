#include "toolchain/firmware/size_table.h"

#include <algorithm>

#include <fmt/format.h>

namespace griotte::firmware {

namespace {

std::string_view kind_name(link::DomainKind kind)
{
    switch (kind) {
    case link::DomainKind::Switcher:
        return "switcher";
    case link::DomainKind::Library:
        return "library";
    case link::DomainKind::Compartment:
        break;
    }
    return "compartment";
}

struct Row
{
    std::string name;
    std::string_view kind;
    uint32_t code = 0;
    uint32_t constants = 0;
    /// Variables and static sealed objects.
    uint32_t data = 0;
    /// Import and export tables, padding.
    uint32_t tables = 0;
    uint32_t stacks = 0;

    [[nodiscard]] uint32_t total() const { return code + constants + data + tables + stacks; }

    Row &operator+=(const Row &other)
    {
        code += other.code;
        constants += other.constants;
        data += other.data;
        tables += other.tables;
        stacks += other.stacks;
        return *this;
    }
};

Row row_of(const link::DomainSizes &sizes)
{
    return {sizes.name,
            kind_name(sizes.kind),
            sizes.code,
            sizes.constants,
            sizes.data + sizes.zeros + sizes.sealedObjects,
            sizes.imports + sizes.exports + sizes.padding,
            sizes.stacks};
}

std::string row_print(const Row &row, size_t width)
{
    return fmt::format("{:<{}}  {:<11} {:>8} {:>10} {:>8} {:>8} {:>8} {:>8}\n", row.name, width,
                       row.kind, row.code, row.constants, row.data, row.tables, row.stacks,
                       row.total());
}

} // namespace

std::string size_table(const link::LinkedFirmware &firmware)
{
    std::vector<Row> rows;
    Row sum;
    sum.name = "all";
    size_t width = std::string_view("bytes of").size();
    for (const link::DomainSizes &sizes : firmware.sizes) {
        rows.push_back(row_of(sizes));
        sum += rows.back();
        width = std::max(width, sizes.name.size());
    }
    std::ranges::stable_sort(rows, std::ranges::greater(), &Row::total);
    std::string text =
        fmt::format("{:<{}}  {:<11} {:>8} {:>10} {:>8} {:>8} {:>8} {:>8}\n", "bytes of", width, "",
                    "code", "constants", "data", "tables", "stacks", "total");
    for (const Row &row : rows) {
        text += row_print(row, width);
    }
    text += row_print(sum, width);
    text += fmt::format("{} bytes are left for the heap\n", firmware.heap.size());
    return text;
}

} // namespace griotte::firmware
