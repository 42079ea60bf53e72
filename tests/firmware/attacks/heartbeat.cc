// A thread with a deadline, such as a motor's control loop. 10 has more about it.
#include "heartbeat.h"

#include <deadline.h>
#include <debug.hh>
#include <fail-simulator-on-error.h>
#include <futex.h>
#include <thread.h>

/// The right to have the scheduler watch thread 1: from when it should run to when it runs, at most
/// a tick goes by.
DECLARE_AND_DEFINE_DEADLINE_CAPABILITY(heartbeatDeadline, 1, true, TIMERCYCLES_PER_TICK);

namespace {

using Debug = ConditionalDebug<true, "Heartbeat">;

constexpr uint64_t Period = 2 * TIMERCYCLES_PER_TICK;

/// A futex.
uint32_t beats;

} // namespace

int __cheri_compartment("heartbeat") heartbeat_run()
{
    const int result = deadline_begin(STATIC_SEALED_VALUE(heartbeatDeadline));
    Debug::Invariant(result == 0, "deadline_begin: {}", result);
    // Absolute times: what one round takes is not added to the period.
    AbsoluteMonotonicTimeout next = platform_monotonic_time_read();
    for (;;) {
        next += Period;
        thread_sleep(next, ThreadSleepNoEarlyWake);
        beats++;
        futex_wake(&beats, UINT32_MAX);
    }
}

int heartbeat_wait()
{
    Timeout timeout{10};
    return futex_timed_wait(&timeout, &beats, beats);
}

int heartbeat_beats()
{
    return static_cast<int>(beats);
}

int heartbeat_missed()
{
    DeadlineStatistics statistics;
    const int result = deadline_statistics_get(STATIC_SEALED_VALUE(heartbeatDeadline), &statistics);
    return result == 0 ? static_cast<int>(statistics.missed) : result;
}
