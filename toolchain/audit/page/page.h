// The report as a page for people: one file that needs neither network nor JavaScript. What is on
// it is described in docs/reference/audit-page.md.
#pragma once

#include <string>

#include "toolchain/audit/authority/graph.h"
#include "toolchain/audit/difference/difference.h"

namespace griotte::audit {

struct PageOptions
{
    /// What changed since another image, to be shown first and marked in the picture; or null.
    const Difference *difference = nullptr;
    /// What the other image is called.
    std::string comparedWith;
};

/// The page of `graph`'s report. Fails when there are more domains than a page can show.
Result<std::string> page_make(const Graph &graph, const PageOptions &options = {});

} // namespace griotte::audit
