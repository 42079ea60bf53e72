// A control loop: reads a sensor, moves a motor. It is done again and again, and being late is as
// bad as being wrong.
#include "control.h"

#include <deadline.h>
#include <debug.hh>
#include <fail-simulator-on-error.h>
#include <futex.h>
#include <thread.h>

/// The right to put a deadline on thread 2: at most a tick from when it should run to when it runs.
DECLARE_AND_DEFINE_DEADLINE_CAPABILITY(controlDeadline, 2, true, TIMERCYCLES_PER_TICK);

namespace {

using Debug = ConditionalDebug<true, "Control">;

/// A futex.
uint32_t periods;

/// What there is to do. A thread of a high priority gets through quickly, and never waits for one
/// of a lower priority: it prints nothing.
void control_step()
{
    static int position;
    position += (100 - position) / 2;
}

} // namespace

int __cheri_compartment("control") control_run()
{
    const int result = deadline_begin(STATIC_SEALED_VALUE(controlDeadline));
    Debug::Invariant(result == 0, "deadline_begin: {}", result);
    // Until a time, and not for a time: what a step takes is not added to the period, nor is being
    // late once.
    AbsoluteMonotonicTimeout next = platform_monotonic_time_read();
    for (;;) {
        next += TIMERCYCLES_PER_TICK;
        thread_sleep(next, ThreadSleepNoEarlyWake);
        control_step();
        periods++;
        futex_wake(&periods, UINT32_MAX);
    }
}

int control_wait(int count)
{
    while (static_cast<int>(periods) < count) {
        futex_wait(&periods, periods);
    }
    return 0;
}
