#include "toolchain/audit/authority/graph.h"

#include <set>

#include <gtest/gtest.h>

#include "tests/unit/audit/sample.h"

namespace griotte::audit {
namespace {

/// "holder > target item: terms".
std::vector<std::string> grants_describe(const Graph &graph)
{
    std::vector<std::string> lines;
    for (const Grant &grant : graph.grants()) {
        lines.push_back(fmt::format("{} > {} {}: {}", graph.nodes()[grant.holder].name,
                                    graph.nodes()[grant.target].name, grant.item, grant.terms));
    }
    return lines;
}

TEST(Graph, HasEveryGrantOfTheReport)
{
    const Report report = sample_read(sample_document());
    EXPECT_EQ(grants_describe(Graph(report)),
              (std::vector<std::string>{
                  "thread 1 > app run(): priority 2, 1 KiB of stack",
                  "allocator > allocator.MallocKey : ",
                  "allocator > heap : ",
                  "app > driver send(int): interrupts disabled",
                  "app > store put(): ",
                  "app > helper help: ",
                  "app > mailbox : load",
                  "app > allocator.MallocKey __default_malloc_capability: quota of 4 KiB",
                  "driver > uart : load, store",
                  "store > mailbox : load, store, capabilities",
                  "helper > scheduler thread_sleep: interrupts disabled",
              }));
}

TEST(Graph, UnitesImportsOfOneDevice)
{
    auto document = sample_document();
    auto other = sample_import(document, "driver", "MMIO");
    other["permits_store"] = false;
    other["permits_load_mutable"] = true;
    other["sources"] = nlohmann::json::array({{{"file", "a.cc"}, {"line", 1}}});
    document["compartments"]["driver"]["imports"].push_back(other);
    const Report report = sample_read(document);
    const Graph graph(report);
    const auto uart = graph.node_find(NodeKind::Device, "uart");
    ASSERT_TRUE(uart.has_value());
    ASSERT_EQ(graph.grants_to(*uart).size(), 1u);
    const Grant &grant = graph.grants()[graph.grants_to(*uart)[0]];
    EXPECT_EQ(grant.terms, "load, store, load mutable");
    EXPECT_EQ(grant.sources, (std::vector<SourcePlace>{{"a.cc", 1}, {"driver.cc", 9}}));
}

TEST(Graph, TellsUnnamedObjectsApartByTheirOrder)
{
    auto document = sample_document();
    auto &first = sample_import(document, "app", "SealedObject");
    first.erase("symbol");
    auto second = first;
    second["contents"] = "00200000 00000000 00000000 00000000 00000000 00000000";
    document["compartments"]["app"]["imports"].push_back(second);
    const Report report = sample_read(document);
    const auto lines = grants_describe(Graph(report));
    EXPECT_NE(std::ranges::find(lines, "app > allocator.MallocKey object 1: quota of 4 KiB"),
              lines.end());
    EXPECT_NE(std::ranges::find(lines, "app > allocator.MallocKey object 2: quota of 8 KiB"),
              lines.end());
}

TEST(Graph, IdsAreUniqueAndPlain)
{
    auto document = sample_document();
    const auto domain = document["compartments"]["switcher"];
    for (const char *name : {"a.b", "a_b", "a b", "a\"><script>", "a.2eb", "\xc3\xa9"}) {
        document["compartments"][name] = domain;
    }
    const Report report = sample_read(document);
    const Graph graph(report);
    std::set<std::string> ids;
    for (const Node &node : graph.nodes()) {
        EXPECT_TRUE(ids.insert(node.id).second) << node.id;
        EXPECT_EQ(node.id.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                            "0123456789-_."),
                  std::string::npos)
            << node.id;
    }
}

TEST(Graph, KeepsAFunctionNobodyInTheReportProvides)
{
    auto document = sample_document();
    sample_import(document, "app", "LibraryFunction")["export_symbol"] =
        "__library_export_libcalls_elsewhere";
    const Report report = sample_read(document);
    const Graph graph(report);
    EXPECT_TRUE(graph.node_find(NodeKind::Library, "(not in the report)").has_value());
}

} // namespace
} // namespace griotte::audit
