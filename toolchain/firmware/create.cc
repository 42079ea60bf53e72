#include "toolchain/firmware/create.h"

#include <algorithm>
#include <filesystem>
#include <map>

#include "base/text.h"
#include "toolchain/firmware/files.h"
#include "toolchain/firmware/manifest.h"

namespace griotte::firmware {

namespace {

namespace fs = std::filesystem;

fs::path templates_folder(const std::string &sdk)
{
    return fs::path(sdk) / "templates";
}

/// Files of a template by their paths in it, with the firmware's name put in.
Result<std::map<std::string, std::string>> template_read(const fs::path &folder,
                                                         const std::string &name)
{
    std::map<std::string, std::string> files;
    std::error_code error;
    fs::recursive_directory_iterator entry(folder, error);
    for (const fs::recursive_directory_iterator end; !error && entry != end; entry.increment(error))
    {
        if (!entry->is_regular_file(error)) {
            continue;
        }
        std::string contents = TRY(file_read(entry->path().string()));
        constexpr std::string_view Mark = "@NAME@";
        for (size_t at = contents.find(Mark); at != std::string::npos;
             at = contents.find(Mark, at + name.size()))
        {
            contents.replace(at, Mark.size(), name);
        }
        files.emplace(entry->path().lexically_relative(folder).string(), std::move(contents));
    }
    if (error) {
        return fail("{}: {}", folder.string(), error.message());
    }
    return files;
}

} // namespace

std::vector<std::string> template_names(const std::string &sdk)
{
    std::vector<std::string> names;
    std::error_code error;
    fs::directory_iterator entry(templates_folder(sdk), error);
    for (const fs::directory_iterator end; !error && entry != end; entry.increment(error)) {
        if (entry->is_directory(error)) {
            names.push_back(entry->path().filename().string());
        }
    }
    std::ranges::sort(names);
    return names;
}

Result<std::vector<std::string>> firmware_create(const std::string &path, const std::string &kind,
                                                 const std::string &sdk)
{
    const fs::path folder = fs::absolute(path).lexically_normal();
    const std::string name =
        (folder.has_filename() ? folder : folder.parent_path()).filename().string();
    if (!is_firmware_name(name)) {
        return fail("'{}' is no name for a firmware: use letters, digits, -, _ and .", name);
    }
    const auto names = template_names(sdk);
    if (std::ranges::find(names, kind) == names.end()) {
        return fail("there is no template '{}'{} (there are: {})", kind, spelling_hint(kind, names),
                    fmt::join(names, ", "));
    }
    std::error_code error;
    const bool isTaken = fs::exists(folder, error) && !fs::is_empty(folder, error);
    if (isTaken) {
        return fail("{}: is there already; choose another name, or remove it", path);
    }
    const auto files = TRY(template_read(templates_folder(sdk) / kind, name));
    std::vector<std::string> result;
    for (const auto &[file, contents] : files) {
        TRY_VOID(file_write((folder / file).string(), contents));
        result.push_back(file);
    }
    return result;
}

} // namespace griotte::firmware
