// What compiled code says about a manifest.
#include <gtest/gtest.h>

#include "sample.h"
#include "tests/unit/link/object_builder.h"
#include "toolchain/firmware/domain_check.h"

namespace griotte::firmware {

namespace {

/// An object that imports `imports`, by symbol, and exports `exports`, each with the stack it
/// needs.
std::vector<uint8_t> object_make(const std::vector<std::string> &imports,
                                 const std::vector<std::pair<std::string, uint8_t>> &exports)
{
    link::ObjectBuilder builder;
    std::vector<uint8_t> bytes;
    for (const auto &[name, stack] : exports) {
        bytes.insert(bytes.end(), {0, 0, 0, 0, 0, stack, 0, 0}); // stack * 256
    }
    const auto section = builder.section_add(".cheriot.exports", 0, bytes);
    uint32_t offset = 0;
    for (const auto &[name, stack] : exports) {
        builder.symbol_add(name, section, offset, 8);
        offset += 8;
    }
    for (const std::string &name : imports) {
        builder.undefined_add(name);
    }
    return builder.build();
}

class DomainCheck : public ::testing::Test
{
protected:
    void manifest_set(const std::string &text) { manifest = manifest_of(text); }

    void object_add(const std::string &domain, std::vector<uint8_t> bytes,
                    const std::string &source = "hello.cc")
    {
        objects[domain].push_back(
            {{domain + "/" + source + ".o", std::move(bytes), false}, source});
    }

    /// What is wrong.
    std::string check()
    {
        const auto graph = graph_make(manifest, catalogue, board_sample());
        EXPECT_TRUE(graph.has_value()) << graph.error().message;
        std::vector<LoadedDomain> domains;
        for (const Member &member : graph->members) {
            domains.push_back({&member, objects[member.domain.name.text]});
        }
        const auto result = domains_check(manifest, catalogue, *graph, domains);
        return result.has_value() ? "" : result.error().message;
    }

    Manifest manifest = manifest_of(manifest_text());
    Catalogue catalogue = catalogue_sample();
    std::map<std::string, std::vector<LoadedFile>> objects;
};

const std::pair<std::string, uint8_t> SayHello{"__export_hello__Z9say_hellov", 1};

TEST_F(DomainCheck, AllIsWell)
{
    object_add("hello", object_make({"__export_scheduler_futex_wake", "__export_hello_other",
                                     "__library_export_libcalls_memcpy", "__export_mem_uart",
                                     "__export_switcher"},
                                    {SayHello}));
    EXPECT_EQ(check(), "");
}

TEST_F(DomainCheck, CompartmentsAreUsedByName)
{
    object_add("hello", object_make({"__export_mail__Z4sendPKc"}, {SayHello}));
    EXPECT_EQ(check(), "firmware.toml:3: [compartments.hello] uses: does not name the compartment "
                       "mail, of which hello.cc imports send; add \"mail\"");
    std::string text = manifest_text();
    manifest_set(text.insert(text.find("[[threads"), "uses = [\"post\"]\n"));
    EXPECT_EQ(check(), "") << "through a library";
}

TEST_F(DomainCheck, OwnLibrariesAreUsedByNameToo)
{
    manifest_set(manifest_text("[libraries.shelf]\nsources = [\"s.c\"]\n"));
    object_add("shelf", object_make({}, {{"__library_export_libcalls_shelf_get", 0}}), "s.c");
    object_add("hello", object_make({"__library_export_libcalls_shelf_get"}, {SayHello}));
    EXPECT_EQ(check(), "firmware.toml:3: [compartments.hello] uses: does not name the library "
                       "shelf, of which hello.cc imports shelf_get; add \"shelf\"");
}

TEST_F(DomainCheck, LibrariesThatNeedACompartmentAreNamed)
{
    object_add("post", object_make({"__export_mail_send"}, {{"__library_export_libcalls_post", 0}}),
               "post.c");
    object_add("hello", object_make({"__library_export_libcalls_post"}, {SayHello}));
    EXPECT_EQ(check(), "firmware.toml:3: [compartments.hello] uses: does not name the library "
                       "post, of which hello.cc imports post; add \"post\"");
}

TEST_F(DomainCheck, TheLongestNameOwnsAnEntry)
{
    manifest_set(manifest_text("[compartments.mail_box]\nsources = [\"b.cc\"]\n"));
    object_add("hello", object_make({"__export_mail_box_open"}, {SayHello}));
    EXPECT_TRUE(check().contains("the compartment mail_box, of which hello.cc imports open"));
}

TEST_F(DomainCheck, ArchivesAreLookedInto)
{
    object_add("hello",
               link::archive_make({{"x.o", object_make({"__export_mail_send"}, {SayHello})}}),
               "lib.a");
    EXPECT_TRUE(check().contains("of which lib.a(x.o) imports send"));
}

TEST_F(DomainCheck, ThreadsBeginWithEntryPoints)
{
    object_add("hello", object_make({}, {{"__export_hello__Z10say_helllov", 1},
                                         {"__export_hello_other", 1}}));
    EXPECT_EQ(check(), "firmware.toml:7: [[threads]] entry: compartment hello has no entry point "
                       "'say_hello'; did you mean 'say_helllo'? (it has: say_helllo, other)");
    objects.clear();
    object_add("hello", object_make({}, {}));
    EXPECT_EQ(check(), "firmware.toml:7: [[threads]] entry: compartment hello has no entry points; "
                       "declare say_hello with __cheri_compartment(\"hello\")");
}

TEST_F(DomainCheck, StacksAreEnoughForTheEntry)
{
    object_add("hello", object_make({}, {{"__export_hello_say_hello", 5}}));
    EXPECT_EQ(check(), "firmware.toml:9: [[threads]] stack: 1024 bytes, of which say_hello alone "
                       "needs 1280; make it 1280 and what say_hello calls");
}

TEST_F(DomainCheck, DamagedObjectsAreErrors)
{
    object_add("hello", {1, 2, 3});
    EXPECT_TRUE(check().contains("hello/hello.cc.o"));
}

} // namespace

} // namespace griotte::firmware
