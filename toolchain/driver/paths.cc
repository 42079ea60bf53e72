// See paths.h. GRIOTTE_* come from CMakeLists.txt.
#include "toolchain/driver/paths.h"

#include <filesystem>

namespace griotte::toolchain {

namespace {

constexpr const char *ResourceDirectory = GRIOTTE_CLANG_RESOURCES;
constexpr const char *LibcxxDirectory = GRIOTTE_LIBCXX_HEADERS;
constexpr const char *SourceSdk = GRIOTTE_SOURCE_SDK;
constexpr const char *StockClang = GRIOTTE_STOCK_CLANG;

} // namespace

std::string sdk_find(const CommandLine &commandLine, const std::string &executable)
{
    if (!commandLine.sysroot.empty()) {
        return commandLine.sysroot;
    }
    std::error_code error;
    const std::filesystem::path installed =
        std::filesystem::path(executable).parent_path().parent_path() / "share/griotte/sdk";
    return std::filesystem::is_directory(installed, error) ? installed.string() : SourceSdk;
}

std::string runtime_find(const std::string &executable, const char *name)
{
    const std::filesystem::path binaries = std::filesystem::path(executable).parent_path();
    return (binaries.parent_path() / "lib/griotte" / name).string();
}

std::string clang_resources_find()
{
    return ResourceDirectory;
}

std::string clang_find()
{
    return StockClang;
}

std::vector<std::string> header_directories(const CommandLine &commandLine, const std::string &sdk,
                                            bool isCxx)
{
    std::vector<std::string> result;
    if (isCxx && commandLine.hasCxxHeaders) {
        // Our configuration and replacements, then the library itself.
        result.push_back(sdk + "/include/c++");
        result.push_back(LibcxxDirectory);
    }
    // Before clang's own, which have an unwind.h too: that of the Itanium ABI.
    if (commandLine.hasSystemHeaders) {
        result.push_back(sdk + "/include");
    }
    if (commandLine.hasResourceHeaders) {
        result.push_back(std::string(ResourceDirectory) + "/include");
    }
    return result;
}

} // namespace griotte::toolchain
