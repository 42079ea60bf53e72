// What the tests of this room have in common: a board, an SDK of a few parts, files that are not
// there.
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "toolchain/firmware/graph.h"
#include "toolchain/firmware/plan.h"

namespace griotte::firmware {

/// A board with a UART, a revoker in hardware and one interrupt.
Board board_sample();

/// Core parts, libraries `log` and `text`, compartment `mail` (which uses `log` and the objects
/// `guard`), compartment `sweeper` for boards with a software revoker.
Catalogue catalogue_sample();

/// A manifest that is right, with `more` at its end: compartment `hello`, one thread.
std::string manifest_text(std::string_view more = "");

/// Parses, and ends the test run when `text` is wrong.
Manifest manifest_of(std::string_view text);

/// Files as a set of paths; folders are what is before their slashes.
class PretendedFiles final : public SourceFiles
{
public:
    explicit PretendedFiles(std::set<std::string> theFiles) : files(std::move(theFiles)) {}

    Kind kind_of(const std::string &path) override;
    std::vector<std::string> names_in(const std::string &folder) override;

private:
    std::set<std::string> files;
};

/// What catalogue_sample() and manifest_text() name, and `more`.
PretendedFiles files_sample(const std::set<std::string> &more = {});

/// A folder of its own for a test, removed with it.
class TemporaryFolder
{
public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder &) = delete;
    TemporaryFolder &operator=(const TemporaryFolder &) = delete;

    /// `name` in it.
    [[nodiscard]] std::string path(std::string_view name = "") const;
    void write(std::string_view name, std::string_view contents) const;

private:
    std::filesystem::path folder;
};

} // namespace griotte::firmware
