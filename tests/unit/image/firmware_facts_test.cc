// What an image says of its firmware: read, answered, refused.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "machine/image/firmware_facts.h"
#include "tests/unit/image/elf_builder.h"
#include "tests/unit/image/firmware_sample.h"

namespace griotte::machine {
namespace {

using Json = nlohmann::json;

FirmwareFacts facts_parse(const std::string &text = FirmwareSample)
{
    auto facts = FirmwareFacts::parse(text);
    EXPECT_TRUE(facts.has_value()) << facts.error().message;
    return facts.has_value() ? *std::move(facts) : FirmwareFacts();
}

/// The error of the sample with `change` made to it.
std::string error_of(const std::function<void(Json &)> &change)
{
    Json json = Json::parse(FirmwareSample);
    change(json);
    const auto facts = FirmwareFacts::parse(json.dump());
    return facts.has_value() ? "none" : facts.error().message;
}

TEST(FirmwareFacts, KnowsWhichDomainCodeBelongsTo)
{
    const FirmwareFacts facts = facts_parse();
    EXPECT_EQ(facts.domain_of_code(0x8000'0010)->name, "switcher");
    EXPECT_EQ(facts.domain_of_code(0x8000'1000)->name, "vault");
    EXPECT_EQ(facts.domain_of_code(0x8000'17ff)->name, "vault");
    EXPECT_EQ(facts.domain_of_code(0x8000'1800)->name, "debug");
    EXPECT_EQ(facts.domain_of_code(0x8000'9000), nullptr);
    EXPECT_EQ(facts.domain_of_exports(0x8000'2014)->name, "vault");
    EXPECT_EQ(facts.domain_find("debug")->kind, DomainFacts::Kind::Library);
    EXPECT_EQ(facts.domain_find("nobody"), nullptr);
}

TEST(FirmwareFacts, SaysWhatAnAddressIs)
{
    const FirmwareFacts facts = facts_parse();
    EXPECT_EQ(facts.address_describe(0x8000'0100), "code of the switcher");
    EXPECT_EQ(facts.address_describe(0x8000'1004), "import of vault: __export_mem_uart");
    EXPECT_EQ(facts.address_describe(0x8000'1008), "code of vault");
    EXPECT_EQ(facts.address_describe(0x8000'1900), "code of library debug");
    EXPECT_EQ(facts.address_describe(0x8000'2000), "export table of vault");
    EXPECT_EQ(facts.address_describe(0x8000'2014), "export entry vault.vault_open");
    EXPECT_EQ(facts.address_describe(0x8000'2018), "sealing type 'vault.Key'");
    EXPECT_EQ(facts.address_describe(0x8000'3000), "static sealed object 'treasure' of vault");
    EXPECT_EQ(facts.address_describe(0x8000'3104), "globals of vault");
    EXPECT_EQ(facts.address_describe(0x8000'3200), "shared object 'epoch'");
    EXPECT_EQ(facts.address_describe(0x8000'3300), "trusted stack of thread 0 (idle)");
    EXPECT_EQ(facts.address_describe(0x8000'3400), "trusted stack of thread 1 (vault.run)");
    EXPECT_EQ(facts.address_describe(0x8000'3504), "hazard slots of thread 1 (vault.run)");
    EXPECT_EQ(facts.address_describe(0x8000'4000), "stack of thread 1 (vault.run)");
    EXPECT_EQ(facts.address_describe(0x8000'5000), "stack of the scheduler");
    EXPECT_EQ(facts.address_describe(0x8000'6000), "heap");
    EXPECT_EQ(facts.address_describe(0x8000'1e00), "code memory of the firmware");
    EXPECT_EQ(facts.address_describe(0x8000'5700), "data memory of the firmware");
    EXPECT_EQ(facts.address_describe(0x1000'0000), "");
}

TEST(FirmwareFacts, FindsThreadsByTheirStacks)
{
    const FirmwareFacts facts = facts_parse();
    EXPECT_EQ(facts.thread_of_trusted_stack(0x8000'3300), 0u);
    EXPECT_EQ(facts.thread_of_trusted_stack(0x8000'3400), 1u);
    EXPECT_EQ(facts.thread_of_trusted_stack(0x8000'4000), std::nullopt);
    EXPECT_EQ(facts.thread_of_stack(0x8000'4000), 1u);
    EXPECT_EQ(facts.thread_of_stack(0x8000'5000), std::nullopt);
    EXPECT_EQ(facts.thread_describe(0), "0 (idle)");
    EXPECT_EQ(facts.thread_describe(1), "1 (vault.run)");
    EXPECT_EQ(facts.thread_describe(2), "2 (unknown)");
}

TEST(FirmwareFacts, NamesSealingTypes)
{
    const FirmwareFacts facts = facts_parse();
    EXPECT_EQ(facts.sealing_type_describe(0x8000'2018), "sealing type 'vault.Key'");
    EXPECT_EQ(facts.sealing_type_describe(0x8000'2014), "");
    EXPECT_EQ(facts.sealing_type_describe(0x0fff'ffff), "");
}

TEST(FirmwareFacts, NamesFunctionsWithoutParameters)
{
    EXPECT_EQ(name_without_parameters("run(int, char)"), "run");
    EXPECT_EQ(name_without_parameters("heap_allocate"), "heap_allocate");
    EXPECT_EQ(name_without_parameters("(anonymous namespace)::f(int)"), "(anonymous namespace)::f");
    EXPECT_EQ(name_without_parameters("Lock::operator()(int)"), "Lock::operator()");
}

TEST(FirmwareFacts, RefusesWhatIsNotAsDocumented)
{
    EXPECT_EQ(FirmwareFacts::parse("{").error().message, "is no JSON");
    EXPECT_EQ(FirmwareFacts::parse("[]").error().message, "firmware must be an object");
    EXPECT_EQ(error_of([](Json &json) { json["version"] = 2; }),
              "has version 2; this griotte reads 1: build the image again with it");
    EXPECT_EQ(error_of([](Json &json) { json.erase("name"); }), "firmware.name must be a string");
    EXPECT_EQ(error_of([](Json &json) { json["heap"] = {2, 1}; }),
              "firmware.heap must be [start, end] in 32 bits of address space");
    EXPECT_EQ(error_of([](Json &json) { json["heap"] = {1, 0x1'0000'0001}; }),
              "firmware.heap must be [start, end] in 32 bits of address space");
    EXPECT_EQ(error_of([](Json &json) { json["domains"] = 1; }), "firmware.domains must be a list");
    EXPECT_EQ(error_of([](Json &json) { json["domains"][1]["kind"] = "kernel"; }),
              "firmware.domains[1].kind is 'kernel', which this griotte does not know");
    EXPECT_EQ(error_of([](Json &json) { json["threads"][0]["priority"] = -1; }),
              "firmware.threads[0].priority must be a number of 32 bits");
    EXPECT_EQ(error_of([](Json &json) { json["domains"][1]["exports"][0]["entry"] = "x"; }),
              "firmware.domains[1].exports[0].entry must be a number of 32 bits");
}

TEST(FirmwareFacts, AreNotInEveryImage)
{
    ElfBuilder builder;
    builder.segment_add(0x8000'0000, "code", 4);
    const auto facts = firmware_facts_read(builder.build(), "x.elf");
    ASSERT_TRUE(facts.has_value()) << facts.error().message;
    EXPECT_FALSE(facts->has_value());
}

TEST(FirmwareFacts, AreFoundInTheirSection)
{
    ElfBuilder builder;
    builder.segment_add(0x8000'0000, "code", 4);
    builder.section_add(".griotte.firmware", FirmwareSample);
    auto file = builder.build();
    const auto facts = firmware_facts_read(file, "x.elf");
    ASSERT_TRUE(facts.has_value()) << facts.error().message;
    ASSERT_TRUE(facts->has_value());
    EXPECT_EQ((*facts)->name, "sample");

    file.resize(file.size() - 1);
    EXPECT_NE(firmware_facts_read(file, "x.elf").error().message.find("of a file of"),
              std::string::npos);
}

TEST(FirmwareFacts, NameTheFileInErrors)
{
    ElfBuilder builder;
    builder.segment_add(0x8000'0000, "code", 4);
    builder.section_add(".griotte.firmware", "{}");
    EXPECT_EQ(firmware_facts_read(builder.build(), "x.elf").error().message,
              "x.elf: section .griotte.firmware: firmware.version must be a number of 32 bits");
}

} // namespace
} // namespace griotte::machine
