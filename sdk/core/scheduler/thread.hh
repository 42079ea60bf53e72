// What the scheduler knows of a thread, and the lists threads stand in.
//
// Threads are numbered from 1, and lists are linked by number. So the scheduler's state holds no
// pointers and no capabilities: it is a value, which the tests copy, compare and hash.
#pragma once

#include <stddef.h>
#include <stdint.h>

#ifndef CONFIG_THREADS_NUM
#error "CONFIG_THREADS_NUM is the number of threads of the firmware, the idle thread not counted"
#endif

namespace scheduler {

/// A thread's number. 0 is the idle thread, which is in no list, so that 0 also ends a list.
using ThreadNumber = uint8_t;
inline constexpr ThreadNumber Idle = 0;
inline constexpr ThreadNumber NoThread = 0;
inline constexpr ThreadNumber ThreadCount = CONFIG_THREADS_NUM;
static_assert(CONFIG_THREADS_NUM > 0 && CONFIG_THREADS_NUM < 255, "1 to 254 threads");

/// Larger is more urgent.
using Priority = uint8_t;
inline constexpr Priority PriorityCount = 32;

/// A moment, or a span, of the board's timer.
using Time = uint64_t;
inline constexpr Time Never = ~Time{0};

/// What is waited on: the address of a futex word. Nothing is ever read or written there.
using Address = size_t;

/// Events that one wait can be for.
inline constexpr uint8_t MaximumEvents = 8;

enum class ThreadState : uint8_t
{
    Absent,
    Ready,
    Sleeping,
    Waiting,
    Exited,
};

/// Why a thread that slept or waited is ready again.
enum class WakeReason : uint8_t
{
    /// Something it waited on was woken.
    Event,
    /// Its time was up.
    Timeout,
    /// It slept, allowed to wake early, and nothing else was ready.
    Early,
    /// What it waited with is gone.
    Cancelled,
};

/// A thread's neighbours in one list.
struct Links
{
    ThreadNumber next = NoThread;
    ThreadNumber previous = NoThread;
};

/// How promptly a thread ran after it became ready. Latencies are in timer cycles, from the
/// moment a wait ended (for a timeout: was due) to the one at which the thread ran.
struct Latency
{
    uint32_t wakes = 0;
    /// Wakes whose latency was more than the deadline.
    uint32_t missed = 0;
    uint32_t worst = 0;
    /// 0 when none was declared; then no wake counts as missed.
    uint32_t deadline = 0;
};

struct Thread
{
    /// In its priority's list of ready threads, or in the list of those that wait.
    Links queue;
    /// In the list of those whose sleep or wait ends by itself.
    Links timer;
    ThreadState state = ThreadState::Absent;
    WakeReason wakeReason = WakeReason::Event;
    /// As the firmware declares it, and with what is inherited.
    Priority basePriority = 0;
    Priority priority = 0;
    /// Scratch of Core::priorities_inherit().
    Priority inherited = 0;
    bool isTimed = false;
    bool mayWakeEarly = false;
    /// It waits for something a thread holds, and lends that thread its priority.
    bool isInheriting = false;
    /// It became ready and has not run since.
    bool isFresh = false;
    /// Whom it lends its priority to; nobody when the holder let go and none is known yet.
    ThreadNumber holder = NoThread;
    uint8_t eventCount = 0;
    /// Bit n: event n ended the last wait.
    uint8_t fired = 0;
    Address events[MaximumEvents] = {};
    /// What the wait ends with, by cancel(): a multiwaiter's address, or 0.
    Address object = 0;
    /// While isTimed.
    Time expiry = 0;
    /// What is left of its time slice, as of the last time it was dispatched.
    Time slice = 0;
    Time readySince = 0;
    Latency latency;
    /// Cycles spent in it, as of the last time it was left.
    uint64_t cycles = 0;
};

/// A list of threads, linked through one of their Links.
template <Links Thread::*links>
struct ThreadList
{
    ThreadNumber first = NoThread;
    ThreadNumber last = NoThread;

    [[nodiscard]] bool is_empty() const { return first == NoThread; }

    /// Puts a thread before another one of the list, or at the end before NoThread.
    void insert(Thread *threads, ThreadNumber thread, ThreadNumber before)
    {
        const ThreadNumber after = before == NoThread ? last : (threads[before].*links).previous;
        threads[thread].*links = {before, after};
        (after == NoThread ? first : (threads[after].*links).next) = thread;
        (before == NoThread ? last : (threads[before].*links).previous) = thread;
    }

    void remove(Thread *threads, ThreadNumber thread)
    {
        const Links around = threads[thread].*links;
        (around.previous == NoThread ? first : (threads[around.previous].*links).next) =
            around.next;
        (around.next == NoThread ? last : (threads[around.next].*links).previous) = around.previous;
        threads[thread].*links = {};
    }
};

using Queue = ThreadList<&Thread::queue>;
using TimerList = ThreadList<&Thread::timer>;

} // namespace scheduler
