#include "tests/unit/audit/sample.h"

#include <gtest/gtest.h>

namespace griotte::audit {

namespace {

constexpr const char *Sample = R"json({
  "file": "build/griotte/sample.elf",
  "final_hash": "abcd",
  "core": {},
  "griotte": {"schema": 1, "firmware": "sample", "board": "griotte", "heap": {"start": 2147600000, "length": 4096}},
  "compartments": {
    "app": {
      "kind": "compartment",
      "code": {"name": "app", "inputs": [{"file": "app/app.cc.o", "section_name": ".text", "size": 100}], "output": {"sha256": "a1"}},
      "exports": [
        {"kind": "Function", "export_symbol": "__export_app__Z3runv", "exported": true, "interrupt_status": "enabled",
         "register_arguments": 0, "start_offset": 16, "function": "run()", "minimum_stack": 64, "source": {"file": "app.cc", "line": 5}}
      ],
      "imports": [
        {"kind": "CompartmentExport", "compartment_name": "driver", "export_symbol": "__export_driver__Z4sendi", "function": "send(int)", "provided_by": "driver/driver.cc.o", "sources": [{"file": "app.cc", "line": 7}]},
        {"kind": "CompartmentExport", "compartment_name": "store", "export_symbol": "__export_store__Z3putv", "function": "put()", "provided_by": "store/store.cc.o"},
        {"kind": "LibraryFunction", "export_symbol": "__library_export_libcalls_help", "function": "help", "provided_by": "helper/helper.cc.o"},
        {"kind": "SealedObject", "symbol": "__default_malloc_capability", "contents": "00100000 00000000 00000000 00000000 00000000 00000000",
         "source": {"file": "app.cc", "line": 3},
         "sealing_type": {"compartment": "allocator", "key": "MallocKey", "provided_by": "allocator/a.cc.o", "symbol": "__export.sealing_type.allocator.MallocKey"}},
        {"kind": "SharedObject", "shared_object": "mailbox", "start": 2147500000, "length": 64, "permits_load": true, "permits_store": false,
         "permits_load_store_capabilities": false, "permits_load_mutable": false, "permits_load_global": false}
      ]
    },
    "driver": {
      "kind": "compartment",
      "code": {"name": "driver", "inputs": [{"file": "driver/driver.cc.o", "section_name": ".text", "size": 50}], "output": {"sha256": "d1"}},
      "data": {"name": "driver", "inputs": [], "output": {"sha256": "d2"}},
      "exports": [
        {"kind": "Function", "export_symbol": "__export_driver__Z4sendi", "exported": true, "interrupt_status": "disabled",
         "register_arguments": 1, "start_offset": 16}
      ],
      "imports": [
        {"kind": "MMIO", "device": "uart", "start": 268435456, "length": 256, "permits_load": true, "permits_store": true,
         "permits_load_store_capabilities": false, "permits_load_mutable": false, "permits_load_global": false,
         "sources": [{"file": "driver.cc", "line": 9}]}
      ]
    },
    "store": {
      "kind": "compartment",
      "code": {"name": "store", "inputs": [], "output": {"sha256": "s1"}},
      "exports": [
        {"kind": "Function", "export_symbol": "__export_store__Z3putv", "exported": true, "interrupt_status": "enabled",
         "register_arguments": 0, "start_offset": 16}
      ],
      "imports": [
        {"kind": "SharedObject", "shared_object": "mailbox", "start": 2147500000, "length": 64, "permits_load": true, "permits_store": true,
         "permits_load_store_capabilities": true, "permits_load_mutable": false, "permits_load_global": false}
      ]
    },
    "allocator": {
      "kind": "compartment",
      "code": {"name": "allocator", "inputs": [], "output": {"sha256": "m1"}},
      "exports": [{"kind": "SealingKey", "exported": true, "export_symbol": "__export.sealing_type.allocator.MallocKey"}],
      "imports": [
        {"kind": "CompartmentExport", "export_symbol": "__export.sealing_type.allocator.MallocKey", "provided_by": "allocator/a.cc.o"},
        {"kind": "Privileged", "name": "heap"}
      ]
    },
    "scheduler": {
      "kind": "compartment",
      "code": {"name": "scheduler", "inputs": [], "output": {"sha256": "c1"}},
      "exports": [
        {"kind": "Function", "export_symbol": "__export_scheduler_thread_sleep", "exported": true, "interrupt_status": "disabled",
         "register_arguments": 2, "start_offset": 16}
      ]
    },
    "helper": {
      "kind": "library",
      "code": {"name": "helper", "inputs": [{"file": "helper/helper.cc.o", "section_name": ".text", "size": 10}], "output": {"sha256": "h1"}},
      "exports": [
        {"kind": "Function", "export_symbol": "__library_export_libcalls_help", "exported": true, "interrupt_status": "inherit",
         "register_arguments": 2, "start_offset": 16}
      ],
      "imports": [
        {"kind": "CompartmentExport", "compartment_name": "scheduler", "export_symbol": "__export_scheduler_thread_sleep", "function": "thread_sleep", "provided_by": "scheduler/s.cc.o"}
      ]
    },
    "switcher": {
      "kind": "switcher",
      "code": {"name": "switcher", "inputs": [], "output": {"sha256": "w1"}}
    }
  },
  "sharedObjects": [{"name": "mailbox", "start": 2147500000, "end": 2147500064}],
  "threads": [
    {"entry_point": {"compartment_name": "app", "function": "run()", "provided_by": "app/app.cc.o"}, "priority": 2,
     "stack": {"start": 2147510000, "length": 1024}, "trusted_stack": {"start": 2147520000, "length": 240},
     "source": {"file": "firmware.toml", "line": 12}}
  ]
})json";

} // namespace

nlohmann::json sample_document()
{
    return nlohmann::json::parse(Sample);
}

Report sample_read(const nlohmann::json &document)
{
    auto report = report_parse(document.dump());
    EXPECT_TRUE(report.has_value()) << report.error().message;
    return report.value_or(Report());
}

nlohmann::json &sample_import(nlohmann::json &document, const std::string &domain,
                              const std::string &kind, size_t position)
{
    for (auto &import : document["compartments"][domain]["imports"]) {
        if (import["kind"] == kind && position-- == 0) {
            return import;
        }
    }
    throw std::out_of_range(domain + " has no such import: " + kind);
}

} // namespace griotte::audit
