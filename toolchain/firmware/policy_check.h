// Holds a firmware to the policies of its manifest (docs/reference/policy.md).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "toolchain/firmware/board.h"
#include "toolchain/firmware/manifest.h"
#include "toolchain/firmware/paths.h"

namespace griotte::firmware {

/// The files with the policies.
std::vector<std::string> policy_files(const Policy &policy, const Paths &paths);

/// Asks `policy`'s questions of `report`. Fails when one's answer is not `true`, with the chain of
/// facts that made it so, and when a policy is missing or makes no sense.
Result<void> policy_check(const Policy &policy, std::string_view report, const Board &board,
                          const Paths &paths);

} // namespace griotte::firmware
