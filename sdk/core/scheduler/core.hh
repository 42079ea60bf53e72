// The scheduler without hardware and without capabilities: who runs, who waits for what, until
// when.
//
// Time comes in as an argument, a thread is a number and a futex is an address, so that this is
// ordinary C++ with the same results on the host. The compartment's entry points (*_calls.cc) check
// what callers pass and call this; tests/unit/sdk/scheduler_*_test.cc explore it.
//
// Rules, which docs/reference/scheduling.md promises:
//  * the ready thread of the highest priority runs; among equals the one that has been ready
//  longest;
//  * a thread with ready equals runs for one slice, less what it has had since it last gave way;
//    being preempted by a higher priority costs neither the place in the list nor the slice;
//  * waits end in the order of priority, among equals in that of arrival;
//  * whoever waits with inheritance lends its priority to the holder, and through it to whomever
//    that one waits for.
//
// Nothing here loops longer than over all threads, except priorities_inherit(), which is over all
// pairs of them.
#pragma once

#include "thread.hh"

namespace scheduler {

class Core
{
public:
    /// Before anything else. A slice is the time equals run in turn, in timer cycles; `start` is
    /// when ticks count from.
    void initialise(Time sliceLength, Time start);

    /// Adds a thread, ready to run. The number is 1 to ThreadCount and was not added before.
    void thread_add(ThreadNumber number, Priority priority, Time now);

    // What the running thread asks for. After those that say so the caller must let schedule()
    // choose the next thread.

    /// Ends the running thread's turn: its equals run before it. Then schedule().
    void yield(Time now);

    /// Sleeps until a time; `mayWakeEarly`: or until no thread is ready and no other sleep or wait
    /// ends sooner. Then schedule().
    void sleep(Time until, bool mayWakeEarly);

    /// Waits until wake() of any of the addresses (MaximumEvents at most), cancel() of the object,
    /// or a time. Then schedule().
    void wait(const Address *events, size_t count, Address object, Time until);

    /// As wait() for one address, lending priority to the holder of what is there. Who waits there
    /// already lends it to that holder from now on. False, and nothing happens, if the holder is
    /// the running thread or none. Then schedule().
    bool wait_for_holder(Address event, ThreadNumber holder, Time until);

    /// Makes up to `count` threads that wait on an address ready. The running thread no longer
    /// holds what is there: nobody who waits on lends it a priority for that. Returns how many.
    uint32_t wake(Address event, uint32_t count, Time now);

    /// Makes all threads ready that wait with this object.
    void cancel(Address object, Time now);

    /// The running thread ends. True if it was the last. Then schedule().
    bool exit();

    // What follows from time and interrupts.

    /// Whether another thread ought to run now instead of the running one.
    [[nodiscard]] bool is_preempted(Time now) const;

    /// Ends waits and sleeps that are due, chooses who runs from now on and returns its number.
    ThreadNumber schedule(Time now);

    /// When schedule() next has to be called if nothing happens, or Never. Waits and sleeps of
    /// threads that could not run then anyway do not count.
    [[nodiscard]] Time next_event() const;

    // What can be known.

    [[nodiscard]] ThreadNumber current() const { return running; }
    [[nodiscard]] const Thread &thread(ThreadNumber number) const { return threads[number]; }
    [[nodiscard]] const Thread &current_thread() const { return threads[running]; }
    [[nodiscard]] ThreadNumber threads_alive() const { return alive; }
    [[nodiscard]] const Queue &waiters() const { return waiting; }
    [[nodiscard]] const Queue &ready(Priority priority) const { return readyLists[priority]; }
    [[nodiscard]] const TimerList &timers() const { return timed; }
    [[nodiscard]] Time slice_length() const { return sliceLength; }
    /// When the running thread was chosen.
    [[nodiscard]] Time running_since() const { return dispatched; }

    /// Whole slices (ticks) between the start and a moment.
    [[nodiscard]] uint64_t ticks(Time now) const { return (now - start) / sliceLength; }

    /// The time that is a number of ticks from now; Never if there is no such time.
    [[nodiscard]] Time after_ticks(Time now, uint32_t ticks) const;

    /// Declares a thread's deadline, and begins to count its wakes anew.
    void deadline_set(ThreadNumber number, uint32_t deadline);

    /// Accounts cycles to the running thread; for the switch between threads.
    void cycles_add(uint64_t cycles) { threads[running].cycles += cycles; }

private:
    [[nodiscard]] Priority highest_ready() const;
    [[nodiscard]] bool has_ready() const { return readyMap != 0; }
    void ready_insert(ThreadNumber number, ThreadNumber before);
    void ready_remove(ThreadNumber number);
    void waiting_insert(ThreadNumber number);
    void timed_insert(ThreadNumber number, Time until, bool mayWakeEarly);
    void suspend(ThreadState state, Time until, bool mayWakeEarly);
    void resume(ThreadNumber number, WakeReason reason, Time since);
    void timers_expire(Time now);
    void dispatch(ThreadNumber number, Time now);
    void slice_charge(Time now);
    void turn_end(Time now);
    void priority_change(ThreadNumber number, Priority priority);
    void priorities_inherit();

    /// By number; the idle thread's has only its cycles.
    Thread threads[ThreadCount + 1];
    Queue readyLists[PriorityCount];
    /// Bit n: there are ready threads of priority n.
    uint32_t readyMap = 0;
    /// By priority, then by arrival.
    Queue waiting;
    /// By expiry, then by arrival.
    TimerList timed;
    ThreadNumber running = Idle;
    ThreadNumber alive = 0;
    /// Threads that wait with inheritance.
    ThreadNumber inheriting = 0;
    Time dispatched = 0;
    Time sliceLength = 0;
    Time start = 0;
};

} // namespace scheduler
