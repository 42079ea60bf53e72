// Programs run beside each other.
#include <cstdlib>
#include <map>

#include <gtest/gtest.h>

#include "sample.h"
#include "toolchain/firmware/processes.h"

namespace griotte::firmware {

namespace {

Command shell(std::string script, std::string folder = "/")
{
    return {{"/bin/sh", "-c", std::move(script)}, std::move(folder)};
}

TEST(Processes, TellHowTheyEndedAndWhatTheySaid)
{
    Processes processes;
    ASSERT_TRUE(processes.start(7, shell("echo out; echo err >&2")).has_value());
    Completion done = processes.wait();
    EXPECT_EQ(done.number, 7u);
    EXPECT_TRUE(done.isSuccess);
    EXPECT_EQ(done.output, "out\nerr\n");
    EXPECT_EQ(processes.running(), 0u);

    ASSERT_TRUE(processes.start(8, shell("echo no; exit 3")).has_value());
    done = processes.wait();
    EXPECT_FALSE(done.isSuccess);
    EXPECT_EQ(done.output, "no\n");
}

TEST(Processes, RunInTheirFolderWithoutInput)
{
    const TemporaryFolder folder;
    Processes processes;
    ASSERT_TRUE(processes.start(0, shell("pwd; cat", folder.path())).has_value());
    EXPECT_EQ(processes.wait().output, folder.path() + "\n");
}

TEST(Processes, RunBesideEachOther)
{
    // The first ends only after the second has begun, and the other way round.
    const TemporaryFolder folder;
    Processes processes;
    ASSERT_EQ(std::system(("mkfifo " + folder.path("a") + " " + folder.path("b")).c_str()), 0);
    ASSERT_TRUE(processes.start(1, shell("echo 1 > a; read x < b; echo $x", folder.path())));
    ASSERT_TRUE(processes.start(2, shell("read x < a; echo 2 > b; echo $x", folder.path())));
    EXPECT_EQ(processes.running(), 2u);
    std::map<size_t, std::string> outputs;
    for (int i = 0; i < 2; i++) {
        const Completion done = processes.wait();
        outputs[done.number] = done.output;
    }
    EXPECT_EQ(outputs[1], "2\n");
    EXPECT_EQ(outputs[2], "1\n");
}

TEST(Processes, ManyLinesDoNotBlock)
{
    Processes processes;
    ASSERT_TRUE(processes.start(0, shell("i=0; while [ $i -lt 9000 ]; do echo 0123456789; "
                                         "i=$((i+1)); done")));
    EXPECT_EQ(processes.wait().output.size(), 9000u * 11);
}

TEST(Processes, EndedBySignalsSaySo)
{
    Processes processes;
    ASSERT_TRUE(processes.start(0, shell("kill -9 $$")));
    const Completion done = processes.wait();
    EXPECT_FALSE(done.isSuccess);
    EXPECT_EQ(done.output, "the compiler was ended by a signal: Killed\n");
}

TEST(Processes, ThatAreNotThereAreErrors)
{
    Processes processes;
    const auto started = processes.start(0, {{"/nowhere/program"}, "/"});
    ASSERT_FALSE(started.has_value());
    EXPECT_EQ(started.error().message,
              "/nowhere/program cannot be run in /: No such file or directory");
    EXPECT_EQ(processes.running(), 0u);
}

} // namespace

} // namespace griotte::firmware
