#include "toolchain/audit/authority/reach.h"

#include <gtest/gtest.h>

#include "tests/unit/audit/sample.h"

namespace griotte::audit {
namespace {

class ReachTest : public testing::Test
{
protected:
    /// Of a domain by its name.
    Reach reach(NodeKind kind, const char *name) { return reach_of(graph, node(kind, name)); }
    size_t node(NodeKind kind, const char *name) { return graph.node_find(kind, name).value(); }

    std::vector<std::string> names(const std::vector<Reached> &all)
    {
        std::vector<std::string> list;
        for (const Reached &reached : all) {
            list.push_back(
                fmt::format("{} {}", reached.distance, graph.nodes()[reached.node].name));
        }
        return list;
    }
    std::vector<std::string> targets(const std::vector<size_t> &grants)
    {
        std::vector<std::string> list;
        for (const size_t index : grants) {
            list.push_back(graph.nodes()[graph.grants()[index].target].name);
        }
        return list;
    }

    Report report = sample_read(sample_document());
    Graph graph{report};
};

using Names = std::vector<std::string>;

TEST_F(ReachTest, HoldsIsWhatNobodyHasToBeAskedFor)
{
    EXPECT_EQ(targets(reach(NodeKind::Compartment, "app").holds),
              (Names{"mailbox", "allocator.MallocKey"}));
    EXPECT_EQ(targets(reach(NodeKind::Compartment, "driver").holds), (Names{"uart"}));
}

TEST_F(ReachTest, AsksFollowsCallsThroughLibraries)
{
    const Reach app = reach(NodeKind::Compartment, "app");
    EXPECT_EQ(names(app.asks), (Names{"1 driver", "1 store", "1 helper", "2 scheduler"}));
    EXPECT_EQ(graph.nodes()[app.asks[3].via].name, "helper");
    EXPECT_EQ(names(reach(NodeKind::Compartment, "driver").asks), Names());
}

TEST_F(ReachTest, MayInfluenceIsWhatTheAskedHold)
{
    EXPECT_EQ(targets(reach(NodeKind::Compartment, "app").mayInfluence),
              (Names{"uart", "mailbox"}));
}

TEST_F(ReachTest, CallersAreWhomItCanLieTo)
{
    EXPECT_EQ(names(reach(NodeKind::Compartment, "scheduler").callers),
              (Names{"1 helper", "2 app"}));
}

TEST_F(ReachTest, ThreadsStartOrPass)
{
    EXPECT_EQ(reach(NodeKind::Compartment, "app").threadsStarting.size(), 1u);
    const Reach driver = reach(NodeKind::Compartment, "driver");
    EXPECT_TRUE(driver.threadsStarting.empty());
    EXPECT_EQ(driver.threadsPassing.size(), 1u);
    EXPECT_TRUE(reach(NodeKind::Compartment, "allocator").threadsPassing.empty());
}

TEST_F(ReachTest, WritersReachReadersThroughMemory)
{
    const Reach store = reach(NodeKind::Compartment, "store");
    ASSERT_EQ(store.writesTo.size(), 1u);
    EXPECT_EQ(graph.nodes()[graph.grants()[store.writesTo[0].other].holder].name, "app");
    EXPECT_TRUE(reach(NodeKind::Compartment, "app").writesTo.empty()); // it only reads
}

TEST_F(ReachTest, AKeyOpensWhatOthersHold)
{
    const Reach allocator = reach(NodeKind::Compartment, "allocator");
    ASSERT_EQ(allocator.opens.size(), 1u);
    EXPECT_EQ(graph.nodes()[graph.grants()[allocator.opens[0]].holder].name, "app");
}

TEST_F(ReachTest, ADeviceIsExposedToHoldersAndWhoAsksThem)
{
    EXPECT_EQ(names(exposure_of(graph, node(NodeKind::Device, "uart"))),
              (Names{"0 driver", "1 app"}));
}

TEST_F(ReachTest, PathsAreTheShortest)
{
    const Reach app = reach(NodeKind::Compartment, "app");
    const size_t start = node(NodeKind::Compartment, "app");
    const auto path = path_to(app.asks, start, node(NodeKind::Compartment, "scheduler"));
    ASSERT_EQ(path.size(), 3u);
    EXPECT_EQ(graph.nodes()[path[1]].name, "helper");
}

TEST(Reach, CyclesEnd)
{
    auto document = sample_document();
    document["compartments"]["driver"]["imports"].push_back(
        {{"kind", "CompartmentExport"},
         {"compartment_name", "app"},
         {"export_symbol", "__export_app__Z3runv"},
         {"function", "run()"},
         {"provided_by", "app/app.cc.o"}});
    const Report report = sample_read(document);
    const Graph graph(report);
    const Reach driver = reach_of(graph, graph.node_find(NodeKind::Compartment, "driver").value());
    EXPECT_EQ(driver.asks.size(), 4u); // app, store, helper, scheduler
    EXPECT_EQ(driver.callers.size(), 1u);
}

} // namespace
} // namespace griotte::audit
