// Beginning a firmware from a template.
#include <gtest/gtest.h>

#include "sample.h"
#include "toolchain/firmware/create.h"
#include "toolchain/firmware/files.h"

namespace griotte::firmware {

namespace {

class Create : public ::testing::Test
{
protected:
    void SetUp() override
    {
        folder.write("sdk/templates/hello/firmware.toml", "name = \"@NAME@\" # @NAME@\n");
        folder.write("sdk/templates/hello/src/hello.cc", "hello\n");
        folder.write("sdk/templates/other/a", "a\n");
    }

    /// Creates `name`; what went wrong.
    std::string create(const std::string &name, const std::string &kind = "hello")
    {
        const auto result = firmware_create(folder.path(name), kind, folder.path("sdk"));
        files = result.value_or(std::vector<std::string>());
        return result.has_value() ? "" : result.error().message;
    }

    TemporaryFolder folder;
    std::vector<std::string> files;
};

TEST_F(Create, FillsAFolder)
{
    EXPECT_EQ(create("demo"), "");
    EXPECT_EQ(files, (std::vector<std::string>{"firmware.toml", "src/hello.cc"}));
    EXPECT_EQ(file_read(folder.path("demo/firmware.toml")).value(), "name = \"demo\" # demo\n");
    EXPECT_EQ(file_read(folder.path("demo/src/hello.cc")).value(), "hello\n");
}

TEST_F(Create, TakesAnEmptyFolderAndASlash)
{
    std::filesystem::create_directory(folder.path("empty"));
    EXPECT_EQ(create("empty"), "");
    EXPECT_EQ(create("slash/"), "");
    EXPECT_EQ(file_read(folder.path("slash/firmware.toml")).value(), "name = \"slash\" # slash\n");
}

TEST_F(Create, OverwritesNothing)
{
    folder.write("demo/mine", "mine");
    EXPECT_EQ(create("demo"), folder.path("demo") + ": is there already; choose another name, or "
                                                    "remove it");
    EXPECT_FALSE(std::filesystem::exists(folder.path("demo/firmware.toml")));
    folder.write("file", "mine");
    EXPECT_TRUE(create("file").contains("is there already"));
}

TEST_F(Create, NamesAreChecked)
{
    EXPECT_EQ(create("my demo"),
              "'my demo' is no name for a firmware: use letters, digits, -, _ and .");
    EXPECT_EQ(create("demo", "helo"),
              "there is no template 'helo'; did you mean 'hello'? (there are: hello, other)");
}

} // namespace

} // namespace griotte::firmware
