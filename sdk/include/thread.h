// Threads: sleeping, giving way, and what can be known about time and the threads there are.
#ifndef THREAD_H
#define THREAD_H

#include <__yield.h>
#include <cdefs.h>
#include <compartment.h>
#include <riscvreg.h>
#include <stddef.h>
#include <stdint.h>
#include <tick_macros.h>
#include <timeout.h>

__BEGIN_DECLS

/// Ticks since boot.
typedef struct
{
    /// The low and the high word.
    uint32_t lo;
    uint32_t hi;
} SystickReturn;

/// Whole ticks since boot, as of now: no interrupt is needed for them to count.
SystickReturn __cheri_compartment("scheduler") __cheriot_interrupt_state(disabled)
    thread_systemtick_get(void);

enum ThreadSleepFlags : uint32_t
{
    /// Sleep the whole time. Without this the thread may wake earlier, see thread_sleep().
    ThreadSleepNoEarlyWake = 1 << 0,
};

/// Sleeps for the timeout; what was slept is in `elapsed` of a relative one. Then the thread is
/// ready, and runs when no thread of a higher priority is.
///
/// Without ThreadSleepNoEarlyWake this is a long yield: others get that time if they can use it.
/// If no thread is ready and none wakes sooner, the thread wakes at once. A timeout of no time is a
/// yield().
///
/// 0, or -EINVAL for an invalid timeout.
int __cheri_compartment("scheduler") __cheriot_interrupt_state(disabled)
    thread_sleep(TimeoutArgument timeout, uint32_t flags __if_cxx(= 0));

/// The number of the running thread, from 1 in the order of the firmware's list of threads: for
/// indexing (after subtracting 1) and for words of priority-inheriting futexes.
uint16_t __cheri_libcall __cheriot_interrupt_state(disabled) thread_id_get(void);

/// How many threads the firmware has, those that have ended included. It never changes. As a
/// uint16_t, UINT16_MAX if there was no room on the trusted stack to ask.
uint16_t __cheri_compartment("scheduler") thread_count(void);

/// Cycles (mcycle) in which no thread ran. What the scheduler itself takes is nobody's.
uint64_t __cheri_compartment("scheduler") __cheriot_interrupt_state(disabled)
    thread_elapsed_cycles_idle(void);

/// Cycles in which the running thread ran, until now.
uint64_t __cheri_compartment("scheduler") __cheriot_interrupt_state(disabled)
    thread_elapsed_cycles_current(void);

/// Spins for at least that long, longer when preempted. Returns the microseconds that went by, to
/// within the cost of the call; in a simulation, where spinning would only cost the host's time, it
/// does not spin and says it did.
static inline uint64_t thread_microsecond_spin(uint32_t microseconds)
{
#ifdef SIMULATION
    return microseconds;
#else
    const uint32_t cyclesPerMicrosecond = CPU_TIMER_HZ / 1000000;
    _Static_assert(CPU_TIMER_HZ >= 1000000, "the board's timer cannot tell microseconds apart");
    const uint64_t start = rdcycle64();
    const uint64_t wanted = (uint64_t)microseconds * cyclesPerMicrosecond;
    uint64_t passed;
    do {
        passed = rdcycle64() - start;
    } while (passed < wanted);
    return passed / cyclesPerMicrosecond;
#endif
}

/// Sleeps for the whole ticks in that time and spins for the rest. Returns the milliseconds that
/// went by; in a simulation it gives way for a tick and says they all did.
static inline uint64_t thread_millisecond_wait(uint32_t milliseconds)
{
#ifdef SIMULATION
    Timeout tick = {0, 1};
    (void)thread_sleep(&tick, 0);
    return milliseconds;
#else
    const uint32_t cyclesPerMillisecond = CPU_TIMER_HZ / 1000;
    _Static_assert(CPU_TIMER_HZ >= 1000, "the board's timer cannot tell milliseconds apart");
    const uint64_t start = rdcycle64();
    const uint64_t wanted = (uint64_t)milliseconds * cyclesPerMillisecond;
    uint64_t passed = 0;
    while (wanted - passed >= TIMERCYCLES_PER_TICK) {
        Timeout ticks = {0, (Ticks)((wanted - passed) / TIMERCYCLES_PER_TICK)};
        if (thread_sleep(&ticks, ThreadSleepNoEarlyWake) != 0) {
            break;
        }
        passed = rdcycle64() - start;
        if (passed >= wanted) {
            break;
        }
    }
    while (passed < wanted) {
        passed = rdcycle64() - start;
    }
    return passed / cyclesPerMillisecond;
#endif
}

#ifdef __CHERIOT_RTOS__
/// Where a value lives for as long as the running invocation of the compartment: one of two slots
/// at the top of its stack. Slot 0 belongs to unwind.h.
static inline void **invocation_state_slot(size_t index __if_cxx(= 1))
{
    void *stack = __builtin_cheri_stack_get();
    const ptraddr_t slot = __builtin_cheri_top_get(stack) - (index + 1) * sizeof(void *);
    return (void **)__builtin_cheri_bounds_set_exact(__builtin_cheri_address_set(stack, slot),
                                                     sizeof(void *));
}
#endif

__END_DECLS

#if defined(__cplusplus) && defined(__CHERIOT_RTOS__)
/// The slot as a pointer to T.
template <typename T, size_t Index = 1>
__always_inline inline T *&invocation_state()
{
    static_assert(Index < 2, "an invocation has two slots");
    return *reinterpret_cast<T **>(invocation_state_slot(Index));
}
#endif

#endif
