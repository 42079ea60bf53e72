// Which domains a firmware consists of.
#include <gtest/gtest.h>

#include "sample.h"

namespace griotte::firmware {

namespace {

/// `manifest_text()` with `uses` for its compartment.
std::string text_using(std::string_view uses, std::string_view more = "")
{
    std::string text = manifest_text(more);
    const std::string_view before = "[\"hello.cc\"]\n";
    text.insert(text.find(before) + before.size(), fmt::format("uses = [{}]\n", uses));
    return text;
}

Graph graph_of(const std::string &text, const Board &board = board_sample())
{
    auto graph = graph_make(manifest_of(text), catalogue_sample(), board);
    EXPECT_TRUE(graph.has_value()) << graph.error().message;
    return graph.has_value() ? *std::move(graph) : Graph();
}

std::string complaint(const std::string &text)
{
    const auto graph = graph_make(manifest_of(text), catalogue_sample(), board_sample());
    return graph.has_value() ? "" : graph.error().message;
}

std::vector<std::string> names(const Graph &graph)
{
    std::vector<std::string> result;
    for (const Member &member : graph.members) {
        result.push_back(member.domain.name.text);
    }
    return result;
}

TEST(Graph, HasTheCoreAndAllLibrariesAndCompartmentsInUse)
{
    using Names = std::vector<std::string>;
    EXPECT_EQ(names(graph_of(manifest_text())),
              (Names{"hello", "scheduler", "log", "text", "post"}));
    EXPECT_EQ(names(graph_of(text_using("\"mail\""))),
              (Names{"hello", "scheduler", "mail", "log", "text", "post"}));
    // Through a library, and because a thread starts there.
    EXPECT_EQ(names(graph_of(text_using("\"post\""))).at(2), "mail");
    std::string text = manifest_text();
    text.replace(text.find("compartment = \"hello\""), 21, "compartment = \"mail\"");
    EXPECT_EQ(names(graph_of(text)).at(2), "mail");
}

TEST(Graph, BoardsWithASoftwareRevokerHaveIt)
{
    Board board = board_sample();
    board.revoker = "software";
    EXPECT_NE(graph_of(manifest_text(), board).find("sweeper"), nullptr);
    EXPECT_EQ(graph_of(manifest_text()).find("sweeper"), nullptr);
    EXPECT_EQ(complaint(text_using("\"sweeper\"")),
              "firmware.toml:5: [compartments.hello] uses: 'sweeper' is for boards with a software "
              "revoker, which 'bench' has not");
}

TEST(Graph, PartsMayNeedDevices)
{
    Board board = board_sample();
    EXPECT_FALSE(catalogue_sample().find("dice")->lack_on(board).has_value());
    EXPECT_NE(graph_of(text_using("\"dice\""), board).find("dice"), nullptr);
    board.memory.devices.clear();
    EXPECT_EQ(catalogue_sample().find("dice")->lack_on(board), "a device 'uart'");
}

TEST(Graph, ReachIsTransitive)
{
    const Graph graph = graph_of(text_using("\"post\""));
    const Member *hello = graph.find("hello");
    EXPECT_EQ(hello->reach, (std::set<std::string>{"hello", "post", "mail", "log", "guard"}));
}

TEST(Graph, ObjectsAreOfThoseWhoNameThem)
{
    const Graph graph = graph_of(text_using("\"mail\""));
    EXPECT_TRUE(graph.find("hello")->objects.empty());
    ASSERT_EQ(graph.find("mail")->objects.size(), 1u);
    EXPECT_EQ(graph.find("mail")->objects[0].name.text, "guard");
}

TEST(Graph, AliasesAreTheirParts)
{
    EXPECT_TRUE(graph_of(text_using("\"journal\"")).find("hello")->reach.contains("log"));
}

TEST(Graph, UsesOfTheFirmwareAreForAllItsDomainsButThemselves)
{
    std::string text = manifest_text("[libraries.base]\nsources = [\"b.c\"]\n"
                                     "[libraries.top]\nsources = [\"t.c\"]\nuses = [\"base\"]\n");
    text.insert(text.find("[compartments"), "uses = [\"top\"]\n");
    const Graph graph = graph_of(text);
    EXPECT_TRUE(graph.find("hello")->reach.contains("top"));
    EXPECT_FALSE(graph.find("base")->reach.contains("top"));
}

TEST(Graph, UnknownNamesGetTheNearest)
{
    EXPECT_EQ(complaint(text_using("\"mial\"")),
              "firmware.toml:5: [compartments.hello] uses: there is no 'mial' here or in the SDK; "
              "did you mean 'mail'?");
    EXPECT_TRUE(complaint(text_using("\"telephone\"")).contains("see `griotte build --parts`"));
    std::string text = manifest_text();
    text.replace(text.find("compartment = \"hello\""), 21, "compartment = \"hallo\"");
    EXPECT_EQ(complaint(text), "firmware.toml:6: [[threads]] compartment: there is no 'hallo' here "
                               "or in the SDK; did you mean 'hello'?");
}

TEST(Graph, ThreadsStartInCompartments)
{
    std::string text = manifest_text();
    text.replace(text.find("compartment = \"hello\""), 21, "compartment = \"log\"");
    EXPECT_EQ(complaint(text), "firmware.toml:6: [[threads]] compartment: 'log' is a library; "
                               "threads start in compartments");
}

TEST(Graph, CirclesAreShown)
{
    EXPECT_EQ(
        complaint(text_using("\"b\"", "[compartments.b]\nsources = [\"b.c\"]\n"
                                      "uses = [\"c\"]\n"
                                      "[compartments.c]\nsources = [\"c.c\"]\n"
                                      "uses = [\"hello\"]\n")),
        "firmware.toml:17: [compartments.c] uses: goes in a circle: hello -> b -> c -> hello; "
        "take one out, or move what both need to a third");
}

TEST(Graph, TheSdksNamesAreTaken)
{
    EXPECT_EQ(complaint(manifest_text("[libraries.mail]\nsources = [\"m.c\"]\n")),
              "firmware.toml:11: [libraries.mail]: the SDK has a compartment of that name; choose "
              "another");
    EXPECT_EQ(complaint(manifest_text("[libraries.journal]\nsources = [\"m.c\"]\n")),
              "firmware.toml:11: [libraries.journal]: the SDK has a library of that name; choose "
              "another");
    EXPECT_EQ(complaint(manifest_text("[shared_objects.epoch]\nsize = 4\n")),
              "firmware.toml:11: [shared_objects.epoch]: the SDK has a shared object of that name; "
              "choose another");
}

} // namespace

} // namespace griotte::firmware
