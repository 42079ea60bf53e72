// What only compiled code tells about a manifest: which functions domains import and export. The
// linker would find the same faults, but it knows nothing of the manifest's lines.
#pragma once

#include <string>
#include <vector>

#include "base/error.h"
#include "toolchain/firmware/graph.h"
#include "toolchain/link/input.h"

namespace griotte::firmware {

/// A file to link, read.
struct LoadedFile
{
    link::InputFile file;
    /// What it was made of, for messages.
    std::string source;
};

struct LoadedDomain
{
    const Member *member = nullptr;
    std::vector<LoadedFile> files;
};

/// Checks that the manifest's domains import only from domains they use, and that threads start in
/// entry points their stacks are enough for. The error is everything that is wrong.
Result<void> domains_check(const Manifest &manifest, const Catalogue &catalogue, const Graph &graph,
                           const std::vector<LoadedDomain> &domains);

} // namespace griotte::firmware
