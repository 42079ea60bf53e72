// Why a step of a build need not run again: what it was run with, and what came out.
//
// A step's record lies beside its output. The step is done when its command is the record's, every
// input is what it was, and so is the output. Times are only a short cut: where they differ,
// contents decide.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"
#include "toolchain/firmware/file_facts.h"
#include "toolchain/firmware/paths.h"

namespace griotte::firmware {

struct BuildRecord
{
    using Files = std::vector<std::pair<std::string, FileFact>>;

    /// text_hash() of everything that decides what the step does but for the contents of files.
    uint64_t key = 0;
    /// Paths begin with the names of folders (paths.h), so that folders may move.
    Files inputs;
    Files outputs;

    [[nodiscard]] std::string to_text() const;
    /// Nothing when the text is no record, or one of another version.
    static std::optional<BuildRecord> parse(std::string_view text);
};

/// Why the step with `key` whose record this is has to run; nothing when it need not.
std::optional<std::string> stale_reason(const BuildRecord &record, uint64_t key, const Paths &paths,
                                        FileFacts &facts);

} // namespace griotte::firmware
