// A card for each thing of a firmware: what it has, what it can ask for, who can ask it.
#include <algorithm>
#include <set>

#include "toolchain/audit/page/page_parts.h"

namespace griotte::audit {

namespace {

/// "calls a(), b()", of all calls from one domain to another.
Markup functions_markup(const PageModel &model, size_t from, size_t to)
{
    Markup list;
    for (const size_t index : model.graph->grants_from(from)) {
        const Grant &grant = model.grant(index);
        const bool isCall = grant.kind == GrantKind::Call || grant.kind == GrantKind::LibraryCall;
        if (isCall && grant.target == to) {
            list += markup("{}<code>{}</code>{}", Markup{list.is_empty() ? "" : ", "}, grant.item,
                           Markup{grant.posture == Posture::Disabled
                                      ? " <span class=\"flag\">interrupts disabled</span>"
                                      : ""});
        }
    }
    return list;
}

/// One held thing, as in "uart: load, store".
Markup held_markup(const PageModel &model, const Grant &grant)
{
    const Markup link = node_link(model, grant.target);
    switch (grant.kind) {
    case GrantKind::Device:
        return markup("device {}: {}", link, grant.terms);
    case GrantKind::SharedObject:
        return markup("shared object {}: {}", link, grant.terms);
    case GrantKind::SealedObject:
        return markup("<code>{}</code>, sealed as {}: {}", grant.item, link, grant.terms);
    case GrantKind::Key:
        return markup("the key of {}: seals and unseals its objects", link);
    default:
        return markup("privilege {}", link);
    }
}

Markup section(std::string_view heading, const Markup &content)
{
    return content.is_empty() ? Markup()
                              : markup("<section><h4>{}</h4>{}</section>", heading, content);
}

Markup list_markup(const Markup &items)
{
    return items.is_empty() ? Markup() : markup("<ul>{}</ul>", items);
}

Markup holds_markup(const PageModel &model, const Reach &reach)
{
    Markup items;
    for (const size_t index : reach.holds) {
        const Grant &grant = model.grant(index);
        items += markup("<li>{} {}</li>", held_markup(model, grant), places_markup(grant.sources));
    }
    for (const SharedMemory &shared : reach.writesTo) {
        const Grant &own = model.grant(shared.own);
        const Grant &other = model.grant(shared.other);
        items += markup("<li>writes {}, which {} reads</li>", node_link(model, own.target),
                        node_link(model, other.holder));
    }
    for (const size_t index : reach.opens) {
        const Grant &grant = model.grant(index);
        items += markup("<li>can open {}'s <code>{}</code></li>", node_link(model, grant.holder),
                        grant.item);
    }
    return items.is_empty() ? markup("<p>Nothing but its own memory.</p>") : list_markup(items);
}

std::string calls_word(unsigned distance)
{
    return distance == 1 ? "directly" : fmt::format("{} calls away", distance);
}

/// Domains by distance; the nearest with the functions, the others with the way.
Markup reached_markup(const PageModel &model, const std::vector<Reached> &all, bool isAsked)
{
    Markup lists;
    Markup items;
    unsigned distance = 1;
    const auto flush = [&] {
        if (!items.is_empty()) {
            lists += markup("<h5>{}</h5><ul>{}</ul>", calls_word(distance), items);
            items = {};
        }
    };
    for (const Reached &reached : all) {
        if (reached.distance != distance) {
            flush();
            distance = reached.distance;
        }
        const size_t from = isAsked ? reached.via : reached.node;
        const size_t to = isAsked ? reached.node : reached.via;
        if (distance == 1) {
            items += markup("<li>{}: {}</li>", node_link(model, reached.node),
                            functions_markup(model, from, to));
        } else {
            items += markup("<li>{} <span class=\"via\">via {}</span></li>",
                            node_link(model, reached.node), node_link(model, reached.via));
        }
    }
    flush();
    return lists;
}

/// What the asked hold, thing by thing; what only the system does, in one line.
Markup influence_markup(const PageModel &model, const Reach &reach)
{
    std::map<size_t, std::vector<size_t>> byTarget;
    for (const size_t index : reach.mayInfluence) {
        byTarget[model.grant(index).target].push_back(index);
    }
    Markup items;
    Markup systems;
    for (const auto &[target, grants] : byTarget) {
        Markup holders;
        std::set<size_t> seen;
        bool isSystems = true;
        for (const size_t index : grants) {
            const Grant &grant = model.grant(index);
            isSystems &= model.node(grant.holder).isSystem;
            if (seen.insert(grant.holder).second) {
                holders += markup("{}{}", Markup{holders.is_empty() ? "" : ", "},
                                  node_link(model, grant.holder));
            }
        }
        if (isSystems) {
            systems +=
                markup("{}{}", Markup{systems.is_empty() ? "" : ", "}, node_link(model, target));
            continue;
        }
        const Grant &first = model.grant(grants.front());
        const bool isMemory =
            first.kind == GrantKind::Device || first.kind == GrantKind::SharedObject;
        items +=
            markup("<li>{}{} <span class=\"via\">of {}</span></li>", node_link(model, target),
                   isMemory && grants.size() == 1 ? ": " + first.terms : std::string(), holders);
    }
    if (!systems.is_empty()) {
        items += markup("<li>what the system holds: {}</li>", systems);
    }
    return list_markup(items);
}

Markup threads_markup(const PageModel &model, const Reach &reach)
{
    Markup items;
    for (const size_t thread : reach.threadsStarting) {
        items += markup("<li>{} starts in it</li>", node_link(model, thread));
    }
    for (const size_t thread : reach.threadsPassing) {
        items += markup("<li>{} may run through it</li>", node_link(model, thread));
    }
    return list_markup(items);
}

Markup entries_markup(const PageModel &model, size_t node, const ReportDomain &domain)
{
    Markup rows;
    for (const ReportExport &entry : domain.exports) {
        if (entry.isSealingKey) {
            continue;
        }
        Markup callers;
        for (const size_t index : model.graph->grants_to(node)) {
            const Grant &grant = model.grant(index);
            const bool isCall = grant.kind == GrantKind::Call ||
                                grant.kind == GrantKind::LibraryCall ||
                                grant.kind == GrantKind::Start;
            if (isCall && grant.item == entry.name) {
                callers += markup("{}{}", Markup{callers.is_empty() ? "" : ", "},
                                  node_link(model, grant.holder));
            }
        }
        rows += markup("<tr><th scope=\"row\"><code>{}</code> {}</th><td>{}</td><td "
                       "class=\"number\">{}</td><td>{}</td></tr>",
                       entry.name,
                       places_markup(entry.source.has_value() ? std::vector{*entry.source}
                                                              : std::vector<SourcePlace>()),
                       entry.posture == Posture::Disabled
                           ? markup("<span class=\"flag\">disabled</span>")
                           : markup("{}", to_string(entry.posture)),
                       entry.minimumStack.has_value() ? std::to_string(*entry.minimumStack) : "",
                       !entry.isExported    ? markup("<span class=\"via\">itself only</span>")
                       : callers.is_empty() ? markup("<span class=\"via\">nobody</span>")
                                            : callers);
    }
    if (rows.is_empty()) {
        return {};
    }
    return markup(
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Entry points of "
        "{}\"><table class=\"list\"><thead><tr><th>Function</th><th>Interrupts</th><th "
        "class=\"number\">Stack</th><th>Called by</th></tr></thead><tbody>{}</tbody>"
        "</table></div>",
        domain.name, rows);
}

/// Where the domain's own source names what it calls.
Markup uses_markup(const PageModel &model, size_t node)
{
    Markup items;
    for (const size_t index : model.graph->grants_from(node)) {
        const Grant &grant = model.grant(index);
        const bool isCall = grant.kind == GrantKind::Call || grant.kind == GrantKind::LibraryCall;
        if (isCall && !grant.sources.empty()) {
            items += markup("<li><code>{}</code> of {} {}</li>", grant.item,
                            node_link(model, grant.target), places_markup(grant.sources));
        }
    }
    return list_markup(items);
}

Markup changes_markup(const PageModel &model, size_t node)
{
    const auto found = model.changes.find(node);
    Markup items;
    if (found != model.changes.end()) {
        for (const Change *change : found->second) {
            const char *kind = change->kind == ChangeKind::Gained ? "gain"
                               : change->kind == ChangeKind::Lost ? "loss"
                                                                  : "change";
            items += markup("<li class=\"{}\">{}</li>", Markup{kind}, change->sentence());
        }
    }
    return list_markup(items);
}

Markup card_open(const PageModel &model, size_t node, const std::string &facts)
{
    const Node &it = model.node(node);
    return markup("<article id=\"{0}\" class=\"card\" data-name=\"{1}\" "
                  "aria-labelledby=\"{0}-title\"><header><h3 id=\"{0}-title\"><a "
                  "href=\"#{0}\">{1}</a> <span class=\"kind\">{2}</span></h3><p "
                  "class=\"facts\">{3}</p><a class=\"close\" href=\"#picture\">close</a></header>"
                  "<div class=\"parts\">",
                  it.id, node_title(model, node), kind_word(it.kind), facts);
}

Markup domain_card(const PageModel &model, size_t node)
{
    const ReportDomain *domain = model.graph->domain_of(node);
    const Reach &reach = model.reaches[node];
    std::string facts = "Not in the report: only the files it comes from are known.";
    if (domain != nullptr) {
        facts =
            fmt::format("{} of code{}", bytes_describe(domain->code.size()),
                        domain->data.has_value()
                            ? fmt::format(", {} of globals", bytes_describe(domain->data->size()))
                            : std::string());
    }
    Markup card = card_open(model, node, facts);
    card += section("Changed", changes_markup(model, node));
    card += section("Whoever owns it has", holds_markup(model, reach));
    card += section("Can ask", reached_markup(model, reach.asks, true));
    card += section("Which may use for it", influence_markup(model, reach));
    card +=
        section("Can be asked by, and so can lie to", reached_markup(model, reach.callers, false));
    card += section("Threads", threads_markup(model, reach));
    if (domain != nullptr) {
        card += section(domain->kind == DomainKind::Compartment ? "Entry points" : "Functions",
                        entries_markup(model, node, *domain));
    }
    card += section("Where it calls", uses_markup(model, node));
    card += markup("</div></article>");
    return card;
}

Markup thread_card(const PageModel &model, size_t node)
{
    const ReportThread &thread = *model.graph->thread_of(node);
    const size_t start = model.grant(model.graph->grants_from(node).front()).target;
    Markup card =
        card_open(model, node,
                  fmt::format("Priority {}, {} of stack, {} of trusted stack", thread.priority,
                              bytes_describe(thread.stack), bytes_describe(thread.trustedStack)));
    card +=
        section("Starts in",
                markup("<p>{}: <code>{}</code> {}</p>", node_link(model, start), thread.function,
                       places_markup(thread.source.has_value() ? std::vector{*thread.source}
                                                               : std::vector<SourcePlace>())));
    Markup items;
    for (const Reached &reached : model.reaches[start].asks) {
        items += markup("<li>{}</li>", node_link(model, reached.node));
    }
    card += section("May run through",
                    items.is_empty() ? Markup() : markup("<ul class=\"names\">{}</ul>", items));
    card += markup("</div></article>");
    return card;
}

/// Of a device, shared object, sealing type or privilege.
Markup object_card(const PageModel &model, size_t node)
{
    std::string facts;
    if (const auto range = model.graph->range_of(node)) {
        facts = fmt::format("{} at 0x{:08x}", bytes_describe(range->length), range->start);
    }
    Markup card = card_open(model, node, facts);
    Markup holders;
    for (const size_t index : model.graph->grants_to(node)) {
        const Grant &grant = model.grant(index);
        std::string what =
            grant.kind == GrantKind::Key ? "the key: seals and unseals" : grant.terms;
        if (grant.kind == GrantKind::SealedObject) {
            what = fmt::format("{}: {}", grant.item, grant.terms);
        }
        holders += markup("<li>{}{} {}</li>", node_link(model, grant.holder),
                          what.empty() ? "" : ": " + what, places_markup(grant.sources));
    }
    card +=
        section("Held by", holders.is_empty() ? markup("<p>Nobody.</p>") : list_markup(holders));
    std::vector<Reached> asking;
    std::ranges::copy_if(model.exposures[node], std::back_inserter(asking),
                         [](const Reached &reached) { return reached.distance != 0; });
    card += section("Holders can be asked by", reached_markup(model, asking, false));
    card += markup("</div></article>");
    return card;
}

std::string_view kind_heading(NodeKind kind)
{
    switch (kind) {
    case NodeKind::Thread:
        return "Threads";
    case NodeKind::Compartment:
        return "Compartments";
    case NodeKind::Library:
        return "Libraries";
    case NodeKind::Switcher:
        return "Switcher";
    case NodeKind::Device:
        return "Devices";
    case NodeKind::SharedObject:
        return "Shared objects";
    case NodeKind::SealingType:
        return "Sealing types";
    case NodeKind::Privilege:
        return "Privileges";
    }
    return "";
}

std::string_view kind_anchor(NodeKind kind)
{
    switch (kind) {
    case NodeKind::Thread:
        return "threads";
    case NodeKind::Compartment:
        return "compartments";
    case NodeKind::Library:
        return "libraries";
    case NodeKind::Switcher:
        return "switcher";
    case NodeKind::Device:
        return "devices";
    case NodeKind::SharedObject:
        return "shared-objects";
    case NodeKind::SealingType:
        return "sealing-types";
    case NodeKind::Privilege:
        return "privileges";
    }
    return "";
}

} // namespace

Markup cards_make(const PageModel &model, NodeKind kind)
{
    Markup cards;
    for (size_t node = 0; node < model.graph->nodes().size(); node++) {
        const Node &it = model.node(node);
        if (it.kind != kind) {
            continue;
        }
        cards += it.is_domain()                ? domain_card(model, node)
                 : it.kind == NodeKind::Thread ? thread_card(model, node)
                                               : object_card(model, node);
    }
    if (cards.is_empty()) {
        return {};
    }
    return markup("<section class=\"cards\" id=\"all-{}\"><h2>{}</h2>{}</section>",
                  kind_anchor(kind), kind_heading(kind), cards);
}

} // namespace griotte::audit
