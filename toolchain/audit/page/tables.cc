// The tables of the page: complete where the picture has to leave things out.
#include <algorithm>
#include <set>

#include "toolchain/audit/page/page_parts.h"

namespace griotte::audit {

namespace {

std::vector<size_t> nodes_of(const PageModel &model, std::initializer_list<NodeKind> kinds)
{
    std::vector<size_t> nodes;
    for (const NodeKind kind : kinds) {
        for (size_t index = 0; index < model.graph->nodes().size(); index++) {
            if (model.node(index).kind == kind) {
                nodes.push_back(index);
            }
        }
    }
    return nodes;
}

/// What one cell of a matrix says, and at more length when pointed at.
struct Cell
{
    std::string text;
    std::string title;
    bool isMarked = false;
};

/// A matrix of holders and targets. `empty` holders and targets should have been left out.
Markup matrix_make(const PageModel &model, const std::vector<size_t> &rows,
                   const std::vector<size_t> &columns,
                   const std::map<std::pair<size_t, size_t>, Cell> &cells, std::string_view corner)
{
    Markup table = markup("<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
                          "aria-label=\"{}\"><table class=\"matrix\"><thead><tr><th "
                          "class=\"corner\">{}</th>",
                          corner, corner);
    for (size_t index = 0; index < columns.size(); index++) {
        const size_t column = columns[index];
        const bool isFirst =
            index == 0 || model.node(column).kind != model.node(columns[index - 1]).kind;
        table += markup("<th scope=\"col\" class=\"across{}\"><span>{}</span></th>",
                        isFirst ? " first" : "", node_link(model, column));
    }
    table += markup("</tr></thead><tbody>");
    for (const size_t row : rows) {
        table += markup("<tr data-name=\"{}\"><th scope=\"row\">{}</th>", model.node(row).name,
                        node_link(model, row));
        for (const size_t column : columns) {
            const auto found = cells.find({row, column});
            if (row == column) {
                table += markup("<td class=\"self\"></td>");
            } else if (found == cells.end()) {
                table += markup("<td></td>");
            } else {
                const Cell &cell = found->second;
                table += markup("<td class=\"on{}\" title=\"{}\" data-from=\"{}\" "
                                "data-to=\"{}\">{}</td>",
                                cell.isMarked ? " marked" : "", cell.title, model.node(row).id,
                                model.node(column).id, cell.text);
            }
        }
        table += markup("</tr>");
    }
    table += markup("</tbody></table></div>");
    return table;
}

/// Those of `nodes` that `used` has.
std::vector<size_t> only(std::vector<size_t> nodes, const std::set<size_t> &used)
{
    std::erase_if(nodes, [&used](size_t node) { return !used.contains(node); });
    return nodes;
}

std::string permission_letters(const Permissions &permissions)
{
    std::string letters;
    letters += permissions.load ? "r" : "";
    letters += permissions.store ? "w" : "";
    letters += permissions.loadStoreCapabilities ? "c" : "";
    letters += permissions.loadMutable ? "m" : "";
    letters += permissions.loadGlobal ? "g" : "";
    return letters.empty() ? "\u2013" : letters;
}

std::string object_letters(const Grant &grant, const std::string &before)
{
    switch (grant.kind) {
    case GrantKind::Device:
    case GrantKind::SharedObject:
        return permission_letters(grant.permissions);
    case GrantKind::Key:
        return before.empty() ? "key" : "key, " + before;
    case GrantKind::SealedObject:
        // Objects come before keys.
        return before.empty() ? "1" : std::to_string(std::stoul(before) + 1);
    default:
        return "\u2713";
    }
}

/// Names of the nodes of a list of grants, at most a few.
Markup holdings_markup(const PageModel &model, const std::vector<size_t> &grants)
{
    Markup list;
    std::set<size_t> seen;
    for (const size_t index : grants) {
        const size_t target = model.grant(index).target;
        const NodeKind kind = model.node(target).kind;
        const bool isShown = kind == NodeKind::Device || kind == NodeKind::SharedObject ||
                             kind == NodeKind::Privilege ||
                             (kind == NodeKind::SealingType && !model.grant(index).quota);
        if (isShown && seen.insert(target).second) {
            list += markup("{}{}", Markup{list.is_empty() ? "" : ", "}, node_link(model, target));
        }
    }
    return list;
}

} // namespace

Markup summary_make(const PageModel &model)
{
    Markup table = markup(
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"All domains\"><table "
        "class=\"list summary\"><thead><tr><th>Domain</th><th class=\"number\">Code</th><th "
        "class=\"number\">Globals</th><th>Holds itself</th><th class=\"number\">Heap "
        "quota</th><th class=\"number\">Entry points</th><th class=\"number\">Threads</th><th "
        "class=\"number\">Can ask</th><th class=\"number\">Can be asked "
        "by</th></tr></thead><tbody>");
    for (const size_t node :
         nodes_of(model, {NodeKind::Compartment, NodeKind::Library, NodeKind::Switcher}))
    {
        const ReportDomain *domain = model.graph->domain_of(node);
        if (domain == nullptr) {
            continue;
        }
        const Reach &reach = model.reaches[node];
        uint64_t quota = 0;
        for (const size_t index : reach.holds) {
            quota += model.grant(index).quota.value_or(0);
        }
        const auto entries = std::ranges::count_if(domain->exports, [](const ReportExport &entry) {
            return entry.isExported && !entry.isSealingKey;
        });
        table += markup(
            "<tr data-name=\"{}\"><th scope=\"row\">{} <span class=\"kind\">{}</span></th><td "
            "class=\"number\">{}</td><td class=\"number\">{}</td><td>{}</td><td "
            "class=\"number\">{}</td><td class=\"number\">{}</td><td class=\"number\">{}</td><td "
            "class=\"number\">{}</td><td class=\"number\">{}</td></tr>",
            domain->name, node_link(model, node),
            domain->kind == DomainKind::Compartment ? "" : to_string(domain->kind),
            domain->code.size(), domain->data.has_value() ? domain->data->size() : 0,
            holdings_markup(model, reach.holds), quota == 0 ? "" : bytes_describe(quota), entries,
            reach.threadsStarting.size() + reach.threadsPassing.size(), reach.asks.size(),
            reach.callers.size());
    }
    table += markup("</tbody></table></div>");
    return table;
}

Markup call_matrix_make(const PageModel &model)
{
    std::map<std::pair<size_t, size_t>, Cell> cells;
    std::map<std::pair<size_t, size_t>, size_t> counts;
    std::set<size_t> callers;
    std::set<size_t> callees;
    for (const Grant &grant : model.graph->grants()) {
        if (grant.kind != GrantKind::Call && grant.kind != GrantKind::LibraryCall) {
            continue;
        }
        callers.insert(grant.holder);
        callees.insert(grant.target);
        Cell &cell = cells[{grant.holder, grant.target}];
        cell.text = std::to_string(++counts[{grant.holder, grant.target}]);
        cell.isMarked |= grant.posture == Posture::Disabled;
        cell.title +=
            (cell.title.empty() ? fmt::format("{} \u2192 {}:\n", model.node(grant.holder).name,
                                              model.node(grant.target).name)
                                : "\n") +
            grant.item + (grant.terms.empty() ? "" : " (" + grant.terms + ")");
    }
    const auto all =
        nodes_of(model, {NodeKind::Compartment, NodeKind::Library, NodeKind::Switcher});
    return matrix_make(model, only(all, callers), only(all, callees), cells,
                       "caller \u2192 called");
}

Markup object_matrix_make(const PageModel &model)
{
    std::map<std::pair<size_t, size_t>, Cell> cells;
    std::set<size_t> holders;
    std::set<size_t> targets;
    for (const Grant &grant : model.graph->grants()) {
        const bool isObject = grant.kind != GrantKind::Call &&
                              grant.kind != GrantKind::LibraryCall &&
                              grant.kind != GrantKind::Start;
        if (!isObject) {
            continue;
        }
        holders.insert(grant.holder);
        targets.insert(grant.target);
        Cell &cell = cells[{grant.holder, grant.target}];
        cell.text = object_letters(grant, cell.text);
        cell.title +=
            (cell.title.empty() ? fmt::format("{} holds {}:\n", model.node(grant.holder).name,
                                              model.node(grant.target).name)
                                : "\n") +
            grant.item + (grant.item.empty() || grant.terms.empty() ? "" : ": ") + grant.terms;
    }
    const auto rows =
        nodes_of(model, {NodeKind::Compartment, NodeKind::Library, NodeKind::Switcher});
    const auto columns = nodes_of(model, {NodeKind::Device, NodeKind::SharedObject,
                                          NodeKind::SealingType, NodeKind::Privilege});
    return matrix_make(model, only(rows, holders), only(columns, targets), cells,
                       "holder \u2192 held");
}

} // namespace griotte::audit
