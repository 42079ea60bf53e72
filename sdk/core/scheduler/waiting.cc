// Who waits for what: events, and the priorities that waiting lends.
#include "core.hh"

namespace scheduler {

void Core::waiting_insert(ThreadNumber number)
{
    ThreadNumber before = waiting.first;
    while (before != NoThread && threads[before].priority >= threads[number].priority) {
        before = threads[before].queue.next;
    }
    waiting.insert(threads, number, before);
}

void Core::wait(const Address *events, size_t count, Address object, Time until)
{
    suspend(ThreadState::Waiting, until, false);
    Thread &thread = threads[running];
    thread.eventCount = static_cast<uint8_t>(count);
    thread.fired = 0;
    thread.object = object;
    for (size_t index = 0; index < count; index++) {
        thread.events[index] = events[index];
    }
    waiting_insert(running);
}

bool Core::wait_for_holder(Address event, ThreadNumber holder, Time until)
{
    if (holder == NoThread || holder > ThreadCount || holder == running) {
        return false;
    }
    wait(&event, 1, 0, until);
    threads[running].isInheriting = true;
    inheriting++;
    for (ThreadNumber number = waiting.first; number != NoThread;
         number = threads[number].queue.next)
    {
        Thread &waiter = threads[number];
        if (waiter.isInheriting && waiter.events[0] == event) {
            waiter.holder = holder;
        }
    }
    priorities_inherit();
    return true;
}

uint32_t Core::wake(Address event, uint32_t count, Time now)
{
    uint32_t woken = 0;
    bool isInherited = false;
    ThreadNumber next = NoThread;
    for (ThreadNumber number = waiting.first; number != NoThread; number = next) {
        Thread &waiter = threads[number];
        next = waiter.queue.next;
        uint8_t fired = 0;
        for (uint8_t index = 0; index < waiter.eventCount; index++) {
            fired |= static_cast<uint8_t>((waiter.events[index] == event) << index);
        }
        if (fired == 0) {
            continue;
        }
        isInherited |= waiter.isInheriting;
        if (woken < count) {
            woken++;
            waiter.fired = fired;
            resume(number, WakeReason::Event, now);
        } else if (waiter.isInheriting && waiter.holder == running) {
            waiter.holder = NoThread;
        }
    }
    if (isInherited) {
        priorities_inherit();
    }
    return woken;
}

void Core::cancel(Address object, Time now)
{
    ThreadNumber next = NoThread;
    for (ThreadNumber number = waiting.first; number != NoThread; number = next) {
        next = threads[number].queue.next;
        // Such waits inherit nothing, so no priority changes.
        if (threads[number].object == object) {
            resume(number, WakeReason::Cancelled, now);
        }
    }
}

/// Moves a thread to where its new priority belongs. One that is raised goes behind its new equals;
/// one that drops back goes before them, as lending it a priority must not cost it its place, but
/// never before the running thread.
void Core::priority_change(ThreadNumber number, Priority priority)
{
    Thread &thread = threads[number];
    const bool isDropping = priority < thread.priority;
    ThreadNumber before = NoThread;
    switch (thread.state) {
    case ThreadState::Ready:
        if (isDropping) {
            before = readyLists[priority].first;
            before = before == running ? threads[running].queue.next : before;
        }
        ready_remove(number);
        thread.priority = priority;
        ready_insert(number, before);
        break;
    case ThreadState::Waiting:
        waiting.remove(threads, number);
        thread.priority = priority;
        waiting_insert(number);
        break;
    case ThreadState::Absent:
    case ThreadState::Sleeping:
    case ThreadState::Exited:
        thread.priority = priority;
        break;
    }
}

/// Every thread's priority from nothing but the declared ones and who waits for whom, so that
/// nothing lent outlives its reason, in circles of waiting threads neither. From each waiter its
/// declared priority goes along the chain of holders for as long as it raises one.
void Core::priorities_inherit()
{
    for (Thread &thread : threads) {
        thread.inherited = thread.basePriority;
    }
    for (const Thread &waiter : threads) {
        for (const Thread *thread = &waiter; thread->isInheriting && thread->holder != NoThread;) {
            Thread &holder = threads[thread->holder];
            if (holder.inherited >= waiter.basePriority) {
                break;
            }
            holder.inherited = waiter.basePriority;
            thread = &holder;
        }
    }
    for (ThreadNumber number = 1; number <= ThreadCount; number++) {
        if (threads[number].inherited != threads[number].priority) {
            priority_change(number, threads[number].inherited);
        }
    }
}

} // namespace scheduler
