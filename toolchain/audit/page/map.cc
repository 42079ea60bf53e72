// The picture: threads, compartments, the libraries that hold something, devices and shared
// objects. What calls or holds is left, what is called or held right. The parts every firmware has,
// which nearly everybody calls, are drawn apart, and a call to them, or to a library with many
// callers, is a word in the caller's box.
#include <algorithm>
#include <set>

#include "toolchain/audit/page/layout.h"
#include "toolchain/audit/page/page_parts.h"
#include "toolchain/audit/page/text_width.h"

namespace griotte::audit {

namespace {

constexpr double NameSize = 13;
constexpr double NoteSize = 10.5;
constexpr double NameLine = 16;
constexpr double NoteLine = 13.5;
constexpr double Padding = 9;
constexpr double Margin = 6;
constexpr size_t NameColumns = 26;
constexpr size_t NoteColumns = 32;
constexpr size_t NameLines = 4;
constexpr size_t LibraryLines = 3;
constexpr unsigned OwnGroup = 0;
constexpr unsigned SystemGroup = 1;

/// A box before it has a place.
struct Box
{
    size_t node = 0;
    unsigned group = OwnGroup;
    /// What it is, where the shape does not say; may be empty.
    std::string label;
    std::vector<std::string> name;
    std::vector<std::string> notes;
    /// Nodes that it has something to do with, and no line to.
    std::vector<size_t> mentions;
};

/// A line: all grants between two boxes.
struct Line
{
    size_t from = 0;
    size_t to = 0;
    std::vector<size_t> grants;
};

bool is_object(NodeKind kind)
{
    return kind == NodeKind::Device || kind == NodeKind::SharedObject;
}

class Map
{
public:
    explicit Map(const PageModel &theModel) : model(theModel)
    {
        boxes_choose();
        lines_find();
        for (Box &box : boxes) {
            box_describe(box);
        }
    }

    MapPart make()
    {
        std::vector<LayoutNode> layoutNodes;
        std::vector<LayoutEdge> layoutEdges;
        for (const Box &box : boxes) {
            layoutNodes.push_back({box_width(box), box_height(box), box.group});
        }
        for (const Line &line : lines) {
            layoutEdges.push_back({boxOf[line.from], boxOf[line.to]});
        }
        auto placed = layout_make(layoutNodes, layoutEdges);
        if (!placed.has_value()) {
            return {
                markup("<p class=\"absent\">There is no picture of this firmware: {}. The tables "
                       "below have everything.</p>",
                       placed.error().message),
                {}};
        }
        layout = std::move(*placed);
        classes_collect();
        return {figure_make(), style_make()};
    }

private:
    void boxes_choose()
    {
        boxOf.assign(model.graph->nodes().size(), SIZE_MAX);
        for (size_t node = 0; node < boxOf.size(); node++) {
            const NodeKind kind = model.node(node).kind;
            const bool isDrawn = kind == NodeKind::Thread || kind == NodeKind::Compartment ||
                                 kind == NodeKind::Switcher || is_object(kind) ||
                                 (kind == NodeKind::Library && holds_something(node));
            if (isDrawn) {
                boxOf[node] = boxes.size();
                boxes.push_back({node, group_of(node), {}, {}, {}, {}});
            }
        }
    }

    [[nodiscard]] bool holds_something(size_t node) const
    {
        return model.node(node).isSystem || !model.reaches[node].holds.empty();
    }

    [[nodiscard]] unsigned group_of(size_t node) const
    {
        const Node &it = model.node(node);
        if (it.is_domain()) {
            return it.isSystem ? SystemGroup : OwnGroup;
        }
        if (it.kind == NodeKind::Thread) {
            return group_of(model.grant(model.graph->grants_from(node).front()).target);
        }
        const auto &grants = model.graph->grants_to(node);
        const bool isSystems = std::ranges::all_of(grants, [this](size_t index) {
            return model.node(model.grant(index).holder).isSystem;
        });
        return isSystems && !grants.empty() ? SystemGroup : OwnGroup;
    }

    /// The node a grant's line leads to: a sealed object leads to whose type it is.
    [[nodiscard]] size_t line_target(const Grant &grant) const
    {
        if (grant.kind != GrantKind::SealedObject) {
            return grant.target;
        }
        const std::string &type = model.node(grant.target).name;
        for (const NodeKind kind : {NodeKind::Compartment, NodeKind::Library}) {
            const auto owner = model.graph->node_find(kind, type.substr(0, type.find('.')));
            if (owner.has_value()) {
                return *owner;
            }
        }
        return grant.target;
    }

    void lines_find()
    {
        std::map<std::pair<size_t, size_t>, std::vector<size_t>> found;
        for (size_t index = 0; index < model.graph->grants().size(); index++) {
            const Grant &grant = model.grant(index);
            const size_t target = line_target(grant);
            if (boxOf[grant.holder] == SIZE_MAX || boxOf[target] == SIZE_MAX ||
                grant.holder == target)
            {
                continue;
            }
            found[{grant.holder, target}].push_back(index);
        }
        std::map<size_t, size_t> callers;
        for (const auto &[ends, grants] : found) {
            callers[ends.second]++;
        }
        for (auto &[ends, grants] : found) {
            Box &box = boxes[boxOf[ends.first]];
            // Lines to what nearly everybody uses would hide all others.
            const bool isEverybodys = model.node(ends.second).kind == NodeKind::Library &&
                                      callers[ends.second] > LibraryLines;
            if (box.group == boxes[boxOf[ends.second]].group && !isEverybodys) {
                lines.push_back({ends.first, ends.second, std::move(grants)});
            } else {
                box.mentions.push_back(ends.second);
            }
        }
    }

    void box_describe(Box &box)
    {
        const Node &node = model.node(box.node);
        std::string name = node.name;
        switch (node.kind) {
        case NodeKind::Thread: {
            const ReportThread &thread = *model.graph->thread_of(box.node);
            box.label = fmt::format("{} · priority {}", node.name, thread.priority);
            name = thread.function;
            break;
        }
        case NodeKind::Device:
        case NodeKind::SharedObject:
        case NodeKind::Library:
            box.label = kind_word(node.kind);
            break;
        default:
            break;
        }
        box.name = text_wrap(name, NameColumns, NameLines);
        std::string quotas;
        size_t privileges = 0;
        for (const size_t index : model.graph->grants_from(box.node)) {
            const Grant &grant = model.grant(index);
            privileges += grant.kind == GrantKind::Privilege ? 1 : 0;
            if (grant.quota.has_value()) {
                quotas += (quotas.empty() ? "quota " : ", ") + bytes_describe(*grant.quota);
            }
        }
        note_add(box, quotas);
        note_add(box, privileges == 0 ? "" : counted(privileges, "privilege", "privileges"));
    }

    static void note_add(Box &box, const std::string &note)
    {
        constexpr size_t NoteLines = 3;
        if (!note.empty()) {
            const auto wrapped = text_wrap(note, NoteColumns, NoteLines);
            box.notes.insert(box.notes.end(), wrapped.begin(), wrapped.end());
        }
    }

    [[nodiscard]] std::string mention_text(size_t node) const
    {
        return "\u2192 " + text_wrap(model.node(node).name, NoteColumns, 1).front();
    }

    [[nodiscard]] double box_width(const Box &box) const
    {
        constexpr double Least = 84;
        double width = text_width(box.label, NoteSize);
        for (const std::string &line : box.name) {
            width = std::max(width, text_width(line, NameSize));
        }
        for (const std::string &line : box.notes) {
            width = std::max(width, text_width(line, NoteSize));
        }
        for (const size_t node : box.mentions) {
            width = std::max(width, text_width(mention_text(node), NoteSize));
        }
        return std::max(Least, width + 2 * Padding);
    }

    [[nodiscard]] static double text_height(const Box &box)
    {
        const size_t notes = box.notes.size() + box.mentions.size() + (box.label.empty() ? 0 : 1);
        return NameLine * static_cast<double>(box.name.size()) +
               NoteLine * static_cast<double>(notes);
    }

    [[nodiscard]] static double box_height(const Box &box) { return text_height(box) + 12; }

    /// Which boxes and lines belong to what each node reaches: classes like "d12", of 12 directly.
    void classes_collect()
    {
        boxClasses.resize(boxes.size());
        lineClasses.resize(lines.size());
        for (size_t node = 0; node < model.graph->nodes().size(); node++) {
            if (model.node(node).is_domain()) {
                domain_classes(node, node);
            } else if (model.node(node).kind == NodeKind::Thread) {
                const size_t start = model.grant(model.graph->grants_from(node).front()).target;
                domain_classes(start, node);
                box_class(start, 'd', node);
                line_classes(node, {node}, 'd');
            } else {
                object_classes(node);
            }
        }
    }

    void box_class(size_t node, char letter, size_t of)
    {
        if (boxOf[node] != SIZE_MAX && node != of) {
            boxClasses[boxOf[node]] += fmt::format(" {}{}", letter, of);
        }
    }

    /// The lines that leave one of `from`.
    void line_classes(size_t of, const std::set<size_t> &from, char letter)
    {
        for (size_t index = 0; index < lines.size(); index++) {
            if (from.contains(lines[index].from)) {
                lineClasses[index] += fmt::format(" {}{}", letter, of);
            }
        }
    }

    /// What `domain` reaches, lit up when `of` is chosen.
    void domain_classes(size_t domain, size_t of)
    {
        const Reach &reach = model.reaches[domain];
        std::set<size_t> direct;
        std::set<size_t> asked;
        std::set<size_t> asking;
        for (const size_t index : reach.holds) {
            direct.insert(line_target(model.grant(index)));
        }
        for (const Reached &reached : reach.asks) {
            asked.insert(reached.node);
        }
        line_classes(of, {domain}, 'd');
        line_classes(of, asked, 'q');
        for (const size_t index : reach.mayInfluence) {
            asked.insert(model.grant(index).target);
        }
        for (const size_t node : direct) {
            const bool isObject = is_object(model.node(node).kind);
            box_class(node, isObject ? 'd' : 'q', of);
            asked.erase(node);
        }
        for (const size_t node : asked) {
            box_class(node, 'q', of);
        }
        if (of == domain) {
            for (const Reached &caller : reach.callers) {
                asking.insert(caller.node);
                box_class(caller.node, 'c', of);
            }
            for (const size_t thread : reach.threadsStarting) {
                asking.insert(thread);
                box_class(thread, 'c', of);
            }
            callers_lines(of, asking);
        }
    }

    /// The lines on a way from `callers` to `of`.
    void callers_lines(size_t of, const std::set<size_t> &callers)
    {
        for (size_t index = 0; index < lines.size(); index++) {
            const Line &line = lines[index];
            if (callers.contains(line.from) && (line.to == of || callers.contains(line.to))) {
                lineClasses[index] += fmt::format(" c{}", of);
            }
        }
    }

    void object_classes(size_t node)
    {
        std::set<size_t> holders;
        for (const Reached &reached : model.exposures[node]) {
            holders.insert(reached.node);
            box_class(reached.node, reached.distance == 0 ? 'd' : 'q', node);
        }
        for (size_t index = 0; index < lines.size(); index++) {
            const Line &line = lines[index];
            if (line.to == node) {
                lineClasses[index] += fmt::format(" d{}", node);
            } else if (holders.contains(line.from) && holders.contains(line.to)) {
                lineClasses[index] += fmt::format(" q{}", node);
            }
        }
    }

    Markup figure_make()
    {
        constexpr double LabelRoom = 30;
        const double width = layout.width + 2 * Margin;
        const double height = layout.height + 2 * Margin;
        Markup svg =
            markup("<svg class=\"map\" role=\"group\" aria-label=\"Who calls whom, and who "
                   "holds which device or shared object\" viewBox=\"0 0 {:.0f} {:.0f}\" "
                   "style=\"max-width:{:.0f}px;min-width:{:.0f}px\">",
                   width, height, width, width * 0.62);
        if (layout.groups.size() > SystemGroup && !has_only_system()) {
            const double y = layout.groups[SystemGroup].y - LabelRoom + Margin;
            svg += markup("<path class=\"divider\" d=\"M{:.0f} {:.1f}H{:.0f}\"/><text "
                          "class=\"divider-label\" x=\"{:.0f}\" y=\"{:.1f}\">the system</text>",
                          Margin, y, width - Margin, Margin, y + 14);
        }
        for (size_t index = 0; index < lines.size(); index++) {
            svg += line_markup(index);
        }
        for (size_t index = 0; index < boxes.size(); index++) {
            svg += box_markup(index);
        }
        svg += markup("</svg>");
        return svg;
    }

    /// Whether one of a line's grants is new in this image.
    [[nodiscard]] bool is_gained(const Line &line) const
    {
        const auto found = model.changes.find(line.from);
        if (found == model.changes.end()) {
            return false;
        }
        return std::ranges::any_of(line.grants, [&](size_t index) {
            const Grant &grant = model.grant(index);
            const std::string &target = model.node(grant.target).name;
            return std::ranges::any_of(found->second, [&](const Change *change) {
                return change->kind == ChangeKind::Gained &&
                       (change->object == target || change->object == target + "." + grant.item ||
                        change->object == target + " " + grant.item);
            });
        });
    }

    [[nodiscard]] bool has_only_system() const
    {
        return std::ranges::none_of(boxes, [](const Box &box) { return box.group == OwnGroup; });
    }

    Markup line_markup(size_t index)
    {
        const Line &line = lines[index];
        const LayoutLine &drawn = layout.lines[index];
        const bool isCall = std::ranges::any_of(line.grants, [this](size_t grant) {
            const GrantKind kind = model.grant(grant).kind;
            return kind == GrantKind::Call || kind == GrantKind::LibraryCall ||
                   kind == GrantKind::Start;
        });
        const bool isObject = is_object(model.node(line.to).kind);
        const char *kind = isCall ? "call" : isObject ? "memory" : "sealed";
        std::string title =
            fmt::format("{} \u2192 {}:", node_title(model, line.from), node_title(model, line.to));
        for (const size_t grant : line.grants) {
            const Grant &one = model.grant(grant);
            title +=
                "\n" + one.item + (one.item.empty() || one.terms.empty() ? "" : ": ") + one.terms;
        }
        const double tip = drawn.isBackwards ? 7 : -7;
        return markup("<g class=\"edge {}{}{}\" data-from=\"{}\" data-to=\"{}\" "
                      "transform=\"translate({:.0f} {:.0f})\"><title>{}</title>"
                      "<path class=\"line\" d=\"{}\"/><path class=\"head\" d=\"M{:.1f} "
                      "{:.1f}l{:.0f} -3.5v7z\"/></g>",
                      Markup{kind}, Markup{is_gained(line) ? " gained" : ""},
                      Markup{lineClasses[index]}, model.node(line.from).id, model.node(line.to).id,
                      Margin, Margin, title, Markup{drawn.path}, drawn.end.x, drawn.end.y, tip);
    }

    Markup box_markup(size_t index)
    {
        const Box &box = boxes[index];
        const LayoutBox &place = layout.boxes[index];
        const Node &node = model.node(box.node);
        const double x = place.x + Margin;
        const double y = place.y + Margin;
        const std::string title =
            fmt::format("{} {}", kind_word(node.kind), node_title(model, box.node));
        std::string classes = fmt::format("node {} n{}{}{}", box_class_name(node), box.node,
                                          boxClasses[index], change_class(box.node));
        Markup out = markup("<a href=\"#{}\" class=\"{}\" aria-label=\"{}\"><title>{}</title><rect "
                            "x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" "
                            "rx=\"{}\"/>",
                            node.id, classes, title, title, x, y, place.width, place.height,
                            node.kind == NodeKind::Thread ? 11 : 3);
        double baseline = y + (place.height - text_height(box)) / 2;
        const auto text = [&](std::string_view style, double step, const std::string &line) {
            baseline += step;
            out += markup("<text class=\"{}\" x=\"{:.1f}\" y=\"{:.1f}\">{}</text>", style,
                          x + Padding, baseline - step * 0.25, line);
        };
        if (!box.label.empty()) {
            text("note", NoteLine, box.label);
        }
        for (const std::string &line : box.name) {
            text("name", NameLine, line);
        }
        for (const std::string &line : box.notes) {
            text("note", NoteLine, line);
        }
        for (const size_t other : box.mentions) {
            baseline += NoteLine;
            out +=
                markup("<text class=\"note mention\" data-from=\"{}\" data-to=\"{}\" x=\"{:.1f}\" "
                       "y=\"{:.1f}\">{}</text>",
                       node.id, model.node(other).id, x + Padding, baseline - NoteLine * 0.25,
                       mention_text(other));
        }
        out += markup("</a>");
        return out;
    }

    [[nodiscard]] static std::string box_class_name(const Node &node)
    {
        switch (node.kind) {
        case NodeKind::Thread:
            return "thread";
        case NodeKind::Device:
            return "device";
        case NodeKind::SharedObject:
            return "shared";
        case NodeKind::Library:
            return node.isSystem ? "system" : "library";
        default:
            return node.isSystem ? "system" : "compartment";
        }
    }

    [[nodiscard]] std::string change_class(size_t node) const
    {
        const auto found = model.changes.find(node);
        if (found == model.changes.end()) {
            return "";
        }
        const bool hasGained = std::ranges::any_of(
            found->second, [](const Change *change) { return change->kind == ChangeKind::Gained; });
        return hasGained ? " gained" : " changed";
    }

    /// What lights up when a card is chosen: its own box, and by colour what belongs to it.
    Markup style_make()
    {
        Markup style;
        for (size_t node = 0; node < model.graph->nodes().size(); node++) {
            const Markup chosen = markup(".page:has(#{}:target)", css_escape(model.node(node).id));
            style += markup("{0} :is(.n{1},.d{1},.q{1},.c{1}){{opacity:1}}{0} "
                            ".n{1}{{--ink:var(--chosen);--weight:2.5px}}{0} "
                            ".c{1}{{--ink:var(--asker)}}{0} .q{1}{{--ink:var(--asked)}}{0} "
                            ".d{1}{{--ink:var(--direct);--weight:2px}}\n",
                            chosen, node);
        }
        return style;
    }

    /// Ids have letters, digits, '-', '_' and '.', of which a selector wants only the last escaped.
    static Markup css_escape(const std::string &id)
    {
        std::string escaped;
        for (const char character : id) {
            escaped += character == '.' ? "\\." : std::string(1, character);
        }
        return {escaped};
    }

    const PageModel &model;
    std::vector<Box> boxes;
    std::vector<Line> lines;
    /// Of each node, its box or SIZE_MAX.
    std::vector<size_t> boxOf;
    std::vector<std::string> boxClasses;
    std::vector<std::string> lineClasses;
    Layout layout;
};

} // namespace

MapPart map_make(const PageModel &model)
{
    return Map(model).make();
}

} // namespace griotte::audit
