// Every rule of docs/reference/compartments.md that a firmware can break, and what its author is
// told.
#include <functional>

#include <gtest/gtest.h>

#include "tests/unit/link/firmware_builder.h"

using namespace griotte::link;

namespace {

/// An app with one entry point, a service with another, a library with one function.
FirmwareBuilder base_make()
{
    FirmwareBuilder builder;
    DomainObject app;
    app.entry_add("app", "run");
    builder.compartment("app", app);
    DomainObject service;
    service.entry_add("service", "serve");
    service.export_add("__export.sealing_type.service.Key", std::nullopt, SealingType);
    builder.compartment("service", service);
    DomainObject library;
    library.export_add("__library_export_libcalls_helper", library.function_add("helper"),
                       LibraryFunction);
    builder.library("lib", library);
    builder.thread("app", "run");
    return builder;
}

std::string error_of(const FirmwareDescription &description)
{
    const auto result = firmware_link(description);
    return result.has_value() ? "it linked" : result.error().message;
}

/// The error when `app` imports `target`.
std::string import_error(const std::string &target, uint32_t permissions = 0,
                         const std::function<void(FirmwareBuilder &)> &change = {})
{
    FirmwareBuilder builder = base_make();
    DomainObject user;
    const auto go = user.entry_add("app", "go");
    user.use(go, user.import_add("wanted", target, permissions));
    builder.compartment("app", user);
    if (change) {
        change(builder);
    }
    return error_of(builder.description);
}

/// The error when `change` has added to the object of `domain`.
std::string object_error(const std::string &domain, DomainKind kind,
                         const std::function<void(DomainObject &)> &change)
{
    FirmwareBuilder builder = base_make();
    DomainObject object;
    change(object);
    builder.add(domain, kind, object);
    builder.description.collectsGarbage = false;
    return error_of(builder.description);
}

void expect_part(const std::string &text, const std::string &part)
{
    EXPECT_NE(text.find(part), std::string::npos) << "got: " << text << "\nwanted: " << part;
}

} // namespace

TEST(FirmwareErrors, NobodyExportsTheEntryPoint)
{
    EXPECT_EQ(import_error("__export_service_server"),
              "compartment 'app': compartment 'service' does not export 'server'; did you mean "
              "'serve' of compartment 'service'?\n  needed by app1.o:(.text.go+0x0) in 'go'");
    EXPECT_EQ(
        import_error("__export_nobody__Z3runv"),
        "compartment 'app': no compartment of the firmware is the one of 'run()' of 'nobody'; "
        "did you mean 'run' of compartment 'app'?\n  needed by app1.o:(.text.go+0x0) in 'go'");
}

TEST(FirmwareErrors, NobodyExportsTheLibraryFunction)
{
    expect_part(
        import_error("__library_export_libcalls_helpers"),
        "no library of the firmware has 'helpers'; did you mean 'helper' of library 'lib'?");
    const std::string hinted =
        import_error("__library_export_libcalls_strtol", 0, [](FirmwareBuilder &builder) {
            builder.description.exportHint = [](const std::string &symbol) {
                return symbol == "__library_export_libcalls_strtol" ? "; the SDK's has it" : "";
            };
        });
    expect_part(hinted, "no library of the firmware has 'strtol'; the SDK's has it");
}

TEST(FirmwareErrors, WhatIsItsOwnersOnly)
{
    auto with = [](const std::string &symbol, uint8_t flags) {
        return [symbol, flags](FirmwareBuilder &builder) {
            DomainObject owner;
            owner.export_add(symbol, owner.function_add("own"), flags);
            builder.compartment("service", owner);
        };
    };
    expect_part(
        import_error("__export_service_own", 0, with("__export_service_own", OwnDomain | Enabled)),
        "'own' is for compartment 'service' itself only: a callback, which others are "
        "given pointers to");
    expect_part(
        import_error("__library_export_service_own", 0,
                     with("__library_export_service_own", OwnDomain | LibraryFunction | Disabled)),
        "'own' is for compartment 'service' itself only: a function with an interrupt "
        "state of its own");
    expect_part(import_error("__library_export_libcalls_own", 0,
                             with("__library_export_libcalls_own", LibraryFunction)),
                "a compartment's code never runs for another. Put it in a library");
    expect_part(import_error("__export.sealing_type.service.Key"),
                "the key of sealing type 'Key' is compartment 'service''s own");
    expect_part(import_error("__privileged_heap"), "'__privileged_heap' is for 'allocator' only");
    expect_part(import_error("__privileged_heaps"),
                "there is no '__privileged_heaps'; did you mean 'heap'?");
}

TEST(FirmwareErrors, DevicesAndSharedObjects)
{
    expect_part(import_error("__export_mem_uarts", LoadBit),
                "the board has no device 'uarts'; did you mean 'uart'? It has uart, clint");
    expect_part(import_error("__export_mem_uart", 1u << 29),
                "the import of device 'uart' may neither load nor store");
    expect_part(import_error("__cheriot_shared_object_thing", LoadBit),
                "the firmware has no shared object 'thing'. Give it a size");
    expect_part(import_error("__export_mem_odd", LoadBit,
                             [](FirmwareBuilder &builder) {
                                 builder.description.memory.devices.push_back(
                                     {"odd", {0x3000'0001, 0x3000'0801}});
                             }),
                "a capability cannot have the bounds of device 'odd', 0x30000001 to 0x30000801");
    expect_part(object_error("app", DomainKind::Compartment,
                             [](DomainObject &object) {
                                 object.pointer_add("device",
                                                    object.undefined("__export_mem_uart"));
                             }),
                "'__export_mem_uart' must be imported: only an import says what the capability may "
                "do");
}

TEST(FirmwareErrors, OnlyTheAllocatorStoresToItsEpoch)
{
    auto allocator = [](FirmwareBuilder &builder) {
        DomainObject object;
        object.entry_add("allocator", "take");
        builder.compartment("allocator", object);
    };
    expect_part(
        import_error("__cheriot_shared_object_allocator_epoch", LoadBit | StoreBit, allocator),
        "only the allocator may store to shared object 'allocator_epoch'");
    EXPECT_EQ(import_error("__cheriot_shared_object_allocator_epoch", LoadBit, allocator),
              "it linked");
}

TEST(FirmwareErrors, SealingTypesNobodyHas)
{
    expect_part(import_error("__export.sealing_type.service.Keys"),
                "compartment 'service' has no sealing type 'Keys'; did you mean 'Key' of "
                "compartment 'service'?");
    expect_part(import_error("__export.sealing_type.nobody.Key"),
                "no compartment of the firmware has sealing type 'nobody.Key'");
}

TEST(FirmwareErrors, WritableDataInALibrary)
{
    expect_part(object_error("lib", DomainKind::Library,
                             [](DomainObject &object) {
                                 const auto section = object.builder.section_add(
                                     ".data.counter", DomainObject::Data, words({1}));
                                 object.builder.symbol_add("counter", section, 0, 4, STB_GLOBAL,
                                                           STT_OBJECT);
                             }),
                "library 'lib': lib1.o:(.data.counter+0x0): 'counter' can be written, and a "
                "library has no globals of its own");
}

TEST(FirmwareErrors, EntryPointsOfALibrary)
{
    expect_part(object_error("lib", DomainKind::Library,
                             [](DomainObject &object) { object.entry_add("lib", "enter"); }),
                "only compartments have entry points, callbacks and sealing types");
}

TEST(FirmwareErrors, ExportsThatAreNone)
{
    expect_part(object_error("app", DomainKind::Compartment,
                             [](DomainObject &object) { object.entry_add("service", "enter"); }),
                "the name is not one of this domain's; compile the file with "
                "-cheri-compartment=app");
    expect_part(object_error("app", DomainKind::Compartment,
                             [](DomainObject &object) {
                                 object.export_add("__export_app_x", object.function_add("x"),
                                                   LibraryFunction);
                             }),
                "its flags say something else than its name");
    expect_part(object_error("app", DomainKind::Compartment,
                             [](DomainObject &object) {
                                 object.export_add("__export_app_x", object.function_add("x"), 3);
                             }),
                "its flags 0x03 or its 0 argument registers mean nothing");
    expect_part(object_error("app", DomainKind::Compartment,
                             [](DomainObject &object) {
                                 object.export_add("__export_app_x", object.undefined("gone"), 1);
                             }),
                "its function 'gone' is not in this domain");
    expect_part(object_error("app", DomainKind::Compartment,
                             [](DomainObject &object) {
                                 object.builder.section_add(".cheriot.exports", 0, words({1}));
                             }),
                "its 4 bytes are no table of 8-byte exports");
    expect_part(object_error("app", DomainKind::Compartment,
                             [](DomainObject &object) {
                                 object.builder.section_add(".cheriot.exports", 0, words({0, 0}));
                             }),
                "the export has no global symbol");
}

TEST(FirmwareErrors, TwoLibrariesWithOneFunction)
{
    expect_part(object_error("second", DomainKind::Library,
                             [](DomainObject &object) {
                                 object.export_add("__library_export_libcalls_helper",
                                                   object.function_add("helper"), LibraryFunction);
                             }),
                "library 'lib' and library 'second' both export 'helper'\n  first in lib0.o\n  "
                "again in second0.o");
}

TEST(FirmwareErrors, CapabilitiesInSealedObjects)
{
    const std::string error =
        object_error("app", DomainKind::Compartment, [](DomainObject &object) {
            const auto section = object.builder.section_add(".sealed_objects", DomainObject::Data,
                                                            words({0, 0, 0, 0}), 8);
            const auto symbol =
                object.builder.symbol_add("holder", section, 0, 16, STB_GLOBAL, STT_OBJECT);
            object.builder.relocation_add(section, 0, RelocationType::CheriCapability,
                                          object.undefined("__export.sealing_type.service.Key"));
            object.builder.relocation_add(section, 8, RelocationType::CheriCapability, symbol);
        });
    expect_part(error, "a static sealed object holds a capability, to 'holder'; only its sealing "
                       "type may be one");
}

TEST(FirmwareErrors, SealedObjectsWithoutAType)
{
    expect_part(object_error("app", DomainKind::Compartment,
                             [](DomainObject &object) {
                                 const auto section = object.builder.section_add(
                                     ".sealed_objects", DomainObject::Data, words({0, 0, 1, 2}), 8);
                                 const auto symbol = object.builder.symbol_add(
                                     "bare", section, 0, 16, STB_GLOBAL, STT_OBJECT);
                                 object.import_add("bare", symbol);
                             }),
                "static sealed object 'bare' does not begin with its sealing type");
}

TEST(FirmwareErrors, QuotasLargerThanTheHeap)
{
    auto with_quota = [](std::vector<uint32_t> payload) {
        FirmwareBuilder builder = base_make();
        DomainObject allocator;
        allocator.entry_add("allocator", "take");
        allocator.export_add("__export.sealing_type.allocator.MallocKey", std::nullopt,
                             SealingType);
        builder.compartment("allocator", allocator);
        DomainObject user;
        const auto go = user.entry_add("app", "go");
        const auto quota =
            user.sealed_add("quota", "__export.sealing_type.allocator.MallocKey", payload);
        user.use(go, user.import_add("quota", quota));
        builder.compartment("app", user);
        return error_of(builder.description);
    };
    expect_part(with_quota({0x0200'0000, 0, 0, 0, 0, 0}),
                "allocator capability 'quota' has a quota of 33554432 bytes, and the heap is ");
    expect_part(with_quota({4096, 0}),
                "allocator capability 'quota' has 8 bytes; the allocator expects 24");
    EXPECT_EQ(with_quota({4096, 0, 0, 0, 0, 0}), "it linked");
}

TEST(FirmwareErrors, ConstructorsNobodyRuns)
{
    auto constructor = [](DomainObject &object) {
        const auto section = object.builder.section_add(".init_array", DomainObject::Data,
                                                        words({0, 0}), 8, SHT_INIT_ARRAY);
        object.builder.relocation_add(section, 0, RelocationType::CheriCapability,
                                      object.function_add("construct"));
    };
    expect_part(object_error("app", DomainKind::Compartment, constructor),
                "has global constructors that nobody runs. Include <global_constructors.hh>");
    expect_part(object_error("lib", DomainKind::Library, constructor),
                "has global constructors, and library 'lib' has no globals");
    EXPECT_EQ(object_error("app", DomainKind::Compartment,
                           [&](DomainObject &object) {
                               constructor(object);
                               const auto table =
                                   object.builder.section_add(".rodata", SHF_ALLOC, words({0}));
                               object.builder.relocation_add(
                                   table, 0, RelocationType::Word32,
                                   object.undefined("__init_array_start"));
                           }),
              "it linked");
}

TEST(FirmwareErrors, InitialisersThatAreNoCallbacks)
{
    expect_part(object_error("app", DomainKind::Compartment,
                             [](DomainObject &object) {
                                 object.initialiser_add("1", "__export_service_serve");
                             }),
                "an initialiser is a callback of its own compartment; '__export_service_serve' is "
                "none");
}

TEST(FirmwareErrors, CompartmentsTooLargeForTheirExports)
{
    // The second function's section is behind the first's 64 KiB.
    expect_part(object_error("app", DomainKind::Compartment,
                             [](DomainObject &object) {
                                 object.export_add("__export_app_a",
                                                   object.function_add("a", 0x1'0000), Enabled);
                                 object.export_add("__export_app_b", object.function_add("b"),
                                                   Enabled);
                             }),
                "compartment 'app': 'b' lies 65536 bytes from the start of the code, further than "
                "an export can say");
}

TEST(FirmwareErrors, StacksLargerThanAnExportCanSay)
{
    expect_part(object_error("app", DomainKind::Compartment,
                             [](DomainObject &object) { object.entry_add("app", "deep", 4096); }),
                "'deep' needs 4096 bytes of stack; an export can ask for 4064");
}

TEST(FirmwareErrors, ImagesTooLargeForTheMemory)
{
    FirmwareBuilder builder = base_make();
    builder.description.memory.code = {0x8000'0000, 0x8000'1000};
    const std::string error = error_of(builder.description);
    expect_part(error, "the firmware does not fit: the memory at 0x80000000-0x80001000 is ");
    expect_part(error, "The largest domains:");
    expect_part(error, "service");
}

TEST(FirmwareErrors, ThreadsWithoutAnEntryPoint)
{
    FirmwareBuilder builder = base_make();
    builder.description.threads[0].entry = "rum";
    EXPECT_EQ(error_of(builder.description),
              "thread 1: compartment 'app' has no entry point 'rum'; did you mean 'run'?\n  it has "
              "run");
    builder.description.threads[0].compartment = "ap";
    EXPECT_EQ(error_of(builder.description),
              "thread 1: there is no compartment 'ap' to start in; did you mean 'app'?");
    builder.description.threads.clear();
    EXPECT_EQ(error_of(builder.description),
              "the firmware has no threads, so nothing in it would run; describe one");
}

TEST(FirmwareErrors, ThreadsWithAnAmbiguousEntryPoint)
{
    FirmwareBuilder builder = base_make();
    DomainObject overloads;
    overloads.entry_add("app", "_Z5startv");
    overloads.entry_add("app", "_Z5starti");
    builder.compartment("app", overloads);
    builder.description.threads[0].entry = "start";
    EXPECT_EQ(error_of(builder.description),
              "thread 1: 'start' may be any of these in compartment 'app'; name its symbol:\n  "
              "start(int)  _Z5starti\n  start()  _Z5startv");
    builder.description.threads[0].entry = "_Z5startv";
    EXPECT_EQ(error_of(builder.description), "it linked");
}

TEST(FirmwareErrors, DomainsThatCannotBe)
{
    FirmwareBuilder builder = base_make();
    builder.description.domains.push_back(builder.description.domains.back());
    expect_part(error_of(builder.description), "two domains are called 'lib'; rename one");
    builder.description.domains.back().name = "mem";
    expect_part(error_of(builder.description), "a domain cannot be called 'mem'");
    builder.description.domains.back().kind = DomainKind::Switcher;
    expect_part(error_of(builder.description), "a firmware has one switcher; this one has 2");
}

TEST(FirmwareErrors, LoadersThatWantWhatIsNotThere)
{
    FirmwareBuilder builder = base_make();
    DomainObject loader;
    const auto start = loader.function_add("_start");
    loader.use(start, loader.undefined("__switcher_trap"));
    builder.description.loaderFiles = {{"loader.o", loader.build(), false}};
    EXPECT_EQ(error_of(builder.description), "the loader needs '__switcher_trap', but the switcher "
                                             "has no function 'switcher_trap'");
    builder.description.loaderFiles.clear();
    expect_part(error_of(builder.description),
                "the loader: the entry point '_start' is not defined");
}

TEST(FirmwareErrors, PointersOutsideTheirObjects)
{
    expect_part(object_error("app", DomainKind::Compartment,
                             [](DomainObject &object) {
                                 const auto section = object.builder.section_add(
                                     ".data.x", DomainObject::Data, words({1, 2}));
                                 const auto symbol = object.builder.symbol_add(
                                     "pair", section, 0, 8, STB_GLOBAL, STT_OBJECT);
                                 object.pointer_add("behind", symbol, 12);
                             }),
                "the pointer would be 12 bytes from the start of 'pair', which is 8 bytes long");
}
