// The algorithms of sdk/lib/event_group under every schedule of two or three threads: who waits
// wakes when its bits hold and only then, and what clears bits has had them.
#include <array>
#include <cerrno>
#include <gtest/gtest.h>
#include <new>

#include "explored_word.h"
#include "sdk/lib/event_group/algorithms.hh"
#include "sdk/lib/locks/algorithms.hh"

namespace griotte::test {
namespace {

using scheduler::Priority;

/// As the library's: a flag lock.
struct GroupLock
{
    Word<uint32_t> word;

    int lock(Limit limit) { return locks::flag_lock(word, limit, 0, Plain); }
    void unlock() { locks::flag_unlock(word); }
    void destroy() { locks::flag_destroy(word); }
    bool is_destroyed() { return locks::flag_is_destroyed(word); }
};

/// Wrong: it keeps nobody out.
struct NoLock
{
    Word<uint32_t> word;

    int lock(Limit) { return 0; }
    void unlock() {}
    void destroy() {}
    bool is_destroyed() { return false; }
};

template <typename Lock>
struct Group
{
    Lock lock;
    Word<uint32_t> bits;
    size_t waiterCount;
    std::array<events::Waiter<Word<uint32_t>>, 3> waiters;
};

/// What the threads of a scenario share.
struct Shared
{
    Group<GroupLock> group;
    Group<NoLock> unlocked;
    /// Bit n: thread n's wish was granted.
    Word<uint32_t> granted;
    /// The same, as the one who granted it saw it.
    Word<uint32_t> promised;
};
Shared shared;

Scenario scenario_of(std::initializer_list<ScenarioThread> threads)
{
    const auto start = [] {
        new (&shared) Shared{};
        shared.group.waiterCount = shared.group.waiters.size();
        shared.unlocked.waiterCount = shared.unlocked.waiters.size();
    };
    return {.threads = threads,
            .shared = {std::as_writable_bytes(std::span(&shared, 1))},
            .start = start,
            // Two threads are seen under all schedules.
            .maximumInterrupts = threads.size() > 2 ? 5 : UINT_MAX};
}

/// Waits as the running thread; if the wish is granted, it is so by the bits it is told of.
template <typename Lock>
int wait(Group<Lock> &group, events::Wish wish, Limit limit = {})
{
    uint32_t bits = 0;
    const int result =
        events::wait(group, group.waiters[self_number() - 1u], limit, Plain, bits, wish);
    if (result == 0) {
        require(wish.is_granted_by(bits), "woken by the wrong bits");
        shared.granted.fetch_or(1U << self_number());
    }
    return result;
}

template <typename Lock>
void set(Group<Lock> &group, uint32_t bitsToSet)
{
    uint32_t bits = 0;
    require(events::set(group, Limit{}, bits, bitsToSet) == 0, "setting for ever failed");
}

std::function<void()> setter_of(uint32_t bits)
{
    return [bits] { set(shared.group, bits); };
}

std::function<void()> waiter_of(events::Wish wish)
{
    return [wish] { require(wait(shared.group, wish) == 0, "a wait for ever failed"); };
}

constexpr std::initializer_list<Priority> Priorities = {1, 2, 3};

TEST(ExploredEventGroup, WakesWhoWaitsForAllWhenTheLastIsSet)
{
    for (const bool isClearing : {false, true}) {
        for (const Priority priority : Priorities) {
            Scenario scenario = scenario_of({{2, setter_of(0b01)},
                                             {2, setter_of(0b10)},
                                             {priority, waiter_of({0b11, true, isClearing})}});
            scenario.end = [isClearing] {
                require(shared.group.bits == (isClearing ? 0 : 0b11), "the bits are wrong");
            };
            expect_good(explore(scenario));
        }
    }
}

TEST(ExploredEventGroup, WakesEveryoneWhoWaitsForAnyOfWhatIsSet)
{
    for (const Priority priority : Priorities) {
        Scenario scenario = scenario_of({{2, setter_of(0b10)},
                                         {2, waiter_of({0b11, false, false})},
                                         {priority, waiter_of({0b110, false, false})}});
        scenario.end = [] { require(shared.group.bits == 0b10, "the bits are wrong"); };
        expect_good(explore(scenario));
    }
}

TEST(ExploredEventGroup, ClearsBitsExactlyWhenSomebodyHasHadThem)
{
    const auto impatient = [] {
        const int result = wait(shared.group, {0b1, false, true}, {ExplorerSlice});
        require(result == 0 || result == -ETIMEDOUT, "neither granted nor timed out");
    };
    for (const Priority priority : Priorities) {
        Scenario scenario =
            scenario_of({{2, setter_of(0b1)}, {2, impatient}, {priority, impatient}});
        scenario.end = [] {
            require((shared.group.bits == 0) == (shared.granted != 0),
                    "bits were cleared for nobody, or not for somebody");
        };
        expect_good(explore(scenario));
    }
}

TEST(ExploredEventGroup, AWaitThatTimedOutIsForgottenByTheNextOne)
{
    const auto waiter = [] {
        const int result = wait(shared.group, {0b01, true, true}, {ExplorerSlice});
        require(result == 0 || result == -ETIMEDOUT, "neither granted nor timed out");
        require(wait(shared.group, {0b10, true, true}) == 0, "a wait for ever failed");
    };
    for (const Priority priority : Priorities) {
        Scenario scenario =
            scenario_of({{2, setter_of(0b01)}, {2, setter_of(0b10)}, {priority, waiter}});
        scenario.end = [] { require((shared.group.bits & 0b10) == 0, "the bits are wrong"); };
        expect_good(explore(scenario));
    }
}

TEST(ExploredEventGroup, SettingAndClearingLosesNobodysBits)
{
    const auto clearer = [] {
        uint32_t bits = 0;
        require(events::clear(shared.group, Limit{}, bits, 0b01) == 0, "clearing for ever failed");
    };
    for (const Priority priority : Priorities) {
        Scenario scenario =
            scenario_of({{2, setter_of(0b10)}, {2, setter_of(0b01)}, {priority, clearer}});
        scenario.end = [] { require((shared.group.bits & 0b10) != 0, "a bit was lost"); };
        expect_good(explore(scenario));
    }
}

TEST(ExploredEventGroup, DestroyingItEndsEveryWaitThatWasNotGranted)
{
    const auto destroyer = [] { events::destroy(shared.group); };
    const auto waiter = [] {
        const int result = wait(shared.group, {0b1, false, false});
        require(result == 0 || result == -ENOENT, "neither granted nor told of the end");
    };
    const auto setter = [] {
        uint32_t bits = 0;
        const int result = events::set(shared.group, Limit{}, bits, 0b1);
        require(result == 0 || result == -ENOENT, "neither set nor told of the end");
    };
    for (const Priority priority : Priorities) {
        expect_good(explore(scenario_of({{2, waiter}, {2, waiter}, {priority, destroyer}})));
        expect_good(explore(scenario_of({{2, waiter}, {2, setter}, {priority, destroyer}})));
    }
}

TEST(ExploredEventGroup, WhatWasGrantedStaysSoWhenTheGroupIsDestroyed)
{
    const auto setter = [] {
        set(shared.group, 0b1);
        if ((shared.group.waiters[1].state & events::Triggered) != 0) {
            shared.promised = 1U << 2;
        }
        events::destroy(shared.group);
    };
    const auto waiter = [] { (void)wait(shared.group, {0b1, false, false}); };
    for (const Priority priority : Priorities) {
        Scenario scenario = scenario_of({{2, setter}, {priority, waiter}});
        scenario.end = [] {
            require((shared.promised & ~shared.granted) == 0, "what was granted was taken back");
        };
        expect_good(explore(scenario));
    }
}

// That these would find what is wrong with a group.

TEST(ExploredEventGroup, WithoutItsLockWouldLoseBits)
{
    const auto setter_without = [](uint32_t bits) {
        return [bits] { set(shared.unlocked, bits); };
    };
    Scenario scenario = scenario_of({{2, setter_without(0b01)}, {2, setter_without(0b10)}});
    scenario.end = [] { require(shared.unlocked.bits == 0b11, "a bit was lost"); };
    expect_found(explore(scenario), "a bit was lost");
}

TEST(ExploredEventGroup, WithoutItsLockWouldMissWhatIsSetBeforeWaiting)
{
    const auto setter = [] { set(shared.unlocked, 0b1); };
    const auto waiter = [] { (void)wait(shared.unlocked, {0b1, false, false}); };
    expect_found(explore(scenario_of({{2, setter}, {2, waiter}})), "no thread can ever run again");
}

} // namespace
} // namespace griotte::test
