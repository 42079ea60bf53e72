// What to run to build a firmware: compilations, and what is linked of what comes out. Making a
// plan runs nothing and writes nothing; two equal plans build equal images.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "base/error.h"
#include "toolchain/firmware/graph.h"

namespace griotte::firmware {

/// What planning asks of the file system.
class SourceFiles
{
public:
    enum class Kind : uint8_t
    {
        None,
        File,
        Folder,
    };

    virtual ~SourceFiles() = default;
    /// What is at `path`, which may begin with a folder's name (paths.h).
    virtual Kind kind_of(const std::string &path) = 0;
    /// Names in a folder, sorted.
    virtual std::vector<std::string> names_in(const std::string &folder) = 0;
};

/// One source to one object.
struct Compilation
{
    /// The domain it is compiled for, or "loader".
    std::string domain;
    /// From `folder`.
    std::string source;
    /// Where the compiler runs: `${project}` or `${sdk}`.
    std::string folder;
    /// The object, from the folder of objects.
    std::string object;
    /// The command line of griotte-toolchain but for output and dependencies, which differ with the
    /// place objects are kept at.
    std::vector<std::string> arguments;
    bool isOfSdk = false;
};

/// Something to link: the object of a compilation, by its number, or a file that was there.
using LinkInput = std::variant<size_t, std::string>;

struct LinkUnit
{
    std::string name;
    link::DomainKind kind = link::DomainKind::Compartment;
    std::vector<LinkInput> inputs;
};

/// A file that is made without running anything.
struct GeneratedFile
{
    /// From `${build}`.
    std::string path;
    std::string contents;
};

struct Plan
{
    std::vector<GeneratedFile> generated;
    std::vector<Compilation> compilations;
    /// The switcher first.
    std::vector<LinkUnit> units;
    std::vector<LinkInput> loader;
};

/// Plans a firmware. The error is every source that is missing, of no known kind or named twice.
Result<Plan> plan_make(const Manifest &manifest, const Catalogue &catalogue, const Graph &graph,
                       const Board &board, SourceFiles &files);

/// Plans the compilations of the SDK's own sources for a firmware of `threadCount` threads: those
/// every such firmware for the board needs, and those any may.
Result<Plan> sdk_plan_make(const Catalogue &catalogue, const Board &board, uint32_t threadCount,
                           SourceFiles &files);

} // namespace griotte::firmware
