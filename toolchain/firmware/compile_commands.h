// The compilation database editors and analysers read: compile_commands.json.
#pragma once

#include <string>

#include "toolchain/firmware/paths.h"
#include "toolchain/firmware/plan.h"

namespace griotte::firmware {

/// The database of `plan` as JSON, one entry a source, in the plan's order.
std::string compile_commands_json(const Plan &plan, const Paths &paths);

} // namespace griotte::firmware
