// What is true of the scheduler's state between any two calls, in the words of
// docs/reference/scheduling.md: the plain version beside the fast one.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include <fmt/core.h>

#include "sdk/core/scheduler/core.hh"

namespace griotte::test {

using Priorities = std::array<scheduler::Priority, scheduler::ThreadCount + 1>;

/// Priorities by definition: the least ones at which everybody has at least its declared one and at
/// least that of whoever waits for it.
inline Priorities priorities_expected(const scheduler::Core &core)
{
    Priorities result{};
    for (size_t number = 1; number < result.size(); number++) {
        result[number] = core.thread(static_cast<uint8_t>(number)).basePriority;
    }
    for (bool isChanging = true; isChanging;) {
        isChanging = false;
        for (size_t number = 1; number < result.size(); number++) {
            const scheduler::Thread &waiter = core.thread(static_cast<uint8_t>(number));
            if (waiter.isInheriting && waiter.holder != scheduler::NoThread &&
                result[waiter.holder] < result[number])
            {
                result[waiter.holder] = result[number];
                isChanging = true;
            }
        }
    }
    return result;
}

/// Walks a list and says what is wrong with it; `isMember` and `isInOrder` take Threads.
template <typename List>
std::string list_inconsistency(const scheduler::Core &core, const List &list,
                               scheduler::Links scheduler::Thread::*links, auto &&isMember,
                               auto &&isInOrder, size_t expected)
{
    size_t count = 0;
    scheduler::ThreadNumber previous = scheduler::NoThread;
    for (auto number = list.first; number != scheduler::NoThread;
         number = (core.thread(number).*links).next)
    {
        const scheduler::Thread &thread = core.thread(number);
        if ((thread.*links).previous != previous || ++count > scheduler::ThreadCount) {
            return fmt::format("the list is broken at thread {}", number);
        }
        if (!isMember(thread)) {
            return fmt::format("thread {} does not belong in the list", number);
        }
        if (previous != scheduler::NoThread && !isInOrder(core.thread(previous), thread)) {
            return fmt::format("threads {} and {} are in the wrong order", previous, number);
        }
        previous = number;
    }
    if (list.last != previous || count != expected) {
        return fmt::format("the list ends with thread {}, not {}, and has {} threads, not {}",
                           previous, list.last, count, expected);
    }
    return {};
}

/// What is wrong with the state; empty if nothing is.
inline std::string inconsistency(const scheduler::Core &core)
{
    using scheduler::Thread;
    using scheduler::ThreadState;
    std::array<size_t, scheduler::PriorityCount> ready{};
    size_t waiting = 0;
    size_t timed = 0;
    const Priorities expected = priorities_expected(core);
    for (size_t index = 1; index < expected.size(); index++) {
        const Thread &thread = core.thread(static_cast<uint8_t>(index));
        ready[thread.priority] += thread.state == ThreadState::Ready;
        waiting += thread.state == ThreadState::Waiting;
        timed += thread.isTimed;
        if (thread.priority != expected[index]) {
            return fmt::format("thread {} has priority {}, and ought to have {}", index,
                               thread.priority, expected[index]);
        }
        if (thread.state == ThreadState::Sleeping && !thread.isTimed && thread.mayWakeEarly) {
            return fmt::format("thread {} sleeps for ever though it may wake early", index);
        }
        if (thread.isInheriting && thread.state != ThreadState::Waiting) {
            return fmt::format("thread {} lends its priority and does not wait", index);
        }
    }
    for (uint8_t priority = 0; priority < scheduler::PriorityCount; priority++) {
        auto wrong = list_inconsistency(
            core, core.ready(priority), &Thread::queue,
            [&](const Thread &thread) {
                return thread.state == ThreadState::Ready && thread.priority == priority;
            },
            [](const Thread &, const Thread &) { return true; }, ready[priority]);
        if (!wrong.empty()) {
            return fmt::format("ready threads of priority {}: {}", priority, wrong);
        }
    }
    auto wrong = list_inconsistency(
        core, core.waiters(), &Thread::queue,
        [](const Thread &thread) { return thread.state == ThreadState::Waiting; },
        [](const Thread &first, const Thread &second) { return first.priority >= second.priority; },
        waiting);
    if (!wrong.empty()) {
        return "waiting threads: " + wrong;
    }
    wrong = list_inconsistency(
        core, core.timers(), &Thread::timer, [](const Thread &thread) { return thread.isTimed; },
        [](const Thread &first, const Thread &second) { return first.expiry <= second.expiry; },
        timed);
    return wrong.empty() ? wrong : "timers: " + wrong;
}

/// What is wrong with the choice schedule() made at a time; empty if nothing is.
inline std::string wrong_choice(const scheduler::Core &core, scheduler::Time now)
{
    using scheduler::ThreadState;
    const scheduler::Thread &running = core.current_thread();
    for (size_t index = 1; index <= scheduler::ThreadCount; index++) {
        const scheduler::Thread &thread = core.thread(static_cast<uint8_t>(index));
        if (thread.isTimed && thread.expiry <= now) {
            return fmt::format("thread {} is overdue", index);
        }
        if (thread.state != ThreadState::Ready) {
            continue;
        }
        if (core.current() == scheduler::Idle) {
            return fmt::format("thread {} is ready, and none runs", index);
        }
        if (thread.priority > running.priority) {
            return fmt::format("thread {} is ready, and thread {} of a lower priority runs", index,
                               core.current());
        }
    }
    if (core.current() != scheduler::Idle && core.ready(running.priority).first != core.current()) {
        return fmt::format("thread {} runs out of turn", core.current());
    }
    return {};
}

/// A hash of the state, the same at another time if all that is to come is the same. Statistics are
/// no part of it.
inline uint64_t hash_mix(uint64_t hash, uint64_t value)
{
    hash ^= value + 0x9e3779b97f4a7c15 + (hash << 6) + (hash >> 2);
    return hash * 0xff51afd7ed558ccd ^ hash >> 33;
}

inline uint64_t hash_of(const scheduler::Core &core, scheduler::Time now)
{
    uint64_t hash = hash_mix(1, core.current());
    hash = hash_mix(hash, now - core.running_since());
    const auto list_add = [&](const auto &list, scheduler::Links scheduler::Thread::*links) {
        for (auto number = list.first; number != scheduler::NoThread;
             number = (core.thread(number).*links).next)
        {
            hash = hash_mix(hash, number);
        }
        hash = hash_mix(hash, 0);
    };
    for (uint8_t priority = 0; priority < scheduler::PriorityCount; priority++) {
        list_add(core.ready(priority), &scheduler::Thread::queue);
    }
    list_add(core.waiters(), &scheduler::Thread::queue);
    list_add(core.timers(), &scheduler::Thread::timer);
    for (size_t index = 1; index <= scheduler::ThreadCount; index++) {
        const scheduler::Thread &thread = core.thread(static_cast<uint8_t>(index));
        hash = hash_mix(hash, static_cast<uint64_t>(thread.state) | thread.isInheriting << 4 |
                                  (thread.isTimed && thread.mayWakeEarly) << 5 |
                                  static_cast<uint64_t>(thread.wakeReason) << 6 |
                                  static_cast<uint64_t>(thread.holder) << 8 |
                                  static_cast<uint64_t>(thread.eventCount) << 16);
        hash = hash_mix(hash, thread.isTimed ? thread.expiry - now : 0);
        // Only a ready thread's slice is ever looked at again.
        hash = hash_mix(hash, thread.state == scheduler::ThreadState::Ready ? thread.slice : 0);
        for (size_t event = 0; event < thread.eventCount; event++) {
            hash = hash_mix(hash, thread.events[event]);
        }
    }
    return hash;
}

} // namespace griotte::test
