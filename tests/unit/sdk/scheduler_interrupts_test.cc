// Interrupts as futexes, on a controller of the test's own.
#include <algorithm>
#include <gtest/gtest.h>
#include <optional>
#include <set>
#include <vector>

#include "sdk/core/scheduler/interrupts.hh"

namespace griotte::test {
namespace {

using scheduler::InterruptDescription;

/// What a PLIC is to its driver.
struct Controller
{
    std::set<uint32_t> enabled;
    std::set<uint32_t> pending;
    std::set<uint32_t> claimed;
    /// Pending again as soon as they are complete.
    std::set<uint32_t> stuck;
    std::vector<uint32_t> completions;
    uint32_t prioritySum = 0;

    void interrupt_enable(uint32_t number) { enabled.insert(number); }
    void priority_set(uint32_t, uint32_t priority) { prioritySum += priority; }
    std::optional<uint32_t> interrupt_claim()
    {
        for (const uint32_t number : pending) {
            if (!claimed.contains(number)) {
                pending.erase(number);
                claimed.insert(number);
                return number;
            }
        }
        return std::nullopt;
    }
    void interrupt_complete(uint32_t number)
    {
        completions.push_back(number);
        claimed.erase(number);
        if (stuck.contains(number)) {
            pending.insert(number);
        }
    }
};

constexpr InterruptDescription Board[] = {{3, 2, true}, {5, 1, false}};
static_assert(scheduler::largest_number(Board) == 5);

class InterruptFutexes : public testing::Test
{
protected:
    InterruptFutexes() { interrupts.initialise(); }
    ~InterruptFutexes() override { interrupts.controller().~Controller(); }

    void deliver()
    {
        woken.clear();
        interrupts.deliver([this](const uint32_t *word) { woken.push_back(word); });
    }

    scheduler::Interrupts<Controller, 2> interrupts{Board};
    std::vector<const uint32_t *> woken;
};

TEST_F(InterruptFutexes, TheBoardsAreEnabledAndNoOthers)
{
    EXPECT_EQ(interrupts.controller().enabled, (std::set<uint32_t>{3, 5}));
    EXPECT_EQ(interrupts.controller().prioritySum, 3u);
    EXPECT_NE(interrupts.word(3), nullptr);
    EXPECT_EQ(interrupts.word(4), nullptr);
    EXPECT_EQ(interrupts.word(0), nullptr);
}

TEST_F(InterruptFutexes, EachCountsInItsOwnWordAndWakesIt)
{
    interrupts.controller().pending = {3, 5};
    deliver();
    EXPECT_EQ(*interrupts.word(3), 1u);
    EXPECT_EQ(*interrupts.word(5), 1u);
    EXPECT_EQ(woken, (std::vector<const uint32_t *>{interrupts.word(3), interrupts.word(5)}));
}

TEST_F(InterruptFutexes, EdgesAreCompleteByThemselvesAndLevelsWhenTheDriverSaysSo)
{
    interrupts.controller().pending = {3, 5};
    deliver();
    EXPECT_EQ(interrupts.controller().completions, (std::vector<uint32_t>{3}));
    interrupts.controller().pending = {5};
    deliver();
    EXPECT_EQ(*interrupts.word(5), 1u) << "it is still claimed";
    interrupts.complete(5);
    deliver();
    EXPECT_EQ(*interrupts.word(5), 2u);
}

TEST_F(InterruptFutexes, OneThatKeepsComingDoesNotKeepTheHart)
{
    interrupts.controller().stuck = {3};
    interrupts.controller().pending = {3};
    deliver();
    EXPECT_EQ(woken.size(), 2u);
}

TEST_F(InterruptFutexes, OneThatIsNotTheBoardsStaysClaimed)
{
    interrupts.controller().pending = {4};
    deliver();
    EXPECT_TRUE(woken.empty());
    EXPECT_TRUE(interrupts.controller().completions.empty());
}

TEST(NoInterrupts, ABoardWithoutAnyHasNone)
{
    static constexpr InterruptDescription None[] = {{0, 0, false}};
    scheduler::Interrupts<Controller, 1> interrupts{None};
    interrupts.initialise();
    EXPECT_TRUE(interrupts.controller().enabled.empty());
    EXPECT_EQ(interrupts.word(0), nullptr);
    interrupts.controller().~Controller();
}

} // namespace
} // namespace griotte::test
