// Explores what threads can do to each other: runs guest code of several threads on the host, under
// the scheduler's core, once for every schedule that can make a difference.
//
// The code is compiled with the instrumentation of ThreadSanitizer (griotte_explored_sources() in
// CMakeLists.txt), whose hooks are this explorer's: before each access to the scenario's shared
// memory, atomic or not, the hart may be taken away. Nothing in the code is written for that, so it
// can be the SDK's own.
//
// Time stands still while a thread runs; what varies is whether the timer's next event (the end of
// a slice, or of a sleep or wait) comes before an access or not. From every such point the code is
// run on in both ways, depth first, up to states seen before: same shared memory, same
// scheduler, and each thread has seen the same things, with no fewer interrupts before.
#pragma once

#include <climits>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sdk/core/scheduler/core.hh"

namespace griotte::test {

/// Length of a time slice, and so of a tick.
inline constexpr scheduler::Time ExplorerSlice = 1000;

struct ScenarioThread
{
    scheduler::Priority priority;
    std::function<void()> body;
};

struct Scenario
{
    /// As many as ThreadCount at most; the first is thread 1. All are ready at the start.
    std::vector<ScenarioThread> threads;
    /// Memory more than one thread uses. Everything else must be on a thread's own stack.
    std::vector<std::span<std::byte>> shared;
    /// Puts the shared memory into its first state, and whatever the scenario itself counts.
    std::function<void()> start;
    /// Called when all threads have ended; may use require().
    std::function<void()> end = [] {};
    /// How often the timer may come in between at most, in one schedule: where seeing all schedules
    /// would take too long, as most mistakes need few. Events while no thread is ready are free.
    unsigned maximumInterrupts = UINT_MAX;
    /// What may stop the search before everything was seen.
    uint64_t maximumStates = 2'000'000;
    unsigned maximumSteps = 5'000;
};

struct Exploration
{
    /// What went wrong, and how it came to that, a line for each step; empty if nothing did.
    std::string failure;
    uint64_t schedules = 0;
    uint64_t states = 0;
    /// Nothing was left out, within the scenario's maximumInterrupts.
    bool isComplete = true;
};

/// Looks for a schedule under which a thread's require() fails, threads wait for each other for
/// ever, or the scheduler's state is inconsistent.
Exploration explore(const Scenario &scenario);

// What the threads of a scenario can do. On the guest these are the scheduler's entry points.

/// Ends the exploration with a failure unless the condition holds.
void require(bool condition, std::string_view message);

/// The running thread's number.
scheduler::ThreadNumber self_number();

scheduler::Time time_present();

void turn_yield();

void sleep_until(scheduler::Time until, bool mayWakeEarly);

/// Waits until one of the words is woken, unless one differs from its expected value: its index,
/// -1 if the time was up.
struct ExpectedWord
{
    const volatile uint32_t *word;
    uint32_t expected;
};
int words_wait(std::span<const ExpectedWord> words, scheduler::Time until);

/// The futex calls as futex.h has them, with the time until which to wait.
int word_wait(scheduler::Time until, const volatile uint32_t *word, uint32_t expected,
              bool isInheriting);
int word_wake(const volatile uint32_t *word, uint32_t count);

/// While one lives the running thread is in an entry point of the scheduler: nothing comes between
/// its accesses.
class EntryPoint
{
public:
    EntryPoint();
    ~EntryPoint();
    EntryPoint(const EntryPoint &) = delete;
    EntryPoint &operator=(const EntryPoint &) = delete;
};

/// In an entry point: waits as scheduler::Core::wait() does, while others run. The thread then says
/// how that ended.
const scheduler::Thread &events_wait(const scheduler::Address *events, size_t count,
                                     scheduler::Address object, scheduler::Time until);

/// In an entry point: scheduler::Core::cancel().
void waits_cancel(scheduler::Address object);

/// At the end of an entry point that made threads ready: lets one that ought to run do so.
void preemption_check();

/// The scheduler as it is now.
const scheduler::Core &scheduler_state();

} // namespace griotte::test
