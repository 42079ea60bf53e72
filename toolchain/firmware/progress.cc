#include "toolchain/firmware/progress.h"

#include <fmt/format.h>

namespace griotte::firmware {

void Progress::total_set(size_t theTotal)
{
    total = theTotal;
    count = 0;
}

void Progress::step(std::string_view what)
{
    count++;
    if (verbosity == Verbosity::Quiet) {
        return;
    }
    const bool isOver = isTerminal && verbosity == Verbosity::Normal;
    clear();
    fmt::print(stream, "[{}/{}] {}{}", count, total, what, isOver ? "" : "\n");
    std::fflush(stream);
    hasLine = isOver;
}

void Progress::detail(std::string_view text)
{
    if (verbosity == Verbosity::Verbose) {
        clear();
        fmt::print(stream, "{}\n", text);
    }
}

void Progress::output(std::string_view text)
{
    if (!text.empty()) {
        clear();
        fmt::print(stream, "{}{}", text, text.ends_with('\n') ? "" : "\n");
        std::fflush(stream);
    }
}

void Progress::clear()
{
    if (hasLine) {
        fmt::print(stream, "\r\033[K");
        std::fflush(stream);
        hasLine = false;
    }
}

} // namespace griotte::firmware
