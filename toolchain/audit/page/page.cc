#include "toolchain/audit/page/page.h"

#include <algorithm>
#include <array>
#include <string_view>

#include <nettle/base64.h>
#include <nettle/sha2.h>

#include "toolchain/audit/page/page_parts.h"

namespace griotte::audit {

namespace {

/// A page of more would be slow to load and impossible to read.
constexpr size_t DomainLimit = 512;

struct PageText
{
    std::string_view name;
    std::string_view text;
};
constexpr PageText Texts[] = {
#include "page_texts.inc"
};

std::string_view page_text(std::string_view name)
{
    for (const PageText &one : Texts) {
        if (one.name == name) {
            return one.text;
        }
    }
    return {};
}

/// What a content security policy calls a script by.
std::string script_hash(std::string_view script)
{
    sha256_ctx context;
    sha256_init(&context);
    sha256_update(&context, script.size(), reinterpret_cast<const uint8_t *>(script.data()));
    std::array<uint8_t, SHA256_DIGEST_SIZE> digest{};
    sha256_digest(&context, digest.size(), digest.data());
    std::array<char, BASE64_ENCODE_RAW_LENGTH(SHA256_DIGEST_SIZE)> text{};
    base64_encode_raw(text.data(), digest.size(), digest.data());
    return "sha256-" + std::string(text.data(), text.size());
}

/// The node a change is about, if it still is there.
std::optional<size_t> subject_find(const Graph &graph, const Change &change)
{
    if (change.subjectKind != NodeKind::Thread) {
        return graph.node_find(change.subjectKind, change.subject);
    }
    const auto names = threads_name(graph.report());
    const auto found = std::ranges::find(names, change.subject);
    return found == names.end() ? std::nullopt
                                : std::optional(static_cast<size_t>(found - names.begin()));
}

PageModel model_make(const Graph &graph, const Difference *difference)
{
    PageModel model;
    model.graph = &graph;
    model.reaches.resize(graph.nodes().size());
    model.exposures.resize(graph.nodes().size());
    for (size_t node = 0; node < graph.nodes().size(); node++) {
        if (graph.nodes()[node].is_domain()) {
            model.reaches[node] = reach_of(graph, node);
        } else if (graph.nodes()[node].kind != NodeKind::Thread) {
            model.exposures[node] = exposure_of(graph, node);
        }
    }
    if (difference != nullptr) {
        for (const Change &change : difference->changes) {
            const auto node = subject_find(graph, change);
            if (node.has_value()) {
                model.changes[*node].push_back(&change);
            }
        }
    }
    return model;
}

Markup legend_make()
{
    return markup(
        "<ul class=\"legend\" aria-label=\"Legend\"><li><span class=\"key line-call\"></span>may "
        "call</li><li><span class=\"key line-memory\"></span>holds a device or shared "
        "object</li><li><span class=\"key line-sealed\"></span>holds an object only the other can "
        "open</li><li><span class=\"key-word\">→ name</span>the same, with a part every firmware "
        "has or a library "
        "of many</li></ul><ul class=\"legend chosen-legend\" aria-label=\"Colours\"><li><span "
        "class=\"key box chosen\"></span>chosen</li><li><span class=\"key box direct\"></span>has "
        "itself</li><li><span class=\"key box asked\"></span>can ask, or use by "
        "asking</li><li><span "
        "class=\"key box asker\"></span>can ask it</li><li><a href=\"#picture\">choose "
        "none</a></li></ul>");
}

Markup header_make(const PageModel &model)
{
    const Report &report = model.graph->report();
    std::array<size_t, 8> counts{};
    for (const Node &node : model.graph->nodes()) {
        counts[static_cast<size_t>(node.kind)]++;
    }
    const auto count = [&counts](NodeKind kind) { return counts[static_cast<size_t>(kind)]; };
    const std::string board = report.board.empty() ? "" : " on board " + report.board;
    return markup(
        "<header class=\"top\"><h1>{}</h1><p>What the parts of this firmware{} may do: {}, "
        "{}, {}, {}, {}.</p><p class=\"hash\">image <code>{}</code></p></header>",
        report.firmware, board,
        counted(count(NodeKind::Compartment), "compartment", "compartments"),
        counted(count(NodeKind::Library), "library", "libraries"),
        counted(count(NodeKind::Thread), "thread", "threads"),
        counted(count(NodeKind::Device), "device", "devices"),
        counted(count(NodeKind::SharedObject), "shared object", "shared objects"), report.sha256);
}

Markup contents_make(bool hasDifference)
{
    return markup("<nav aria-label=\"Contents\">{}<a href=\"#picture\">Picture</a><a "
                  "href=\"#domains\">Domains</a><a href=\"#calls\">Calls</a><a "
                  "href=\"#objects\">Objects</a><a href=\"#all-compartments\">Details</a></nav>",
                  Markup{hasDifference ? "<a href=\"#changes\">Changes</a>" : ""});
}

/// What nothing that is read from a report can tell.
Markup limits_make()
{
    return markup(
        "<p class=\"limits\">This is what the import tables of the image hold from the start. "
        "Capabilities handed from one to another while it runs (arguments, callbacks, sealed "
        "objects "
        "made on the heap) are in no report. <em>Has itself</em> is certain: nothing stands "
        "between "
        "whoever owns the code and those. <em>Can ask</em> is possible: how much of it there is "
        "depends "
        "on the code that is asked.</p>");
}

constexpr NodeKind CardKinds[] = {
    NodeKind::Compartment,  NodeKind::Library,     NodeKind::Switcher,  NodeKind::Device,
    NodeKind::SharedObject, NodeKind::SealingType, NodeKind::Privilege, NodeKind::Thread};

Markup body_make(const PageModel &model, const PageOptions &options, const Markup &picture)
{
    Markup body = header_make(model);
    body += contents_make(options.difference != nullptr);
    body += markup("<main>");
    if (options.difference != nullptr) {
        body += difference_make_markup(model, *options.difference, options.comparedWith);
    }
    body += markup("<section id=\"picture\"><h2>Picture</h2><p class=\"lead\">Who calls is left of "
                   "who is called. Choose a box to see what an attacker who owns it "
                   "reaches.</p><div class=\"scroll\" tabindex=\"0\" role=\"region\" "
                   "aria-label=\"Picture\">{}</div>{}</section>",
                   picture, legend_make());
    body += markup("<section id=\"domains\"><h2>Domains</h2>{}</section>", summary_make(model));
    body +=
        markup("<section id=\"calls\"><h2>Calls</h2><p class=\"lead\">How many functions of each "
               "column each row may call; marked if one of them runs with interrupts "
               "disabled.</p>{}</section>",
               call_matrix_make(model));
    body +=
        markup("<section id=\"objects\"><h2>Objects</h2><p class=\"lead\">Memory: r load, w store, "
               "c capabilities, m load mutable, g load global. Sealing types: how many objects, or "
               "the key.</p>{}</section>",
               object_matrix_make(model));
    for (const NodeKind kind : CardKinds) {
        body += cards_make(model, kind);
    }
    body += limits_make();
    body += markup("</main>");
    return body;
}

} // namespace

std::string node_title(const PageModel &model, size_t node)
{
    const ReportThread *thread = model.graph->thread_of(node);
    return thread == nullptr ? model.node(node).name
                             : fmt::format("{} ({}.{})", model.node(node).name, thread->compartment,
                                           thread->function);
}

Markup node_link(const PageModel &model, size_t node)
{
    return markup("<a href=\"#{}\">{}</a>", model.node(node).id, node_title(model, node));
}

Markup places_markup(const std::vector<SourcePlace> &places)
{
    Markup list;
    for (const SourcePlace &place : places) {
        list += markup("{}{}", Markup{list.is_empty() ? "" : ", "}, place.to_string());
    }
    return list.is_empty() ? Markup() : markup("<span class=\"place\">{}</span>", list);
}

std::string counted(size_t count, std::string_view one, std::string_view many)
{
    return fmt::format("{} {}", count, count == 1 ? one : many);
}

Markup difference_make_markup(const PageModel &model, const Difference &difference,
                              const std::string &comparedWith)
{
    Markup list;
    const Change *previous = nullptr;
    for (const Change &change : difference.changes) {
        const bool isSame = previous != nullptr && previous->subject == change.subject &&
                            previous->subjectKind == change.subjectKind;
        if (!isSame) {
            const auto node = subject_find(*model.graph, change);
            list += markup("{}<h3>{} <span class=\"kind\">{}</span></h3><ul>",
                           Markup{previous == nullptr ? "" : "</ul>"},
                           node.has_value() ? markup("<a href=\"#{}\">{}</a>", model.node(*node).id,
                                                     change.subject)
                                            : markup("{}", change.subject),
                           kind_word(change.subjectKind));
        }
        const char *kind = change.kind == ChangeKind::Gained ? "gain"
                           : change.kind == ChangeKind::Lost ? "loss"
                                                             : "change";
        list += markup("<li class=\"{}\">{} {}</li>", Markup{kind}, change.sentence(),
                       places_markup(change.sources));
        previous = &change;
    }
    list +=
        markup("{}", Markup{previous == nullptr ? "<p>The authority is the same.</p>" : "</ul>"});
    if (!difference.codeChanged.empty()) {
        list += markup("<p class=\"quiet\">Other code, the same authority: {}</p>",
                       fmt::format("{}", fmt::join(difference.codeChanged, ", ")));
    }
    if (!difference.relinked.empty()) {
        list += markup("<p class=\"quiet\">The same code, linked to other addresses: {}</p>",
                       fmt::format("{}", fmt::join(difference.relinked, ", ")));
    }
    return markup(
        "<section id=\"changes\"><h2>Changes</h2><p class=\"lead\">What this image may do and "
        "{} could not, and the other way round.</p><div "
        "class=\"changes\">{}</div></section>",
        comparedWith, list);
}

Result<std::string> page_make(const Graph &graph, const PageOptions &options)
{
    const size_t domains = graph.report().domains.size();
    if (domains > DomainLimit) {
        return fail(
            "{} compartments and libraries: a page shows at most {}; ask for what you want to "
            "know with a policy",
            domains, DomainLimit);
    }
    const PageModel model = model_make(graph, options.difference);
    const MapPart map = map_make(model);
    const std::string_view script = page_text("page_script");
    return markup("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta "
                  "http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
                  "'unsafe-inline'; script-src '{}'; base-uri 'none'; form-action 'none'\"><meta "
                  "name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta "
                  "name=\"color-scheme\" content=\"light dark\"><meta name=\"generator\" "
                  "content=\"griotte audit\"><title>{}: what it may do</title><style>{}{}</style>"
                  "</head><body class=\"page\">{}<script>{}</script></body></html>\n",
                  Markup{script_hash(script)}, graph.report().firmware,
                  Markup{std::string(page_text("page_style"))}, map.style,
                  body_make(model, options, map.figure), Markup{std::string(script)})
        .text;
}

} // namespace griotte::audit
