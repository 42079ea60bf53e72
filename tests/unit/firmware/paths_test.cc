// Paths that mean the same elsewhere.
#include <gtest/gtest.h>

#include "toolchain/firmware/paths.h"

namespace griotte::firmware {

namespace {

const Paths Sample{"/opt/sdk", "/home/demo", "/home/demo/build/x", "/opt/bin", ""};

TEST(Paths, TheInnermostFolderNamesAPath)
{
    EXPECT_EQ(Sample.contract("/home/demo/build/x/a.o"), "${build}/a.o");
    EXPECT_EQ(Sample.contract("/home/demo/build/y"), "${project}/build/y");
    EXPECT_EQ(Sample.contract("/home/demo"), "${project}");
    EXPECT_EQ(Sample.contract("/home/demonstration/a"), "/home/demonstration/a");
    EXPECT_EQ(Sample.contract("/usr/include/a.h"), "/usr/include/a.h");
}

TEST(Paths, ExpandingUndoesContracting)
{
    for (const char *path : {"/opt/sdk/include/a.h", "/home/demo/build/x/a.o", "/opt/bin/g", "/"}) {
        EXPECT_EQ(Sample.expand(Sample.contract(path)), path);
    }
    EXPECT_EQ(Sample.expand("-I${sdk}/a:${sdk}/b"), "-I/opt/sdk/a:/opt/sdk/b");
    EXPECT_EQ(Sample.expand("${prebuilt}/a ${sd"), "${prebuilt}/a ${sd");
}

} // namespace

} // namespace griotte::firmware
