#include "toolchain/firmware/files.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>

#include <unistd.h>

namespace griotte::firmware {

namespace {

namespace fs = std::filesystem;

using File = std::unique_ptr<std::FILE, int (*)(std::FILE *)>;

File file_open(const std::string &path, const char *mode)
{
    return {std::fopen(path.c_str(), mode), &std::fclose};
}

} // namespace

Result<std::string> file_read(const std::string &path)
{
    const File file = file_open(path, "rb");
    if (file == nullptr) {
        return fail("{}: {}", path, std::strerror(errno));
    }
    std::string contents;
    char buffer[65536];
    while (std::feof(file.get()) == 0 && std::ferror(file.get()) == 0) {
        contents.append(buffer, std::fread(buffer, 1, sizeof(buffer), file.get()));
    }
    if (std::ferror(file.get()) != 0) {
        return fail("{}: {}", path, std::strerror(errno));
    }
    return contents;
}

Result<void> file_write(const std::string &path, std::string_view contents)
{
    std::error_code error;
    fs::create_directories(fs::path(path).parent_path(), error);
    if (error) {
        return fail("{}: {}", fs::path(path).parent_path().string(), error.message());
    }
    // Two builds of one folder at once write the same; each needs a name of its own to do it under.
    const std::string temporary = fmt::format("{}.{}", path, getpid());
    {
        File file = file_open(temporary, "wb");
        if (file == nullptr) {
            return fail("{}: {}", temporary, std::strerror(errno));
        }
        const bool isWritten =
            std::fwrite(contents.data(), 1, contents.size(), file.get()) == contents.size();
        const bool isClosed = std::fclose(file.release()) == 0;
        if (!isWritten || !isClosed) {
            const std::string why = std::strerror(errno);
            std::remove(temporary.c_str());
            return fail("{}: {}", path, why);
        }
    }
    fs::rename(temporary, path, error);
    if (error) {
        std::remove(temporary.c_str());
        return fail("{}: {}", path, error.message());
    }
    return {};
}

Result<void> file_update(const std::string &path, std::string_view contents)
{
    const auto before = file_read(path);
    if (before.has_value() && *before == contents) {
        return {};
    }
    return file_write(path, contents);
}

SourceFiles::Kind DiskFiles::kind_of(const std::string &path)
{
    std::error_code error;
    const auto status = fs::status(paths.expand(path), error);
    if (fs::is_directory(status)) {
        return Kind::Folder;
    }
    return fs::is_regular_file(status) ? Kind::File : Kind::None;
}

std::vector<std::string> DiskFiles::names_in(const std::string &folder)
{
    std::vector<std::string> names;
    std::error_code error;
    fs::directory_iterator entry(paths.expand(folder), error);
    for (const fs::directory_iterator end; !error && entry != end; entry.increment(error)) {
        names.push_back(entry->path().filename().string());
    }
    std::ranges::sort(names);
    return names;
}

} // namespace griotte::firmware
