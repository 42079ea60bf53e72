// Plans: which compilations, with which command lines, and what is linked of them.
#include <algorithm>

#include <gtest/gtest.h>

#include "sample.h"
#include "toolchain/firmware/compile_flags.h"

namespace griotte::firmware {

namespace {

Result<Plan> plan_try(const std::string &text, const std::set<std::string> &files = {},
                      const Board &board = board_sample())
{
    const Manifest manifest = manifest_of(text);
    const Catalogue catalogue = catalogue_sample();
    const Graph graph = TRY(graph_make(manifest, catalogue, board));
    PretendedFiles pretended = files_sample(files);
    return plan_make(manifest, catalogue, graph, board, pretended);
}

Plan plan_of(const std::string &text, const std::set<std::string> &files = {},
             const Board &board = board_sample())
{
    auto plan = plan_try(text, files, board);
    EXPECT_TRUE(plan.has_value()) << plan.error().message;
    return plan.has_value() ? *std::move(plan) : Plan();
}

std::string complaint(const std::string &text, const std::set<std::string> &files = {})
{
    const auto plan = plan_try(text, files);
    return plan.has_value() ? "" : plan.error().message;
}

/// The command line for `source`, with a blank before and after each word.
std::string command_for(const Plan &plan, std::string_view source)
{
    const auto found = std::ranges::find(plan.compilations, source, &Compilation::source);
    EXPECT_NE(found, plan.compilations.end()) << source;
    return found == plan.compilations.end() ? ""
                                            : fmt::format(" {} ", fmt::join(found->arguments, " "));
}

/// manifest_text() with `line` in its compartment.
std::string text_with(std::string_view line)
{
    std::string text = manifest_text();
    const std::string_view before = "[\"hello.cc\"]\n";
    return text.insert(text.find(before) + before.size(), std::string(line) + "\n");
}

/// manifest_text() with other sources.
std::string text_of(std::string_view sources)
{
    std::string text = manifest_text();
    const std::string_view before = "[\"hello.cc\"]";
    return text.replace(text.find(before), before.size(), sources);
}

TEST(Plan, DomainsAreCompiledAsWhatTheyAre)
{
    const Plan plan = plan_of(manifest_text());
    EXPECT_EQ(command_for(plan, "hello.cc"),
              " c++ --sysroot=${sdk} -mabi=cheriot -cheri-compartment=hello -Oz -g "
              "-ffile-prefix-map=${sdk}=sdk -ffile-prefix-map=${project}=. -std=c++23 -fno-rtti "
              "-fno-c++-static-destructors -fno-builtin-setjmp -fno-builtin-longjmp "
              "-fno-builtin-printf -DBENCH -DCPU_TIMER_HZ=1000 -DTICK_RATE_HZ=10 -DSIMULATION "
              "-DCONFIG_MSHWM -DTEMPORAL_SAFETY -DDEVICE_EXISTS_uart "
              "-I${sdk}/include/platform/bench -I${build}/generated -fshort-enums -c hello.cc ");
    EXPECT_EQ(command_for(plan, "lib/text.c"),
              " cc --sysroot=${sdk} -mabi=cheriot -cheri-compartment=text -Oz -g "
              "-ffile-prefix-map=${sdk}=sdk -fdebug-compilation-dir=. -std=c23 "
              "-fno-builtin-setjmp -fno-builtin-longjmp "
              "-fno-builtin-printf -DCHERIOT_NO_AMBIENT_MALLOC -c ${sdk}/lib/text.c ");
    EXPECT_EQ(command_for(plan, "core/loader.cc").find("-cheri-compartment"), std::string::npos);
    EXPECT_NE(command_for(plan, "core/loader.cc").find(" -mabi=cheriot-baremetal "),
              std::string::npos);
    EXPECT_EQ(command_for(plan, "core/switcher.S").find("-std"), std::string::npos);
    EXPECT_NE(command_for(plan, "core/switcher.S").find(" -DBENCH "), std::string::npos);
}

TEST(Plan, OnlyTheSchedulerKnowsTheThreads)
{
    const Plan plan = plan_of(manifest_text());
    EXPECT_NE(command_for(plan, "core/scheduler/main.cc").find(" -DTHREADS=1 "), std::string::npos);
    EXPECT_NE(command_for(plan, "core/scheduler/w.cc").find(" -DTABLE={2,3,true}, "),
              std::string::npos);
    EXPECT_EQ(command_for(plan, "hello.cc").find("THREADS"), std::string::npos);
}

TEST(Plan, SettingsReachTheirOwnDomain)
{
    std::string text = text_with("defines = [\"OWN\"]\ninclude = [\"mine\"]\n"
                                 "cflags = [\"-fa\"]\ncxxflags = [\"-fb\"]");
    text.insert(text.find("[compartments"), "defines = [\"ALL\"]\ncflags = [\"-fc\"]\n"
                                            "optimisation = \"2\"\ndebug = false\n");
    const Plan plan = plan_of(text);
    const std::string hello = command_for(plan, "hello.cc");
    EXPECT_NE(hello.find(" -DALL -DOWN -Imine "), std::string::npos) << hello;
    EXPECT_NE(hello.find(" -fc -fa -fb "), std::string::npos) << hello;
    EXPECT_NE(hello.find(" -O2 "), std::string::npos);
    EXPECT_EQ(hello.find(" -g "), std::string::npos);
    // The SDK is compiled as it always is, so that it may have been before.
    EXPECT_EQ(command_for(plan, "lib/log.cc"), command_for(plan_of(manifest_text()), "lib/log.cc"));
}

TEST(Plan, PortablePartsAreTheSameForEveryBoard)
{
    Board other = board_sample();
    other.defines = {"OTHER"};
    const Plan plan = plan_of(manifest_text());
    const Plan otherPlan = plan_of(manifest_text(), {}, other);
    EXPECT_EQ(command_for(plan, "lib/text.c"), command_for(otherPlan, "lib/text.c"));
    EXPECT_NE(command_for(plan, "lib/log.cc"), command_for(otherPlan, "lib/log.cc"));
}

TEST(Plan, SoftwareRevokerIsDefined)
{
    Board board = board_sample();
    board.revoker = "software";
    EXPECT_NE(command_for(plan_of(manifest_text(), {}, board), "hello.cc")
                  .find(" -DTEMPORAL_SAFETY -DSOFTWARE_REVOKER "),
              std::string::npos);
    board.revoker.clear();
    EXPECT_EQ(command_for(plan_of(manifest_text(), {}, board), "hello.cc").find("TEMPORAL_SAFETY"),
              std::string::npos);
}

TEST(Plan, UnitsHaveTheirFiles)
{
    const Plan plan = plan_of(text_of("[\"hello.cc\", \"old.o\", \"more.a\"]"),
                              {"${project}/old.o", "${project}/more.a"});
    ASSERT_EQ(plan.units.size(), 6u);
    EXPECT_EQ(plan.units[0].name, "switcher");
    EXPECT_EQ(plan.units[0].kind, link::DomainKind::Switcher);
    EXPECT_EQ(plan.units[1].name, "hello");
    ASSERT_EQ(plan.units[1].inputs.size(), 3u);
    EXPECT_EQ(plan.compilations.at(std::get<size_t>(plan.units[1].inputs[0])).object,
              "hello/hello.cc.o");
    EXPECT_EQ(std::get<std::string>(plan.units[1].inputs[1]), "${project}/old.o");
    EXPECT_EQ(plan.units[3].kind, link::DomainKind::Library);
    ASSERT_EQ(plan.loader.size(), 1u);
    EXPECT_EQ(plan.compilations.at(std::get<size_t>(plan.loader[0])).domain, "loader");
}

TEST(Plan, ObjectsOfTheSdkAreCompiledForTheDomain)
{
    const Plan plan = plan_of(text_with("uses = [\"guard\"]"));
    EXPECT_NE(command_for(plan, "lib/guard.s").find(" -cheri-compartment=hello "),
              std::string::npos);
    ASSERT_EQ(plan.units[1].inputs.size(), 2u);
    EXPECT_EQ(plan.compilations.at(std::get<size_t>(plan.units[1].inputs[1])).object,
              "hello/sdk/lib/guard.s.o");
}

TEST(Plan, FoldersAreTheirSources)
{
    const Plan plan = plan_of(text_of("[\"src\"]"), {"${project}/src/b.c", "${project}/src/a.cpp",
                                                     "${project}/src/a.h", "${project}/src/d/e.c"});
    EXPECT_NE(command_for(plan, "src/a.cpp").find(" c++ "), std::string::npos);
    EXPECT_EQ(plan.units[1].inputs.size(), 2u);
    EXPECT_EQ(complaint(text_of("[\"src\"]"), {"${project}/src/a.h"}),
              "firmware.toml:4: [compartments.hello] sources: no file in the folder 'src' is a "
              "source (.c, .cc, .cpp, .S, .s)");
}

TEST(Plan, ObjectsStayInTheirFolder)
{
    const Plan plan = plan_of(text_of("[\"../x.c\", \"/y.c\"]"), {"${project}/../x.c", "/y.c"});
    const auto object = [&](size_t input) {
        return plan.compilations.at(std::get<size_t>(plan.units[1].inputs.at(input))).object;
    };
    EXPECT_EQ(object(0), "hello/up/x.c.o");
    EXPECT_EQ(object(1), "hello/root/y.c.o");
}

TEST(Plan, MissingSourcesGetTheNearest)
{
    EXPECT_EQ(complaint(text_of("[\"helo.cc\"]")),
              "firmware.toml:4: [compartments.hello] sources: there is no 'helo.cc'; did you mean "
              "'hello.cc'?");
    EXPECT_EQ(complaint(text_of("[\"x/world.cc\"]")),
              "firmware.toml:4: [compartments.hello] sources: there is no 'x/world.cc'; write it, "
              "or take it out of the list");
}

TEST(Plan, OtherFilesAreNoSources)
{
    EXPECT_EQ(complaint(text_of("[\"hello.py\"]"), {"${project}/hello.py"}),
              "firmware.toml:4: [compartments.hello] sources: 'hello.py' is no source: those end "
              "in .c, .cc, .cpp, .S or .s, and objects and archives in .o and .a");
    EXPECT_EQ(
        complaint(text_of("[\"hello.cc\", \"./hello.cc\"]"), {"${project}/./hello.cc"}),
        "firmware.toml:4: [compartments.hello] sources: './hello.cc' is there twice; take one "
        "out");
}

TEST(Plan, OfTheSdkAloneHasTheSameCommands)
{
    const Plan plan = plan_of(manifest_text());
    PretendedFiles files = files_sample();
    const auto sdk = sdk_plan_make(catalogue_sample(), board_sample(), 1, files);
    ASSERT_TRUE(sdk.has_value()) << sdk.error().message;
    for (const Compilation &compilation : plan.compilations) {
        if (compilation.isOfSdk) {
            EXPECT_EQ(command_for(*sdk, compilation.source), command_for(plan, compilation.source));
        }
    }
    // Also what this firmware has no use for.
    EXPECT_NE(command_for(*sdk, "lib/mail.cc"), "");
    EXPECT_NE(command_for(*sdk, "lib/guard.s"), "");
}

TEST(Plan, InterruptsHaveNames)
{
    const Plan plan = plan_of(manifest_text());
    ASSERT_EQ(plan.generated.size(), 1u);
    EXPECT_EQ(plan.generated[0].path, "generated/board-interrupts.h");
    EXPECT_NE(plan.generated[0].contents.find("    UartInterrupt = 2,\n"), std::string::npos);
    EXPECT_NE(interrupts_header(Board()).find("DummyInterrupt"), std::string::npos);
}

} // namespace

} // namespace griotte::firmware
