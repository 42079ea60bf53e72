// The report, key by key as policies read it.
#include <gtest/gtest.h>

#include "tests/unit/link/firmware_builder.h"
#include "toolchain/link/digest.h"

using namespace griotte::link;
using Json = nlohmann::json;

namespace {

FirmwareBuilder audited_make()
{
    FirmwareBuilder builder;
    builder.description.sharedObjects = {{"allocator_epoch", 4}};
    DomainObject allocator;
    const auto take = allocator.function_add("_Z4takei", 16);
    allocator.export_add("__export_allocator__Z4takei", take, Disabled, 64, 1);
    allocator.export_add("__export.sealing_type.allocator.MallocKey", std::nullopt, SealingType);
    allocator.use(take, allocator.import_add("key", "__export.sealing_type.allocator.MallocKey"));
    allocator.use(take, allocator.import_add("hazards", "__privileged_hazards"), 8);
    builder.compartment("allocator", allocator);
    DomainObject app;
    const auto run = app.function_add("_Z3runv", 40);
    app.export_add("__export_app__Z3runv", run, Enabled, 128);
    app.use(run, app.import_add("a", "__export_allocator__Z4takei"));
    app.use(run, app.import_add("b", "__library_export_libcalls__Z6helperv"), 8);
    app.use(run, app.import_add("c", "__export_mem_uart", LoadBit | StoreBit), 16);
    app.use(run, app.import_add("d", "__cheriot_shared_object_allocator_epoch", LoadBit), 24);
    const auto quota =
        app.sealed_add("quota", "__export.sealing_type.allocator.MallocKey", {4096, 0, 0, 0, 0, 0});
    app.use(run, app.import_add("e", quota), 32);
    builder.compartment("app", app);
    DomainObject library;
    library.export_add("__library_export_libcalls__Z6helperv", library.function_add("_Z6helperv"),
                       LibraryFunction);
    builder.library("lib", library);
    builder.thread("app", "run");
    return builder;
}

} // namespace

TEST(FirmwareReport, HasTheKeysPoliciesKnow)
{
    const LinkedByAddress linked(audited_make().description);
    ASSERT_EQ(linked.error, "");
    const Json &report = linked.report;
    std::vector<std::string> keys;
    for (const auto &[key, value] : report.items()) {
        keys.push_back(key);
    }
    EXPECT_EQ(keys, (std::vector<std::string>{"compartments", "core", "file", "final_hash",
                                              "griotte", "sharedObjects", "threads"}));
    // The firmware's name and its board are the caller's to say.
    const Range &heap = linked.firmware.heap;
    EXPECT_EQ(report["griotte"],
              (Json{{"schema", 1},
                    {"firmware", ""},
                    {"board", ""},
                    {"heap", {{"start", heap.start}, {"length", heap.size()}}}}));
    EXPECT_EQ(report["compartments"]["switcher"]["kind"], "switcher");
    EXPECT_EQ(report["compartments"]["lib"]["kind"], "library");
    EXPECT_EQ(report["compartments"]["app"]["kind"], "compartment");
    EXPECT_EQ(report["file"], "test.elf");
    EXPECT_EQ(report["final_hash"], sha256_hex(linked.firmware.elf));
    EXPECT_EQ(report["core"].size(), 3u);
    EXPECT_EQ(report["core"][".loader_start"]["section_name"], ".loader_start");
    EXPECT_EQ(report["core"][".loader_start"]["inputs"][0]["file"], "loader.o");
    EXPECT_TRUE(report["compartments"].contains("switcher"));
}

TEST(FirmwareReport, Exports)
{
    const LinkedByAddress linked(audited_make().description);
    ASSERT_EQ(linked.error, "");
    const uint32_t code = linked.domain("allocator")["code"][0];
    EXPECT_EQ(linked.report["compartments"]["allocator"]["exports"],
              Json::array({{{"export_symbol", "__export.sealing_type.allocator.MallocKey"},
                            {"exported", true},
                            {"kind", "SealingKey"}},
                           {{"export_symbol", "__export_allocator__Z4takei"},
                            {"exported", true},
                            {"interrupt_status", "disabled"},
                            {"kind", "Function"},
                            {"function", "take(int)"},
                            {"minimum_stack", 64},
                            {"register_arguments", 1},
                            {"start_offset", linked.symbol("_Z4takei") - code}}}));
}

TEST(FirmwareReport, Imports)
{
    const LinkedByAddress linked(audited_make().description);
    ASSERT_EQ(linked.error, "");
    const uint32_t epoch = linked.symbol("__cheriot_shared_object_allocator_epoch");
    const Json expected =
        Json::array({{{"kind", "CompartmentExport"},
                      {"compartment_name", "allocator"},
                      {"export_symbol", "__export_allocator__Z4takei"},
                      {"function", "take(int)"},
                      {"provided_by", "allocator0.o"}},
                     {{"kind", "LibraryFunction"},
                      {"export_symbol", "__library_export_libcalls__Z6helperv"},
                      {"function", "helper()"},
                      {"provided_by", "lib0.o"}},
                     {{"kind", "MMIO"},
                      {"device", "uart"},
                      {"start", 0x1000'0000},
                      {"length", 0x100},
                      {"permits_load", true},
                      {"permits_store", true},
                      {"permits_load_store_capabilities", false},
                      {"permits_load_mutable", false},
                      {"permits_load_global", false}},
                     {{"kind", "SharedObject"},
                      {"shared_object", "allocator_epoch"},
                      {"start", epoch},
                      {"length", 4},
                      {"permits_load", true},
                      {"permits_store", false},
                      {"permits_load_store_capabilities", false},
                      {"permits_load_mutable", false},
                      {"permits_load_global", false}},
                     {{"kind", "SealedObject"},
                      {"symbol", "quota"},
                      {"contents", "00100000 00000000 00000000 00000000 00000000 00000000"},
                      {"sealing_type",
                       {{"compartment", "allocator"},
                        {"key", "MallocKey"},
                        {"provided_by", "allocator0.o"},
                        {"symbol", "__export.sealing_type.allocator.MallocKey"}}}}});
    EXPECT_EQ(linked.report["compartments"]["app"]["imports"], expected);
}

TEST(FirmwareReport, UsesAreTheInstructionsThatLoadASlot)
{
    const LinkedByAddress linked(audited_make().description);
    ASSERT_EQ(linked.error, "");
    const auto &domains = linked.firmware.report.domains;
    const auto app = std::ranges::find(domains, "app", &ReportDomain::name);
    ASSERT_NE(app, domains.end());
    ASSERT_EQ(app->imports.size(), 5u);
    for (uint32_t index = 0; index < app->imports.size(); index++) {
        ASSERT_EQ(app->imports[index].uses.size(), 1u) << index;
        EXPECT_EQ(app->imports[index].uses[0].address, linked.symbol("_Z3runv") + 8 * index);
    }
    const auto &quota = std::get<ReportSealedObject>(app->imports[4].what);
    EXPECT_EQ(quota.place.address, linked.symbol("quota"));
    ASSERT_EQ(app->exports.size(), 1u);
    EXPECT_EQ(app->exports[0].place->address, linked.symbol("_Z3runv"));
}

TEST(FirmwareReport, PlacesThatWereFoundAreSources)
{
    FirmwareReport report;
    ReportDomain &domain = report.domains.emplace_back();
    domain.name = "app";
    ReportExport &entry = domain.exports.emplace_back();
    entry.place = ReportPlace{8, "app.cc", 3};
    // By file and line, each once; what nobody found is left out.
    domain.imports.push_back({ReportDevice{"uart", {16, 32}, {}},
                              {{4, "b.cc", 2},
                               {8, "a.cc", 10},
                               {12, "a.cc", 9, "header.h", 1},
                               {16, "b.cc", 2},
                               {20, {}}}});
    domain.imports.push_back({ReportSealedObject{"quota", {}, {}, {4, "app.cc", 1}}, {}});
    report.threads.push_back({"app", "run()", "app.o", 1, {}, {}, {0, "firmware.toml", 7}});
    report.sharedObjects.push_back({"ours", {0, 4}, {0, "firmware.toml", 5}});
    report.sharedObjects.push_back({"the system's", {0, 4}, {}});
    const Json json = Json::parse(report_json(report));
    const Json &app = json["compartments"]["app"];
    EXPECT_EQ(app["exports"][0]["source"], (Json{{"file", "app.cc"}, {"line", 3}}));
    EXPECT_EQ(
        app["imports"][0]["sources"],
        Json::array(
            {{{"file", "a.cc"}, {"line", 9}, {"inlined_from", {{"file", "header.h"}, {"line", 1}}}},
             {{"file", "a.cc"}, {"line", 10}},
             {{"file", "b.cc"}, {"line", 2}}}));
    EXPECT_EQ(app["imports"][1]["source"], (Json{{"file", "app.cc"}, {"line", 1}}));
    EXPECT_FALSE(app["imports"][1].contains("sources"));
    EXPECT_EQ(json["threads"][0]["source"], (Json{{"file", "firmware.toml"}, {"line", 7}}));
    EXPECT_EQ(json["sharedObjects"][0]["source"], (Json{{"file", "firmware.toml"}, {"line", 5}}));
    EXPECT_FALSE(json["sharedObjects"][1].contains("source"));
}

TEST(FirmwareReport, OwnKeysHaveNoNameAndHazardSlotsAreASharedObject)
{
    const LinkedByAddress linked(audited_make().description);
    ASSERT_EQ(linked.error, "");
    const Json &imports = linked.report["compartments"]["allocator"]["imports"];
    ASSERT_EQ(imports.size(), 2u);
    EXPECT_EQ(imports[0]["shared_object"], "allocator_hazard_pointers");
    EXPECT_EQ(imports[0]["permits_load"], true);
    EXPECT_EQ(imports[0]["permits_store"], false);
    EXPECT_EQ(imports[0]["permits_load_store_capabilities"], true);
    EXPECT_EQ(imports[0]["permits_load_mutable"], false);
    EXPECT_EQ(imports[1], (Json{{"kind", "CompartmentExport"},
                                {"export_symbol", "__export.sealing_type.allocator.MallocKey"},
                                {"provided_by", "allocator0.o"}}));
    const Json &objects = linked.report["sharedObjects"];
    ASSERT_EQ(objects.size(), 2u);
    EXPECT_EQ(objects[0]["name"], "allocator_epoch");
    EXPECT_EQ(objects[0]["end"].get<uint32_t>() - objects[0]["start"].get<uint32_t>(), 4u);
    EXPECT_EQ(objects[1]["name"], "allocator_hazard_pointers");
    EXPECT_EQ(objects[1]["end"].get<uint32_t>() - objects[1]["start"].get<uint32_t>(), 16u)
        << "two a thread";
}

TEST(FirmwareReport, Threads)
{
    const LinkedByAddress linked(audited_make().description);
    ASSERT_EQ(linked.error, "");
    EXPECT_EQ(
        linked.report["threads"],
        Json::array(
            {{{"entry_point",
               {{"compartment_name", "app"}, {"function", "run()"}, {"provided_by", "app0.o"}}},
              {"priority", 1},
              {"stack", {{"start", linked.symbol("__stack_1")}, {"length", 1024}}},
              {"trusted_stack",
               {{"start", linked.symbol("__trusted_stack_1")}, {"length", 264}}}}}));
}

TEST(FirmwareReport, ProvidersAreInputsOfTheCodeTheyProvide)
{
    const LinkedByAddress linked(audited_make().description);
    ASSERT_EQ(linked.error, "");
    for (const Json &import : linked.report["compartments"]["app"]["imports"]) {
        if (!import.contains("provided_by")) {
            continue;
        }
        bool isFound = false;
        for (const char *name : {"allocator", "lib"}) {
            for (const Json &input : linked.report["compartments"][name]["code"]["inputs"]) {
                isFound = isFound || input["file"] == import["provided_by"];
            }
        }
        EXPECT_TRUE(isFound) << import;
    }
}

TEST(FirmwareReport, HashesInputsAndOutputs)
{
    const LinkedByAddress linked(audited_make().description);
    ASSERT_EQ(linked.error, "");
    const Json &code = linked.report["compartments"]["lib"]["code"];
    EXPECT_EQ(code["name"], ".lib_code");
    EXPECT_EQ(code["inputs"], Json::array({{{"file", "lib0.o"},
                                            {"section_name", ".text._Z6helperv"},
                                            {"size", 8},
                                            {"sha256", sha256_hex(words({0x13, 0x13}))}}}));
    std::vector<uint8_t> bytes = words({0x13, 0x13, 0, 0});
    EXPECT_EQ(code["output"]["sha256"], sha256_hex(bytes)) << "with the padding";
    const std::string text = "abc";
    EXPECT_EQ(sha256_hex({reinterpret_cast<const uint8_t *>(text.data()), text.size()}),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        << "the standard's example";
}
