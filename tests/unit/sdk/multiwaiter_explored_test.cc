// The scheduler's multiwaiters under every schedule of two or three threads: what they say happened
// did, nothing that did is missed, and whoever waits with one that goes away stops.
#include <array>
#include <cerrno>
#include <gtest/gtest.h>
#include <new>

#include "explored_word.h"
#include "sdk/core/scheduler/multiwaiting.hh"

namespace griotte::test {
namespace {

using scheduler::Address;
using scheduler::Priority;
using scheduler::Time;
using scheduler::WaitEnd;

/// As multiwaiter.h's.
struct Source
{
    void *eventSource;
    uint32_t value;
};

/// What the threads of a scenario share.
struct Shared
{
    std::array<Word<uint32_t>, 2> words;
    MultiWaiterInternal multiwaiter;
    /// The multiwaiter's memory was freed.
    bool isFreed;
    /// A thread waits with it.
    bool isWaiting;
    /// Bit n: event n was reported.
    Word<uint32_t> reported;
};
Shared shared;

Scenario scenario_of(std::initializer_list<ScenarioThread> threads)
{
    const auto start = [] {
        new (&shared) Shared{};
        shared.multiwaiter.capacity = 2;
    };
    return {.threads = threads,
            .shared = {std::as_writable_bytes(std::span(&shared, 1))},
            .start = start};
}

/// A pointer to what another thread may free, and to what only its owner does.
struct MultiwaiterPointer
{
    MultiWaiterInternal *operator->() const
    {
        require(is_valid_temporal(), "freed memory was used");
        return &shared.multiwaiter;
    }
    [[nodiscard]] bool is_valid_temporal() const { return !shared.isFreed; }
};
struct SourcesPointer
{
    Source *sources;
    Source &operator[](size_t index) const { return sources[index]; }
    [[nodiscard]] bool is_valid_temporal() const { return true; }
};

constexpr Address Object = 1;

/// The call's inside.
int wait_inside(std::span<Source> sources, Time until)
{
    if (shared.isFreed) {
        return -EINVAL; // unsealing it says so
    }
    return scheduler::multiwaiter_wait(
        MultiwaiterPointer{}, SourcesPointer{sources.data()}, sources.size(),
        until > time_present(),
        [](void *source) { return static_cast<const volatile uint32_t *>(source); },
        [](const volatile uint32_t *word) { return reinterpret_cast<Address>(word); },
        [&](const Address *addresses, size_t count) -> WaitEnd {
            require(!shared.isWaiting || shared.isFreed, "two wait with it");
            shared.isWaiting = true;
            const scheduler::Thread &thread = events_wait(addresses, count, Object, until);
            shared.isWaiting = false;
            return {thread.wakeReason, thread.fired};
        });
}

/// As multiwaiter.h's multiwaiter_wait().
int wait(std::span<Source> sources, Time until)
{
    EntryPoint entry;
    return wait_inside(sources, until);
}

/// heap_free_all(), of which the scheduler knows nothing.
void quota_free()
{
    EntryPoint entry;
    shared.isFreed = true;
}

/// As multiwaiter.h's multiwaiter_delete(), which calls the allocator.
void multiwaiter_delete()
{
    {
        EntryPoint entry;
        scheduler::multiwaiter_end(MultiwaiterPointer{}, [] { waits_cancel(Object); });
        preemption_check();
    }
    quota_free();
}

std::array<Source, 2> sources_of(uint32_t first, uint32_t second)
{
    return {{{&shared.words[0], first}, {&shared.words[1], second}}};
}

/// Sets a word and wakes who waits for it.
std::function<void()> waker_of(size_t index)
{
    return [index] {
        shared.words[index] = 1;
        shared.words[index].notify_all();
    };
}

/// Notes what a wait that returned 0 says happened.
void report(const std::array<Source, 2> &sources)
{
    require((sources[0].value | sources[1].value) == 1, "woken for nothing");
    for (size_t index = 0; index < sources.size(); index++) {
        if (sources[index].value != 0) {
            require(shared.words[index] == 1, "what did not happen was reported");
            shared.reported.fetch_or(1U << index);
        }
    }
}

/// Waits until both words were set.
void both_wait()
{
    while (shared.reported != 0b11) {
        const uint32_t reported = shared.reported;
        auto sources = sources_of(reported & 1, reported >> 1);
        require(wait(sources, scheduler::Never) == 0, "a wait for ever failed");
        report(sources);
    }
}

constexpr std::initializer_list<Priority> Priorities = {1, 2, 3};

TEST(ExploredMultiwaiter, MissesNoEvent)
{
    for (const Priority priority : Priorities) {
        expect_good(
            explore(scenario_of({{2, waker_of(0)}, {2, waker_of(1)}, {priority, both_wait}})));
    }
}

TEST(ExploredMultiwaiter, ReportsAnEventOrATimeoutAndLosesNone)
{
    const auto waiter = [] {
        constexpr Time Until = ExplorerSlice;
        auto sources = sources_of(0, 0);
        const int result = wait(sources, Until);
        if (result == 0) {
            report(sources);
        } else {
            require(result == -ETIMEDOUT, "neither an event nor a timeout");
            require(time_present() >= Until, "timed out before its time");
            require((sources[0].value | sources[1].value) == 0, "a timeout reported an event");
            // What came too late is there for the next one.
            sources = sources_of(0, 0);
            const bool hasHappened = shared.words[0] == 1;
            const int next = wait(sources, 0);
            require(next == 0 || (next == -ETIMEDOUT && !hasHappened), "an event was lost");
        }
        require(!shared.multiwaiter.isBusy, "nobody can wait with it any more");
    };
    for (const Priority priority : Priorities) {
        expect_good(explore(scenario_of({{2, waker_of(0)}, {priority, waiter}})));
    }
}

TEST(ExploredMultiwaiter, ServesOneThreadAtATime)
{
    const auto waiter = [] {
        auto sources = sources_of(0, 0);
        const int result = wait(sources, scheduler::Never);
        if (result == 0) {
            report(sources);
        } else {
            require(result == -EBUSY, "neither waited nor told that another does");
        }
    };
    for (const Priority priority : Priorities) {
        Scenario scenario = scenario_of({{2, waker_of(0)}, {2, waiter}, {priority, waiter}});
        scenario.end = [] {
            require(shared.reported == 0b01, "nobody was told");
            require(!shared.multiwaiter.isBusy, "nobody can wait with it any more");
        };
        expect_good(explore(scenario));
    }
}

/// Waits until the multiwaiter is gone.
void until_gone()
{
    for (;;) {
        auto sources = sources_of(0, shared.words[1]);
        const int result = wait(sources, scheduler::Never);
        if (result == -EINVAL) {
            return;
        }
        require(result == 0, "neither an event nor told of the end");
        report(sources);
    }
}

TEST(ExploredMultiwaiter, WhoWaitsStopsWhenItIsDeleted)
{
    for (const Priority priority : Priorities) {
        expect_good(explore(
            scenario_of({{2, multiwaiter_delete}, {2, waker_of(1)}, {priority, until_gone}})));
    }
}

TEST(ExploredMultiwaiter, WhoWaitsWithAFreedOneIsToldWithTheNextEvent)
{
    const auto waiter = [] {
        auto sources = sources_of(0, 0);
        const int result = wait(sources, scheduler::Never);
        require(result == -EINVAL || result == 0, "neither an event nor told of the end");
    };
    for (const Priority priority : Priorities) {
        expect_good(explore(scenario_of({{2, quota_free}, {2, waker_of(0)}, {priority, waiter}})));
    }
}

// That these would find what is wrong with one.

TEST(ExploredMultiwaiter, WithInterruptsWouldMissEvents)
{
    const auto waiter = [] {
        auto sources = sources_of(0, 0);
        (void)wait_inside(sources, scheduler::Never);
    };
    expect_found(explore(scenario_of({{2, waker_of(0)}, {2, waiter}})),
                 "no thread can ever run again");
}

TEST(ExploredMultiwaiter, FreedWithoutAWordWouldLeaveThreadsBehind)
{
    expect_found(explore(scenario_of({{2, quota_free}, {2, until_gone}})),
                 "no thread can ever run again");
}

} // namespace
} // namespace griotte::test
