// Guards of static local variables (Itanium C++ ABI 3.3.3). The compiler's own code looks at the
// first byte, which says that the variable is initialised; the rest is ours.
//
// On bare metal, one hart and no threads: a guard that is taken twice is an initialiser that needs
// its own result. On the RTOS its second word is a lock, held while a thread initialises the
// variable.
#include "../runtime_failure.h"
#include <stdint.h>
#ifdef __CHERIOT_RTOS__
#include <errno.h>
#include <locks.h>

namespace {
struct Guard
{
    uint8_t isInitialised;
    FlagLockState lock;
};
static_assert(sizeof(Guard) == 8);
} // namespace

extern "C" {

/// 1 if the caller must initialise the variable, 0 if that was done, perhaps while this waited.
__cheri_libcall int __cxa_guard_acquire(Guard *guard)
{
    // Who holds it already waits for itself, which the scheduler refuses.
    Timeout forever{UnlimitedTimeout};
    int result = flaglock_priority_inheriting_trylock(&forever, &guard->lock);
    if (result != 0) {
        runtime_failure(result == -EINVAL ? "static variable: its initialiser depends on itself"
                                          : "static variable: not enough stack to wait for it");
    }
    if (guard->isInitialised != 0) {
        flaglock_unlock(&guard->lock);
        return 0;
    }
    return 1;
}

__cheri_libcall void __cxa_guard_release(Guard *guard)
{
    guard->isInitialised = 1;
    flaglock_unlock(&guard->lock);
}

__cheri_libcall void __cxa_guard_abort(Guard *guard)
{
    flaglock_unlock(&guard->lock);
}
}
#else
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
#endif
