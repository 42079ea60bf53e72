// What is compiled again, and what is not. The compiler is a script here that copies its source,
// and says `bad` of sources that say it.
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "sample.h"
#include "toolchain/firmware/compile.h"
#include "toolchain/firmware/files.h"

namespace griotte::firmware {

namespace {

namespace fs = std::filesystem;

/// Arguments: LANGUAGE ... -c SOURCE -o OBJECT -MD -MF DEPENDENCIES. Lines "use FILE" of the source
/// are its headers.
constexpr const char *CompilerScript = R"script(#!/bin/sh
while [ $# -gt 0 ]; do
    case $1 in
    -c) source=$2; shift ;;
    -o) object=$2; shift ;;
    -MF) dependencies=$2; shift ;;
    esac
    shift
done
echo "$source" >> "${0%/*}/log"
if grep -q bad "$source"; then echo "$source: is bad"; exit 1; fi
cat "$source" > "$object"
echo "$object: $source $(sed -n 's/^use //p' "$source" | tr '\n' ' ')" > "$dependencies"
)script";

class Compiling : public ::testing::Test
{
protected:
    void SetUp() override
    {
        paths.project = folder.path("project");
        paths.sdk = folder.path("sdk");
        paths.griotte = folder.path("bin");
        paths.build = folder.path("project/build/bench");
        folder.write("bin/griotte-toolchain", CompilerScript);
        fs::permissions(folder.path("bin/griotte-toolchain"), fs::perms::owner_all);
        folder.write("project/a.c", "use a.h\n");
        folder.write("project/a.h", "1");
        folder.write("project/b.c", "plain\n");
        folder.write("sdk/s.c", "part\n");
        plan.compilations = {
            {"hello", "a.c", "${project}", "hello/a.c.o", {"cc", "-c", "a.c"}, false},
            {"hello", "b.c", "${project}", "hello/b.c.o", {"cc", "-c", "b.c"}, false},
            {"log", "s.c", "${sdk}", "log/s.c.o", {"cc", "-c", "s.c"}, true},
        };
        // Files of the same moment as the compilation are as old as what is compiled.
        for (const char *name : {"project/a.c", "project/a.h", "project/b.c", "sdk/s.c"}) {
            age(name, -100);
        }
    }

    void age(std::string_view name, int seconds) const
    {
        const auto time = fs::last_write_time(folder.path(name));
        fs::last_write_time(folder.path(name), time + std::chrono::seconds(seconds));
    }

    /// Compiles with one compiler at a time; the sources it was run on, in order.
    std::string compile()
    {
        Progress progress(stderr, Verbosity::Quiet, false);
        const auto result =
            compile_all(plan, paths.build + "/objects", {paths, 1, false}, progress);
        error = result.has_value() ? "" : result.error().message;
        objects = result.value_or(std::vector<std::string>());
        return log_take();
    }

    /// The names in the script's log, which is emptied.
    [[nodiscard]] std::string log_take() const
    {
        std::string text;
        std::ifstream stream(folder.path("bin/log"));
        for (std::string line; std::getline(stream, line);) {
            text += (text.empty() ? "" : " ") + line;
        }
        fs::remove(folder.path("bin/log"));
        return text;
    }

    TemporaryFolder folder;
    Paths paths;
    Plan plan;
    std::string error;
    std::vector<std::string> objects;
};

TEST_F(Compiling, HappensOnce)
{
    EXPECT_EQ(compile(), "a.c b.c s.c");
    EXPECT_EQ(error, "");
    EXPECT_EQ(compile(), "");
    ASSERT_EQ(objects.size(), 3u);
    EXPECT_EQ(objects[2], paths.build + "/objects/log/s.c.o");
    EXPECT_EQ(file_read(objects[1]).value(), "plain\n");
}

TEST_F(Compiling, FollowsSourcesAndHeaders)
{
    compile();
    folder.write("project/b.c", "other\n");
    EXPECT_EQ(compile(), "b.c");
    folder.write("project/a.h", "2");
    EXPECT_EQ(compile(), "a.c");
    age("project/a.h", 50);
    EXPECT_EQ(compile(), "") << "only its time changed";
}

TEST_F(Compiling, FollowsTheCommandAndTheCompiler)
{
    compile();
    plan.compilations[1].arguments.insert(plan.compilations[1].arguments.begin() + 1, "-DX");
    EXPECT_EQ(compile(), "b.c");
    folder.write("bin/griotte-toolchain", std::string(CompilerScript) + "# another\n");
    EXPECT_EQ(compile(), "a.c b.c s.c");
}

TEST_F(Compiling, MakesWhatIsMissing)
{
    compile();
    fs::remove(objects[0]);
    EXPECT_EQ(compile(), "a.c");
    folder.write("project/build/bench/objects/hello/b.c.o", "broken");
    EXPECT_EQ(compile(), "b.c");
}

TEST_F(Compiling, GoesOnWhereItFailed)
{
    folder.write("project/b.c", "bad\n");
    EXPECT_EQ(compile(), "a.c b.c") << "nothing is started after a failure";
    EXPECT_EQ(error, "1 source did not compile; 1 more were not tried");
    folder.write("project/b.c", "good\n");
    EXPECT_EQ(compile(), "b.c s.c");
}

TEST_F(Compiling, OfWhatChangedMeanwhileIsRepeated)
{
    age("project/a.h", 1000); // younger than the compilation's beginning
    compile();
    EXPECT_EQ(compile(), "a.c");
}

TEST_F(Compiling, IsTheSameInAFolderThatMoved)
{
    compile();
    fs::rename(paths.project, folder.path("moved"));
    paths.project = folder.path("moved");
    paths.build = folder.path("moved/build/bench");
    EXPECT_EQ(compile(), "");
}

class Prebuilding : public Compiling
{
protected:
    /// Compiles the SDK's part of the plan beforehand.
    std::string prebuild()
    {
        Plan sdk = plan;
        std::erase_if(sdk.compilations,
                      [](const Compilation &compilation) { return !compilation.isOfSdk; });
        sdk.generated = {{"generated/names.h", "names"}};
        Paths there = paths;
        there.prebuilt = folder.path("prebuilt");
        there.build = folder.path("prebuilt/bench");
        Progress progress(stderr, Verbosity::Quiet, false);
        const auto result = prebuild_all(sdk, {there, 2, false}, progress);
        EXPECT_TRUE(result.has_value()) << result.error().message;
        paths.prebuilt = there.prebuilt;
        return log_take();
    }
};

TEST_F(Prebuilding, SparesTheSdk)
{
    EXPECT_EQ(prebuild(), "s.c");
    EXPECT_EQ(prebuild(), "");
    EXPECT_EQ(compile(), "a.c b.c");
    EXPECT_EQ(objects[2],
              fmt::format("{}/{:016x}.o", paths.prebuilt, compilation_key(plan.compilations[2])));
}

TEST_F(Prebuilding, CountsOnlyWhileNothingChanged)
{
    prebuild();
    folder.write("sdk/s.c", "changed\n");
    EXPECT_EQ(compile(), "a.c b.c s.c");
    EXPECT_EQ(objects[2], paths.build + "/objects/log/s.c.o");
    plan.compilations[2].arguments.push_back("-DX");
    EXPECT_EQ(compile(), "s.c");
}

TEST_F(Prebuilding, MayMoveWithTheSdk)
{
    prebuild();
    fs::rename(paths.prebuilt, folder.path("elsewhere"));
    fs::rename(paths.sdk, folder.path("sdk2"));
    paths.prebuilt = folder.path("elsewhere");
    paths.sdk = folder.path("sdk2");
    EXPECT_EQ(compile(), "a.c b.c");
}

TEST_F(Prebuilding, HeadersThatAreGeneratedAreCompared)
{
    folder.write("sdk/s.c", "use ../prebuilt/bench/generated/names.h\n");
    prebuild();
    folder.write("project/build/bench/generated/names.h", "names");
    EXPECT_EQ(compile(), "a.c b.c");
    folder.write("project/build/bench/generated/names.h", "other");
    EXPECT_EQ(compile(), "s.c");
}

} // namespace

} // namespace griotte::firmware
