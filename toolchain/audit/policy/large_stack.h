// Runs something on a stack of a size we choose.
#pragma once

#include <cstddef>

#include "toolchain/audit/policy/function_reference.h"

namespace griotte::audit {

/// Calls `function` on a stack of `bytes` and returns after it has. False if there is no memory for
/// the stack.
bool large_stack_run(size_t bytes, FunctionReference<void()> function);

} // namespace griotte::audit
