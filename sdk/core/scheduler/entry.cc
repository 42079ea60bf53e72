// Where the loader and the switcher come in, and where a thread is given away.
#include "interrupt_futexes.hh"
#include "loader_info.h"
#include "system.hh"
#include <__yield.h>
#include <errno.h>
#include <platform-timer.hh>
#include <priv/riscv.h>
#include <riscvreg.h>
#include <simulator.h>
#include <tick_macros.h>
#ifdef SIMULATION
#include <platform-simulation_exit.hh>
#endif

static_assert(TIMERCYCLES_PER_TICK > 0, "the board's tickrate_hz is above its timer_hz");

namespace scheduler {

Core core;

namespace {

/// Sealed for the switcher, by number. The running thread's is kept by the switcher.
void *trustedStacks[ThreadCount + 1];

/// The next ecall gives the hart away but not the thread's turn.
bool isHandingOver;

/// When a thread was last returned to, in cycles.
uint64_t cyclesAtReturn;

/// The end of everything: what the loader or the switcher says makes no sense.
[[noreturn]] void system_halt()
{
#ifdef SIMULATION
    platform_simulation_exit(1);
#endif
    for (;;) {
        __asm__ volatile("wfi");
    }
}

void timer_set()
{
    const Time next = core.next_event();
    if (next == Never) {
        TimerCore::clear();
    } else {
        TimerCore::setnext(next);
    }
}

/// What a trap or interrupt of the running thread means.
void cause_handle(size_t mcause, Time now)
{
    switch (mcause) {
    case priv::MCAUSE_ECALL_MACHINE:
        if (!isHandingOver && core.current_thread().state == ThreadState::Ready) {
            core.yield(now);
        }
        isHandingOver = false;
        break;
    case priv::MCAUSE_INTR | priv::MCAUSE_MTIME:
    case priv::MCAUSE_THREAD_INTERRUPT:
        break;
    case priv::MCAUSE_INTR | priv::MCAUSE_MEXTERN:
        interrupts.deliver([now](const uint32_t *word) {
            core.wake(CHERI::Capability{word}.address(), UINT32_MAX, now);
        });
        break;
    case priv::MCAUSE_THREAD_EXIT:
        if (core.exit()) {
#ifdef SIMULATION
            platform_simulation_exit(0);
#endif
        }
        break;
    default:
        // The switcher deals with faults of threads. There are no other causes.
        Debug::log("the switcher passed on a trap it should have dealt with: mcause {}", mcause);
        system_halt();
    }
}

} // namespace

Time time_now()
{
    return TimerCore::time();
}

Blocking::Blocking(TimeoutArgument theTimeout) : timeout(theTimeout), start(time_now())
{
    end = timeout.is_relative() ? core.after_ticks(start, timeout.relativeTimeout->remaining)
                                : timeout.absoluteTimeout;
}

void Blocking::switch_away()
{
    yield();
    const uint64_t ticks = core.ticks(time_now()) - core.ticks(start);
    timeout.elapse(ticks > UINT32_MAX ? UINT32_MAX : static_cast<Ticks>(ticks));
}

void preemption_check()
{
    if (core.is_preempted(time_now())) {
        isHandingOver = true;
        yield();
    } else {
        timer_set();
    }
}

uint64_t cycles_current()
{
    return core.current_thread().cycles + rdcycle64() - cyclesAtReturn;
}

} // namespace scheduler

using namespace scheduler;

// Both are called by nobody but the switcher, and are therefore no exports.

/// Boot: learns the threads, the idle thread first, and brings up timer and interrupts.
extern "C" [[gnu::used]] void scheduler_entry(const ThreadLoaderInfo *info, size_t count)
{
    if (count != ThreadCount + 1) {
        Debug::log("the image has {} threads, the scheduler was built for {}", count - 1,
                   size_t{ThreadCount});
        system_halt();
    }
    TimerCore::init();
    const Time now = time_now();
    core.initialise(TIMERCYCLES_PER_TICK, now);
    for (size_t index = 0; index < count; index++) {
        const ThreadLoaderInfo &thread = info[index];
        trustedStacks[index] = thread.trustedStack;
        if (thread.number != index || thread.priority >= PriorityCount) {
            Debug::log("thread {} has the number {} and priority {}; the largest priority is {}",
                       index, thread.number, thread.priority, PriorityCount - 1);
            system_halt();
        }
        if (index != Idle) {
            core.thread_add(static_cast<ThreadNumber>(index),
                            static_cast<Priority>(thread.priority), now);
        }
    }
    interrupts.initialise();
    timer_set();
    cyclesAtReturn = rdcycle64();
}

/// A trap or an interrupt: takes the thread it came from, and returns the one to run.
extern "C" [[gnu::used]] void *exception_entry(void *trustedStack, size_t mcause,
                                               [[maybe_unused]] size_t mepc,
                                               [[maybe_unused]] size_t mtval)
{
    core.cycles_add(rdcycle64() - cyclesAtReturn);
    trustedStacks[core.current()] = trustedStack;
    const Time now = time_now();
    cause_handle(mcause, now);
    const ThreadNumber next = core.schedule(now);
    timer_set();
    cyclesAtReturn = rdcycle64();
    return trustedStacks[next];
}

#ifdef SIMULATION
int scheduler_simulation_exit(uint32_t code)
{
    platform_simulation_exit(code);
    return -EPROTO;
}
#endif
