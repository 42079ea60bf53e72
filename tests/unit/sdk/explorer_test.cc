// What the explorer finds, and what is true of threads and futexes under every schedule. The locks
// here are small ones of the tests' own; sdk/lib's are in locks_explored_test.cc.
#include <array>
#include <atomic>
#include <cerrno>
#include <gtest/gtest.h>

#include "explorer.h"

namespace griotte::test {
namespace {

using scheduler::Never;
using scheduler::Time;

/// A mutex of one futex word: 0 free, 1 held, 2 held and waited for.
struct Mutex
{
    std::atomic<uint32_t> word;

    const volatile uint32_t *address()
    {
        return reinterpret_cast<const volatile uint32_t *>(&word);
    }

    void lock()
    {
        uint32_t seen = 0;
        if (word.compare_exchange_strong(seen, 1)) {
            return;
        }
        while (word.exchange(2) != 0) {
            word_wait(Never, address(), 2, false);
        }
    }

    void unlock()
    {
        if (word.exchange(0) == 2) {
            word_wake(address(), 1);
        }
    }
};

/// A mutex whose word is its holder's number, with bit 16 when waited for.
struct InheritingMutex
{
    static constexpr uint32_t Waited = 1 << 16;
    std::atomic<uint32_t> word;

    const volatile uint32_t *address()
    {
        return reinterpret_cast<const volatile uint32_t *>(&word);
    }

    void lock(bool isInheriting)
    {
        for (;;) {
            uint32_t seen = 0;
            if (word.compare_exchange_strong(seen, self_number())) {
                return;
            }
            if ((seen & Waited) == 0 && !word.compare_exchange_strong(seen, seen | Waited)) {
                continue;
            }
            word_wait(Never, address(), seen | Waited, isInheriting);
        }
    }

    void unlock()
    {
        if ((word.exchange(0) & Waited) != 0) {
            word_wake(address(), UINT32_MAX);
        }
    }
};

/// What the threads of a scenario share.
struct Shared
{
    Mutex mutex;
    InheritingMutex inner;
    InheritingMutex outer;
    std::atomic<uint32_t> words[2];
    uint32_t counter;
    uint32_t order;
    uint32_t progress;
};
Shared shared;

Scenario scenario_of(std::initializer_list<ScenarioThread> threads)
{
    return {.threads = threads,
            .shared = {std::as_writable_bytes(std::span(&shared, 1))},
            .start = [] { new (&shared) Shared{}; }};
}

const volatile uint32_t *word_address(size_t index)
{
    return reinterpret_cast<const volatile uint32_t *>(&shared.words[index]);
}

void expect_good(const Exploration &exploration)
{
    EXPECT_EQ(exploration.failure, "");
    EXPECT_TRUE(exploration.isComplete) << exploration.states << " states";
}

TEST(Explorer, FindsTheUpdateThatIsLostWithoutALock)
{
    const auto increment = [] { shared.counter = shared.counter + 1; };
    Scenario scenario = scenario_of({{1, increment}, {1, increment}});
    scenario.end = [] { require(shared.counter == 2, "an update was lost"); };
    const Exploration exploration = explore(scenario);
    EXPECT_NE(exploration.failure.find("an update was lost"), std::string::npos);
    EXPECT_NE(exploration.failure.find("the timer interrupts"), std::string::npos);
}

TEST(Explorer, FindsTheWakeUpThatIsLostBetweenLookingAndWaiting)
{
    // Wrong: what is waited for is what the word is by then, not what was seen before.
    const auto waiter = [] {
        if (shared.words[0].load() == 0) {
            word_wait(Never, word_address(0), shared.words[0].load(), false);
        }
    };
    const auto waker = [] {
        shared.words[0].store(1);
        word_wake(word_address(0), 1);
    };
    const Exploration exploration = explore(scenario_of({{1, waiter}, {1, waker}}));
    EXPECT_NE(exploration.failure.find("no thread can ever run again"), std::string::npos);
}

TEST(Explorer, FindsTheDeadlockOfTwoLocksInOppositeOrder)
{
    const auto first = [] {
        shared.inner.lock(true);
        shared.outer.lock(true);
        shared.outer.unlock();
        shared.inner.unlock();
    };
    const auto second = [] {
        shared.outer.lock(true);
        shared.inner.lock(true);
        shared.inner.unlock();
        shared.outer.unlock();
    };
    const Exploration equals = explore(scenario_of({{1, first}, {1, second}}));
    EXPECT_NE(equals.failure.find("no thread can ever run again"), std::string::npos);
}

TEST(Futex, AMutexLetsOneThreadInAndEveryThreadInTheEnd)
{
    const auto user = [] {
        shared.mutex.lock();
        const uint32_t before = shared.counter;
        shared.counter = before + 1;
        shared.mutex.unlock();
    };
    for (const auto &priorities : {std::array{1, 1, 1}, std::array{1, 2, 2}, std::array{1, 2, 3}}) {
        Scenario scenario = scenario_of({{static_cast<uint8_t>(priorities[0]), user},
                                         {static_cast<uint8_t>(priorities[1]), user},
                                         {static_cast<uint8_t>(priorities[2]), user}});
        scenario.end = [] { require(shared.counter == 3, "two were in at a time"); };
        const Exploration exploration = explore(scenario);
        expect_good(exploration);
    }
}

TEST(Futex, WaitersWakeInTheOrderOfTheirPriorityThenOfTheirArrival)
{
    const auto waiter = [](uint32_t digit) {
        return [digit] {
            const uint32_t ticket = shared.words[1].fetch_add(1);
            while (shared.words[0].load() == 0) {
                word_wait(Never, word_address(0), 0, false);
            }
            shared.order = shared.order * 10 + digit;
            require(ticket < 3, "there are two waiters");
        };
    };
    // The waker is the least urgent, so that both wait when it comes to run.
    const auto waker = [] {
        shared.words[0].store(1);
        word_wake(word_address(0), 1);
        word_wake(word_address(0), 1);
    };
    Scenario scenario = scenario_of({{2, waiter(1)}, {3, waiter(2)}, {1, waker}});
    scenario.end = [] { require(shared.order == 21, "the lesser one came first"); };
    expect_good(explore(scenario));

    Scenario equals = scenario_of({{2, waiter(1)}, {2, waiter(2)}, {1, waker}});
    equals.end = [] { require(shared.order == 12 || shared.order == 21, "somebody did not wake"); };
    expect_good(explore(equals));
}

TEST(Futex, TimeoutsEndAtTheirTimeAndNoWakeUpIsTakenForOne)
{
    const auto waiter = [] {
        const int result = word_wait(2 * ExplorerSlice, word_address(0), 0, false);
        if (result == -ETIMEDOUT) {
            require(time_present() == 2 * ExplorerSlice, "an urgent thread's timeout came late");
            shared.progress = 1;
        } else {
            require(shared.words[0].load() == 1, "woken, or let through, for nothing");
        }
    };
    const auto waker = [] {
        sleep_until(2 * ExplorerSlice, false);
        shared.words[0].store(1);
        const int woken = word_wake(word_address(0), 1);
        require(woken == 0 || shared.progress == 0, "a thread was woken that had timed out");
    };
    const auto idler = [] { turn_yield(); };
    expect_good(explore(scenario_of({{3, waiter}, {1, waker}, {1, idler}})));
}

/// The classic: a low thread holds a lock, a high one wants it, a middle one has work to do.
Exploration inversion_explore(bool isInheriting)
{
    const auto low = [isInheriting] {
        shared.inner.lock(isInheriting);
        shared.counter = shared.counter + 1;
        shared.inner.unlock();
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
        shared.inner.lock(isInheriting);
        require(shared.progress == before, "the middle thread ran while the high one waited");
        shared.inner.unlock();
    };
    return explore(scenario_of({{1, low}, {2, middle}, {3, high}}));
}

TEST(PriorityInheritance, KeepsAMiddleThreadFromDelayingAHighOne)
{
    EXPECT_NE(inversion_explore(false).failure.find("the middle thread ran"), std::string::npos);
    expect_good(inversion_explore(true));
}

TEST(PriorityInheritance, GoesThroughChainsOfHolders)
{
    // The high thread waits for the middle one, which waits for the low one.
    const auto low = [] {
        shared.inner.lock(true);
        const uint32_t outer = shared.outer.word.load();
        const uint32_t inner = shared.inner.word.load();
        if (outer == (2 | InheritingMutex::Waited) && inner == (1 | InheritingMutex::Waited)) {
            shared.progress = 1;
            require(scheduler_state().current_thread().priority == 3, "the chain was not followed");
        }
        shared.inner.unlock();
        require(scheduler_state().current_thread().priority == 1, "a priority was kept");
    };
    const auto middle = [] {
        sleep_until(ExplorerSlice, false);
        shared.outer.lock(true);
        shared.inner.lock(true);
        shared.inner.unlock();
        shared.outer.unlock();
        require(scheduler_state().current_thread().priority == 2, "a priority was kept");
    };
    const auto high = [] {
        sleep_until(2 * ExplorerSlice, false);
        shared.outer.lock(true);
        shared.outer.unlock();
    };
    static bool hasChained;
    hasChained = false;
    Scenario scenario = scenario_of({{1, low}, {2, middle}, {3, high}});
    scenario.end = [] { hasChained = hasChained || shared.progress == 1; };
    expect_good(explore(scenario));
    EXPECT_TRUE(hasChained);
}

TEST(Scheduling, AThreadThatMayWakeEarlyLetsOthersRunFirst)
{
    const auto polite = [] {
        sleep_until(5 * ExplorerSlice, true);
        const bool isEarly = time_present() < 5 * ExplorerSlice;
        require(!isEarly || shared.counter == 1, "it woke early while another was ready");
    };
    const auto other = [] { shared.counter = 1; };
    expect_good(explore(scenario_of({{3, polite}, {1, other}})));
}

TEST(Multiwaiter, NoEventIsMissed)
{
    const auto waiter = [] {
        uint32_t seen[2] = {0, 0};
        while (seen[0] + seen[1] < 2) {
            const ExpectedWord words[] = {{word_address(0), seen[0]}, {word_address(1), seen[1]}};
            const int fired = words_wait(words, Never);
            require(fired == 0 || fired == 1, "a wait for ever timed out");
            // It may be a late wake-up for what was seen already.
            seen[fired] = shared.words[fired].load();
        }
    };
    const auto waker = [](size_t index) {
        return [index] {
            shared.words[index].store(1);
            word_wake(word_address(index), 1);
        };
    };
    for (const scheduler::Priority priority : std::initializer_list<scheduler::Priority>{0, 1, 2}) {
        expect_good(explore(scenario_of({{priority, waiter}, {1, waker(0)}, {1, waker(1)}})));
    }
}

/// A queue of one element between two semaphores of futex words.
TEST(Futex, AQueueHandsOverEveryElementOnceAndInOrder)
{
    const auto take = [](size_t index) {
        for (;;) {
            uint32_t count = shared.words[index].load();
            if (count == 0) {
                word_wait(Never, word_address(index), 0, false);
            } else if (shared.words[index].compare_exchange_strong(count, count - 1)) {
                return;
            }
        }
    };
    const auto give = [](size_t index) {
        shared.words[index].fetch_add(1);
        word_wake(word_address(index), 1);
    };
    const auto producer = [=] {
        for (uint32_t element = 1; element <= 3; element++) {
            take(0);
            shared.counter = element;
            give(1);
        }
    };
    const auto consumer = [=] {
        for (uint32_t element = 1; element <= 3; element++) {
            take(1);
            shared.order = shared.order * 10 + shared.counter;
            give(0);
        }
    };
    for (const scheduler::Priority priority : std::initializer_list<scheduler::Priority>{1, 2, 3}) {
        Scenario scenario = scenario_of({{2, producer}, {priority, consumer}});
        scenario.start = [] {
            new (&shared) Shared{};
            shared.words[0] = 1;
        };
        scenario.end = [] { require(shared.order == 123, "elements got lost or out of order"); };
        expect_good(explore(scenario));
    }
}

} // namespace
} // namespace griotte::test
