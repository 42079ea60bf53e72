// A small firmware's report for tests to change: an application calls a driver, which has the UART,
// and a store, which has a shared object; all of them know the allocator.
#pragma once

#include <nlohmann/json.hpp>

#include "toolchain/audit/report/report.h"

namespace griotte::audit {

/// The report as a document. Compartments app, driver, store, allocator, scheduler; libraries
/// helper (called by app, calls scheduler) and switcher.
nlohmann::json sample_document();

/// The same read; the test fails if that fails.
Report sample_read(const nlohmann::json &document);

/// A domain's import of `kind` and that position among those of its kind.
nlohmann::json &sample_import(nlohmann::json &document, const std::string &domain,
                              const std::string &kind, size_t position = 0);

} // namespace griotte::audit
