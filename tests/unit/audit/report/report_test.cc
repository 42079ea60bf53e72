#include "toolchain/audit/report/report.h"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "tests/unit/audit/sample.h"

namespace griotte::audit {
namespace {

std::string error_of(const nlohmann::json &document)
{
    const auto report = report_parse(document.dump());
    return report.has_value() ? "" : report.error().message;
}

TEST(Report, HasWhatTheDocumentSays)
{
    const Report report = sample_read(sample_document());
    EXPECT_EQ(report.firmware, "sample");
    EXPECT_EQ(report.board, "griotte");
    EXPECT_EQ(report.domains.size(), 7u);
    const ReportDomain *app = report.domain_find("app");
    ASSERT_NE(app, nullptr);
    EXPECT_EQ(app->exports[0].name, "run()");
    EXPECT_EQ(app->exports[0].minimumStack, 64u);
    EXPECT_EQ(app->exports[0].source->to_string(), "app.cc:5");
    EXPECT_EQ(app->imports[0].sources, (std::vector<SourcePlace>{{"app.cc", 7}}));
    const auto &sealed = std::get<SealedObjectImport>(app->imports[3].what);
    EXPECT_EQ(sealed.contents.size(), 24u);
    EXPECT_EQ(sealed.contents[1], 0x10);
    EXPECT_EQ(report.threads[0].priority, 2u);
    EXPECT_EQ(report.sharedObjects[0].range.length, 64u);
}

TEST(Report, DemanglesExportsThatDoNotSayTheirFunction)
{
    const Report report = sample_read(sample_document());
    EXPECT_EQ(report.domain_find("driver")->exports[0].name, "send(int)");
    EXPECT_EQ(report.domain_find("allocator")->exports[0].name, "MallocKey");
}

TEST(Report, FindsWhoProvidesALibrarysFunction)
{
    const Report report = sample_read(sample_document());
    EXPECT_EQ(std::get<CallImport>(report.domain_find("app")->imports[2].what).provider, "helper");
}

TEST(Report, ReadsOlderOnesWithoutKindsAndWithShortNames)
{
    auto document = sample_document();
    for (auto &[name, domain] : document["compartments"].items()) {
        domain.erase("kind");
    }
    document.erase("griotte");
    document["compartments"]["scheduler"]["exports"][0]["export_symbol"] =
        "__export_sched_thread_sleep";
    auto &import = sample_import(document, "helper", "CompartmentExport");
    import["compartment_name"] = "sched";
    import["export_symbol"] = "__export_sched_thread_sleep";
    sample_import(document, "driver", "MMIO").erase("permits_load_global");
    const Report report = sample_read(document);
    EXPECT_EQ(report.firmware, "sample"); // of the file
    EXPECT_EQ(report.domain_find("helper")->kind, DomainKind::Library);
    EXPECT_EQ(report.domain_find("app")->kind, DomainKind::Compartment);
    EXPECT_EQ(report.domain_find("switcher")->kind, DomainKind::Switcher);
    EXPECT_EQ(std::get<CallImport>(report.domain_find("helper")->imports[0].what).provider,
              "scheduler");
}

TEST(Report, SaysWhereSomethingIsWrong)
{
    auto document = sample_document();
    sample_import(document, "driver", "MMIO")["length"] = "long";
    EXPECT_EQ(error_of(document),
              "compartments.driver.imports[0].length: expected a whole number up "
              "to 4026531840; there is the text 'long'");
    document = sample_document();
    document["compartments"]["app"]["imports"][1]["kind"] = "CompartmentExports";
    EXPECT_NE(error_of(document).find("did you mean 'CompartmentExport'"), std::string::npos);
    document = sample_document();
    document["threads"][0]["entry_point"]["compartment_name"] = "nobody";
    EXPECT_NE(error_of(document).find("threads[0].entry_point.compartment_name"),
              std::string::npos);
    document = sample_document();
    sample_import(document, "app", "SealedObject")["contents"] = "0x10";
    EXPECT_NE(error_of(document).find("compartments.app.imports[3].contents"), std::string::npos);
    document = sample_document();
    document["sharedObjects"][0]["end"] = 1;
    EXPECT_NE(error_of(document).find("sharedObjects[0].end"), std::string::npos);
}

TEST(Report, IsToldFromOtherJson)
{
    EXPECT_NE(error_of({{"devices", 1}}).find("no firmware report"), std::string::npos);
    EXPECT_NE(error_of(nlohmann::json::array()).find("expected an object"), std::string::npos);
}

TEST(Report, RefusesMoreDomainsThanAnybodyHas)
{
    auto document = sample_document();
    const auto domain = document["compartments"]["switcher"];
    for (int index = 0; index < 4096; index++) {
        document["compartments"]["c" + std::to_string(index)] = domain;
    }
    EXPECT_NE(error_of(document).find("at most 4096"), std::string::npos);
}

TEST(Report, NamesItsFileInEveryMessage)
{
    const std::string file =
        (std::filesystem::temp_directory_path() / "griotte_report_test.json").string();
    std::ofstream(file) << "{\"compartments\": 1}";
    const auto report = report_read(file);
    std::filesystem::remove(file);
    ASSERT_FALSE(report.has_value());
    EXPECT_TRUE(report.error().message.starts_with(file + ": ")) << report.error().message;
    EXPECT_NE(report_read("/nonexistent/x.json").error().message.find("griotte build"),
              std::string::npos);
}

TEST(Report, DevicesAreNamedByTheirExactRange)
{
    auto document = sample_document();
    sample_import(document, "driver", "MMIO").erase("device");
    Report report = sample_read(document);
    const auto name = [&report] {
        return std::get<DeviceImport>(report.domain_find("driver")->imports[0].what).device;
    };
    devices_name(report, std::vector<NamedRange>{{"other", {268435456, 128}}});
    EXPECT_EQ(name(), "");
    devices_name(report, std::vector<NamedRange>{{"uart", {268435456, 256}}});
    EXPECT_EQ(name(), "uart");
}

TEST(Permissions, AreComparedOneByOne)
{
    const Permissions both{true, true, false, false, false};
    const Permissions load{true, false, false, false, false};
    EXPECT_EQ(both.without(load).to_string(), "store");
    EXPECT_TRUE(load.without(both).is_empty());
    EXPECT_EQ(load.united({false, false, true, false, false}).to_string(), "load, capabilities");
}

} // namespace
} // namespace griotte::audit
