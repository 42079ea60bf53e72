// A word for the SDK's lock and queue algorithms on the host, where one thread plays all parts:
// what the others do meanwhile is a list of steps, of which each wait takes the next.
#pragma once

#include <cerrno>
#include <cstdint>
#include <deque>
#include <functional>

namespace griotte::test {

/// What happens while a thread waits: true if it was woken or saw another value, false if time was
/// up.
using Step = std::function<void()>;

struct World
{
    std::deque<Step> steps;
    int waits = 0;
    int wakes = 0;
    /// What every wait says, if it is not 0: that there is not enough stack for it.
    int waitError = 0;
};

struct HostTimeout
{
    bool mayBlock = true;
    bool may_block() const { return mayBlock; }
};

/// std::atomic as far as the algorithms know it, and futexes.
template <typename T = uint32_t>
struct HostWord
{
    World *world;
    T value{};

    T load() const { return value; }
    void store(T desired) { value = desired; }
    T exchange(T desired)
    {
        T before = value;
        value = desired;
        return before;
    }
    bool compare_exchange_strong(T &expected, T desired)
    {
        if (value != expected) {
            expected = value;
            return false;
        }
        value = desired;
        return true;
    }
    T fetch_add(T by) { return exchange(value + by); }
    T fetch_sub(T by) { return exchange(value - by); }
    T fetch_and(T by) { return exchange(value & by); }
    T fetch_or(T by) { return exchange(value | by); }

    /// As futex_timed_wait(): only if the value is still that; without a step left, time is up.
    int wait(HostTimeout, T old, int)
    {
        if (world->waitError != 0 || value != old) {
            return world->waitError;
        }
        world->waits++;
        if (world->steps.empty()) {
            return -ETIMEDOUT;
        }
        Step step = world->steps.front();
        world->steps.pop_front();
        step();
        return 0;
    }
    void notify_all() { world->wakes++; }
};

} // namespace griotte::test
