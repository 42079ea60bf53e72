// Guards of static local variables (Itanium C++ ABI 3.3.3). The compiler's own code looks at the
// first byte, which says that the variable is initialised; the second is ours and says that it is
// being.
//
// One hart and no threads: a guard that is taken twice is an initialiser that needs its own result.
#include "../stdlib/runtime_failure.h"
#include <stdint.h>

namespace {

struct Guard
{
    uint8_t isInitialised;
    uint8_t isInProgress;
};

} // namespace

extern "C" {

/// 1 if the caller must initialise the variable, 0 if that was done.
int __cxa_guard_acquire(Guard *guard)
{
    if (guard->isInitialised != 0) {
        return 0;
    }
    if (guard->isInProgress != 0) {
        runtime_failure("static variable: its initialiser depends on itself");
    }
    guard->isInProgress = 1;
    return 1;
}

void __cxa_guard_release(Guard *guard)
{
    guard->isInProgress = 0;
    guard->isInitialised = 1;
}

void __cxa_guard_abort(Guard *guard)
{
    guard->isInProgress = 0;
}
}
