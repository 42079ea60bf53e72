// Our own modules, on a report with one of each thing.
#include <gtest/gtest.h>

#include "policy_runner.h"

namespace griotte::audit {
namespace {

/// Two compartments, a library and the core; `greeter` may have an entry more.
std::string report(std::string_view greetersImport = "", std::string_view quota = "00100000")
{
    constexpr std::string_view Report = R"json({
      "compartments": {
        "allocator": {
          "code": {"inputs": [{"file": "allocator.o"}]},
          "exports": [{"kind": "SealingKey", "export_symbol": "__export.sealing_type.allocator.MallocKey"},
            {"kind": "Function", "export_symbol": "__export_allocator_heap_free"}],
          "imports": [
            {"kind": "CompartmentExport", "export_symbol": "__export.sealing_type.allocator.MallocKey",
             "provided_by": "allocator.o"},
            {"kind": "SharedObject", "shared_object": "allocator_hazard_pointers", "permits_load": true,
             "permits_load_store_capabilities": true, "permits_load_mutable": false,
             "permits_store": false},
            {"kind": "SharedObject", "shared_object": "allocator_epoch", "permits_load": true,
             "permits_store": true},
            {"kind": "Privileged", "name": "heap"}]},
        "console": {
          "code": {"inputs": [{"file": "console.o"}]},
          "exports": [{"kind": "Function", "export_symbol": "__export_console__Z5printPKc"},
            {"kind": "Function", "export_symbol": "__export_console_lines"}],
          "imports": [{"kind": "MMIO", "start": 4096, "length": 256},
            {"kind": "LibraryFunction", "export_symbol": "__library_export_libcalls_memcpy",
             "provided_by": "memory.o", "function": "memcpy"}]},
        "greeter": {
          "code": {"inputs": [{"file": "greeter.o"}]},
          "exports": [],
          "imports": [{"kind": "CompartmentExport", "export_symbol": "__export_console__Z5printPKc",
             "compartment_name": "console", "provided_by": "console.o", "function": "print(char const*)"},
            {"kind": "SealedObject", "contents": "QUOTA 00000000 00000000 00000000 00000000 00000000",
             "sealing_type": {"compartment": "allocator", "key": "MallocKey"}}GREETER]},
        "memory": {
          "code": {"inputs": [{"file": "memory.o"}]}, "data": {"inputs": [{"file": "memory_data.o"}]},
          "exports": [{"kind": "Function", "export_symbol": "__library_export_libcalls_memcpy"}],
          "imports": []},
        "scheduler": {
          "code": {"inputs": []}, "exports": [],
          "imports": [{"kind": "MMIO", "start": 8192, "length": 256}]}
      },
      "sharedObjects": [{"name": "allocator_epoch", "start": 100, "end": 104},
        {"name": "allocator_hazard_pointers", "start": 104, "end": 120}],
      "threads": [{}]
    })json";
    std::string text(Report);
    text.replace(text.find("GREETER"), 7, greetersImport);
    text.replace(text.find("QUOTA"), 5, quota);
    return text;
}

std::string answer(std::string_view query, std::string_view greetersImport = "")
{
    return answer_of(query, {}, report(greetersImport));
}

struct Case
{
    std::string_view query;
    std::string_view answer;
};

class Modules : public testing::TestWithParam<Case>
{};

TEST_P(Modules, Answers)
{
    EXPECT_EQ(answer(GetParam().query), GetParam().answer) << GetParam().query;
}

constexpr Case Compartment[] = {
    {"data.compartment.import_is_MMIO(input.compartments.console.imports[0])", "true"},
    {"data.compartment.import_is_MMIO(input.compartments.console.imports[1])", "undefined"},
    {"data.compartment.import_is_library_call(input.compartments.console.imports[1])", "true"},
    {"data.compartment.import_is_compartment_call(input.compartments.greeter.imports[0])", "true"},
    {"data.compartment.import_is_compartment_call(input.compartments.allocator.imports[0])",
     "undefined"},
    {"data.compartment.import_is_callable(input.compartments.greeter.imports[0])", "true"},
    {"data.compartment.import_is_call(input.compartments.console.imports[1])", "true"},
    {"data.compartment.export_for_import(input.compartments.greeter.imports[0]).export_symbol",
     "\"__export_console__Z5printPKc\""},
    {"data.compartment.export_matches_import(input.compartments.console.exports[0], "
     "input.compartments.greeter.imports[0])",
     "true"},
    {"data.compartment.compartment_contains_export(input.compartments.console, "
     "input.compartments.console.exports[0])",
     "true"},
    {"data.compartment.compartment_includes_file(input.compartments.memory, \"memory_data.o\")",
     "true"},
    {"data.compartment.compartment_includes_file(input.compartments.memory, \"console.o\")",
     "undefined"},
    {"data.compartment.compartment_export_matching_symbol(\"console\", \"^print\").export_symbol",
     "\"__export_console__Z5printPKc\""},
    {"data.compartment.compartment_export_matching_symbol(\"console\", \"n\")", "undefined"},
    {"data.compartment.compartments_calling_export_matching(\"console\", \"print\")",
     "[\"greeter\"]"},
    {"data.compartment.compartments_calling_export_matching(\"console\", \"lines\")", "[]"},
    {"data.compartment.compartments_calling(\"console\")", "[\"greeter\"]"},
    {"data.compartment.compartments_calling(\"memory\")", "[\"console\"]"},
    {"data.compartment.compartment_exports_function(\"console\", "
     "input.compartments.greeter.imports[0])",
     "true"},
    {"data.compartment.compartment_exports_function(\"memory\", "
     "input.compartments.greeter.imports[0])",
     "undefined"},
    {"count(data.compartment.mmio_imports_for_compartment(input.compartments.console))", "1"},
    {"data.compartment.device_for_mmio_import(input.compartments.console.imports[0])",
     R"({"uart":{"length":256,"start":4096}})"},
    {"data.compartment.compartment_imports_device(input.compartments.console, "
     "data.board.devices.uart)",
     "true"},
    {"data.compartment.compartments_with_mmio_import(data.board.devices.uart)", "[\"console\"]"},
    {"data.compartment.mmio_allow_list(\"uart\", {\"console\"})", "true"},
    {"data.compartment.mmio_allow_list(\"uart\", {\"console\", \"other\"})", "true"},
    {"data.compartment.mmio_allow_list(\"uart\", set())", "undefined"},
    {"data.compartment.mmio_allow_list(\"no_device\", {\"console\"})", "undefined"},
    {"data.compartment.shared_object(\"allocator_epoch\").start", "100"},
    {"data.compartment.compartments_with_shared_object_import(\"allocator_epoch\")",
     "[\"allocator\"]"},
    {"data.compartment.compartments_with_shared_object_import_writeable(\"allocator_epoch\")",
     "[\"allocator\"]"},
    {"data.compartment.compartments_with_shared_object_import_writeable("
     "\"allocator_hazard_pointers\")",
     "[]"},
    {"data.compartment.shared_object_allow_list(\"allocator_epoch\", {\"x\"})", "undefined"},
    {"data.compartment.shared_object_writeable_allow_list(\"allocator_epoch\", {\"allocator\"})",
     "true"},
    {"data.compartment.compartment_call_allow_list(\"console\", \"print\", {\"greeter\"})", "true"},
    {"data.compartment.compartment_call_allow_list(\"console\", \"print\", {\"x\"})", "undefined"},
    {"data.compartment.compartment_allow_list(\"console\", {\"greeter\"})", "true"},
    {"data.compartment.compartment_allow_list(\"console\", {\"x\"})", "undefined"},
    {"data.compartment.allow_list([\"a\"], {\"a\", \"b\"})", "true"},
};
INSTANTIATE_TEST_SUITE_P(Compartment, Modules, testing::ValuesIn(Compartment));

constexpr Case Rtos[] = {
    {"data.rtos.is_allocator_capability(input.compartments.greeter.imports[1])", "true"},
    {"data.rtos.is_allocator_capability(input.compartments.greeter.imports[0])", "undefined"},
    {"data.rtos.decode_allocator_capability(input.compartments.greeter.imports[1])",
     R"({"quota":4096})"},
    {"data.rtos.all_sealed_allocator_capabilities_are_valid", "true"},
    {"data.rtos.allocator_hazard_list_permissions_are_valid", "true"},
    {"data.rtos.valid", "true"},
};
INSTANTIATE_TEST_SUITE_P(Rtos, Modules, testing::ValuesIn(Rtos));

/// An import that a compartment outside the core must not have.
class Violations : public testing::TestWithParam<std::string_view>
{};

TEST_P(Violations, MakeTheRtosInvalid)
{
    EXPECT_EQ(answer("data.rtos.valid", GetParam()), "undefined") << GetParam();
}

INSTANTIATE_TEST_SUITE_P(
    Imports, Violations,
    testing::Values(R"(, {"kind": "MMIO", "start": 8192, "length": 256})",
                    R"(, {"kind": "SharedObject", "shared_object": "allocator_hazard_pointers"})",
                    R"(, {"kind": "SharedObject", "shared_object": "allocator_epoch",
                          "permits_store": true})",
                    R"(, {"kind": "Privileged", "name": "heap"})",
                    R"(, {"kind": "SealedObject", "contents": "00100000 00000001",
                          "sealing_type": {"compartment": "allocator", "key": "MallocKey"}})"));

TEST(Rtos, ReadingTheEpochIsEverybodysRight)
{
    EXPECT_EQ(answer("data.rtos.valid",
                     R"(, {"kind": "SharedObject", "shared_object": "allocator_epoch",
                           "permits_store": false})"),
              "true");
}

TEST(Rtos, HazardSlotsAreTwoForEachThread)
{
    std::string two = report();
    two.replace(two.find("\"threads\": [{}]"), 15, "\"threads\": [{},{}]");
    EXPECT_EQ(answer_of("data.rtos.valid", {}, two), "undefined");
}

} // namespace
} // namespace griotte::audit
