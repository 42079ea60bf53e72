// The algorithms of library `locks`, one step at a time. Interleavings are explored elsewhere.

#include "host_word.h"
#include "sdk/lib/locks/algorithms.hh"
#include <gtest/gtest.h>

namespace griotte::test {
namespace {

constexpr int NoFlags = 0;

// The switcher's, which the host's errno.h does not have.
constexpr int ENOTENOUGHSTACK = 140;
constexpr int ENOTENOUGHTRUSTEDSTACK = 141;

TEST(FlagLock, IsTakenAndGivenBackWithoutWaking)
{
    World world;
    HostWord<> word{&world};
    EXPECT_EQ(locks::flag_lock(word, HostTimeout{}, 7, NoFlags), 0);
    EXPECT_EQ(word.value, locks::Locked | 7U);
    locks::flag_unlock(word);
    EXPECT_EQ(word.value, locks::Unlocked);
    EXPECT_EQ(world.wakes, 0);
}

TEST(FlagLock, SaysAtOnceThatItIsTakenWithoutTime)
{
    World world;
    HostWord<> word{&world, locks::Locked | 7U};
    EXPECT_EQ(locks::flag_lock(word, HostTimeout{false}, 8, NoFlags), -ETIMEDOUT);
    EXPECT_EQ(word.value, locks::Locked | 7U);
    EXPECT_EQ(world.waits, 0);
}

TEST(FlagLock, KeepsTheOwnerWhileOthersWait)
{
    World world;
    HostWord<> word{&world, locks::Locked | 7U};
    uint32_t seen = 0;
    world.steps.push_back([&] {
        seen = word.value;
        locks::flag_unlock(word);
    });
    EXPECT_EQ(locks::flag_lock(word, HostTimeout{}, 8, NoFlags), 0);
    EXPECT_EQ(seen, locks::LockedWithWaiters | 7U);
    EXPECT_EQ(world.wakes, 1);
    EXPECT_EQ(word.value, locks::Locked | 8U);
}

TEST(FlagLock, EndsWaitsWhenItIsDestroyed)
{
    World world;
    HostWord<> word{&world, locks::Locked | 7U};
    world.steps.push_back([&] { locks::flag_destroy(word); });
    EXPECT_EQ(locks::flag_lock(word, HostTimeout{}, 8, NoFlags), -ENOENT);
    EXPECT_EQ(world.wakes, 1);
    locks::flag_unlock(word);
    EXPECT_EQ(locks::flag_lock(word, HostTimeout{}, 8, NoFlags), -ENOENT);
}

TEST(FlagLock, PassesOnWhatAWaitSays)
{
    World world;
    HostWord<> word{&world, locks::Locked | 7U};
    EXPECT_EQ(locks::flag_lock(word, HostTimeout{}, 8, NoFlags), -ETIMEDOUT);
    EXPECT_EQ(world.waits, 1);
}

TEST(RecursiveMutex, CountsItsOwner)
{
    World world;
    HostWord<> word{&world};
    uint16_t depth = 0;
    EXPECT_EQ(locks::recursive_lock(word, depth, HostTimeout{}, 3, NoFlags), 0);
    EXPECT_EQ(locks::recursive_lock(word, depth, HostTimeout{}, 3, NoFlags), 0);
    EXPECT_EQ(depth, 2);
    EXPECT_EQ(locks::recursive_lock(word, depth, HostTimeout{false}, 4, NoFlags), -ETIMEDOUT);
    locks::recursive_unlock(word, depth);
    EXPECT_NE(word.value, locks::Unlocked);
    locks::recursive_unlock(word, depth);
    EXPECT_EQ(word.value, locks::Unlocked);
    EXPECT_EQ(locks::recursive_lock(word, depth, HostTimeout{}, 4, NoFlags), 0);
    depth = UINT16_MAX;
    EXPECT_EQ(locks::recursive_lock(word, depth, HostTimeout{}, 4, NoFlags), -EOVERFLOW);
    EXPECT_EQ(depth, UINT16_MAX);
}

TEST(TicketLock, WakesOnlyWhenSomebodyHasATicket)
{
    World world;
    HostWord<> current{&world};
    HostWord<> next{&world};
    EXPECT_EQ(locks::ticket_lock(current, next, HostTimeout{}, NoFlags, [] {}), 0);
    locks::ticket_unlock(current, next);
    EXPECT_EQ(world.wakes, 0);

    EXPECT_EQ(locks::ticket_lock(current, next, HostTimeout{}, NoFlags, [] {}), 0);
    world.steps.push_back([&] { locks::ticket_unlock(current, next); });
    EXPECT_EQ(locks::ticket_lock(current, next, HostTimeout{}, NoFlags, [] {}), 0);
    EXPECT_EQ(world.waits, 1);
    EXPECT_EQ(world.wakes, 1);
}

TEST(TicketLock, SurvivesTheOverflowOfItsTickets)
{
    World world;
    HostWord<> current{&world, UINT32_MAX};
    HostWord<> next{&world, UINT32_MAX};
    EXPECT_EQ(locks::ticket_lock(current, next, HostTimeout{}, NoFlags, [] {}), 0);
    locks::ticket_unlock(current, next);
    EXPECT_EQ(world.wakes, 0);
    EXPECT_EQ(current.value, 0U);
}

TEST(TicketLock, DrawsNoTicketForWhoCannotWait)
{
    World world;
    world.waitError = -ENOTENOUGHSTACK;
    HostWord<> current{&world};
    HostWord<> next{&world};
    const auto lock = [&] {
        return locks::ticket_lock(current, next, HostTimeout{}, NoFlags, [] {});
    };
    EXPECT_EQ(lock(), 0); // with nobody to wait for
    EXPECT_EQ(lock(), -ENOTENOUGHSTACK);
    EXPECT_EQ(next.value, 1U);
    locks::ticket_unlock(current, next);
    EXPECT_EQ(lock(), 0);
}

TEST(TicketLock, YieldsWhereAWaitFailsAfterAll)
{
    World world;
    HostWord<> current{&world};
    HostWord<> next{&world};
    int yields = 0;
    const auto lock = [&] {
        return locks::ticket_lock(current, next, HostTimeout{}, NoFlags, [&] {
            yields++;
            locks::ticket_unlock(current, next);
        });
    };
    EXPECT_EQ(lock(), 0);
    EXPECT_EQ(lock(), 0); // HostWord has no step left: a wait says -ETIMEDOUT
    EXPECT_EQ(yields, 1);
}

TEST(Locks, PassOnWhyAWaitIsImpossible)
{
    World world;
    world.waitError = -ENOTENOUGHTRUSTEDSTACK;
    HostWord<> word{&world, locks::Locked | 7U};
    uint16_t depth = 0;
    EXPECT_EQ(locks::flag_lock(word, HostTimeout{}, 8, NoFlags), world.waitError);
    EXPECT_EQ(locks::recursive_lock(word, depth, HostTimeout{}, 8, NoFlags), world.waitError);
    EXPECT_EQ(depth, 0);
    EXPECT_EQ(word.value & locks::OwnerMask, 7U);
    HostWord<> count{&world};
    EXPECT_EQ(locks::semaphore_get(count, HostTimeout{}, NoFlags), world.waitError);
    EXPECT_EQ(count.value & ~locks::SemaphoreWaiters, 0U);
    HostWord<> remaining{&world, 2};
    EXPECT_EQ(locks::barrier_wait(remaining, HostTimeout{}, NoFlags), world.waitError);
    HostWord<> state{&world, 1};
    EXPECT_EQ(locks::run_once(state, 0U, 1U, 2U, HostTimeout{}, NoFlags, [] {}), world.waitError);
}

TEST(Semaphore, CountsDownAndUpToItsMaximum)
{
    World world;
    HostWord<> count{&world, 1};
    EXPECT_EQ(locks::semaphore_get(count, HostTimeout{}, NoFlags), 0);
    EXPECT_EQ(locks::semaphore_get(count, HostTimeout{}, NoFlags), -ETIMEDOUT);
    EXPECT_EQ(locks::semaphore_put(count, 1), 0);
    EXPECT_EQ(world.wakes, 1);
    EXPECT_EQ(locks::semaphore_put(count, 1), -EINVAL);
    EXPECT_EQ(count.value, 1U);
}

TEST(Semaphore, WaitsUntilOneIsPut)
{
    World world;
    HostWord<> count{&world};
    world.steps.push_back([&] { EXPECT_EQ(locks::semaphore_put(count, 5), 0); });
    EXPECT_EQ(locks::semaphore_get(count, HostTimeout{}, NoFlags), 0);
    EXPECT_EQ(count.value, 0U);
}

TEST(Barrier, LetsTheLastOneThroughAndWakesTheOthers)
{
    World world;
    HostWord<> remaining{&world, 3};
    world.steps.push_back([&] { remaining.value--; });
    world.steps.push_back(
        [&] { EXPECT_EQ(locks::barrier_wait(remaining, HostTimeout{}, NoFlags), 0); });
    EXPECT_EQ(locks::barrier_wait(remaining, HostTimeout{}, NoFlags), 1);
    EXPECT_EQ(world.wakes, 1);
}

TEST(ConditionVariable, DoesNotMissASignalBetweenUnlockingAndWaiting)
{
    World world;
    HostWord<> sequence{&world};
    bool isLocked = true;
    int result = locks::condition_wait(
        sequence, HostTimeout{}, NoFlags,
        [&] {
            isLocked = true;
            return 0;
        },
        [&] {
            isLocked = false;
            sequence.value++; // another thread signals just now
            return 0;
        });
    EXPECT_EQ(result, 0);
    EXPECT_EQ(world.waits, 0);
    EXPECT_TRUE(isLocked);
}

TEST(ConditionVariable, DoesNotLockAgainWhenTimeIsUp)
{
    World world;
    HostWord<> sequence{&world};
    bool wasLocked = false;
    int result = locks::condition_wait(
        sequence, HostTimeout{}, NoFlags,
        [&] {
            wasLocked = true;
            return 0;
        },
        [] { return 0; });
    EXPECT_EQ(result, -ETIMEDOUT);
    EXPECT_FALSE(wasLocked);
}

TEST(Once, RunsOnceAndLetsOthersWaitForTheEnd)
{
    enum class State : uint32_t
    {
        NotRun,
        Running,
        Run
    };
    World world;
    HostWord<State> state{&world, State::NotRun};
    int calls = 0;
    auto run = [&] {
        EXPECT_EQ(locks::run_once(state, State::NotRun, State::Running, State::Run, HostTimeout{},
                                  NoFlags, [&] { calls++; }),
                  0);
    };
    run();
    run();
    EXPECT_EQ(calls, 1);

    state.value = State::Running; // another thread is at it
    world.steps.push_back([] {}); // woken for nothing
    world.steps.push_back([&] { state.value = State::Run; });
    run();
    EXPECT_EQ(calls, 1);
    EXPECT_EQ(world.waits, 2);
}

} // namespace
} // namespace griotte::test
