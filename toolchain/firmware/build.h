// Builds a firmware: a folder with a manifest to an image, its report and its map.
#pragma once

#include <optional>
#include <string>

#include "base/error.h"
#include "toolchain/firmware/compile.h"
#include "toolchain/firmware/plan.h"

namespace griotte::firmware {

/// The manifest's file in a firmware's folder.
inline constexpr const char *ManifestName = "firmware.toml";
/// The list of parts in the SDK's folder.
inline constexpr const char *CatalogueName = "parts.toml";

/// A firmware, planned.
struct Project
{
    Manifest manifest;
    Catalogue catalogue;
    Graph graph;
    Plan plan;
};

/// Reads the manifest in the folder `project`; its name in messages is `file`.
Result<Manifest> manifest_read(const std::string &project, const std::string &file);

/// Reads the SDK's list of parts.
Result<Catalogue> catalogue_read(const std::string &sdk);

/// Plans `manifest` for `board`. Runs nothing.
Result<Project> project_make(Manifest manifest, const Board &board, const Paths &paths);

struct BuildResult
{
    std::string image;
    /// Where the bytes went; nothing when the image was up to date.
    std::optional<std::string> sizes;
};

/// The image's file.
std::string image_path(const Manifest &manifest, const Paths &paths);

/// Compiles and links what is not up to date.
Result<BuildResult> project_build(const Project &project, const Board &board,
                                  const CompileOptions &options, Progress &progress);

/// Removes what building for the board has made, and nothing else.
Result<void> project_clean(const Manifest &manifest, const Paths &paths);

} // namespace griotte::firmware
