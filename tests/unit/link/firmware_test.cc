// What a linked firmware consists of: tables, records, export tables, memory.
#include "toolchain/link/firmware.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "tests/unit/link/firmware_builder.h"
#include "toolchain/link/loader_tables.h"

using namespace griotte::link;

namespace {

using Entry = LinkedByAddress::Entry;

/// Two compartments and a library: `app` calls `service`, and both `helper` of the library.
FirmwareBuilder small_make()
{
    FirmwareBuilder builder;
    DomainObject app;
    const auto run = app.function_add("_Z3runv", 32);
    app.export_add("__export_app__Z3runv", run, Enabled, 200);
    app.use(run, app.import_add("service_serve", "__export_service_serve"));
    app.use(run, app.import_add("switcher", "__export_switcher"), 8);
    app.use(run, app.import_add("libcalls_helper", "__library_export_libcalls_helper"), 16);
    app.use(run, app.import_add("mem_uart_11000", "__export_mem_uart", LoadBit | StoreBit), 24);
    builder.compartment("app", app);
    DomainObject service;
    const auto serve = service.function_add("serve", 16);
    service.export_add("__export_service_serve", serve, Enabled, 48, 2);
    const auto data = service.builder.section_add(".data.state", DomainObject::Data, words({7}));
    service.use(serve, service.builder.symbol_add("state", data, 0, 4));
    const auto zeros = service.builder.zeros_add(".bss.more", 8);
    service.use(serve, service.builder.symbol_add("more", zeros, 0, 8), 8);
    service.export_add("__export.sealing_type.service.Key", std::nullopt, SealingType);
    builder.compartment("service", service);
    DomainObject library;
    const auto helper = library.function_add("helper");
    library.export_add("__library_export_libcalls_helper", helper, LibraryFunction);
    const auto unused = library.function_add("unused");
    library.export_add("__library_export_libcalls_unused", unused, LibraryFunction);
    builder.library("lib", library);
    builder.thread("app", "run");
    return builder;
}

uint32_t start_of(const nlohmann::json &range)
{
    return range.at(0);
}
uint32_t length_of(const nlohmann::json &range)
{
    return range.at(1).get<uint32_t>() - range.at(0).get<uint32_t>();
}

} // namespace

TEST(Firmware, ImportsBecomeRecords)
{
    const LinkedByAddress linked(small_make().description);
    ASSERT_EQ(linked.error, "");
    const auto app = linked.domain("app");
    const auto service = linked.domain("service");
    const auto library = linked.domain("lib");
    const auto switcher = linked.domain("switcher");

    const uint32_t call = linked.symbol("__import_service_serve");
    const uint32_t entry = linked.symbol("__export_service_serve");
    EXPECT_EQ(linked.record(call),
              (Entry{call, start_of(service["export_table"]), length_of(service["export_table"]), 7,
                     entry - start_of(service["export_table"]), 0}));

    const uint32_t gate = linked.symbol("__import_switcher");
    EXPECT_EQ(linked.record(gate),
              (Entry{gate, start_of(switcher["code"]), length_of(switcher["code"]), 5,
                     linked.symbol("compartment_switcher_entry") - start_of(switcher["code"]), 0}))
        << "a sentry that disables interrupts, as the export says";

    const uint32_t helper = linked.symbol("__import_libcalls_helper");
    EXPECT_EQ(linked.record(helper),
              (Entry{helper, start_of(library["code"]), length_of(library["code"]), 4,
                     linked.symbol("helper") - start_of(library["code"]), 0}));

    const uint32_t uart = linked.symbol("__import_mem_uart_11000");
    EXPECT_EQ(linked.record(uart), (Entry{uart, 0x1000'0000, 0x100, 3, 0, 0b11000}));
    EXPECT_EQ(linked.word(uart), 0x1000'0000u) << "the address, for who looks at the file";
}

TEST(Firmware, ImportTableComesFirstSortedByName)
{
    const LinkedByAddress linked(small_make().description);
    ASSERT_EQ(linked.error, "");
    const uint32_t start = start_of(linked.domain("app")["code"]);
    EXPECT_EQ(linked.symbol("__import_libcalls_helper"), start);
    EXPECT_EQ(linked.symbol("__import_mem_uart_11000"), start + 8);
    EXPECT_EQ(linked.symbol("__import_service_serve"), start + 16);
    EXPECT_EQ(linked.symbol("__import_switcher"), start + 24);
    EXPECT_EQ(linked.symbol("_Z3runv"), start + 32);
}

TEST(Firmware, ExportTablesHaveHandlersAndEntries)
{
    FirmwareBuilder builder = small_make();
    DomainObject handlers;
    handlers.function_add("compartment_error_handler", 16);
    builder.compartment("service", handlers);
    const LinkedByAddress linked(builder.description);
    ASSERT_EQ(linked.error, "");
    const auto service = linked.domain("service");
    const uint32_t table = start_of(service["export_table"]);
    const uint32_t code = start_of(service["code"]);
    EXPECT_EQ(linked.half(table + 16), linked.symbol("compartment_error_handler") - code);
    EXPECT_EQ(linked.half(table + 18), 0xffff) << "no stackless handler";
    // The type's name sorts before the function's.
    EXPECT_EQ(linked.symbol("__export.sealing_type.service.Key"), table + 20);
    EXPECT_EQ(linked.word(table + 20), 1u << 29);
    EXPECT_EQ(linked.symbol("__export_service_serve"), table + 24);
    const uint32_t offset = linked.symbol("serve") - code;
    const uint32_t stack = 4; // 48 bytes and the 16 of every call
    EXPECT_EQ(linked.word(table + 24), offset | stack << 16 | 2u << 24 | 1u << 27);
    EXPECT_EQ(linked.record(table), (Entry{table, code, length_of(service["code"]), 2, 0, 0}));
    const uint32_t globals = start_of(service["globals"]);
    const uint32_t cgp = service["cgp"];
    EXPECT_EQ(linked.record(table + 8),
              (Entry{table + 8, globals, length_of(service["globals"]), 11, cgp - globals, 0}));
}

TEST(Firmware, StackOfAnExportIsRoundedUp)
{
    const LinkedByAddress linked(small_make().description);
    ASSERT_EQ(linked.error, "");
    const uint32_t entry = linked.symbol("__export_app__Z3runv");
    EXPECT_EQ((linked.word(entry) >> 16) & 0xff, 14u)
        << "200 bytes and the 16 of every call, in units of 16";
}

TEST(Firmware, CompartmentWithoutGlobalsHasNoCgp)
{
    const LinkedByAddress linked(small_make().description);
    ASSERT_EQ(linked.error, "");
    const uint32_t table = start_of(linked.domain("app")["export_table"]);
    EXPECT_TRUE(linked.record(table).has_value());
    EXPECT_FALSE(linked.record(table + 8).has_value());
    EXPECT_EQ(linked.word(table + 8), 0u);
}

TEST(Firmware, HeaderTellsTheLoaderWhereEverythingIs)
{
    const LinkedByAddress linked(small_make().description);
    ASSERT_EQ(linked.error, "");
    const uint32_t header = linked.header;
    EXPECT_EQ(linked.word(header), 0x544f'4952u);
    EXPECT_EQ(linked.half(header + 4), 1u);
    EXPECT_EQ(linked.half(header + 6), 72u);
    EXPECT_EQ(linked.word(header + 16), 72u) << "domains follow";
    EXPECT_EQ(linked.word(header + 20), 4u);
    EXPECT_EQ(linked.word(header + 24), 72u + 4 * 44) << "then records";
    EXPECT_EQ(linked.word(header + 36), 2u) << "the idle thread and ours";
    EXPECT_EQ(linked.word(header + 40), 0x8000'0000u);
    EXPECT_EQ(linked.word(header + 44), linked.facts["code"][1]);
    EXPECT_EQ(linked.word(header + 48), linked.facts["data"][0]);
    EXPECT_EQ(linked.word(header + 52), linked.facts["data"][1]);
    EXPECT_EQ(linked.word(header + 56), linked.firmware.heap.start);
    EXPECT_EQ(linked.word(header + 60), linked.firmware.heap.end);
    EXPECT_EQ(linked.word(header + 64), linked.facts["initialisers"][0]);
    EXPECT_EQ(linked.word(header + 68), 0u);
    EXPECT_EQ(linked.word(linked.word(header + 64)), 0u) << "the slot that ends them";
}

TEST(Firmware, ChecksumCoversTheTablesWithoutItself)
{
    const LinkedByAddress linked(small_make().description);
    ASSERT_EQ(linked.error, "");
    const uint32_t size = linked.word(linked.header + 8);
    std::vector<uint8_t> tables;
    for (uint32_t offset = 0; offset < size; offset++) {
        tables.push_back(static_cast<uint8_t>(linked.word(linked.header + offset)));
    }
    const uint32_t sum = linked.word(linked.header + 12);
    std::fill_n(tables.begin() + 12, 4, uint8_t{0});
    EXPECT_EQ(checksum(tables), sum);
    EXPECT_EQ(tables.back(), 0) << "the last name ends";
    const std::string digits = "123456789";
    EXPECT_EQ(checksum({reinterpret_cast<const uint8_t *>(digits.data()), digits.size()}),
              0xcbf4'3926u)
        << "the check value of CRC-32";
}

TEST(Firmware, DomainsOfTheTablesHaveNamesAndRanges)
{
    const LinkedByAddress linked(small_make().description);
    ASSERT_EQ(linked.error, "");
    const std::vector<std::string> names = {"switcher", "app", "service", "lib"};
    const std::vector<uint32_t> kinds = {0, 2, 2, 1};
    uint32_t firstRecord = 0;
    for (uint32_t index = 0; index < names.size(); index++) {
        const uint32_t place = linked.header + 72 + index * 44;
        std::string name;
        for (uint32_t at = linked.header + linked.word(place); (linked.word(at) & 0xff) != 0; at++)
        {
            name += static_cast<char>(linked.word(at));
        }
        EXPECT_EQ(name, names[index]);
        EXPECT_EQ(linked.word(place + 4), kinds[index]);
        const auto domain = linked.domain(name);
        EXPECT_EQ(linked.word(place + 8), domain["code"][0]);
        EXPECT_EQ(linked.word(place + 12), domain["code"][1]);
        EXPECT_EQ(linked.word(place + 16), domain["globals"][0]);
        EXPECT_EQ(linked.word(place + 20), domain["globals"][1]);
        EXPECT_EQ(linked.word(place + 24), domain["cgp"]);
        EXPECT_EQ(linked.word(place + 28), domain["export_table"][0]);
        EXPECT_EQ(linked.word(place + 32), domain["export_table"][1]);
        EXPECT_EQ(linked.word(place + 36), firstRecord);
        firstRecord += linked.word(place + 40);
    }
    EXPECT_EQ(linked.word(linked.header + 28), firstRecord);
}

TEST(Firmware, ThreadsHaveStacksAndTheIdleThreadIsFirst)
{
    const LinkedByAddress linked(small_make().description);
    ASSERT_EQ(linked.error, "");
    const uint32_t idle = linked.header + linked.word(linked.header + 32);
    EXPECT_EQ(linked.word(idle), 0u);
    EXPECT_EQ(linked.word(idle + 4), 0u);
    EXPECT_EQ(linked.word(idle + 8), linked.symbol("__scheduler_stack"));
    EXPECT_EQ(linked.word(idle + 20) - linked.word(idle + 16), 168u + 2 * 24);
    const uint32_t thread = idle + 32;
    EXPECT_EQ(linked.word(thread), linked.symbol("__export_app__Z3runv"));
    EXPECT_EQ(linked.half(thread + 4), 1u) << "domain";
    EXPECT_EQ(linked.half(thread + 6), 1u) << "priority";
    EXPECT_EQ(linked.word(thread + 8), linked.symbol("__stack_1"));
    EXPECT_EQ(linked.word(thread + 12) - linked.word(thread + 8), 1024u);
    EXPECT_EQ(linked.word(thread + 16), linked.symbol("__trusted_stack_1"));
    EXPECT_EQ(linked.word(thread + 20) - linked.word(thread + 16), 168u + 4 * 24)
        << "three frames and the entry's";
    EXPECT_EQ(linked.word(thread + 24), linked.symbol("__hazard_slots"));
    EXPECT_EQ(linked.word(idle + 24) + 16, linked.word(thread + 24));
    EXPECT_EQ(linked.word(thread + 28), 0u);
}

TEST(Firmware, LoaderLiesAtTheEndOfTheHeap)
{
    const LinkedByAddress linked(small_make().description);
    ASSERT_EQ(linked.error, "");
    EXPECT_EQ(linked.firmware.heap.end, 0x8010'0000u);
    EXPECT_GE(linked.firmware.heap.start, linked.facts["data"][1]);
    EXPECT_LT(linked.firmware.heap.start - linked.facts["data"][1].get<uint32_t>(), 4096u)
        << "no more than exact bounds need";
    EXPECT_EQ(linked.facts["loader_stack"][1], 0x8010'0000u);
    EXPECT_EQ(length_of(linked.facts["loader_stack"]), 4096u);
    EXPECT_EQ(linked.header, linked.facts["loader"][0]);
    EXPECT_GE(linked.symbol("_start"), linked.header + linked.word(linked.header + 8));
}

TEST(Firmware, LeavesOutWhatNobodyImports)
{
    FirmwareBuilder builder = small_make();
    DomainObject other;
    other.export_add("__library_export_libcalls_other", other.function_add("other"),
                     LibraryFunction);
    builder.library("unwanted", other);
    const LinkedByAddress linked(builder.description);
    ASSERT_EQ(linked.error, "");
    EXPECT_EQ(linked.firmware.unusedLibraries, std::vector<std::string>{"unwanted"});
    EXPECT_EQ(length_of(linked.domain("lib")["code"]), 16u) << "helper alone";
    EXPECT_EQ(linked.domain("lib")["exports"].size(), 1u);
    EXPECT_EQ(linked.domain("service")["exports"].size(), 2u) << "a compartment keeps them all";
    EXPECT_NE(std::ranges::find(linked.firmware.discarded, "lib: lib0.o:(.text.unused)"),
              linked.firmware.discarded.end());
    builder.description.collectsGarbage = false;
    const LinkedByAddress whole(builder.description);
    ASSERT_EQ(whole.error, "");
    EXPECT_TRUE(whole.firmware.unusedLibraries.empty());
    EXPECT_EQ(whole.domain("lib")["exports"].size(), 2u);
}

TEST(Firmware, LibrariesMayImportEachOther)
{
    FirmwareBuilder builder = small_make();
    DomainObject second;
    const auto deep = second.function_add("deep");
    second.export_add("__library_export_libcalls_deep", deep, LibraryFunction);
    builder.library("second", second);
    DomainObject more;
    const auto outer = more.function_add("outer", 16);
    more.export_add("__library_export_libcalls_outer", outer, LibraryFunction | Enabled);
    more.use(outer, more.import_add("libcalls_deep", "__library_export_libcalls_deep"));
    builder.library("lib", more);
    DomainObject user;
    const auto go = user.entry_add("app", "go");
    user.use(go, user.import_add("libcalls_outer", "__library_export_libcalls_outer"));
    builder.compartment("app", user);
    const LinkedByAddress linked(builder.description);
    ASSERT_EQ(linked.error, "");
    const uint32_t slot = linked.symbol("__import_libcalls_deep");
    ASSERT_TRUE(linked.record(slot).has_value());
    EXPECT_EQ(linked.record(slot)->base, start_of(linked.domain("second")["code"]));
    EXPECT_EQ(linked.record(linked.symbol("__import_libcalls_outer"))->kind, 6u) << "enables";
}

TEST(Firmware, SealedObjectsBeginWithTheNumberOfTheirType)
{
    FirmwareBuilder builder = small_make();
    DomainObject holder;
    const auto go = holder.entry_add("app", "go");
    const auto object =
        holder.sealed_add("token", "__export.sealing_type.service.Key", {0x1234, 0x5678});
    holder.use(go, holder.import_add("sealed_token", object));
    builder.compartment("app", holder);
    const LinkedByAddress linked(builder.description);
    ASSERT_EQ(linked.error, "");
    const uint32_t token = linked.symbol("token");
    EXPECT_EQ(linked.word(token), linked.symbol("__export.sealing_type.service.Key"));
    EXPECT_EQ(linked.word(token + 4), 0u);
    EXPECT_EQ(linked.word(token + 8), 0x1234u);
    const uint32_t slot = linked.symbol("__import_sealed_token");
    EXPECT_EQ(linked.record(slot), (Entry{slot, token, 16, 8, 15, 0}));
    EXPECT_FALSE(linked.record(token).has_value()) << "the type is a number, not a capability";
    EXPECT_GE(token, linked.facts["data"][0]);
}

TEST(Firmware, OwnKeysAreOneByteAtTheirNumber)
{
    FirmwareBuilder builder = small_make();
    DomainObject owner;
    const auto go = owner.entry_add("service", "go");
    owner.use(go, owner.import_add("key", "__export.sealing_type.service.Key"));
    builder.compartment("service", owner);
    const LinkedByAddress linked(builder.description);
    ASSERT_EQ(linked.error, "");
    const uint32_t slot = linked.symbol("__import_key");
    EXPECT_EQ(linked.record(slot),
              (Entry{slot, linked.symbol("__export.sealing_type.service.Key"), 1, 9, 0, 0}));
}

TEST(Firmware, SharedObjectsAreWhereBothSeeThem)
{
    FirmwareBuilder builder = small_make();
    builder.description.sharedObjects = {{"board_state", 1000}, {"epoch", 4}};
    DomainObject writer;
    const auto go = writer.entry_add("app", "go");
    writer.use(go, writer.import_add("so_w", "__cheriot_shared_object_epoch", AllBits));
    builder.compartment("app", writer);
    DomainObject reader;
    const auto look = reader.entry_add("service", "look");
    reader.use(look, reader.import_add("so_r", "__cheriot_shared_object_epoch", LoadBit));
    builder.compartment("service", reader);
    const LinkedByAddress linked(builder.description);
    ASSERT_EQ(linked.error, "");
    const uint32_t epoch = linked.symbol("__cheriot_shared_object_epoch");
    const uint32_t write = linked.symbol("__import_so_w");
    const uint32_t read = linked.symbol("__import_so_r");
    EXPECT_EQ(linked.record(write), (Entry{write, epoch, 4, 10, 0, 0b11111}));
    EXPECT_EQ(linked.record(read), (Entry{read, epoch, 4, 10, 0, 0b10000}));
}

TEST(Firmware, PointersInDataBecomeRecords)
{
    FirmwareBuilder builder = small_make();
    DomainObject data;
    const auto table = data.builder.section_add(".rodata.table", SHF_ALLOC, words({1, 2}));
    const auto constant = data.builder.symbol_add("constant", table, 0, 8, STB_GLOBAL, STT_OBJECT);
    const auto state = data.builder.section_add(".data.x", DomainObject::Data, words({1, 2}));
    const auto variable = data.builder.symbol_add("variable", state, 0, 8, STB_GLOBAL, STT_OBJECT);
    const auto function = data.function_add("local");
    data.pointer_add("to_constant", constant, 4);
    data.pointer_add("to_variable", variable);
    data.pointer_add("to_function", function);
    data.pointer_add("to_export", data.undefined("__export_app__Z3runv"));
    data.pointer_add("to_library", data.undefined("__library_export_libcalls_helper"));
    data.pointer_add("to_nothing", data.builder.undefined_add("nothing", STB_WEAK));
    builder.compartment("service", data);
    builder.description.collectsGarbage = false;
    const LinkedByAddress linked(builder.description);
    ASSERT_EQ(linked.error, "");
    const auto service = linked.domain("service");
    const uint32_t code = start_of(service["code"]);
    auto kind_and_offset = [&](const char *name) {
        const auto record = linked.record(linked.symbol(name));
        return record.has_value() ? std::pair{record->kind, record->offset} : std::pair{~0u, ~0u};
    };
    EXPECT_EQ(kind_and_offset("to_constant"), std::pair(1u, 4u));
    EXPECT_EQ(kind_and_offset("to_variable"), std::pair(0u, 0u));
    EXPECT_EQ(kind_and_offset("to_function"), std::pair(2u, linked.symbol("local") - code));
    EXPECT_EQ(kind_and_offset("to_export").first, 7u);
    EXPECT_EQ(kind_and_offset("to_library").first, 4u);
    EXPECT_EQ(kind_and_offset("to_nothing").first, ~0u) << "weak and nowhere is null";
}

TEST(Firmware, InitialisersStandInTheOrderOfTheirPriorities)
{
    FirmwareBuilder builder = small_make();
    DomainObject late;
    late.export_add("__export_service_late", late.function_add("late"), OwnDomain | Disabled);
    late.initialiser_add("200", "__export_service_late");
    builder.compartment("service", late);
    DomainObject early;
    early.export_add("__export_app_early", early.function_add("early"), OwnDomain | Disabled);
    early.initialiser_add("30", "__export_app_early");
    builder.compartment("app", early);
    const LinkedByAddress linked(builder.description);
    ASSERT_EQ(linked.error, "");
    const uint32_t slots = linked.word(linked.header + 64);
    EXPECT_EQ(linked.word(linked.header + 68), 2u);
    EXPECT_EQ(linked.word(slots), linked.symbol("__export_app_early"));
    EXPECT_EQ(linked.word(slots + 8), linked.symbol("__export_service_late"));
    EXPECT_EQ(linked.word(slots + 16), 0u);
    const auto first = linked.record(slots);
    ASSERT_TRUE(first.has_value());
    EXPECT_EQ(first->kind, 7u);
    EXPECT_EQ(first->base, start_of(linked.domain("app")["export_table"]));
    EXPECT_GE(slots, start_of(linked.domain("switcher")["code"]));
}

TEST(Firmware, PrivilegedTargetsAreForTheirOwners)
{
    FirmwareBuilder builder = small_make();
    DomainObject switcher;
    const auto go = switcher.function_add("go", 40);
    switcher.use(go, switcher.import_add("a", "__privileged_scheduler_pcc"), 0);
    switcher.use(go, switcher.import_add("b", "__privileged_scheduler_cgp"), 8);
    switcher.use(go, switcher.import_add("c", "__privileged_scheduler_csp"), 16);
    switcher.use(go, switcher.import_add("d", "__privileged_unseal_9"), 24);
    switcher.use(go, switcher.import_add("e", "__privileged_key_10"), 32);
    builder.add("switcher", DomainKind::Switcher, switcher);
    DomainObject scheduler;
    scheduler.function_add("_Z15exception_entryv");
    scheduler.builder.section_add(".data", DomainObject::Data, words({1}));
    scheduler.entry_add("scheduler", "yield");
    builder.compartment("scheduler", scheduler);
    DomainObject allocator;
    const auto take = allocator.entry_add("allocator", "take");
    allocator.use(take, allocator.import_add("f", "__privileged_heap"));
    const auto make = allocator.entry_add("allocator", "make");
    allocator.use(make, allocator.import_add("h", "__privileged_token_keys"));
    const auto claim = allocator.entry_add("allocator", "claim");
    allocator.use(claim, allocator.import_add("g", "__privileged_hazards"));
    builder.compartment("allocator", allocator);
    const LinkedByAddress linked(builder.description);
    ASSERT_EQ(linked.error, "");
    const auto code = linked.domain("scheduler")["code"];
    auto record = [&](const char *name) {
        return linked.record(linked.symbol(name)).value_or(Entry());
    };
    const auto pcc = record("__import_a");
    EXPECT_EQ(pcc.kind, 4u);
    EXPECT_EQ(pcc.base + pcc.offset, linked.symbol("_Z15exception_entryv"));
    EXPECT_EQ(pcc.length, length_of(code));
    EXPECT_EQ(record("__import_b").kind, 11u);
    EXPECT_EQ(record("__import_b").base, start_of(linked.domain("scheduler")["globals"]));
    const auto stack = record("__import_c");
    EXPECT_EQ(stack.kind, 13u);
    EXPECT_EQ(stack.base, linked.symbol("__scheduler_stack"));
    EXPECT_EQ(stack.offset, stack.length) << "empty";
    EXPECT_EQ(record("__import_d"), (Entry{linked.symbol("__import_d"), 9, 1, 12, 0, 0b10000}));
    EXPECT_EQ(record("__import_e"), (Entry{linked.symbol("__import_e"), 10, 1, 12, 0, 0b11000}));
    EXPECT_EQ(record("__import_f").kind, 14u);
    EXPECT_EQ(record("__import_f").base, linked.firmware.heap.start);
    EXPECT_EQ(record("__import_h"), (Entry{linked.symbol("__import_h"), 0, 0, 17, 0, 0}));
    EXPECT_EQ(record("__import_g").kind, 16u);
    EXPECT_EQ(record("__import_g").length, 16u);
}

TEST(Firmware, NamesOfOneDomainMeanNothingInAnother)
{
    FirmwareBuilder builder = small_make();
    for (const char *name : {"app", "service"}) {
        DomainObject object;
        object.function_add("same");
        object.entry_add(name, "here");
        builder.compartment(name, object);
    }
    builder.description.collectsGarbage = false;
    const LinkedByAddress linked(builder.description);
    ASSERT_EQ(linked.error, "");
    EXPECT_NE(linked.symbol("same", 0), linked.symbol("same", 1));
}

TEST(Firmware, SameInputSameBytes)
{
    const auto first = firmware_link(small_make().description);
    const auto second = firmware_link(small_make().description);
    ASSERT_TRUE(first.has_value() && second.has_value());
    EXPECT_EQ(first->elf, second->elf);
    EXPECT_EQ(first->map, second->map);
    EXPECT_EQ(report_json(first->report), report_json(second->report));
}

TEST(Firmware, SizesAddUp)
{
    const LinkedByAddress linked(small_make().description);
    ASSERT_EQ(linked.error, "");
    uint64_t total = 0;
    for (const DomainSizes &sizes : linked.firmware.sizes) {
        total += sizes.total();
        if (sizes.name == "service") {
            EXPECT_EQ(sizes.code, 16u);
            EXPECT_EQ(sizes.data, 4u);
            EXPECT_EQ(sizes.zeros, 8u);
            EXPECT_EQ(sizes.exports, 28u);
            EXPECT_EQ(sizes.imports, 0u);
        }
        if (sizes.name == "app") {
            EXPECT_EQ(sizes.imports, 32u);
            EXPECT_EQ(sizes.stacks, 1024u);
        }
    }
    uint64_t ranges = 0;
    for (const auto &domain : linked.facts["domains"]) {
        ranges += length_of(domain["code"]) + length_of(domain["globals"]) +
                  length_of(domain["export_table"]);
    }
    EXPECT_EQ(total, ranges);
}

TEST(Firmware, AllocatorsHaveAnEpochAndNumbersOfTheirMemory)
{
    FirmwareBuilder builder = small_make();
    DomainObject allocator;
    const auto take = allocator.entry_add("allocator", "take");
    allocator.use(
        take, allocator.import_add("epoch", "__cheriot_shared_object_allocator_epoch", AllBits));
    const auto numbers = allocator.builder.section_add(".rodata.n", SHF_ALLOC, words({0, 0, 0}));
    const auto symbol = allocator.builder.symbol_add("numbers", numbers, 0, 12);
    uint32_t offset = 0;
    for (const char *name : {"__export_mem_heap", "__export_mem_heap_end", "__revoker_scan_start"})
    {
        allocator.builder.relocation_add(numbers, offset, RelocationType::Word32,
                                         allocator.undefined(name));
        offset += 4;
    }
    const auto look = allocator.entry_add("allocator", "look");
    allocator.use(look, symbol);
    builder.compartment("allocator", allocator);
    const LinkedByAddress linked(builder.description);
    ASSERT_EQ(linked.error, "");
    const uint32_t place = linked.symbol("numbers");
    EXPECT_EQ(linked.word(place), linked.firmware.heap.start);
    EXPECT_EQ(linked.word(place + 4), linked.firmware.heap.end);
    EXPECT_EQ(linked.word(place + 8), linked.facts["data"][0]);
    const auto epoch = linked.record(linked.symbol("__import_epoch"));
    ASSERT_TRUE(epoch.has_value());
    EXPECT_EQ(epoch->length, 4u);
}

TEST(Firmware, SoftwareRevokersSweepWithOneCapability)
{
    FirmwareBuilder builder = small_make();
    builder.description.memory.code = {0x8000'0000, 0x8004'0000};
    DomainObject revoker;
    const auto sweep = revoker.entry_add("software_revoker", "sweep");
    revoker.use(sweep, revoker.import_add("memory", "__privileged_memory"));
    builder.compartment("software_revoker", revoker);
    const LinkedByAddress linked(builder.description);
    ASSERT_EQ(linked.error, "");
    const auto record = linked.record(linked.symbol("__import_memory"));
    ASSERT_TRUE(record.has_value());
    EXPECT_EQ(record->kind, 15u);
    EXPECT_EQ(record->base, linked.facts["data"][0]) << "all that may hold pointers to the heap";
    EXPECT_EQ(record->base + record->length, linked.firmware.heap.end);
    EXPECT_TRUE(is_representable(record->base, record->length));
}

TEST(Firmware, DataMayLieInAMemoryOfItsOwn)
{
    FirmwareBuilder builder = small_make();
    builder.description.memory.data = {0x2000'0000, 0x2002'0000};
    const LinkedByAddress linked(builder.description);
    ASSERT_EQ(linked.error, "");
    EXPECT_EQ(start_of(linked.facts["code"]), 0x8000'0000u);
    EXPECT_EQ(start_of(linked.facts["data"]), 0x2000'0000u);
    EXPECT_EQ(linked.firmware.heap.end, 0x2002'0000u);
    EXPECT_GE(start_of(linked.domain("service")["globals"]), 0x2000'0000u);
    EXPECT_LT(start_of(linked.domain("service")["export_table"]), 0x8001'0000u);
}

TEST(Firmware, LargeGlobalsHaveExactBounds)
{
    FirmwareBuilder builder = small_make();
    DomainObject large;
    const auto go = large.entry_add("app", "go");
    const auto zeros = large.builder.zeros_add(".bss.large", 100'000);
    large.use(go, large.builder.symbol_add("large", zeros, 0, 100'000));
    builder.compartment("app", large);
    const LinkedByAddress linked(builder.description);
    ASSERT_EQ(linked.error, "");
    const auto globals = linked.domain("app")["globals"];
    EXPECT_GE(length_of(globals), 100'000u);
    EXPECT_TRUE(is_representable(start_of(globals), length_of(globals)));
}
