// firmware.toml: what is read, and what is said of each mistake.
#include <gtest/gtest.h>

#include "sample.h"
#include "toolchain/firmware/manifest.h"

namespace griotte::firmware {

namespace {

/// What is wrong with `text`; empty when nothing is.
std::string complaint(std::string_view text)
{
    const auto manifest = manifest_parse(text, "firmware.toml");
    return manifest.has_value() ? "" : manifest.error().message;
}

/// `text` with `replacement` for `old`, which must be there.
std::string replaced(std::string text, std::string_view old, std::string_view replacement)
{
    const size_t at = text.find(old);
    EXPECT_NE(at, std::string::npos) << old;
    return at == std::string::npos ? text : text.replace(at, old.size(), replacement);
}

TEST(Manifest, ReadsAPolicy)
{
    const std::string rest = "\n[policy]\nmodules = [\"a.rego\", \"b.rego\"]\n"
                             "queries = [\"data.a.valid\"]\n";
    const Manifest manifest = manifest_of(manifest_text() + rest);
    ASSERT_TRUE(manifest.policy.has_value());
    ASSERT_EQ(manifest.policy->modules.size(), 2u);
    EXPECT_EQ(manifest.policy->modules[1].text, "b.rego");
    ASSERT_EQ(manifest.policy->queries.size(), 1u);
    EXPECT_EQ(manifest.policy->queries[0].text, "data.a.valid");
    EXPECT_FALSE(manifest_of(manifest_text()).policy.has_value());
    EXPECT_NE(complaint(manifest_text() + "\n[policy]\nquery = []\n").find("query"),
              std::string::npos);
}

TEST(Manifest, ReadsEverything)
{
    const Manifest manifest = manifest_of(R"([firmware]
name = "demo-1"
board = "sail"
defines = ["A", "B=1"]
cflags = ["-Wall"]
cxxflags = ["-fno-x"]
include = ["headers"]
optimisation = "2"
debug = false
uses = ["log"]

[compartments.second]
sources = ["s.cc", "t.c"]
uses = ["first", "shelf"]
defines = ["C"]

[compartments.first]
sources = ["f.cc"]

[libraries.shelf]
sources = ["shelf"]

[shared_objects.clock]
size = 24

[[threads]]
compartment = "first"
entry = "run"
priority = 2
stack = 0x200
trusted_stack_frames = 1

[[threads]]
compartment = "second"
entry = "run"
priority = 0
stack = 2048
trusted_stack_frames = 3
)");
    EXPECT_EQ(manifest.name.text, "demo-1");
    EXPECT_EQ(manifest.board->text, "sail");
    EXPECT_EQ(manifest.board->place.line, 3u);
    EXPECT_EQ(manifest.optimisation, "2");
    EXPECT_FALSE(manifest.hasDebugInformation);
    EXPECT_EQ(manifest.settings.defines.at(1).text, "B=1");
    EXPECT_EQ(manifest.settings.include.at(0).text, "headers");
    ASSERT_EQ(manifest.domains.size(), 3u);
    // The file's order, not the alphabet's.
    EXPECT_EQ(manifest.domains[0].name.text, "second");
    EXPECT_EQ(manifest.domains[0].uses.at(1).text, "shelf");
    EXPECT_EQ(manifest.domains[1].name.text, "first");
    EXPECT_EQ(manifest.domains[2].kind, DomainKind::Library);
    EXPECT_EQ(manifest.sharedObjects.at(0).size.value, 24u);
    ASSERT_EQ(manifest.threads.size(), 2u);
    EXPECT_EQ(manifest.threads[0].stack.value, 512u);
    EXPECT_EQ(manifest.threads[1].priority.value, 0u);
}

TEST(Manifest, HasDefaults)
{
    const Manifest manifest = manifest_of(manifest_text());
    EXPECT_FALSE(manifest.board.has_value());
    EXPECT_EQ(manifest.optimisation, "z");
    EXPECT_TRUE(manifest.hasDebugInformation);
}

TEST(Manifest, SyntaxErrorNamesLineAndColumn)
{
    EXPECT_TRUE(complaint("[firmware\n").starts_with("firmware.toml:1:10: ")) << complaint("[f\n");
}

TEST(Manifest, BracketsWithoutAKeyAreSyntaxErrors)
{
    EXPECT_TRUE(complaint("[\\\nx]\n").starts_with("firmware.toml:1:2: ")) << complaint("[\\\n");
    EXPECT_TRUE(complaint("[[=]]\n").starts_with("firmware.toml:1:3: "));
}

TEST(Manifest, LettersBeyondAsciiAreForStringsAndComments)
{
    EXPECT_EQ(complaint(manifest_text("# \u0143 \u00fc\n")), "");
    EXPECT_NE(complaint(manifest_text("n\u0143 = 1\n")), "");
}

TEST(Manifest, UnknownKeyGetsTheNearestOne)
{
    EXPECT_EQ(complaint(replaced(manifest_text(), "sources", "source")),
              "firmware.toml:3: [compartments.hello] sources: a compartment needs sources; add "
              "sources = [\"hello.cc\"], or the folder they are in\n"
              "firmware.toml:4: [compartments.hello] source: nobody knows this key; did you mean "
              "'sources'? (there are: sources, uses, defines, include, cflags, cxxflags)");
}

TEST(Manifest, UnknownTableGetsTheNearestOne)
{
    const std::string text = complaint(manifest_text("[compartment.other]\nsources = [\"o.c\"]\n"));
    EXPECT_TRUE(text.contains("firmware.toml:11: compartment: nobody knows this key; did you mean "
                              "'compartments'?"))
        << text;
}

TEST(Manifest, WrongTypesAreNamed)
{
    EXPECT_EQ(complaint(replaced(manifest_text(), "\"demo\"", "7")),
              "firmware.toml:2: [firmware] name: is a number; write text in quotes");
    EXPECT_EQ(complaint(replaced(manifest_text(), "1024", "\"1024\"")),
              "firmware.toml:9: [[threads]] stack: is text; write a whole number of bytes");
    EXPECT_EQ(complaint(replaced(manifest_text(), "priority = 1", "priority = 1.5")),
              "firmware.toml:8: [[threads]] priority: is a number; write a whole number");
    EXPECT_EQ(complaint(manifest_text("[libraries]\nlog = 3\n")),
              "firmware.toml:12: [libraries.log]: is a number; write a table, with "
              "[libraries.log] on a line before its keys");
    EXPECT_EQ(complaint(replaced(manifest_text(), "[\"hello.cc\"]", "[1]")),
              "firmware.toml:4: [compartments.hello] sources: has a number in it; write text in "
              "quotes\n"
              "firmware.toml:3: [compartments.hello] sources: a compartment needs sources; add "
              "sources = [\"hello.cc\"], or the folder they are in");
    EXPECT_EQ(
        complaint(replaced(manifest_text(), "name = \"demo\"", "name = \"demo\"\ndebug = \"no\"")),
        "firmware.toml:3: [firmware] debug: is text; write true or false");
    EXPECT_EQ(complaint(replaced(manifest_text(), "[[threads]]", "[threads]")),
              "firmware.toml:5: [[threads]]: is a table; write [[threads]] before the keys of "
              "each\n"
              "firmware.toml: has no [[threads]]: nothing would run; add one with compartment, "
              "entry, priority, stack and trusted_stack_frames");
}

TEST(Manifest, MissingKeysAreNamed)
{
    EXPECT_EQ(complaint(replaced(manifest_text(), "name = \"demo\"\n", "")),
              "firmware.toml:1: [firmware] name: is missing; add name = \"...\", which the image's "
              "files get");
    EXPECT_EQ(complaint(replaced(manifest_text(), "stack = 1024\n", "")),
              "firmware.toml:5: [[threads]] stack: is missing; add stack = ..., bytes from 256 to "
              "1048576");
    EXPECT_TRUE(complaint("").contains("has no table [firmware]"));
    EXPECT_TRUE(complaint("").contains("has no [[threads]]"));
}

TEST(Manifest, NamesOfFilesAndDomainsAreChecked)
{
    EXPECT_TRUE(complaint(replaced(manifest_text(), "\"demo\"", "\"../demo\""))
                    .contains("[firmware] name: '../demo' is no name for files"));
    EXPECT_TRUE(complaint(replaced(manifest_text(), "\"demo\"", "\".demo\""))
                    .contains("is no name for files"));
    EXPECT_TRUE(complaint(manifest_text("[libraries.a-b]\nsources = [\"a.c\"]\n"))
                    .contains("firmware.toml:11: [libraries.a-b]: 'a-b' is no name"));
    EXPECT_TRUE(complaint(manifest_text("[libraries.libcalls]\nsources = [\"a.c\"]\n"))
                    .contains("[libraries.libcalls]: the name is taken"));
}

TEST(Manifest, OneNameIsOneDomain)
{
    EXPECT_EQ(complaint(manifest_text("[libraries.hello]\nsources = [\"a.c\"]\n")),
              "firmware.toml:11: [libraries.hello]: line 3 has a compartment of that name; choose "
              "another");
}

TEST(Manifest, StacksAreLargeEnoughAndAligned)
{
    EXPECT_EQ(complaint(replaced(manifest_text(), "1024", "128")),
              "firmware.toml:9: [[threads]] stack: is 128 bytes; it is at least 256 and at most "
              "1048576");
    EXPECT_EQ(complaint(replaced(manifest_text(), "1024", "1000")),
              "firmware.toml:9: [[threads]] stack: 1000 bytes is no multiple of 16; 1008 is");
    EXPECT_EQ(complaint(replaced(manifest_text(), "frames = 4", "frames = 0")),
              "firmware.toml:10: [[threads]] trusted_stack_frames: is 0 frames; it is at least 1 "
              "and at most 2000");
    EXPECT_TRUE(complaint(replaced(manifest_text(), "priority = 1", "priority = 65536"))
                    .contains("[[threads]] priority: is 65536; it is at least 0 and at most"));
}

TEST(Manifest, OptimisationIsOneOfTheCompilers)
{
    EXPECT_EQ(complaint(replaced(manifest_text(), "name = \"demo\"",
                                 "name = \"demo\"\noptimisation = \"Oz\"")),
              "firmware.toml:3: [firmware] optimisation: 'Oz' is none of z, s, 0, 1, 2, 3");
}

TEST(Manifest, DefinesAreMacros)
{
    EXPECT_EQ(complaint(replaced(manifest_text(), "name = \"demo\"",
                                 "name = \"demo\"\ndefines = [\"-DX\"]")),
              "firmware.toml:3: [firmware] defines: '-DX' defines no macro; write NAME or "
              "NAME=VALUE");
}

TEST(Manifest, ControlCharactersStayOutOfCommandLines)
{
    EXPECT_TRUE(complaint(replaced(manifest_text(), "hello.cc", "hel\\u0000lo.cc"))
                    .contains("[compartments.hello] sources: has an empty text or a control"));
}

TEST(Manifest, TooManyThreadsAreRefused)
{
    std::string text = manifest_text();
    const std::string thread = text.substr(text.find("[[threads]]"));
    for (uint32_t count = 1; count <= ThreadLimit; count++) {
        text += thread;
    }
    EXPECT_TRUE(complaint(text).contains("there are 255 threads; at most 254 fit"));
}

} // namespace

} // namespace griotte::firmware
