// Any text as a firmware report: read, compared with itself, its authority followed, made into a
// page.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "toolchain/audit/page/page.h"

using namespace griotte::audit;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const auto report = report_parse({reinterpret_cast<const char *>(data), size});
    if (!report.has_value()) {
        return 0;
    }
    const Difference difference = difference_make(*report, *report);
    if (!difference.is_empty()) {
        std::abort();
    }
    const Graph graph(*report);
    const auto page = page_make(graph, {&difference, "itself"});
    (void)page.has_value();
    return 0;
}
