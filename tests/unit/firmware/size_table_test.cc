// The table of where the bytes went, and the compilation database.
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "toolchain/firmware/compile_commands.h"
#include "toolchain/firmware/size_table.h"

namespace griotte::firmware {

namespace {

TEST(SizeTable, HasTheLargestFirstAndASum)
{
    link::LinkedFirmware firmware;
    link::DomainSizes &library = firmware.sizes.emplace_back();
    library.name = "text";
    library.kind = link::DomainKind::Library;
    library.code = 100;
    link::DomainSizes &compartment = firmware.sizes.emplace_back();
    compartment.name = "hello";
    compartment.code = 10;
    compartment.constants = 20;
    compartment.data = 1;
    compartment.zeros = 2;
    compartment.sealedObjects = 4;
    compartment.imports = 8;
    compartment.exports = 16;
    compartment.padding = 32;
    compartment.stacks = 1024;
    firmware.heap = {0x1000, 0x3000};
    EXPECT_EQ(size_table(firmware),
              "bytes of                  code  constants     data   tables   stacks    total\n"
              "hello     compartment       10         20        7       56     1024     1117\n"
              "text      library          100          0        0        0        0      100\n"
              "all                        110         20        7       56     1024     1217\n"
              "8192 bytes are left for the heap\n");
}

TEST(CompileCommands, AreEverySourcesOwn)
{
    Plan plan;
    plan.compilations = {{"hello", "a \"b\".c", "${project}", "hello/a.o", {"cc", "-I${sdk}"}, {}}};
    const Paths paths{"/sdk", "/p", "/p/build/x", "/bin", ""};
    const auto json = nlohmann::json::parse(compile_commands_json(plan, paths));
    ASSERT_EQ(json.size(), 1u);
    EXPECT_EQ(json[0]["directory"], "/p");
    EXPECT_EQ(json[0]["file"], "a \"b\".c");
    EXPECT_EQ(json[0]["output"], "/p/build/x/objects/hello/a.o");
    EXPECT_EQ(json[0]["arguments"], (std::vector<std::string>{"/bin/griotte", "cc", "-I/sdk"}));
}

} // namespace

} // namespace griotte::firmware
