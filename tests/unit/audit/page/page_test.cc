#include "toolchain/audit/page/page.h"

#include <regex>
#include <set>

#include <gtest/gtest.h>

#include "tests/unit/audit/sample.h"

namespace griotte::audit {
namespace {

std::string page_of(const nlohmann::json &document)
{
    const Report report = sample_read(document);
    const Graph graph(report);
    auto page = page_make(graph);
    EXPECT_TRUE(page.has_value()) << page.error().message;
    return page.value_or("");
}

/// All that `pattern`'s first group matches.
std::vector<std::string> matches(const std::string &text, const char *pattern)
{
    const std::regex regex(pattern);
    std::vector<std::string> all;
    for (std::sregex_iterator found(text.begin(), text.end(), regex), end; found != end; ++found) {
        all.push_back((*found)[1]);
    }
    return all;
}

TEST(Page, HasACardForEveryNode)
{
    const std::string page = page_of(sample_document());
    for (const char *id : {"compartment-app", "compartment-driver", "library-helper", "device-uart",
                           "shared-mailbox", "thread-1", "switcher-switcher", "privilege-heap",
                           "type-allocator.2eMallocKey"})
    {
        EXPECT_NE(page.find(fmt::format("<article id=\"{}\"", id)), std::string::npos) << id;
    }
}

TEST(Page, LinksOnlyToWhatIsOnIt)
{
    const std::string page = page_of(sample_document());
    std::set<std::string> ids;
    for (const std::string &id : matches(page, " id=\"([^\"]*)\"")) {
        EXPECT_TRUE(ids.insert(id).second) << id;
    }
    for (const std::string &target : matches(page, "href=\"([^\"]*)\"")) {
        ASSERT_TRUE(target.starts_with("#")) << target;
        EXPECT_TRUE(ids.contains(target.substr(1))) << target;
    }
}

TEST(Page, AsksTheNetworkForNothing)
{
    const std::string page = page_of(sample_document());
    EXPECT_NE(page.find("default-src 'none'"), std::string::npos);
    for (const char *word : {"http:", "https:", " src=", "@import", "url("}) {
        EXPECT_EQ(page.find(word), std::string::npos) << word;
    }
}

TEST(Page, ShowsNamesAndNeverObeysThem)
{
    auto document = sample_document();
    const std::string name = "</title><script>alert(1)</script>\"'<img onerror=x>";
    document["compartments"][name] = document["compartments"]["driver"];
    document["griotte"]["firmware"] = name;
    document["compartments"]["driver"]["imports"][0]["device"] = name;
    document["compartments"]["app"]["imports"][0]["sources"][0]["file"] = name;
    document["compartments"]["app"]["exports"][0]["function"] = name;
    const std::string page = page_of(document);
    EXPECT_EQ(page.find("<script>alert"), std::string::npos);
    EXPECT_EQ(page.find("<img"), std::string::npos);
    EXPECT_EQ(matches(page, "(<script>)").size(), 1u);
    EXPECT_EQ(matches(page, "(<title>[^<]*</title><style>)").size(), 1u);
    EXPECT_NE(page.find("&lt;script&gt;alert(1)"), std::string::npos);
}

TEST(Page, IsTheSameEachTime)
{
    EXPECT_EQ(page_of(sample_document()), page_of(sample_document()));
}

TEST(Page, DrawsEveryCallBetweenBoxes)
{
    const std::string page = page_of(sample_document());
    for (const char *edge : {"data-from=\"compartment-app\" data-to=\"compartment-driver\"",
                             "data-from=\"compartment-app\" data-to=\"compartment-store\"",
                             "data-from=\"compartment-driver\" data-to=\"device-uart\"",
                             "data-from=\"thread-1\" data-to=\"compartment-app\""})
    {
        EXPECT_NE(page.find(std::string("<g class=\"edge ")), std::string::npos);
        EXPECT_NE(page.find(edge), std::string::npos) << edge;
    }
}

TEST(Page, ShowsTheChanges)
{
    auto document = sample_document();
    document["threads"][0]["priority"] = 3;
    document["compartments"]["store"]["imports"].push_back(
        sample_import(document, "driver", "MMIO"));
    document["compartments"]["driver"]["exports"][0]["interrupt_status"] = "enabled";
    const Report after = sample_read(document);
    const auto difference = difference_make(sample_read(sample_document()), after);
    const Graph graph(after);
    const auto page = page_make(graph, {&difference, "old.json"});
    ASSERT_TRUE(page.has_value());
    EXPECT_NE(page->find("id=\"changes\""), std::string::npos);
    EXPECT_NE(page->find("offers send(int): no longer interrupts disabled"), std::string::npos);
    EXPECT_NE(page->find("old.json"), std::string::npos);
    const auto marked =
        matches(*page, "class=\"edge [a-z]* gained[^>]*(data-from=[^>]*) transform");
    EXPECT_EQ(marked,
              std::vector<std::string>{"data-from=\"compartment-store\" data-to=\"device-uart\""});
    EXPECT_EQ(matches(*page, "href=\"#(thread-1)\" class=\"node thread [^\"]*gained").size(), 1u);
}

TEST(Page, OfTooManyDomainsIsRefused)
{
    auto document = sample_document();
    for (int index = 0; index < 512; index++) {
        document["compartments"]["c" + std::to_string(index)] =
            document["compartments"]["switcher"];
    }
    const Report report = sample_read(document);
    const Graph graph(report);
    const auto page = page_make(graph);
    ASSERT_FALSE(page.has_value());
    EXPECT_NE(page.error().message.find("at most 512"), std::string::npos);
}

TEST(Page, OfAnEmptyReportIsAPage)
{
    const Report report;
    const Graph graph(report);
    EXPECT_TRUE(page_make(graph).has_value());
}

} // namespace
} // namespace griotte::audit
