#include "toolchain/audit/difference/difference.h"

#include <functional>

#include <gtest/gtest.h>

#include "tests/unit/audit/sample.h"

namespace griotte::audit {
namespace {

using Json = nlohmann::json;

/// The difference a change of the sample makes, as people read it.
std::string difference_of(const std::function<void(Json &)> &change)
{
    auto document = sample_document();
    change(document);
    return difference_text(difference_make(sample_read(sample_document()), sample_read(document)));
}

TEST(Difference, IsEmptyForARebuild)
{
    EXPECT_EQ(difference_of([](Json &) {}), "");
}

TEST(Difference, IgnoresAddressesAndTheImagesHash)
{
    EXPECT_EQ(difference_of([](Json &document) {
                  document["final_hash"] = "ffff";
                  document["sharedObjects"][0]["start"] = 2147500064;
                  document["sharedObjects"][0]["end"] = 2147500128;
                  document["threads"][0]["stack"]["start"] = 2147540000;
                  document["compartments"]["app"]["exports"][0]["start_offset"] = 64;
                  sample_import(document, "app", "SharedObject")["start"] = 2147500064;
                  sample_import(document, "store", "SharedObject")["start"] = 2147500064;
              }),
              "");
}

TEST(Difference, SaysQuietlyWhoseCodeIsAnother)
{
    EXPECT_EQ(difference_of([](Json &document) {
                  auto &app = document["compartments"]["app"]["code"];
                  app["output"]["sha256"] = "y";
                  app["inputs"][0]["sha256"] = "z";
                  document["compartments"]["driver"]["data"]["output"]["sha256"] = "x";
                  document["compartments"]["store"]["code"]["output"]["sha256"] = "no parts";
                  document["core"]["loader"] = app;
              }),
              "Other code, the same authority: app, store, loader\n"
              "The same code, linked to other addresses: driver\n");
}

TEST(Difference, HasACallGainedWithItsPlace)
{
    const std::string text = difference_of([](Json &document) {
        auto call = sample_import(document, "app", "CompartmentExport");
        document["compartments"]["store"]["imports"].push_back(call);
        document["compartments"]["store"]["code"]["output"]["sha256"] = "other";
    });
    EXPECT_EQ(text, "compartment store\n"
                    "+ may call driver.send(int)                                 app.cc:7\n");
}

TEST(Difference, HasPermissionsGainedAndLostApart)
{
    const std::string text = difference_of([](Json &document) {
        auto &device = sample_import(document, "driver", "MMIO");
        device["permits_store"] = false;
        device["permits_load_global"] = true;
        device["sources"] = Json::array();
    });
    EXPECT_EQ(text, "compartment driver\n"
                    "+ device uart: load global; now load, load global\n"
                    "- device uart: store; now load, load global\n");
}

TEST(Difference, KnowsAGreaterQuotaFromASmaller)
{
    const auto with_quota = [](const char *word) {
        return difference_of([word](Json &document) {
            auto &sealed = sample_import(document, "app", "SealedObject");
            sealed["contents"] =
                std::string(word) + " 00000000 00000000 00000000 00000000 00000000";
            sealed.erase("source");
        });
    };
    EXPECT_EQ(with_quota("00200000"), "compartment app\n+ holds allocator.MallocKey "
                                      "__default_malloc_capability: quota of 8 KiB, was quota of 4 "
                                      "KiB\n");
    EXPECT_EQ(with_quota("00080000").substr(16, 1), "-");
}

TEST(Difference, HasPosturesOnceWhereTheyAreOffered)
{
    EXPECT_EQ(difference_of([](Json &document) {
                  document["compartments"]["driver"]["exports"][0]["interrupt_status"] = "enabled";
              }),
              "compartment driver\n! offers send(int): no longer interrupts disabled\n");
}

TEST(Difference, HasThreadsByWhereTheyStart)
{
    const std::string text = difference_of([](Json &document) {
        document["threads"][0]["priority"] = 3;
        document["threads"][0]["stack"]["length"] = 512;
        document["threads"].push_back(document["threads"][0]);
    });
    EXPECT_NE(text.find("thread app.run()\n+ priority: 3, was 2"), std::string::npos) << text;
    EXPECT_NE(text.find("- stack: 512 bytes, was 1 KiB"), std::string::npos) << text;
    EXPECT_NE(text.find("thread app.run() (2)\n+ new in this image"), std::string::npos) << text;
}

TEST(Difference, HasDomainsThatCameAndWent)
{
    const std::string text = difference_of([](Json &document) {
        auto domain = document["compartments"]["driver"];
        document["compartments"]["spy"] = domain;
        document["compartments"]["app"]["imports"].erase(2); // the library's only caller
        document["compartments"].erase("helper");
    });
    EXPECT_NE(text.find("compartment spy\n+ new in this image\n+ device uart: load, store"),
              std::string::npos)
        << text;
    EXPECT_NE(text.find("library helper\n- no longer in the image\n"), std::string::npos) << text;
    EXPECT_NE(text.find("compartment app\n- may call helper.help\n"), std::string::npos) << text;
}

TEST(Difference, KnowsADeviceThatOnlyOneReportNames)
{
    EXPECT_EQ(difference_of([](Json &document) {
                  sample_import(document, "driver", "MMIO").erase("device");
              }),
              "");
}

TEST(Difference, IsSymmetric)
{
    auto changed = sample_document();
    changed["compartments"]["store"]["imports"].push_back(
        sample_import(changed, "app", "CompartmentExport"));
    changed["threads"][0]["priority"] = 1;
    const auto there = difference_make(sample_read(sample_document()), sample_read(changed));
    const auto back = difference_make(sample_read(changed), sample_read(sample_document()));
    ASSERT_EQ(there.changes.size(), back.changes.size());
    const auto count = [](const Difference &difference, ChangeKind kind) {
        return std::ranges::count(difference.changes, kind, &Change::kind);
    };
    EXPECT_EQ(count(there, ChangeKind::Gained), count(back, ChangeKind::Lost));
    EXPECT_EQ(count(there, ChangeKind::Lost), count(back, ChangeKind::Gained));
}

TEST(Difference, AsJsonHasTheSameChanges)
{
    auto document = sample_document();
    document["threads"][0]["priority"] = 3;
    const auto difference = difference_make(sample_read(sample_document()), sample_read(document));
    const auto json = Json::parse(difference_json(difference));
    ASSERT_EQ(json["changes"].size(), 1u);
    const auto &change = json["changes"][0];
    EXPECT_EQ(change["change"], "gained");
    EXPECT_EQ(change["subject"]["kind"], "thread");
    EXPECT_EQ(change["subject"]["name"], "app.run()");
    EXPECT_EQ(change["category"], "priority");
    EXPECT_EQ(change["before"], "2");
    EXPECT_EQ(change["after"], "3");
    EXPECT_EQ(change["sources"][0]["line"], 12);
    EXPECT_EQ(json["code_changed"], Json::array());
}

} // namespace
} // namespace griotte::audit
