// Long computations, in the middle of the priorities.
#include <compartment.h>
#include <thread.h>

int __cheri_compartment("busy") busy_run()
{
    constexpr uint64_t Burst = 5 * TIMERCYCLES_PER_TICK;
    for (;;) {
        const uint64_t end = platform_monotonic_time_read() + Burst;
        while (platform_monotonic_time_read() < end) {
        }
        Timeout pause{3};
        thread_sleep(&pause, ThreadSleepNoEarlyWake);
    }
}
