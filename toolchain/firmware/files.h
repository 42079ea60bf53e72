// Files and folders, with errors in words.
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"
#include "toolchain/firmware/paths.h"
#include "toolchain/firmware/plan.h"

namespace griotte::firmware {

Result<std::string> file_read(const std::string &path);
/// Makes the folders it is in. Others see the file as it was or as it will be, nothing between.
Result<void> file_write(const std::string &path, std::string_view contents);
/// Writes only what differs from what is there, which so keeps its time.
Result<void> file_update(const std::string &path, std::string_view contents);

/// The file system planning looks at, with the folders of `paths` for their names.
class DiskFiles final : public SourceFiles
{
public:
    explicit DiskFiles(const Paths &thePaths) : paths(thePaths) {}

    Kind kind_of(const std::string &path) override;
    std::vector<std::string> names_in(const std::string &folder) override;

private:
    const Paths &paths;
};

} // namespace griotte::firmware
