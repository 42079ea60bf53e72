// Which file a board's name means, and what patches and mixins make of it.
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "machine/board/board_description.h"

namespace griotte::machine {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view Plain = R"({
    "devices": {}, "instruction_memory": { "start": 0x1000, "end": 0x2000 },
    "heap": { "end": 0x2000 }, "timer_hz": 1, "cpu": "plain"
})";

class BoardFilesTest : public ::testing::Test
{
protected:
    BoardFilesTest() { fs::create_directories(folder); }
    ~BoardFilesTest() override { fs::remove_all(folder); }

    std::string file_write(const std::string &name, std::string_view text)
    {
        const fs::path path = folder / name;
        fs::create_directories(path.parent_path());
        std::ofstream(path) << text;
        return path.string();
    }
    /// A patch file that sets "cpu".
    std::string patch_write(const std::string &name, const std::string &base,
                            const std::string &cpu)
    {
        return file_write(name, R"({"base": ")" + base + R"(", "patch": [
            {"op": "replace", "path": "/cpu", "value": ")" +
                                    cpu + R"("}]})");
    }
    std::string mixin_write(const std::string &name, const std::string &cpu)
    {
        return file_write(name,
                          R"([{"op": "replace", "path": "/cpu", "value": ")" + cpu + R"("}])");
    }
    static std::string cpu_of(const std::string &name, const BoardPaths &paths = {})
    {
        const auto board = board_read(name, paths);
        return board.has_value() ? board->cpu : board.error().message;
    }
    static void expect_error(const std::string &name, std::string_view part)
    {
        const std::string message = cpu_of(name);
        EXPECT_NE(message.find(part), std::string::npos) << "'" << message << "'";
    }

    fs::path folder = fs::path(::testing::TempDir()) /
                      (std::string("griotte_boards_") +
                       ::testing::UnitTest::GetInstance()->current_test_info()->name());
};

} // namespace

TEST_F(BoardFilesTest, TriesTheEndingsABoardFileMayHave)
{
    file_write("one.json", Plain);
    patch_write("two.patch", "one", "patched");
    EXPECT_EQ(cpu_of((folder / "one").string()), "plain");
    EXPECT_EQ(cpu_of((folder / "one.json").string()), "plain");
    EXPECT_EQ(cpu_of((folder / "two").string()), "patched");
}

TEST_F(BoardFilesTest, PatchesStandOnPatches)
{
    file_write("base/one.json", Plain);
    patch_write("two.patch", "base/one", "second");
    const auto third = file_write("three.patch", R"({"base": "two", "patch": []})");
    EXPECT_EQ(cpu_of(third), "second");
}

TEST_F(BoardFilesTest, APatchMayStandOnABuiltInBoardAndAFileBesideItGoesFirst)
{
    const auto patch = patch_write("mine.patch", "ibex-safe-simulator", "mine");
    EXPECT_EQ(cpu_of(patch), "mine");
    EXPECT_EQ(board_read(patch)->resetPc, 0x2000'0080u);
    file_write("ibex-safe-simulator.json", Plain);
    EXPECT_EQ(board_read(patch)->resetPc, 0x1000u);
}

TEST_F(BoardFilesTest, NamesACircleOfPatches)
{
    file_write("a.patch", R"({"base": "b", "patch": []})");
    file_write("b.patch", R"({"base": "a", "patch": []})");
    expect_error((folder / "a.patch").string(),
                 "patches go in a circle: a.patch -> b.patch -> a.patch");
    file_write("self.patch", R"({"base": "self", "patch": []})");
    expect_error((folder / "self").string(), "self.patch -> self.patch");
}

TEST_F(BoardFilesTest, MixinsFollowAPlusSignInOrder)
{
    const auto board = file_write("one.json", Plain);
    const auto first = mixin_write("first.json", "first");
    mixin_write("second.json", "second");
    EXPECT_EQ(cpu_of(board + "+" + first), "first");
    EXPECT_EQ(cpu_of(board + "+" + first + "+second.json"), "second") << "beside the board";
    EXPECT_EQ(cpu_of(board + "+second+first"), "first");
    EXPECT_EQ(cpu_of("sail+" + first), "first");
}

TEST_F(BoardFilesTest, APlusSignMayBePartOfAName)
{
    const auto board = file_write("c++/one+two.json", Plain);
    mixin_write("c++/mixin.json", "mixed");
    EXPECT_EQ(cpu_of(board), "plain");
    EXPECT_EQ(cpu_of(board + "+mixin"), "mixed");
}

TEST_F(BoardFilesTest, ExpandsTheSdksPlacesInNames)
{
    file_write("sdk/boards/one.json", Plain);
    mixin_write("sdk/boards/shared.json", "shared");
    const auto patch = patch_write("two.patch", "${sdkboards}/one", "patched");
    const BoardPaths paths{(folder / "sdk").string(), folder.string()};
    EXPECT_EQ(cpu_of(patch, paths), "patched");
    EXPECT_EQ(cpu_of("${sdk}/boards/one.json", paths), "plain");
    EXPECT_EQ(cpu_of("${project}/two.patch+shared", paths), "shared") << "mixins are found there";
    expect_error(patch, "two.patch: ${sdkboards} has no value here; give the path itself");
}

TEST_F(BoardFilesTest, ExpandsTheBoardsOwnFolders)
{
    file_write("base/one.json", Plain);
    mixin_write("base/near.json", "near base");
    mixin_write("top/near.json", "near board");
    const auto patch = patch_write("top/two.patch", "${board}/../base/one", "patched");
    EXPECT_EQ(cpu_of(patch), "patched");
    EXPECT_EQ(cpu_of(patch + "+${boardBase}/near.json"), "near base");
    EXPECT_EQ(cpu_of(patch + "+${board}/near.json"), "near board");
}

TEST_F(BoardFilesTest, KeepsPlacesInBuildKeysAsTheyAreWritten)
{
    const auto board = board_read("sail");
    ASSERT_TRUE(board.has_value());
    ASSERT_FALSE(board->driverIncludes.empty());
    EXPECT_TRUE(board->driverIncludes[0].starts_with("${sdk}/"));
}

TEST_F(BoardFilesTest, NamesTheNearestBoardToAnUnknownOne)
{
    expect_error("griote",
                 "there is no board 'griote'; did you mean 'griotte'? (built in: griotte, ");
    expect_error("griote", "; or give a .json or .patch file)");
    expect_error(folder.string(), "there is no board '");
    expect_error("nothing+mixin", "there is no board 'nothing'");
}

TEST_F(BoardFilesTest, ExplainsFilesThatAreNotWhatTheyShouldBe)
{
    const auto mixin = mixin_write("mixin.json", "x");
    expect_error(mixin, "mixin.json: is a mixin; name the board it changes: BOARD+");
    expect_error(
        file_write("x.patch", R"({"base": "sail", "patches": []})"),
        "x.patch: unknown key 'patches' in a patch file, which has 'base' and 'patch'; did "
        "you mean 'patch'?");
    expect_error(file_write("y.patch", R"({"base": "sail"})"),
                 "y.patch: a patch file has 'base', a string, and 'patch', an array");
    expect_error(
        file_write("z.patch", R"({"base": "sial", "patch": []})"),
        "z.patch: there is no base 'sial': no such file beside it (.json, .patch), and the "
        "built-in boards are griotte, sail, ");
    expect_error((folder / "z.patch").string(), "; did you mean 'sail'?");
    expect_error("sail+nothing", "there is no mixin 'nothing' (looked for here, next to the board "
                                 "file)");
    expect_error(file_write("number.json", "5"), "number.json: must be an object");
    expect_error("sail+" + file_write("object.json", "{}"),
                 "a patch or mixin is an array of JSON Patch operations");
}

TEST_F(BoardFilesTest, RefusesAHugeFile)
{
    const auto path = file_write("huge.json", "");
    fs::resize_file(path, uintmax_t{2} << 20);
    expect_error(path, "2097152 bytes; a board file has at most 1048576");
}

} // namespace griotte::machine
