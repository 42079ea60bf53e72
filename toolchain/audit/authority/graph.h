// What a report says of authority, as a graph: who may do what to whom. The page, the difference of
// two images and all questions of reach are asked here.
//
// An edge is a *grant*: something a domain's import table holds, or a thread's place to start. It
// is direct authority, which whoever owns the domain has for good. What can be had by asking others
// is `toolchain/audit/authority/reach.h`'s. Capabilities that are handed over while the firmware
// runs are in no report.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "toolchain/audit/report/report.h"

namespace griotte::audit {

enum class NodeKind : uint8_t
{
    Thread,
    Compartment,
    Library,
    Switcher,
    Device,
    SharedObject,
    /// The right to seal and unseal a kind of object; objects of it are held by domains.
    SealingType,
    /// What only one part of the system may have: the heap, the hardware's sealing types.
    Privilege,
};

/// "compartment", "shared object".
std::string_view kind_word(NodeKind kind);

struct Node
{
    NodeKind kind = NodeKind::Compartment;
    /// As people write it: "uart", "allocator.MallocKey".
    std::string name;
    /// Of letters, digits, '-', '_' and '.' only, and of this node only: "device-uart".
    std::string id;
    /// Part of what every firmware trusts.
    bool isSystem = false;

    [[nodiscard]] bool is_domain() const;
};

enum class GrantKind : uint8_t
{
    /// A thread starts in a compartment.
    Start,
    /// Of a compartment's entry point, through the switcher.
    Call,
    /// Of a library's function, which runs with its caller's stack and globals.
    LibraryCall,
    Device,
    SharedObject,
    /// Holds an object of a sealing type.
    SealedObject,
    /// Holds a sealing type's key: sees and makes objects of it.
    Key,
    Privilege,
};

struct Grant
{
    GrantKind kind = GrantKind::Call;
    /// Indices of nodes.
    size_t holder = 0;
    size_t target = 0;
    /// Which, if there may be several: the function; the sealed object's name, or its number.
    std::string item;
    /// What it allows beyond its existence: "load, store", "quota of 4096 bytes"; may be empty.
    std::string terms;
    /// Of devices and shared objects.
    Permissions permissions;
    /// Of the function that is called, as its domain exports it.
    Posture posture = Posture::Inherit;
    /// Of the allocator's capabilities: the quota in bytes.
    std::optional<uint64_t> quota;
    /// Everywhere it is used; empty if the report does not say.
    std::vector<SourcePlace> sources;
};

/// The graph of one report, which must outlive it.
class Graph
{
public:
    explicit Graph(const Report &theReport);

    [[nodiscard]] const Report &report() const { return *theReport; }
    /// By kind, then by name; threads in the order of their numbers.
    [[nodiscard]] const std::vector<Node> &nodes() const { return allNodes; }
    /// By holder, kind, target and item. Each combination is there once: permissions are united.
    [[nodiscard]] const std::vector<Grant> &grants() const { return allGrants; }
    /// Indices of grants, in their order.
    [[nodiscard]] const std::vector<size_t> &grants_from(size_t node) const { return from[node]; }
    [[nodiscard]] const std::vector<size_t> &grants_to(size_t node) const { return to[node]; }
    [[nodiscard]] std::optional<size_t> node_find(NodeKind kind, std::string_view name) const;
    /// The node of a domain of the report.
    [[nodiscard]] size_t node_of(const ReportDomain &domain) const;
    /// The domain, thread or shared object a node stands for, or null.
    [[nodiscard]] const ReportDomain *domain_of(size_t node) const;
    [[nodiscard]] const ReportThread *thread_of(size_t node) const;
    /// Bytes of a device or shared object, and where they are.
    [[nodiscard]] std::optional<MemoryRange> range_of(size_t node) const;

private:
    friend class GraphBuilder;

    const Report *theReport;
    std::vector<Node> allNodes;
    std::vector<Grant> allGrants;
    std::vector<std::vector<size_t>> from;
    std::vector<std::vector<size_t>> to;
    std::vector<std::optional<MemoryRange>> ranges;
};

/// What each thread is called where its number would say little: "app.run()", the second "app.run()
/// (2)".
std::vector<std::string> threads_name(const Report &report);

/// What a static sealed object allows, as its type's owner reads it: quotas, interrupts and
/// deadlines are known, of others the bytes are given.
std::string contents_describe(const SealedObjectImport &object);

/// Bytes that may be allocated with the object; nothing if it is no allocator's capability.
std::optional<uint64_t> contents_quota(const SealedObjectImport &object);

/// "4 KiB", "100 bytes": exact, in the largest unit that is.
std::string bytes_describe(uint64_t bytes);

} // namespace griotte::audit
