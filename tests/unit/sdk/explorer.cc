#include "explorer.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <ucontext.h>
#include <unordered_map>

#include <fmt/core.h>

#include "access_hooks.h"
#include "scheduler_invariants.h"

namespace griotte::test {

namespace {

using namespace scheduler;

constexpr size_t StackBytes = 128 * 1024;

/// Words below a frame's address in which a function saves registers, at most.
constexpr size_t SavedRegisters = 6;

/// Stack below a thread that is cleared whenever it stops, so that what finished calls left there
/// does not make the same state look like another.
constexpr size_t ClearedBytes = 4096;

/// A thread of the scenario, on a stack of its own.
struct Fiber
{
    ucontext_t context{};
    std::unique_ptr<std::byte[]> stack = std::make_unique<std::byte[]>(StackBytes);
    /// Hash of its stack and registers, when it last stopped: where it is and what it knows.
    uint64_t position = 0;
    const std::function<void()> *body = nullptr;

    /// Where its stack begins: as it was made, or as the last switch away saved it.
    [[nodiscard]] std::byte *stack_pointer() const
    {
        return reinterpret_cast<std::byte *>(context.uc_mcontext.gregs[REG_RSP]);
    }
    [[nodiscard]] size_t stack_used() const
    {
        return static_cast<size_t>(stack.get() + StackBytes - stack_pointer());
    }
    /// Clears what is below its stack pointer.
    void below_clear() const
    {
        const size_t bytes = std::min(StackBytes - stack_used(), ClearedBytes);
        std::memset(stack_pointer() - bytes, 0, bytes);
    }
};

/// One run of the scenario after another, each along a path of decisions.
class World
{
public:
    explicit World(const Scenario &theScenario) : scenario(theScenario) {}

    Exploration explore();

    // Called on a thread's stack.
    void point(const char *what, const volatile void *where);
    void reschedule() { suspend(Stop::Reschedule); }
    void fail(std::string message);

    /// Only while a thread runs.
    [[nodiscard]] bool is_shared(const volatile void *where) const;

    Core core;
    Time now = 0;
    bool isThreadRunning = false;
    /// The running thread is in an entry point.
    bool isUninterrupted = false;

private:
    enum class Stop
    {
        Point,
        Reschedule,
        Ended,
        Failed,
    };

    /// All that a run changes.
    struct Snapshot
    {
        struct Thread
        {
            ucontext_t context;
            std::vector<std::byte> stack;
            uint64_t position;
        };
        Core core;
        Time now;
        unsigned steps;
        unsigned interrupts;
        std::vector<Thread> threads;
        std::vector<std::byte> shared;
    };

    struct Decision
    {
        unsigned taken;
        unsigned options;
        /// Before it, if there are options.
        Snapshot before;
    };

    static void fiber_run();
    void suspend(Stop reason);
    void run();
    void run_begin();
    void run_continue();
    [[nodiscard]] Snapshot snapshot() const;
    void restore(const Snapshot &snapshot);
    bool step();
    bool decide();
    void choose(unsigned option);
    void check();
    [[nodiscard]] uint64_t state_hash() const;
    void note(std::string line);

    const Scenario &scenario;
    Exploration result;
    std::vector<Fiber> fibers{ThreadCount + 1u};
    ucontext_t machine{};
    Stop stop = Stop::Point;
    std::vector<Decision> path;
    size_t depth = 0;
    unsigned steps = 0;
    /// Timer interrupts so far in this run.
    unsigned interrupts = 0;
    /// By state_hash(), with how few interrupts it was reached.
    std::unordered_map<uint64_t, unsigned> seen;
    std::string failure;
    bool isTold = false;
    std::string story;
};

World *world = nullptr;

void World::fiber_run()
{
    Fiber &self = world->fibers[world->core.current()];
    (*self.body)();
    world->stop = Stop::Ended;
    swapcontext(&self.context, &world->machine);
}

bool World::is_shared(const volatile void *where) const
{
    const auto *address =
        const_cast<const std::byte *>(static_cast<const volatile std::byte *>(where));
    for (const auto &range : scenario.shared) {
        if (address >= range.data() && address < range.data() + range.size()) {
            return true;
        }
    }
    return false;
}

void World::note(std::string line)
{
    if (isTold) {
        story += fmt::format("  {:>6}  thread {}: {}\n", now, core.current(), line);
    }
}

/// From a thread back to the machine. All registers that outlive calls are saved in this frame, so
/// the stack from here up is all of the thread's state.
[[gnu::noinline]] void World::suspend(Stop reason)
{
    __builtin_unwind_init();
    Fiber &self = fibers[core.current()];
    const std::byte *const top = self.stack.get() + StackBytes;
    const auto *word = static_cast<const uint64_t *>(__builtin_frame_address(0)) - SavedRegisters;
    self.position = 1;
    for (; reinterpret_cast<const std::byte *>(word) < top; word++) {
        self.position = hash_mix(self.position, *word);
    }
    stop = reason;
    isThreadRunning = false;
    swapcontext(&self.context, &machine);
    isThreadRunning = true;
}

void World::point(const char *what, const volatile void *where)
{
    suspend(Stop::Point);
    if (isTold) {
        note(fmt::format("{} {}", what, const_cast<const void *>(where)));
    }
}

void World::fail(std::string message)
{
    if (failure.empty()) {
        failure = std::move(message);
    }
    if (isThreadRunning) {
        suspend(Stop::Failed);
    }
}

uint64_t World::state_hash() const
{
    uint64_t hash = hash_of(core, now);
    for (const Fiber &fiber : fibers) {
        hash = hash_mix(hash, fiber.position);
    }
    for (const auto &range : scenario.shared) {
        for (const std::byte byte : range) {
            hash = hash_mix(hash, static_cast<uint64_t>(byte));
        }
    }
    return hash;
}

void World::check()
{
    if (auto wrong = inconsistency(core); !wrong.empty()) {
        fail("the scheduler is inconsistent: " + wrong);
    } else if (wrong = wrong_choice(core, now); !wrong.empty()) {
        fail("the scheduler chose wrongly: " + wrong);
    }
}

/// What happens before the running thread goes on: nothing, or the timer's next event.
void World::choose(unsigned option)
{
    if (option == 1) {
        interrupts++;
        now = std::max(now, core.next_event());
        note("the timer interrupts");
        core.schedule(now);
    }
}

/// Takes the decision the path has for this point, or a new one. False if all that follows was
/// seen.
bool World::decide()
{
    const bool mayInterrupt = core.next_event() != Never && interrupts < scenario.maximumInterrupts;
    const unsigned options = mayInterrupt ? 2 : 1;
    if (depth == path.size()) {
        const auto [known, isNew] = seen.try_emplace(state_hash(), interrupts);
        if (!isNew && known->second <= interrupts) {
            return false;
        }
        known->second = scenario.maximumInterrupts == UINT_MAX ? 0 : interrupts;
        if (seen.size() >= scenario.maximumStates) {
            result.isComplete = false;
            return false;
        }
        path.push_back({0, options, options == 1 ? Snapshot{} : snapshot()});
    }
    choose(path[depth++].taken);
    return true;
}

/// Lets the running thread go on until it stops for some reason. False at the end of the run.
bool World::step()
{
    if (core.current() == Idle) {
        if (core.threads_alive() == 0) {
            scenario.end();
            return false;
        }
        if (core.next_event() == Never) {
            fail("no thread can ever run again");
            return false;
        }
        now = core.next_event();
        core.schedule(now);
        return true;
    }
    Fiber &self = fibers[core.current()];
    isThreadRunning = true;
    swapcontext(&machine, &self.context);
    isThreadRunning = false;
    self.below_clear();
    switch (stop) {
    case Stop::Point:
        if (!decide()) {
            return false;
        }
        break;
    case Stop::Ended:
        note("ends");
        core.exit();
        core.schedule(now);
        break;
    case Stop::Reschedule:
        core.schedule(now);
        break;
    case Stop::Failed:
        return false;
    }
    check();
    return failure.empty();
}

void World::run_begin()
{
    core = {};
    now = 0;
    depth = 0;
    steps = 0;
    interrupts = 0;
    isUninterrupted = false;
    story.clear();
    core.initialise(ExplorerSlice, 0);
    for (size_t index = 0; index < scenario.threads.size(); index++) {
        Fiber &fiber = fibers[index + 1];
        fiber.position = 0;
        fiber.body = &scenario.threads[index].body;
        getcontext(&fiber.context);
        fiber.context.uc_stack.ss_sp = fiber.stack.get();
        fiber.context.uc_stack.ss_size = StackBytes;
        fiber.context.uc_link = nullptr;
        makecontext(&fiber.context, &fiber_run, 0);
        fiber.below_clear();
        core.thread_add(static_cast<ThreadNumber>(index + 1), scenario.threads[index].priority, 0);
    }
    scenario.start();
    core.schedule(0);
}

void World::run()
{
    run_begin();
    run_continue();
}

void World::run_continue()
{
    result.schedules++;
    while (step()) {
        if (++steps > scenario.maximumSteps) {
            result.isComplete = false;
            return;
        }
    }
}

World::Snapshot World::snapshot() const
{
    Snapshot taken{core, now, steps, interrupts, {}, {}};
    for (size_t index = 1; index <= scenario.threads.size(); index++) {
        const Fiber &fiber = fibers[index];
        taken.threads.push_back(
            {fiber.context,
             {fiber.stack_pointer(), fiber.stack_pointer() + fiber.stack_used()},
             fiber.position});
    }
    for (const auto &range : scenario.shared) {
        taken.shared.insert(taken.shared.end(), range.begin(), range.end());
    }
    return taken;
}

void World::restore(const Snapshot &snapshot)
{
    core = snapshot.core;
    now = snapshot.now;
    steps = snapshot.steps;
    interrupts = snapshot.interrupts;
    isUninterrupted = false;
    for (size_t index = 1; index <= scenario.threads.size(); index++) {
        const Snapshot::Thread &thread = snapshot.threads[index - 1];
        Fiber &fiber = fibers[index];
        fiber.context = thread.context;
        fiber.position = thread.position;
        std::ranges::copy(thread.stack, fiber.stack_pointer());
        fiber.below_clear();
    }
    const std::byte *from = snapshot.shared.data();
    for (const auto &range : scenario.shared) {
        std::copy_n(from, range.size(), range.data());
        from += range.size();
    }
}

Exploration World::explore()
{
    world = this;
    run();
    while (failure.empty()) {
        while (!path.empty() && path.back().taken + 1 == path.back().options) {
            path.pop_back();
        }
        if (path.empty()) {
            break;
        }
        // On from the last decision, the other way.
        restore(path.back().before);
        depth = path.size();
        choose(++path.back().taken);
        check();
        if (failure.empty()) {
            run_continue();
        }
    }
    if (!failure.empty()) {
        // Once more, with words.
        path.resize(depth);
        const std::string what = failure;
        failure.clear();
        isTold = true;
        run();
        result.failure = what + "\n" + story;
    }
    result.states = seen.size();
    world = nullptr;
    return result;
}

} // namespace

Exploration explore(const Scenario &scenario)
{
    return World{scenario}.explore();
}

void access_begin(const char *what, const volatile void *where)
{
    if (world != nullptr && world->isThreadRunning && !world->isUninterrupted &&
        world->is_shared(where))
    {
        world->point(what, where);
    }
}

void require(bool condition, std::string_view message)
{
    if (!condition) {
        world->fail(std::string(message));
    }
}

ThreadNumber self_number()
{
    return world->core.current();
}

Time time_present()
{
    return world->now;
}

const Core &scheduler_state()
{
    return world->core;
}

void turn_yield()
{
    world->point("yield", nullptr);
    world->core.yield(world->now);
    world->reschedule();
}

void sleep_until(Time until, bool mayWakeEarly)
{
    world->point("sleep", nullptr);
    if (until <= world->now) {
        world->core.yield(world->now);
    } else {
        world->core.sleep(until, mayWakeEarly);
    }
    world->reschedule();
}

int words_wait(std::span<const ExpectedWord> words, Time until)
{
    world->point("wait", words.front().word);
    // Runs are abandoned in the middle, so nothing on a thread's stack may own memory.
    Address events[MaximumEvents];
    for (size_t index = 0; index < words.size(); index++) {
        if (*words[index].word != words[index].expected) {
            return static_cast<int>(index);
        }
        events[index] = reinterpret_cast<Address>(words[index].word);
    }
    if (until <= world->now) {
        return -1;
    }
    world->core.wait(events, words.size(), 0, until);
    world->reschedule();
    const Thread &self = world->core.current_thread();
    if (self.wakeReason == WakeReason::Timeout) {
        require(world->now >= until, "a wait timed out before its time");
        return -1;
    }
    return __builtin_ctz(self.fired);
}

int word_wait(Time until, const volatile uint32_t *word, uint32_t expected, bool isInheriting)
{
    world->point("wait", word);
    const uint32_t value = *word;
    if (value != expected) {
        return 0;
    }
    const uint32_t holder = value & 0xffff;
    Core &core = world->core;
    if (isInheriting && (holder == NoThread || holder > ThreadCount || holder == core.current())) {
        return -EINVAL;
    }
    if (until <= world->now) {
        return -ETIMEDOUT;
    }
    const auto address = reinterpret_cast<Address>(word);
    if (isInheriting) {
        core.wait_for_holder(address, static_cast<ThreadNumber>(holder), until);
    } else {
        core.wait(&address, 1, 0, until);
    }
    world->reschedule();
    const WakeReason reason = core.current_thread().wakeReason;
    if (reason == WakeReason::Timeout) {
        require(world->now >= until, "a wait timed out before its time");
        return -ETIMEDOUT;
    }
    return 0;
}

int word_wake(const volatile uint32_t *word, uint32_t count)
{
    world->point("wake", word);
    Core &core = world->core;
    const uint32_t woken = core.wake(reinterpret_cast<Address>(word), count, world->now);
    if (core.is_preempted(world->now)) {
        world->reschedule();
    }
    return static_cast<int>(woken);
}

EntryPoint::EntryPoint()
{
    world->point("enter the scheduler", nullptr);
    world->isUninterrupted = true;
}

EntryPoint::~EntryPoint()
{
    world->isUninterrupted = false;
}

const Thread &events_wait(const Address *events, size_t count, Address object, Time until)
{
    world->core.wait(events, count, object, until);
    world->isUninterrupted = false;
    world->reschedule();
    world->isUninterrupted = true;
    return world->core.current_thread();
}

void waits_cancel(Address object)
{
    world->core.cancel(object, world->now);
}

void preemption_check()
{
    if (world->core.is_preempted(world->now)) {
        world->isUninterrupted = false;
        world->reschedule();
        world->isUninterrupted = true;
    }
}

} // namespace griotte::test
