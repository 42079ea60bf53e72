// Who runs: the ready lists, slices, timers and the choice.
#include "core.hh"

namespace scheduler {

void Core::initialise(Time theSliceLength, Time theStart)
{
    sliceLength = theSliceLength;
    start = theStart;
    dispatched = theStart;
}

void Core::thread_add(ThreadNumber number, Priority priority, Time now)
{
    Thread &thread = threads[number];
    thread.basePriority = priority;
    thread.priority = priority;
    thread.state = ThreadState::Ready;
    thread.slice = sliceLength;
    thread.readySince = now;
    alive++;
    ready_insert(number, NoThread);
}

Priority Core::highest_ready() const
{
    return static_cast<Priority>(31 - __builtin_clz(readyMap));
}

void Core::ready_insert(ThreadNumber number, ThreadNumber before)
{
    const Priority priority = threads[number].priority;
    readyLists[priority].insert(threads, number, before);
    readyMap |= uint32_t{1} << priority;
}

void Core::ready_remove(ThreadNumber number)
{
    const Priority priority = threads[number].priority;
    readyLists[priority].remove(threads, number);
    if (readyLists[priority].is_empty()) {
        readyMap &= ~(uint32_t{1} << priority);
    }
}

void Core::yield(Time now)
{
    if (running != Idle) {
        turn_end(now);
    }
}

/// The running thread begins a new slice, behind its equals.
void Core::turn_end(Time now)
{
    ready_remove(running);
    ready_insert(running, NoThread);
    threads[running].slice = sliceLength;
    dispatched = now;
}

void Core::sleep(Time until, bool mayWakeEarly)
{
    suspend(ThreadState::Sleeping, until, mayWakeEarly);
}

void Core::suspend(ThreadState state, Time until, bool mayWakeEarly)
{
    ready_remove(running);
    threads[running].state = state;
    if (until != Never || mayWakeEarly) {
        timed_insert(running, until, mayWakeEarly);
    }
}

void Core::timed_insert(ThreadNumber number, Time until, bool mayWakeEarly)
{
    ThreadNumber before = timed.first;
    while (before != NoThread && threads[before].expiry <= until) {
        before = threads[before].timer.next;
    }
    threads[number].expiry = until;
    threads[number].mayWakeEarly = mayWakeEarly;
    threads[number].isTimed = true;
    timed.insert(threads, number, before);
}

/// The end of a sleep or wait. Inheritance is left as it is; see wake().
void Core::resume(ThreadNumber number, WakeReason reason, Time since)
{
    Thread &thread = threads[number];
    if (thread.isTimed) {
        timed.remove(threads, number);
        thread.isTimed = false;
    }
    if (thread.state == ThreadState::Waiting) {
        waiting.remove(threads, number);
        inheriting -= thread.isInheriting;
        thread.isInheriting = false;
        thread.holder = NoThread;
        thread.eventCount = 0;
        thread.object = 0;
    }
    thread.state = ThreadState::Ready;
    thread.wakeReason = reason;
    thread.slice = sliceLength;
    thread.isFresh = true;
    thread.readySince = since;
    ready_insert(number, NoThread);
}

void Core::timers_expire(Time now)
{
    const ThreadNumber inheritingBefore = inheriting;
    while (!timed.is_empty() && threads[timed.first].expiry <= now) {
        resume(timed.first, WakeReason::Timeout, threads[timed.first].expiry);
    }
    if (inheriting != inheritingBefore) {
        priorities_inherit();
    }
    if (!has_ready() && !timed.is_empty() && threads[timed.first].mayWakeEarly) {
        resume(timed.first, WakeReason::Early, now);
    }
}

bool Core::exit()
{
    ready_remove(running);
    threads[running].state = ThreadState::Exited;
    alive--;
    return alive == 0;
}

bool Core::is_preempted(Time now) const
{
    if (!has_ready()) {
        return false;
    }
    const Priority highest = highest_ready();
    if (running == Idle || highest > threads[running].priority) {
        return true;
    }
    const Thread &thread = threads[running];
    return thread.queue.next != NoThread && now - dispatched >= thread.slice;
}

/// Takes what the running thread has run from its slice, which may end its turn.
void Core::slice_charge(Time now)
{
    Thread &thread = threads[running];
    if (running == Idle || thread.state != ThreadState::Ready) {
        return;
    }
    const Time ran = now - dispatched;
    if (ran < thread.slice) {
        thread.slice -= ran;
    } else {
        turn_end(now);
    }
}

void Core::dispatch(ThreadNumber number, Time now)
{
    running = number;
    dispatched = now;
    Thread &thread = threads[number];
    if (!thread.isFresh) {
        return;
    }
    thread.isFresh = false;
    const Time late = now - thread.readySince;
    const uint32_t latency = late > UINT32_MAX ? UINT32_MAX : static_cast<uint32_t>(late);
    Latency &statistics = thread.latency;
    statistics.wakes++;
    statistics.worst = latency > statistics.worst ? latency : statistics.worst;
    if (statistics.deadline != 0 && latency > statistics.deadline) {
        statistics.missed++;
    }
}

ThreadNumber Core::schedule(Time now)
{
    // In this order: a thread whose wait ends with the running one's slice is an equal to give way
    // to.
    timers_expire(now);
    slice_charge(now);
    dispatch(has_ready() ? readyLists[highest_ready()].first : Idle, now);
    return running;
}

Time Core::next_event() const
{
    const Thread &thread = threads[running];
    Time next = Never;
    if (running != Idle && thread.state == ThreadState::Ready && thread.queue.next != NoThread) {
        next = dispatched + thread.slice;
    }
    // The idle thread's priority is 0, so that every expiry counts for it.
    ThreadNumber number = timed.first;
    while (number != NoThread && threads[number].expiry < next) {
        if (threads[number].priority >= thread.priority) {
            return threads[number].expiry;
        }
        number = threads[number].timer.next;
    }
    return next;
}

Time Core::after_ticks(Time now, uint32_t ticks) const
{
    Time span;
    Time then;
    const bool isBeyond = ticks == UINT32_MAX ||
                          __builtin_mul_overflow(sliceLength, ticks, &span) ||
                          __builtin_add_overflow(now, span, &then);
    return isBeyond ? Never : then;
}

void Core::deadline_set(ThreadNumber number, uint32_t deadline)
{
    threads[number].latency = {};
    threads[number].latency.deadline = deadline;
}

} // namespace scheduler
