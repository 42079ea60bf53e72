// Which domains a firmware consists of: the manifest's, the SDK's core, and what they use.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "base/error.h"
#include "toolchain/firmware/board.h"
#include "toolchain/firmware/catalogue.h"
#include "toolchain/firmware/manifest.h"

namespace griotte::firmware {

/// A compartment or library to link.
struct Member
{
    Domain domain;
    bool isOfSdk = false;
    /// See Part; never for the manifest's own.
    bool isPortable = false;
    /// Names of the domains it may import from: itself, what it uses, and what that uses.
    std::set<std::string> reach;
    /// What is linked into it beside its own sources, by name.
    std::vector<Domain> objects;
};

struct Graph
{
    /// Those of the manifest first, in its order, then the SDK's in the catalogue's. Of the SDK's
    /// compartments those somebody uses; of its libraries all, since the linker leaves out what
    /// nobody imports.
    std::vector<Member> members;
    /// The SDK's and the manifest's.
    std::vector<SharedObject> sharedObjects;

    /// Null when there is none of that name.
    [[nodiscard]] const Member *find(std::string_view name) const;
};

/// Puts the graph together. The error is every name nobody knows, or everybody has, and every
/// circle.
Result<Graph> graph_make(const Manifest &manifest, const Catalogue &catalogue, const Board &board);

} // namespace griotte::firmware
