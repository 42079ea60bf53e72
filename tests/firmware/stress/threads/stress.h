// The phases of the stress test of what threads share. All four threads are in the same phase.
#pragma once

#include <debug.hh>
#include <locks.hh>
#include <stdint.h>
#include <thread.h>

namespace stress {

using Debug = ConditionalDebug<true, "Threads">;

constexpr uint32_t Threads = 4;

/// The number of the running thread, from 0.
inline uint32_t self()
{
    return thread_id_get() - 1;
}

/// Lets others run at any moment drawn at random: not at all, as many as are ready, or all.
class Disturbance
{
    uint32_t state;

public:
    explicit Disturbance(uint32_t seed) : state(seed) {}

    void maybe()
    {
        state = state * 1664525 + 1013904223;
        switch (state >> 29) {
        case 0: {
            Timeout tick{1};
            thread_sleep(&tick);
            break;
        }
        case 1:
        case 2:
            yield();
            break;
        default:
            break;
        }
    }
};

/// Each ends when this thread is done with it, and ends the run if something is wrong. `result` are
/// for one thread, after all are done.
void locking_run();
void locking_result();
void messages_run();
void messages_result();

} // namespace stress
