// Every state the scheduler can reach by the calls of three threads, up to states that only differ
// in what time it is. After each step the state must be what docs/reference/scheduling.md says.
//
// The core's state is a value, so the walk just copies it.
#include <algorithm>
#include <deque>
#include <fmt/core.h>
#include <gtest/gtest.h>
#include <unordered_set>
#include <vector>

#include "scheduler_invariants.h"

namespace griotte::test {
namespace {

using namespace scheduler;

constexpr Time Slice = 100;
constexpr Address Words[] = {0x1000, 0x1004};

/// One call of the running thread.
struct Step
{
    enum class Kind
    {
        Yield,
        Sleep,
        SleepUnlessAlone,
        Wait,
        WaitForBoth,
        WaitForHolder,
        WakeOne,
        WakeAll,
        Cancel,
        Exit,
        /// None: time passes up to the next event.
        Timer,
    };
    Kind kind;
    Address word = 0;
    Time length = Never;
    ThreadNumber holder = NoThread;
};

std::vector<Step> steps_possible(const Core &core)
{
    using enum Step::Kind;
    std::vector<Step> steps;
    if (core.next_event() != Never) {
        steps.push_back({.kind = Timer});
    }
    if (core.current() == Idle) {
        return steps;
    }
    steps.push_back({.kind = Yield});
    steps.push_back({.kind = Sleep, .length = Slice / 2});
    steps.push_back({.kind = SleepUnlessAlone, .length = Slice});
    steps.push_back({.kind = Exit});
    steps.push_back({.kind = WaitForBoth, .length = Slice});
    steps.push_back({.kind = Cancel, .word = 1});
    for (const Address word : Words) {
        steps.push_back({.kind = WakeOne, .word = word});
        steps.push_back({.kind = WakeAll, .word = word});
        steps.push_back({.kind = Wait, .word = word});
        for (ThreadNumber holder = 0; holder <= ThreadCount; holder++) {
            const Time length = word == Words[0] ? Never : Slice / 2;
            steps.push_back(
                {.kind = WaitForHolder, .word = word, .length = length, .holder = holder});
        }
    }
    return steps;
}

/// The threads that wait on a word, in the order of the list.
std::vector<ThreadNumber> waiters_on(const Core &core, Address word)
{
    std::vector<ThreadNumber> result;
    for (auto number = core.waiters().first; number != NoThread;
         number = core.thread(number).queue.next)
    {
        const Thread &thread = core.thread(number);
        if (std::find(thread.events, thread.events + thread.eventCount, word) !=
            thread.events + thread.eventCount)
        {
            result.push_back(number);
        }
    }
    return result;
}

/// Makes the step and schedules. What is wrong afterwards, empty if nothing is.
std::string step_make(Core &core, Time &now, const Step &step)
{
    const ThreadNumber self = core.current();
    const Time until = step.length == Never ? Never : now + step.length;
    const Core before = core;
    switch (step.kind) {
    case Step::Kind::Yield:
        core.yield(now);
        break;
    case Step::Kind::Sleep:
        core.sleep(until, false);
        break;
    case Step::Kind::SleepUnlessAlone:
        core.sleep(until, true);
        break;
    case Step::Kind::Wait:
        core.wait(&step.word, 1, 0, until);
        break;
    case Step::Kind::WaitForBoth:
        core.wait(Words, 2, 1, until);
        break;
    case Step::Kind::WaitForHolder:
        if (core.wait_for_holder(step.word, step.holder, until) !=
            (step.holder != NoThread && step.holder != self))
        {
            return "a holder was taken that cannot be one, or the other way round";
        }
        break;
    case Step::Kind::WakeOne:
    case Step::Kind::WakeAll: {
        const auto waiters = waiters_on(core, step.word);
        const size_t wanted =
            step.kind == Step::Kind::WakeOne ? std::min<size_t>(1, waiters.size()) : waiters.size();
        const uint32_t woken =
            core.wake(step.word, step.kind == Step::Kind::WakeOne ? 1 : UINT32_MAX, now);
        if (woken != wanted) {
            return fmt::format("{} threads woke, and not {}", woken, wanted);
        }
        for (size_t index = 0; index < waiters.size(); index++) {
            const Thread &waiter = core.thread(waiters[index]);
            if ((waiter.state == ThreadState::Ready) != (index < wanted)) {
                return fmt::format("waiter {} woke out of turn, or did not", waiters[index]);
            }
            if (index >= wanted && waiter.isInheriting && waiter.holder == self) {
                return "who let go of the word still holds it";
            }
        }
        break;
    }
    case Step::Kind::Cancel:
        core.cancel(step.word, now);
        for (ThreadNumber number = 1; number <= ThreadCount; number++) {
            if (core.thread(number).state == ThreadState::Waiting &&
                core.thread(number).object == step.word)
            {
                return "a thread waits with what is gone";
            }
        }
        break;
    case Step::Kind::Exit:
        core.exit();
        break;
    case Step::Kind::Timer:
        now = core.next_event();
        if (now < before.running_since()) {
            return "the next event was in the past";
        }
        break;
    }
    if (auto wrong = inconsistency(core); !wrong.empty()) {
        return wrong;
    }
    core.schedule(now);
    if (auto wrong = inconsistency(core); !wrong.empty()) {
        return "after scheduling, " + wrong;
    }
    if (auto wrong = wrong_choice(core, now); !wrong.empty()) {
        return wrong;
    }
    // No timer means none is needed: until the next event nobody else could run.
    const Time event = core.next_event();
    Core later = core;
    if (event > now &&
        later.schedule(event == Never ? now + 10 * Slice : event - 1) != core.current())
    {
        return "something happens before the next event";
    }
    return {};
}

/// Walks everything that can be reached with threads of these priorities; the states it saw.
size_t walk(std::initializer_list<Priority> priorities)
{
    struct State
    {
        Core core;
        Time now;
    };
    std::deque<State> open(1);
    State &first = open.front();
    first.now = 0;
    first.core.initialise(Slice, 0);
    for (ThreadNumber number = 1; const Priority priority : priorities) {
        first.core.thread_add(number++, priority, 0);
    }
    first.core.schedule(0);
    std::unordered_set<uint64_t> seen{hash_of(first.core, 0)};
    while (!open.empty()) {
        const State state = open.front();
        open.pop_front();
        for (const Step &step : steps_possible(state.core)) {
            State next = state;
            const std::string wrong = step_make(next.core, next.now, step);
            EXPECT_EQ(wrong, "") << "after step " << static_cast<int>(step.kind) << " of thread "
                                 << int{state.core.current()} << ", word " << step.word
                                 << ", holder " << int{step.holder};
            if (!wrong.empty()) {
                return seen.size();
            }
            if (seen.insert(hash_of(next.core, next.now)).second) {
                open.push_back(next);
            }
        }
    }
    return seen.size();
}

static_assert(ThreadCount == 3, "the walk below is one of three threads");

TEST(SchedulerModel, EveryStateOfThreeEqualThreadsIsAsDocumented)
{
    EXPECT_GT(walk({5, 5, 5}), 1000u);
}

TEST(SchedulerModel, EveryStateOfThreadsOfThreePrioritiesIsAsDocumented)
{
    EXPECT_GT(walk({1, 2, 3}), 1000u);
}

TEST(SchedulerModel, EveryStateOfTwoEqualThreadsAndALesserOneIsAsDocumented)
{
    EXPECT_GT(walk({7, 7, 0}), 1000u);
}

} // namespace
} // namespace griotte::test
