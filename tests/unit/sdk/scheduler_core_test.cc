// The scheduler's core, claim by claim: turns, slices, timers, deadlines.
#include <gtest/gtest.h>
#include <vector>

#include "scheduler_invariants.h"

namespace griotte::test {
namespace {

using namespace scheduler;

constexpr Time Slice = 100;
constexpr Address Word = 0x2000;

/// Three threads, all ready at 0.
Core core_of(Priority first, Priority second, Priority third)
{
    Core core;
    core.initialise(Slice, 0);
    core.thread_add(1, first, 0);
    core.thread_add(2, second, 0);
    core.thread_add(3, third, 0);
    core.schedule(0);
    return core;
}

TEST(Turns, TheHighestPriorityRunsUntilItWaits)
{
    Core core = core_of(1, 3, 2);
    EXPECT_EQ(core.current(), 2);
    core.wait(&Word, 1, 0, Never);
    EXPECT_EQ(core.schedule(10), 3);
    core.wait(&Word, 1, 0, Never);
    EXPECT_EQ(core.schedule(20), 1);
    core.wait(&Word, 1, 0, Never);
    EXPECT_EQ(core.schedule(30), Idle);
}

TEST(Turns, EqualsTakeTurnsOfASliceEach)
{
    Core core = core_of(4, 4, 4);
    std::vector<ThreadNumber> order;
    for (Time now = 0; now < 7 * Slice; now = core.next_event(), core.schedule(now)) {
        EXPECT_EQ(now % Slice, 0u);
        order.push_back(core.current());
    }
    EXPECT_EQ(order, (std::vector<ThreadNumber>{1, 2, 3, 1, 2, 3, 1}));
}

TEST(Turns, AYieldEndsTheTurnEarlyAndTheNextOneIsWhole)
{
    Core core = core_of(4, 4, 0);
    core.yield(30);
    EXPECT_EQ(core.schedule(30), 2);
    EXPECT_EQ(core.next_event(), 30 + Slice);
}

TEST(Turns, PreemptionCostsNeitherPlaceNorSlice)
{
    Core core = core_of(4, 4, 9);
    core.sleep(40, false);
    EXPECT_EQ(core.schedule(0), 1);
    EXPECT_EQ(core.next_event(), 40u);
    EXPECT_EQ(core.schedule(40), 3);
    core.wait(&Word, 1, 0, Never);
    EXPECT_EQ(core.schedule(50), 1);
    // 40 of its 100 are gone.
    EXPECT_EQ(core.next_event(), 110u);
    EXPECT_EQ(core.schedule(110), 2);
}

TEST(Turns, AThreadThatIsPreemptedAgainAndAgainStillEndsItsTurn)
{
    Core core = core_of(4, 4, 9);
    Time now = 0;
    for (int round = 0; round < 4; round++) {
        EXPECT_EQ(core.current(), 3);
        core.sleep(now + 30, false);
        EXPECT_EQ(core.schedule(now), 1) << round;
        now += 30;
        core.schedule(now);
    }
    // 120 of running are more than a slice.
    core.sleep(Never, false);
    EXPECT_EQ(core.schedule(now), 2);
}

TEST(Turns, AnEqualThatBecomesReadyAfterALongTurnRunsAtOnce)
{
    Core core = core_of(4, 4, 0);
    core.wait(&Word, 1, 0, Never);
    EXPECT_EQ(core.schedule(0), 2);
    EXPECT_EQ(core.wake(Word, 1, 3 * Slice), 1u);
    EXPECT_TRUE(core.is_preempted(3 * Slice));
    EXPECT_EQ(core.schedule(3 * Slice), 1);
}

TEST(Turns, AnEqualThatBecomesReadyEarlyInTheTurnWaitsForItsEnd)
{
    Core core = core_of(4, 4, 0);
    core.wait(&Word, 1, 0, Never);
    EXPECT_EQ(core.schedule(0), 2);
    EXPECT_EQ(core.wake(Word, 1, 10), 1u);
    EXPECT_FALSE(core.is_preempted(10));
    EXPECT_EQ(core.next_event(), Slice);
}

TEST(Turns, AnEqualWhoseSleepEndsAfterALongTurnRunsAtOnce)
{
    Core core = core_of(4, 4, 0);
    core.sleep(3 * Slice, false);
    EXPECT_EQ(core.schedule(0), 2);
    EXPECT_EQ(core.next_event(), 3 * Slice);
    EXPECT_EQ(core.schedule(3 * Slice), 1);
}

TEST(Turns, WhoWaitedHasAWholeSliceAgain)
{
    Core core = core_of(4, 4, 9);
    core.sleep(40, false);
    EXPECT_EQ(core.schedule(0), 1);
    EXPECT_EQ(core.schedule(40), 3);
    core.sleep(Never, false);
    EXPECT_EQ(core.schedule(40), 1);
    core.wait(&Word, 1, 0, Never);
    EXPECT_EQ(core.schedule(50), 2);
    EXPECT_EQ(core.wake(Word, 1, 50), 1u);
    core.yield(50);
    EXPECT_EQ(core.schedule(50), 1);
    EXPECT_EQ(core.next_event(), 50 + Slice);
}

TEST(Turns, TheLastThreadToEndSaysSo)
{
    Core core = core_of(3, 2, 1);
    EXPECT_FALSE(core.exit());
    EXPECT_EQ(core.schedule(0), 2);
    EXPECT_FALSE(core.exit());
    EXPECT_EQ(core.schedule(0), 3);
    EXPECT_TRUE(core.exit());
    EXPECT_EQ(core.schedule(0), Idle);
    EXPECT_EQ(core.next_event(), Never);
}

TEST(Timer, IsNotNeededForAThreadAlone)
{
    Core core = core_of(3, 2, 1);
    EXPECT_EQ(core.next_event(), Never);
}

TEST(Timer, IsNotNeededForThreadsThatCouldNotRunThen)
{
    Core core = core_of(3, 2, 1);
    core.sleep(500, false);
    EXPECT_EQ(core.schedule(0), 2);
    core.sleep(200, false);
    EXPECT_EQ(core.schedule(0), 3);
    EXPECT_EQ(core.next_event(), 200u);
    EXPECT_EQ(core.schedule(200), 2);
    core.sleep(700, false);
    core.schedule(200);
    EXPECT_EQ(core.schedule(500), 1);
    // Thread 2's 700 can wait until thread 1 gives way.
    EXPECT_EQ(core.next_event(), Never);
    core.wait(&Word, 1, 0, Never);
    EXPECT_EQ(core.schedule(900), 2);
}

TEST(Timer, SleepsEndInTheOrderOfTheirTimes)
{
    Core core = core_of(5, 5, 5);
    core.sleep(300, false);
    core.schedule(0);
    core.sleep(100, false);
    core.schedule(0);
    core.sleep(200, false);
    EXPECT_EQ(core.schedule(0), Idle);
    EXPECT_EQ(core.next_event(), 100u);
    EXPECT_EQ(core.schedule(100), 2);
    core.exit();
    EXPECT_EQ(core.schedule(101), Idle);
    EXPECT_EQ(core.schedule(300), 3) << "both are due, and thread 3 was first";
}

TEST(Timer, AWaitThatTimesOutSaysSoAndIsNotWokenLater)
{
    Core core = core_of(5, 1, 0);
    core.wait(&Word, 1, 0, 100);
    core.schedule(0);
    EXPECT_EQ(core.schedule(100), 1);
    EXPECT_EQ(core.current_thread().wakeReason, WakeReason::Timeout);
    EXPECT_EQ(core.wake(Word, UINT32_MAX, 100), 0u);
}

TEST(Timer, AThreadWakesEarlyOnlyWhenNobodyIsReadyAndNobodyElseIsDueSooner)
{
    Core core = core_of(5, 4, 3);
    core.sleep(500, true);
    EXPECT_EQ(core.schedule(0), 2);
    core.sleep(300, false);
    EXPECT_EQ(core.schedule(0), 3);
    core.wait(&Word, 1, 0, Never);
    EXPECT_EQ(core.schedule(10), Idle) << "thread 2 is due sooner";
    EXPECT_EQ(core.schedule(300), 2);
    core.exit();
    EXPECT_EQ(core.schedule(310), 1);
    EXPECT_EQ(core.current_thread().wakeReason, WakeReason::Early);
}

TEST(Timer, TicksAreWholeAndTimesBeyondTheLastAreNever)
{
    Core core;
    core.initialise(Slice, 1000);
    EXPECT_EQ(core.ticks(1000), 0u);
    EXPECT_EQ(core.ticks(1099), 0u);
    EXPECT_EQ(core.ticks(1100), 1u);
    EXPECT_EQ(core.after_ticks(1050, 3), 1350u);
    EXPECT_EQ(core.after_ticks(1050, UINT32_MAX), Never);
    EXPECT_EQ(core.after_ticks(Never - 50, 1), Never);
}

TEST(Waiting, EqualsWakeInTheOrderOfTheirArrival)
{
    Core core = core_of(5, 5, 5);
    for (ThreadNumber expected = 1; expected <= 3; expected++) {
        EXPECT_EQ(core.current(), expected);
        core.wait(&Word, 1, 0, Never);
        core.schedule(0);
    }
    for (ThreadNumber expected = 1; expected <= 3; expected++) {
        EXPECT_EQ(core.wake(Word, 1, 0), 1u);
        EXPECT_EQ(core.thread(expected).state, ThreadState::Ready);
    }
}

TEST(Waiting, OneThreadWaitsForSeveralEventsAndIsToldWhich)
{
    Core core = core_of(5, 4, 0);
    const Address events[] = {0x10, 0x20, 0x10};
    core.wait(events, 3, 77, Never);
    core.schedule(0);
    EXPECT_EQ(core.wake(0x30, 1, 0), 0u);
    EXPECT_EQ(core.wake(0x10, 1, 0), 1u);
    EXPECT_EQ(core.schedule(0), 1);
    EXPECT_EQ(core.current_thread().fired, 0b101);
}

TEST(Waiting, CancellingWakesWhoWaitsWithTheObject)
{
    Core core = core_of(5, 4, 3);
    core.wait(&Word, 1, 77, Never);
    core.schedule(0);
    core.wait(&Word, 1, 78, Never);
    core.schedule(0);
    core.cancel(77, 0);
    EXPECT_EQ(core.schedule(0), 1);
    EXPECT_EQ(core.current_thread().wakeReason, WakeReason::Cancelled);
    EXPECT_EQ(core.thread(2).state, ThreadState::Waiting);
}

TEST(Inheritance, EndsWithTheWaitThatLentIt)
{
    Core core = core_of(1, 9, 0);
    ASSERT_TRUE(core.wait_for_holder(Word, 1, 100));
    EXPECT_EQ(core.schedule(0), 1);
    EXPECT_EQ(core.current_thread().priority, 9);
    EXPECT_EQ(core.schedule(100), 2);
    EXPECT_EQ(core.thread(1).priority, 1);
}

TEST(Inheritance, GoesToTheNewHolderWhenSomebodyNamesIt)
{
    Core core = core_of(1, 2, 9);
    ASSERT_TRUE(core.wait_for_holder(Word, 1, Never));
    EXPECT_EQ(core.schedule(0), 1);
    // It lets go without waking everybody, and thread 2 takes it.
    EXPECT_EQ(core.wake(Word, 0, 0), 0u);
    EXPECT_EQ(core.current_thread().priority, 1);
    EXPECT_EQ(core.schedule(0), 2);
    core.sleep(10, false);
    EXPECT_EQ(core.schedule(0), 1);
    ASSERT_TRUE(core.wait_for_holder(Word, 2, Never));
    EXPECT_EQ(core.thread(2).priority, 9) << "thread 3 waits for it as well";
}

TEST(Inheritance, IsBackToNormalAfterACircle)
{
    Core core = core_of(1, 5, 9);
    // 3 waits for 2, 2 for 1, and 1 for 3: a deadlock, until the last gives up.
    ASSERT_TRUE(core.wait_for_holder(0x10, 2, Never));
    EXPECT_EQ(core.schedule(0), 2);
    ASSERT_TRUE(core.wait_for_holder(0x20, 1, Never));
    EXPECT_EQ(core.schedule(0), 1);
    EXPECT_EQ(core.current_thread().priority, 9);
    ASSERT_TRUE(core.wait_for_holder(0x30, 3, 50));
    EXPECT_EQ(core.schedule(0), Idle);
    EXPECT_EQ(core.schedule(50), 1);
    EXPECT_EQ(core.wake(0x20, 1, 50), 1u);
    EXPECT_EQ(core.current_thread().priority, 1);
    EXPECT_EQ(core.thread(2).priority, 9);
}

TEST(Inheritance, DroppingBackPutsNobodyBeforeTheRunningThread)
{
    Core core = core_of(9, 5, 5);
    ASSERT_TRUE(core.wait_for_holder(Word, 2, 50));
    EXPECT_EQ(core.schedule(0), 2);
    core.sleep(50, false);
    EXPECT_EQ(core.schedule(0), 3);
    // Both are due: thread 2 is ready, and is lent nothing any more.
    EXPECT_EQ(core.schedule(50), 1);
    core.sleep(Never, false);
    EXPECT_EQ(core.schedule(50), 3);
    EXPECT_EQ(core.next_event(), 50 + Slice / 2) << "it has had half of its slice";
}

TEST(Inheritance, NobodyWaitsForItselfOrForNobody)
{
    Core core = core_of(1, 5, 9);
    EXPECT_FALSE(core.wait_for_holder(Word, 3, Never));
    EXPECT_FALSE(core.wait_for_holder(Word, NoThread, Never));
    EXPECT_FALSE(core.wait_for_holder(Word, ThreadCount + 1, Never));
    EXPECT_EQ(core.schedule(0), 3);
}

TEST(Deadlines, LatencyIsFromBeingReadyToRunning)
{
    Core core = core_of(9, 1, 0);
    core.deadline_set(1, 20);
    core.deadline_set(2, 20);
    core.sleep(100, false);
    core.schedule(0);
    core.sleep(100, false);
    core.schedule(0);
    // The timer's interrupt comes late; thread 2 has to wait for thread 1 as well.
    EXPECT_EQ(core.schedule(115), 1);
    core.sleep(Never, false);
    EXPECT_EQ(core.schedule(140), 2);
    EXPECT_EQ(core.thread(1).latency.wakes, 1u);
    EXPECT_EQ(core.thread(1).latency.worst, 15u);
    EXPECT_EQ(core.thread(1).latency.missed, 0u);
    EXPECT_EQ(core.thread(2).latency.worst, 40u);
    EXPECT_EQ(core.thread(2).latency.missed, 1u);
    core.deadline_set(2, 50);
    EXPECT_EQ(core.thread(2).latency.wakes, 0u);
    EXPECT_EQ(core.thread(2).latency.worst, 0u);
}

TEST(Deadlines, BeingPreemptedIsNoWake)
{
    Core core = core_of(9, 1, 0);
    core.sleep(50, false);
    EXPECT_EQ(core.schedule(0), 2);
    EXPECT_EQ(core.schedule(50), 1);
    core.sleep(Never, false);
    EXPECT_EQ(core.schedule(60), 2);
    EXPECT_EQ(core.thread(2).latency.wakes, 0u);
}

TEST(Accounting, CyclesGoToWhoRan)
{
    Core core = core_of(9, 1, 0);
    core.cycles_add(10);
    core.sleep(50, false);
    core.schedule(0);
    core.cycles_add(5);
    core.exit();
    core.schedule(0);
    core.exit();
    EXPECT_EQ(core.schedule(0), Idle);
    core.cycles_add(7);
    EXPECT_EQ(core.thread(1).cycles, 10u);
    EXPECT_EQ(core.thread(2).cycles, 5u);
    EXPECT_EQ(core.thread(Idle).cycles, 7u);
}

} // namespace
} // namespace griotte::test
