// The algorithms of sdk/lib/locks under every schedule of two or three threads.
#include <array>
#include <cerrno>
#include <gtest/gtest.h>
#include <new>

#include "explored_word.h"
#include "sdk/lib/locks/algorithms.hh"

namespace griotte::test {
namespace {

using scheduler::Priority;

enum class Once : uint32_t
{
    NotRun,
    Running,
    Run,
};

/// What the threads of a scenario share.
struct Shared
{
    Word<uint32_t> first;
    Word<uint32_t> second;
    Word<Once> once;
    uint16_t depth;
    uint32_t inside;
    uint32_t entries;
    uint32_t progress;
    uint32_t order;
};
Shared shared;

Scenario scenario_of(std::initializer_list<ScenarioThread> threads)
{
    return {.threads = threads,
            .shared = {std::as_writable_bytes(std::span(&shared, 1))},
            .start = [] { new (&shared) Shared{}; }};
}

/// What a lock is for.
void critical_section()
{
    require(shared.inside == 0, "two were in at a time");
    shared.inside = 1;
    shared.entries = shared.entries + 1;
    shared.inside = 0;
}

/// Three threads that each go once through the critical section, at equal and at mixed priorities.
void expect_exclusion(const std::function<void()> &user)
{
    constexpr std::array<Priority, 3> Priorities[] = {{1, 1, 1}, {1, 1, 2}, {1, 2, 2}, {1, 2, 3}};
    for (const auto &[low, middle, high] : Priorities) {
        const auto late = [&user, high] {
            sleep_until(high * ExplorerSlice, false);
            user();
        };
        Scenario scenario = scenario_of({{low, user}, {middle, late}, {high, late}});
        scenario.end = [] { require(shared.entries == 3, "not everybody was in"); };
        expect_good(explore(scenario));
    }
}

TEST(FlagLock, LetsOneThreadInAndEveryThreadInTheEnd)
{
    for (const bool isInheriting : {Plain, Inheriting}) {
        expect_exclusion([isInheriting] {
            require(locks::flag_lock(shared.first, Limit{}, self_number(), isInheriting) == 0,
                    "a lock for ever failed");
            critical_section();
            locks::flag_unlock(shared.first);
        });
    }
}

TEST(FlagLock, ATryThatTimesOutDoesSoInTimeAndLeavesTheLockUsable)
{
    const auto holder = [] {
        locks::flag_lock(shared.first, Limit{}, self_number(), Inheriting);
        critical_section();
        sleep_until(3 * ExplorerSlice, false);
        locks::flag_unlock(shared.first);
    };
    const auto impatient = [] {
        const Limit limit{2 * ExplorerSlice};
        const int result = locks::flag_lock(shared.first, limit, self_number(), Inheriting);
        if (result == 0) {
            critical_section();
            locks::flag_unlock(shared.first);
        } else {
            require(result == -ETIMEDOUT, "neither locked nor timed out");
            require(time_present() == limit.until, "the most urgent thread timed out late");
        }
    };
    const auto patient = [] {
        locks::flag_lock(shared.first, Limit{}, self_number(), Inheriting);
        critical_section();
        locks::flag_unlock(shared.first);
    };
    expect_good(explore(scenario_of({{1, holder}, {3, impatient}, {1, patient}})));
}

TEST(FlagLock, DestructionLetsEveryWaiterGo)
{
    const auto owner = [] {
        locks::flag_lock(shared.first, Limit{}, self_number(), Plain);
        locks::flag_destroy(shared.first);
    };
    const auto user = [] {
        const int result = locks::flag_lock(shared.first, Limit{}, self_number(), Plain);
        if (result == 0) {
            critical_section();
            locks::flag_unlock(shared.first);
        } else {
            require(result == -ENOENT, "neither locked nor told of the end");
        }
    };
    for (const Priority priority : std::initializer_list<Priority>{1, 2, 3}) {
        expect_good(explore(scenario_of({{2, owner}, {priority, user}, {2, user}})));
    }
}

/// The classic: a low thread holds the lock, a high one wants it, a middle one has work to do.
Exploration inversion_explore(bool isInheriting)
{
    const auto low = [isInheriting] {
        locks::flag_lock(shared.first, Limit{}, self_number(), isInheriting);
        critical_section();
        locks::flag_unlock(shared.first);
    };
    const auto middle = [] {
        sleep_until(ExplorerSlice, false);
        for (int round = 0; round < 3; round++) {
            shared.progress = shared.progress + 1;
        }
    };
    const auto high = [isInheriting] {
        sleep_until(ExplorerSlice, false);
        const uint32_t before = shared.progress;
        locks::flag_lock(shared.first, Limit{}, self_number(), isInheriting);
        require(shared.progress == before, "the middle thread ran while the high one waited");
        locks::flag_unlock(shared.first);
    };
    return explore(scenario_of({{1, low}, {2, middle}, {3, high}}));
}

TEST(FlagLock, WithInheritanceNoMiddleThreadDelaysAHighOne)
{
    EXPECT_NE(inversion_explore(Plain).failure.find("the middle thread ran"), std::string::npos);
    expect_good(inversion_explore(Inheriting));
}

TEST(RecursiveMutex, IsTheOwnersUntilTheLastUnlock)
{
    expect_exclusion([] {
        const auto lock = [] {
            require(locks::recursive_lock(shared.first, shared.depth, Limit{}, self_number(),
                                          Inheriting) == 0,
                    "a lock for ever failed");
        };
        lock();
        lock();
        critical_section();
        locks::recursive_unlock(shared.first, shared.depth);
        require((shared.first.load() & locks::OwnerMask) == self_number(), "unlocked too early");
        locks::recursive_unlock(shared.first, shared.depth);
    });
}

TEST(TicketLock, LetsOneThreadInAndEveryThreadInTheEnd)
{
    expect_exclusion([] {
        require(locks::ticket_lock(shared.first, shared.second, Limit{}, Plain, turn_yield) == 0,
                "a lock for ever failed");
        critical_section();
        locks::ticket_unlock(shared.first, shared.second);
    });
}

/// A word on which a thread with too little stack cannot wait.
struct ShallowWord : Word<uint32_t>
{
    int wait(Limit, uint32_t, bool) { return -ENOMEM; }
};

TEST(TicketLock, WhoCannotWaitLeavesNothingBehind)
{
    const auto shallow = [] {
        auto &current = static_cast<ShallowWord &>(shared.first);
        auto &next = static_cast<ShallowWord &>(shared.second);
        sleep_until(ExplorerSlice, false);
        const int result = locks::ticket_lock(current, next, Limit{}, Plain, [] {
            require(false, "a ticket was drawn for who cannot wait until it is called");
        });
        if (result == 0) {
            critical_section();
            locks::ticket_unlock(current, next);
        } else {
            require(result == -ENOMEM, "neither locked nor refused");
        }
    };
    const auto user = [] {
        locks::ticket_lock(shared.first, shared.second, Limit{}, Plain, turn_yield);
        critical_section();
        locks::ticket_unlock(shared.first, shared.second);
    };
    for (const Priority priority : std::initializer_list<Priority>{1, 2, 3}) {
        expect_good(explore(scenario_of({{2, user}, {2, user}, {priority, shallow}})));
    }
}

TEST(Semaphore, NeverLetsMoreThreadsInThanItCounts)
{
    const auto user = [] {
        require(locks::semaphore_get(shared.first, Limit{}, Plain) == 0, "a wait for ever failed");
        require(shared.second.fetch_add(1) < 2, "three were in at a time");
        shared.second.fetch_sub(1);
        require(locks::semaphore_put(shared.first, 2) == 0, "there was too much room");
    };
    Scenario scenario = scenario_of({{1, user}, {1, user}, {1, user}});
    scenario.start = [] {
        new (&shared) Shared{};
        shared.first.store(2);
    };
    scenario.end = [] { require(shared.first.load() == 2, "the count went wrong"); };
    expect_good(explore(scenario));
}

TEST(Semaphore, WakesWhoWaitsForItWhateverThePriorities)
{
    const auto getter = [] { locks::semaphore_get(shared.first, Limit{}, Plain); };
    const auto putter = [] {
        locks::semaphore_put(shared.first, 5);
        locks::semaphore_put(shared.first, 5);
    };
    for (const Priority priority : std::initializer_list<Priority>{1, 2, 3}) {
        Scenario scenario = scenario_of({{2, getter}, {2, getter}, {priority, putter}});
        scenario.end = [] {
            require((shared.first.load() & ~locks::SemaphoreWaiters) == 0, "the count went wrong");
        };
        expect_good(explore(scenario));
    }
}

TEST(Barrier, IsLeftWhenAllHaveComeAndByAll)
{
    const auto user = [] {
        shared.second.fetch_add(1);
        locks::barrier_wait(shared.first, Limit{}, Plain);
        require(shared.second.load() == 3, "left before all had come");
    };
    for (const Priority priority : std::initializer_list<Priority>{1, 2}) {
        Scenario scenario = scenario_of({{1, user}, {priority, user}, {2, user}});
        scenario.start = [] {
            new (&shared) Shared{};
            shared.first.store(3);
        };
        expect_good(explore(scenario));
    }
}

TEST(ConditionVariable, MissesNoSignalThatIsGivenUnderTheMutex)
{
    const auto lock = [] {
        return locks::flag_lock(shared.first, Limit{}, self_number(), Inheriting);
    };
    const auto unlock = [] {
        locks::flag_unlock(shared.first);
        return 0;
    };
    const auto consumer = [=] {
        lock();
        while (shared.progress == 0) {
            require(locks::condition_wait(shared.second, Limit{}, Plain, lock, unlock) == 0,
                    "a wait for ever failed");
        }
        shared.progress = shared.progress - 1;
        unlock();
    };
    const auto producer = [=] {
        for (int item = 0; item < 2; item++) {
            lock();
            shared.progress = shared.progress + 1;
            unlock();
            shared.second.fetch_add(1);
            shared.second.notify_all();
        }
    };
    for (const Priority priority : std::initializer_list<Priority>{1, 2}) {
        Scenario scenario = scenario_of({{1, consumer}, {1, consumer}, {priority, producer}});
        scenario.end = [] { require(shared.progress == 0, "an item was left over"); };
        expect_good(explore(scenario));
    }
}

TEST(RunOnce, RunsOnceAndIsOverForEverybodyWhoReturns)
{
    const auto user = [] {
        const int result = locks::run_once(shared.once, Once::NotRun, Once::Running, Once::Run,
                                           Limit{}, Plain, [] {
                                               shared.entries = shared.entries + 1;
                                               shared.progress = 1;
                                           });
        require(result == 0, "a wait for ever failed");
        require(shared.progress == 1, "returned before it was over");
    };
    Scenario scenario = scenario_of({{1, user}, {1, user}, {1, user}});
    scenario.end = [] { require(shared.entries == 1, "it ran more often than once"); };
    expect_good(explore(scenario));
}

} // namespace
} // namespace griotte::test
