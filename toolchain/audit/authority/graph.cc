#include "toolchain/audit/authority/graph.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <tuple>

namespace griotte::audit {

namespace {

/// The part of an id that is the node's name: what ids may not have is written as '.' and two
/// digits.
std::string id_of(std::string_view name)
{
    std::string id;
    for (const unsigned char character : name) {
        const bool isPlain = std::isalnum(character) != 0 || character == '_' || character == '-';
        id += isPlain ? std::string(1, static_cast<char>(character))
                      : fmt::format(".{:02x}", character);
    }
    return id;
}

std::string_view id_prefix(NodeKind kind)
{
    switch (kind) {
    case NodeKind::Thread:
        return "thread";
    case NodeKind::Compartment:
        return "compartment";
    case NodeKind::Library:
        return "library";
    case NodeKind::Switcher:
        return "switcher";
    case NodeKind::Device:
        return "device";
    case NodeKind::SharedObject:
        return "shared";
    case NodeKind::SealingType:
        return "type";
    case NodeKind::Privilege:
        return "privilege";
    }
    return "node";
}

NodeKind node_kind(DomainKind kind)
{
    switch (kind) {
    case DomainKind::Compartment:
        return NodeKind::Compartment;
    case DomainKind::Library:
        return NodeKind::Library;
    case DomainKind::Switcher:
        return NodeKind::Switcher;
    }
    return NodeKind::Compartment;
}

std::string device_name(const DeviceImport &device)
{
    return device.device.empty()
               ? fmt::format("0x{:08x}+0x{:x}", device.range.start, device.range.length)
               : device.device;
}

/// Whoever provides a library's function that no domain of the report exports.
std::string provider_name(const CallImport &call)
{
    return call.provider.empty() ? "(not in the report)" : call.provider;
}

} // namespace

std::string_view kind_word(NodeKind kind)
{
    switch (kind) {
    case NodeKind::Thread:
        return "thread";
    case NodeKind::Compartment:
        return "compartment";
    case NodeKind::Library:
        return "library";
    case NodeKind::Switcher:
        return "switcher";
    case NodeKind::Device:
        return "device";
    case NodeKind::SharedObject:
        return "shared object";
    case NodeKind::SealingType:
        return "sealing type";
    case NodeKind::Privilege:
        return "privilege";
    }
    return "";
}

bool Node::is_domain() const
{
    return kind == NodeKind::Compartment || kind == NodeKind::Library || kind == NodeKind::Switcher;
}

/// Fills a graph: first all nodes, whose order gives them their indices, then the grants.
class GraphBuilder
{
public:
    explicit GraphBuilder(Graph &theGraph) : graph(theGraph), report(*theGraph.theReport) {}

    void build()
    {
        nodes_collect();
        nodes_number();
        for (const ReportDomain &domain : report.domains) {
            domain_add(domain);
        }
        for (size_t index = 0; index < report.threads.size(); index++) {
            thread_add(index);
        }
        grants_unite();
    }

private:
    using Key = std::pair<NodeKind, std::string>;
    using ExportKey = std::pair<std::string, std::string>;

    void nodes_collect()
    {
        for (const ReportDomain &domain : report.domains) {
            const NodeKind kind = node_kind(domain.kind);
            kinds[domain.name] = kind;
            indices[{kind, domain.name}];
            for (const ReportExport &entry : domain.exports) {
                if (entry.isSealingKey) {
                    indices[{NodeKind::SealingType, domain.name + "." + entry.name}];
                }
                exports[{domain.name, entry.symbol}] = &entry;
            }
            for (const ReportImport &import : domain.imports) {
                const auto [kindThere, name] = target_of(domain, import);
                indices[{kindThere, name}];
            }
        }
        for (const ReportSharedObject &object : report.sharedObjects) {
            indices[{NodeKind::SharedObject, object.name}];
        }
    }

    void nodes_number()
    {
        for (size_t number = 1; number <= report.threads.size(); number++) {
            graph.allNodes.push_back({NodeKind::Thread, fmt::format("thread {}", number),
                                      fmt::format("thread-{}", number), false});
        }
        for (auto &[key, index] : indices) {
            index = graph.allNodes.size();
            const ReportDomain *domain = report.domain_find(key.second);
            const bool isDomain = domain != nullptr && node_kind(domain->kind) == key.first;
            graph.allNodes.push_back({key.first, key.second,
                                      fmt::format("{}-{}", id_prefix(key.first), id_of(key.second)),
                                      isDomain && domain->is_system()});
        }
        graph.from.resize(graph.allNodes.size());
        graph.to.resize(graph.allNodes.size());
        graph.ranges.resize(graph.allNodes.size());
        for (const ReportSharedObject &object : report.sharedObjects) {
            graph.ranges[indices[{NodeKind::SharedObject, object.name}]] = object.range;
        }
    }

    /// What kind of node an import is about, and its name.
    [[nodiscard]] Key target_of(const ReportDomain &domain, const ReportImport &import) const
    {
        if (const auto *call = std::get_if<CallImport>(&import.what)) {
            const ReportDomain *provider = report.domain_find(call->provider);
            return {provider == nullptr ? NodeKind::Library : node_kind(provider->kind),
                    provider_name(*call)};
        }
        if (const auto *key = std::get_if<KeyImport>(&import.what)) {
            return {NodeKind::SealingType, domain.name + "." + key->key};
        }
        if (const auto *device = std::get_if<DeviceImport>(&import.what)) {
            return {NodeKind::Device, device_name(*device)};
        }
        if (const auto *object = std::get_if<SharedObjectImport>(&import.what)) {
            return {NodeKind::SharedObject, object->name};
        }
        if (const auto *sealed = std::get_if<SealedObjectImport>(&import.what)) {
            return {NodeKind::SealingType, sealed->typeOwner + "." + sealed->typeKey};
        }
        return {NodeKind::Privilege, std::get<PrivilegedImport>(import.what).name};
    }

    void domain_add(const ReportDomain &domain)
    {
        // Objects without names are told apart by their order.
        std::map<std::string, size_t> unnamed;
        for (const ReportImport &import : domain.imports) {
            Grant grant;
            grant.holder = indices[{node_kind(domain.kind), domain.name}];
            grant.target = indices[target_of(domain, import)];
            grant.sources = import.sources;
            if (const auto *call = std::get_if<CallImport>(&import.what)) {
                call_fill(grant, *call);
            } else if (std::holds_alternative<KeyImport>(import.what)) {
                grant.kind = GrantKind::Key;
            } else if (const auto *device = std::get_if<DeviceImport>(&import.what)) {
                memory_fill(grant, GrantKind::Device, device->permissions, device->range);
            } else if (const auto *object = std::get_if<SharedObjectImport>(&import.what)) {
                memory_fill(grant, GrantKind::SharedObject, object->permissions, object->range);
            } else if (const auto *sealed = std::get_if<SealedObjectImport>(&import.what)) {
                grant.kind = GrantKind::SealedObject;
                const std::string type = graph.allNodes[grant.target].name;
                grant.item = sealed->symbol.empty() ? fmt::format("object {}", ++unnamed[type])
                                                    : sealed->symbol;
                grant.terms = contents_describe(*sealed);
                grant.quota = contents_quota(*sealed);
                if (grant.sources.empty() && sealed->definition.has_value()) {
                    grant.sources.push_back(*sealed->definition);
                }
            } else {
                grant.kind = GrantKind::Privilege;
            }
            graph.allGrants.push_back(std::move(grant));
        }
    }

    void call_fill(Grant &grant, const CallImport &call)
    {
        grant.kind = call.isLibrary ? GrantKind::LibraryCall : GrantKind::Call;
        grant.item = call.function;
        const auto found = exports.find({provider_name(call), call.symbol});
        grant.posture = found == exports.end() ? Posture::Inherit : found->second->posture;
        if (grant.posture == Posture::Disabled) {
            grant.terms = "interrupts disabled";
        }
    }

    void memory_fill(Grant &grant, GrantKind kind, const Permissions &permissions,
                     const MemoryRange &range)
    {
        grant.kind = kind;
        grant.permissions = permissions;
        auto &known = graph.ranges[grant.target];
        known = known.value_or(range);
    }

    void thread_add(size_t index)
    {
        const ReportThread &thread = report.threads[index];
        Grant grant;
        grant.kind = GrantKind::Start;
        grant.holder = index;
        grant.target = indices[{kinds[thread.compartment], thread.compartment}];
        grant.item = thread.function;
        grant.terms =
            fmt::format("priority {}, {} of stack", thread.priority, bytes_describe(thread.stack));
        if (thread.source.has_value()) {
            grant.sources.push_back(*thread.source);
        }
        graph.allGrants.push_back(std::move(grant));
    }

    /// Two imports of one thing are one grant of what both allow.
    void grants_unite()
    {
        auto &grants = graph.allGrants;
        const auto key = [](const Grant &grant) {
            return std::tie(grant.holder, grant.kind, grant.target, grant.item);
        };
        std::ranges::stable_sort(grants, {}, key);
        std::vector<Grant> united;
        for (Grant &grant : grants) {
            if (united.empty() || key(united.back()) != key(grant)) {
                united.push_back(std::move(grant));
                continue;
            }
            Grant &other = united.back();
            other.permissions = other.permissions.united(grant.permissions);
            other.sources.insert(other.sources.end(), grant.sources.begin(), grant.sources.end());
        }
        grants = std::move(united);
        for (size_t index = 0; index < grants.size(); index++) {
            Grant &grant = grants[index];
            if (grant.kind == GrantKind::Device || grant.kind == GrantKind::SharedObject) {
                grant.terms = grant.permissions.to_string();
            }
            std::ranges::sort(grant.sources);
            const auto rest = std::ranges::unique(grant.sources);
            grant.sources.erase(rest.begin(), rest.end());
            graph.from[grant.holder].push_back(index);
            graph.to[grant.target].push_back(index);
        }
    }

    Graph &graph;
    const Report &report;
    /// Of all nodes but threads, whose indices are their numbers less one.
    std::map<Key, size_t> indices;
    std::map<std::string, NodeKind> kinds;
    std::map<ExportKey, const ReportExport *> exports;
};

std::vector<std::string> threads_name(const Report &report)
{
    std::vector<std::string> names;
    std::map<std::string, size_t> seen;
    for (const ReportThread &thread : report.threads) {
        std::string name = thread.compartment + "." + thread.function;
        const size_t number = ++seen[name];
        names.push_back(number == 1 ? name : fmt::format("{} ({})", name, number));
    }
    return names;
}

Graph::Graph(const Report &report) : theReport(&report)
{
    GraphBuilder(*this).build();
}

std::optional<size_t> Graph::node_find(NodeKind kind, std::string_view name) const
{
    const auto found = std::ranges::find_if(
        allNodes, [&](const Node &node) { return node.kind == kind && node.name == name; });
    return found == allNodes.end() ? std::nullopt
                                   : std::optional(static_cast<size_t>(found - allNodes.begin()));
}

size_t Graph::node_of(const ReportDomain &domain) const
{
    return *node_find(node_kind(domain.kind), domain.name);
}

const ReportDomain *Graph::domain_of(size_t node) const
{
    return allNodes[node].is_domain() ? theReport->domain_find(allNodes[node].name) : nullptr;
}

const ReportThread *Graph::thread_of(size_t node) const
{
    return allNodes[node].kind == NodeKind::Thread ? &theReport->threads[node] : nullptr;
}

std::optional<MemoryRange> Graph::range_of(size_t node) const
{
    return ranges[node];
}

} // namespace griotte::audit
