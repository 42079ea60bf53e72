#include "toolchain/audit/difference/difference.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace griotte::audit {

namespace {

/// What griotte's linker calls itself among the files an image is made of.
constexpr std::string_view LinkerFile = "(griotte ld)";

/// What two images are compared by: all that names one thing somebody may do.
struct FactKey
{
    NodeKind subjectKind = NodeKind::Compartment;
    std::string subject;
    std::string category;
    std::string object;

    auto operator<=>(const FactKey &) const = default;
};

/// What is said of it.
struct Fact
{
    std::string terms;
    /// Of devices and shared objects.
    Permissions permissions;
    /// Of what is more or less: quotas, sizes.
    std::optional<uint64_t> amount;
    std::vector<SourcePlace> sources;
};

using Facts = std::map<FactKey, Fact>;

const char *category_of(GrantKind kind)
{
    switch (kind) {
    case GrantKind::Start:
        return "thread";
    case GrantKind::Call:
        return "call";
    case GrantKind::LibraryCall:
        return "library_call";
    case GrantKind::Device:
        return "device";
    case GrantKind::SharedObject:
        return "shared_object";
    case GrantKind::SealedObject:
        return "sealed_object";
    case GrantKind::Key:
        return "key";
    case GrantKind::Privilege:
        return "privilege";
    }
    return "grant";
}

/// All facts of one report.
class FactCollector
{
public:
    explicit FactCollector(const Report &theReport) : report(theReport), graph(theReport) {}

    Facts collect()
    {
        for (const ReportDomain &domain : report.domains) {
            domain_collect(domain);
        }
        for (const Grant &grant : graph.grants()) {
            if (grant.kind != GrantKind::Start) {
                grant_collect(grant);
            }
        }
        threads_collect();
        for (const ReportSharedObject &object : report.sharedObjects) {
            facts[{NodeKind::SharedObject, object.name, "size", ""}] =
                Fact{bytes_describe(object.range.length),
                     {},
                     object.range.length,
                     places(object.source)};
        }
        return std::move(facts);
    }

private:
    static std::vector<SourcePlace> places(const std::optional<SourcePlace> &place)
    {
        return place.has_value() ? std::vector{*place} : std::vector<SourcePlace>();
    }

    void domain_collect(const ReportDomain &domain)
    {
        const NodeKind kind = graph.nodes()[graph.node_of(domain)].kind;
        facts[{kind, domain.name, "domain", ""}] = {};
        for (const ReportExport &entry : domain.exports) {
            // Which of its functions a library has in the image follows from who imports them.
            if (!entry.isExported ||
                (domain.kind != DomainKind::Compartment && !entry.isSealingKey))
            {
                continue;
            }
            const char *category = entry.isSealingKey ? "sealing_type" : "entry_point";
            std::string terms =
                entry.posture == Posture::Disabled ? "interrupts disabled" : std::string();
            facts[{kind, domain.name, category, entry.name}] =
                Fact{std::move(terms), {}, std::nullopt, places(entry.source)};
        }
    }

    void grant_collect(const Grant &grant)
    {
        const Node &holder = graph.nodes()[grant.holder];
        const Node &target = graph.nodes()[grant.target];
        std::string object = target.name;
        if (grant.kind == GrantKind::Call || grant.kind == GrantKind::LibraryCall) {
            object += "." + grant.item;
        } else if (!grant.item.empty()) {
            object += " " + grant.item;
        }
        // An entry point's posture is said once, where it is offered.
        std::string terms = grant.kind == GrantKind::Call ? std::string() : grant.terms;
        facts[{holder.kind, holder.name, category_of(grant.kind), std::move(object)}] =
            Fact{std::move(terms), grant.permissions, grant.quota, grant.sources};
    }

    void threads_collect()
    {
        const auto names = threads_name(report);
        for (size_t index = 0; index < names.size(); index++) {
            const ReportThread &thread = report.threads[index];
            const std::string &name = names[index];
            const auto sources = places(thread.source);
            facts[{NodeKind::Thread, name, "domain", ""}] = Fact{{}, {}, {}, sources};
            facts[{NodeKind::Thread, name, "priority", ""}] =
                Fact{std::to_string(thread.priority), {}, thread.priority, sources};
            facts[{NodeKind::Thread, name, "stack", ""}] =
                Fact{bytes_describe(thread.stack), {}, thread.stack, sources};
            facts[{NodeKind::Thread, name, "trusted_stack", ""}] =
                Fact{bytes_describe(thread.trustedStack), {}, thread.trustedStack, sources};
        }
    }

    const Report &report;
    Graph graph;
    Facts facts;
};

Change change_make(ChangeKind kind, const FactKey &key, std::string before, std::string after,
                   const Fact &fact)
{
    return {kind,        key.subjectKind,   key.subject,      key.category,
            key.object,  std::move(before), std::move(after), {},
            fact.sources};
}

/// Permissions may be gained and lost at once, which is two changes.
void permissions_compare(const FactKey &key, const Fact &before, const Fact &after,
                         std::vector<Change> &changes)
{
    const Permissions gained = after.permissions.without(before.permissions);
    const Permissions lost = before.permissions.without(after.permissions);
    if (!gained.is_empty()) {
        changes.push_back(change_make(ChangeKind::Gained, key, before.permissions.to_string(),
                                      after.permissions.to_string(), after));
        changes.back().permissions = gained.to_string();
    }
    if (!lost.is_empty()) {
        changes.push_back(change_make(ChangeKind::Lost, key, before.permissions.to_string(),
                                      after.permissions.to_string(), after));
        changes.back().permissions = lost.to_string();
    }
}

void facts_compare(const FactKey &key, const Fact &before, const Fact &after,
                   std::vector<Change> &changes)
{
    if (!(before.permissions == after.permissions)) {
        permissions_compare(key, before, after, changes);
        return;
    }
    if (before.terms == after.terms) {
        return;
    }
    ChangeKind kind = ChangeKind::Changed;
    if (before.amount.has_value() && after.amount.has_value() && *before.amount != *after.amount) {
        kind = *after.amount > *before.amount ? ChangeKind::Gained : ChangeKind::Lost;
    }
    changes.push_back(change_make(kind, key, before.terms, after.terms, after));
}

/// Gives each report the names of devices that the other has.
void devices_match(Report &before, Report &after)
{
    for (const auto &[from, to] : {std::pair{&before, &after}, std::pair{&after, &before}}) {
        std::vector<NamedRange> names;
        for (const ReportDomain &domain : from->domains) {
            for (const ReportImport &import : domain.imports) {
                const auto *device = std::get_if<DeviceImport>(&import.what);
                if (device != nullptr && !device->device.empty()) {
                    names.push_back({device->device, device->range});
                }
            }
        }
        devices_name(*to, names);
    }
}

/// What sections were made of, whatever the files were called and wherever they were put.
std::vector<ReportSection::Input> parts_of(const std::vector<const ReportSection *> &sections)
{
    std::vector<ReportSection::Input> parts;
    for (const ReportSection *section : sections) {
        parts.insert(parts.end(), section->inputs.begin(), section->inputs.end());
    }
    // The linker's own parts are tables of the whole image.
    std::erase_if(parts, [](const auto &part) { return part.file == LinkerFile; });
    for (ReportSection::Input &part : parts) {
        part.file.clear();
    }
    std::ranges::sort(parts);
    return parts;
}

std::vector<const ReportSection *> sections_of(const ReportDomain &domain)
{
    std::vector<const ReportSection *> sections = {&domain.code};
    if (domain.data.has_value()) {
        sections.push_back(&*domain.data);
    }
    return sections;
}

std::vector<const ReportSection *> sections_of(const Report &report)
{
    std::vector<const ReportSection *> sections;
    for (const ReportSection &section : report.core) {
        sections.push_back(&section);
    }
    return sections;
}

bool is_linked_alike(const ReportDomain &before, const ReportDomain &after)
{
    const auto data_hash = [](const ReportDomain &domain) {
        return domain.data.has_value() ? domain.data->sha256 : std::string();
    };
    return before.code.sha256 == after.code.sha256 && data_hash(before) == data_hash(after);
}

void code_compare(const Report &before, const Report &after, Difference &difference)
{
    std::set<std::string> touched;
    for (const Change &change : difference.changes) {
        touched.insert(change.subject);
    }
    for (const ReportDomain &domain : after.domains) {
        const ReportDomain *old = before.domain_find(domain.name);
        if (old == nullptr || touched.contains(domain.name) || is_linked_alike(*old, domain)) {
            continue;
        }
        const auto parts = parts_of(sections_of(domain));
        // Without its parts, a report's hashes are all there is.
        const bool isSame = !parts.empty() && parts == parts_of(sections_of(*old));
        (isSame ? difference.relinked : difference.codeChanged).push_back(domain.name);
    }
    if (parts_of(sections_of(before)) != parts_of(sections_of(after))) {
        difference.codeChanged.emplace_back("loader");
    }
}

std::string what_changed(const Change &change)
{
    if (change.category == "call" || change.category == "library_call") {
        return "may call " + change.object;
    }
    if (change.category == "device") {
        return "device " + change.object;
    }
    if (change.category == "shared_object") {
        return "shared object " + change.object;
    }
    if (change.category == "sealed_object") {
        return "holds " + change.object;
    }
    if (change.category == "key") {
        return "key of " + change.object;
    }
    if (change.category == "privilege") {
        return "privilege " + change.object;
    }
    if (change.category == "entry_point") {
        return "offers " + change.object;
    }
    if (change.category == "sealing_type") {
        return "sealing type " + change.object;
    }
    return change.category == "trusted_stack" ? "trusted stack" : change.category;
}

} // namespace

std::string Change::sentence() const
{
    if (category == "domain") {
        return kind == ChangeKind::Gained ? "new in this image" : "no longer in the image";
    }
    const std::string text = what_changed(*this);
    if (!permissions.empty()) {
        return fmt::format("{}: {}; now {}", text, permissions, after);
    }
    if (!before.empty() && !after.empty()) {
        return fmt::format("{}: {}, was {}", text, after, before);
    }
    const std::string &terms = before.empty() ? after : before;
    if (kind == ChangeKind::Changed) {
        return fmt::format("{}: {} {}", text, after.empty() ? "no longer" : "now", terms);
    }
    // What came or went as a whole has only one side.
    return terms.empty() ? text : fmt::format("{}: {}", text, terms);
}

Difference difference_make(Report before, Report after)
{
    devices_match(before, after);
    const Facts old = FactCollector(before).collect();
    const Facts now = FactCollector(after).collect();
    Difference difference;
    for (const auto &[key, fact] : now) {
        const auto found = old.find(key);
        if (found == old.end()) {
            difference.changes.push_back(
                change_make(ChangeKind::Gained, key, "", fact.terms, fact));
        } else {
            facts_compare(key, found->second, fact, difference.changes);
        }
    }
    for (const auto &[key, fact] : old) {
        if (!now.contains(key)) {
            difference.changes.push_back(change_make(ChangeKind::Lost, key, fact.terms, "", fact));
        }
    }
    std::ranges::stable_sort(difference.changes, {}, [](const Change &change) {
        return std::tuple(change.subjectKind, change.subject, change.category != "domain",
                          change.kind);
    });
    code_compare(before, after, difference);
    return difference;
}

} // namespace griotte::audit
