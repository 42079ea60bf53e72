// The algorithms of sdk/lib/queue under every schedule of two or three threads: no message is lost,
// doubled, torn or out of order, and nobody waits for ever who need not.
#include <array>
#include <cerrno>
#include <gtest/gtest.h>
#include <new>

#include "explored_word.h"
#include "sdk/lib/queue/algorithms.hh"

namespace griotte::test {
namespace {

using queue::Side;
using scheduler::Never;
using scheduler::Priority;

/// Two words, so that it can be torn.
struct Message
{
    uint32_t number;
    uint32_t complement;
};

/// What the threads of a scenario share.
struct Shared
{
    Word<uint32_t> producer;
    Word<uint32_t> consumer;
    uint32_t size;
    std::array<Message, 2> ring;
    /// Bit n: message n was received.
    Word<uint32_t> received;
    /// Messages sent.
    Word<uint32_t> sent;
};
Shared shared;

Scenario scenario_of(uint32_t size, std::initializer_list<ScenarioThread> threads)
{
    const auto start = [size] {
        new (&shared) Shared{};
        shared.size = size;
        // So that the counters begin anew on the way.
        shared.producer = queue::counter_limit(size) - 1;
        shared.consumer = queue::counter_limit(size) - 1;
    };
    return {.threads = threads,
            .shared = {std::as_writable_bytes(std::span(&shared, 1))},
            .start = start,
            // Two threads are seen under all schedules.
            .maximumInterrupts = threads.size() > 2 ? 4 : UINT_MAX};
}

/// What a bad pointer does to the thread that uses it.
struct Fault
{};

/// As the compartment's error handler: whether a function returned.
constexpr auto Guarded = [](auto &&function) {
    try {
        function();
        return true;
    } catch (const Fault &) {
        return false;
    }
};

/// No pointer is bad.
constexpr uint32_t NoFault = UINT32_MAX;

/// Sends messages with consecutive numbers. The one numbered `bad` is half in unreadable memory.
int send(uint32_t first, uint32_t count = 1, Limit limit = {}, uint32_t bad = NoFault)
{
    return queue::move<Side::Sender>(
        shared.producer, shared.consumer, shared.size, count, limit, Plain,
        [&](uint32_t index, uint32_t done, uint32_t many) {
            for (uint32_t copied = 0; copied < many; copied++) {
                const uint32_t number = first + done + copied;
                shared.ring[index + copied].number = number;
                if (number == bad) {
                    throw Fault{};
                }
                shared.ring[index + copied].complement = ~number;
            }
        },
        Guarded);
}

/// Receives messages into `numbers`. With `isBad` there is no memory for the second half of the
/// first one.
int receive(std::span<uint32_t> numbers, Limit limit = {}, bool isBad = false)
{
    return queue::move<Side::Receiver>(
        shared.consumer, shared.producer, shared.size, static_cast<uint32_t>(numbers.size()), limit,
        Plain,
        [&](uint32_t index, uint32_t done, uint32_t many) {
            for (uint32_t copied = 0; copied < many; copied++) {
                const uint32_t number = shared.ring[index + copied].number;
                if (isBad) {
                    throw Fault{};
                }
                numbers[done + copied] = number;
                require(shared.ring[index + copied].complement == ~number, "a message is torn");
            }
        },
        Guarded);
}

/// Notes that a message was received.
void received_add(uint32_t number)
{
    const uint32_t before = shared.received.fetch_or(1U << number);
    require((before >> number & 1) == 0, "a message was received twice");
}

/// Receives one and returns its number.
uint32_t receive_one()
{
    uint32_t number = 0;
    require(receive({&number, 1}) == 1, "receiving for ever failed");
    received_add(number);
    return number;
}

/// Sends so many, one at a time.
std::function<void()> sender_of(uint32_t first, uint32_t count)
{
    return [first, count] {
        for (uint32_t number = first; number < first + count; number++) {
            require(send(number) == 1, "sending for ever failed");
        }
    };
}

/// Receives so many, one at a time. Those of each sender (numbers of 8 and above are another's)
/// are in their order.
std::function<void()> receiver_of(uint32_t count)
{
    return [count] {
        std::array<uint32_t, 2> next{};
        for (uint32_t index = 0; index < count; index++) {
            const uint32_t number = receive_one();
            uint32_t &expected = next[number / 8];
            require(number % 8 >= expected, "a sender's messages are out of order");
            expected = number % 8 + 1;
        }
    };
}

void end_with(uint32_t received)
{
    require(shared.received.load() == received, "a message was lost");
    require(queue::counter_load(shared.producer) == queue::counter_load(shared.consumer),
            "the counters went wrong");
    require(((shared.producer.load() | shared.consumer.load()) & queue::LockBit) == 0,
            "a lock was left behind");
}

constexpr std::initializer_list<uint32_t> Sizes = {1, 2};
constexpr std::initializer_list<Priority> Priorities = {1, 2, 3};

TEST(ExploredQueue, HandsOverEveryMessageOnceAndInOrder)
{
    for (const uint32_t size : Sizes) {
        for (const Priority priority : Priorities) {
            Scenario scenario =
                scenario_of(size, {{2, sender_of(0, 3)}, {priority, receiver_of(3)}});
            scenario.end = [] { end_with(0b111); };
            expect_good(explore(scenario));
        }
    }
}

TEST(ExploredQueue, TwoSendersKeepTheirOrders)
{
    for (const Priority priority : Priorities) {
        Scenario scenario = scenario_of(
            1, {{2, sender_of(0, 2)}, {2, sender_of(8, 1)}, {priority, receiver_of(3)}});
        scenario.end = [] { end_with(0b1'0000'0011); };
        expect_good(explore(scenario));
    }
}

TEST(ExploredQueue, TwoReceiversShareTheMessages)
{
    for (const Priority priority : Priorities) {
        Scenario scenario =
            scenario_of(1, {{2, sender_of(0, 3)}, {2, receiver_of(2)}, {priority, receiver_of(1)}});
        scenario.end = [] { end_with(0b111); };
        expect_good(explore(scenario));
    }
}

TEST(ExploredQueue, MovesMoreAtATimeThanItHasRoomFor)
{
    const auto sender = [] { require(send(0, 3) == 3, "sending for ever failed"); };
    const auto receiver = [] {
        std::array<uint32_t, 3> numbers{};
        require(receive(numbers) == 3, "receiving for ever failed");
        for (uint32_t index = 0; index < 3; index++) {
            require(numbers[index] == index, "messages are out of order");
            received_add(numbers[index]);
        }
    };
    for (const uint32_t size : Sizes) {
        for (const Priority priority : Priorities) {
            Scenario scenario = scenario_of(size, {{2, sender}, {priority, receiver}});
            scenario.end = [] { end_with(0b111); };
            expect_good(explore(scenario));
        }
    }
}

TEST(ExploredQueue, WhatTimesOutWasNotMovedAndWhatWasNotIsStillThere)
{
    const auto sender = [] {
        for (uint32_t number = 0; number < 2; number++) {
            const int result = send(number, 1, {ExplorerSlice});
            require(result == 1 || result == -ETIMEDOUT, "neither sent nor timed out");
            if (result == 1) {
                shared.sent.fetch_or(1U << number);
            }
        }
    };
    const auto receiver = [] {
        uint32_t number = 0;
        const int result = receive({&number, 1}, {2 * ExplorerSlice});
        if (result == 1) {
            received_add(number);
        } else {
            require(result == -ETIMEDOUT, "neither received nor timed out");
        }
    };
    for (const Priority priority : Priorities) {
        Scenario scenario = scenario_of(1, {{2, sender}, {priority, receiver}, {2, receiver}});
        scenario.end = [] {
            const uint32_t left = shared.sent.load() & ~shared.received.load();
            require((shared.received.load() & ~shared.sent.load()) == 0, "what was not sent came");
            require(queue::items_remaining(shared.size, queue::counter_load(shared.producer),
                                           queue::counter_load(shared.consumer)) ==
                        static_cast<uint32_t>(__builtin_popcount(left)),
                    "a message was lost");
        };
        expect_good(explore(scenario));
    }
}

TEST(ExploredQueue, StoppingItEndsEveryWait)
{
    const auto stopper = [] {
        queue::end_stop(shared.producer);
        queue::end_stop(shared.consumer);
    };
    const auto sender = [] {
        for (uint32_t number = 0; number < 2; number++) {
            const int result = send(number);
            require(result == 1 || result == -ETIMEDOUT, "neither sent nor stopped");
        }
    };
    const auto receiver = [] {
        uint32_t number = 0;
        while (receive({&number, 1}) == 1) {
            received_add(number);
        }
    };
    for (const Priority priority : Priorities) {
        expect_good(explore(scenario_of(1, {{2, sender}, {2, sender}, {priority, stopper}})));
        expect_good(explore(scenario_of(1, {{2, sender}, {2, receiver}, {priority, stopper}})));
        expect_good(explore(scenario_of(1, {{2, receiver}, {2, receiver}, {priority, stopper}})));
    }
}

TEST(ExploredQueue, ASenderThatFaultsLeavesNothingOfItsMessage)
{
    const auto clumsy = [] {
        require(send(8, 1, {}, 8) == -EPERM, "a fault went unnoticed");
        require(send(9) == 1, "sending for ever failed");
    };
    for (const Priority priority : Priorities) {
        Scenario scenario =
            scenario_of(1, {{2, clumsy}, {2, sender_of(0, 1)}, {priority, receiver_of(2)}});
        scenario.end = [] { end_with(0b10'0000'0001); };
        expect_good(explore(scenario));
    }
}

TEST(ExploredQueue, ASenderThatFaultsLaterSaysWhatItHasSent)
{
    const auto clumsy = [] { require(send(0, 2, {}, 1) == 1, "what was sent was denied"); };
    for (const Priority priority : Priorities) {
        Scenario scenario = scenario_of(1, {{2, clumsy}, {priority, receiver_of(1)}});
        scenario.end = [] { end_with(0b1); };
        expect_good(explore(scenario));
    }
}

TEST(ExploredQueue, AReceiverThatFaultsLeavesTheMessageToOthers)
{
    const auto clumsy = [] {
        uint32_t number = 0;
        require(receive({&number, 1}, {}, true) == -EPERM, "a fault went unnoticed");
    };
    for (const Priority priority : Priorities) {
        // The one that faults needs a message too, so there is one more than is received.
        Scenario scenario =
            scenario_of(1, {{2, sender_of(0, 3)}, {2, clumsy}, {priority, receiver_of(2)}});
        scenario.end = [] {
            require(shared.received.load() == 0b11, "a message was lost");
            require(shared.ring[0].number == 2, "the last message is not there");
        };
        expect_good(explore(scenario));
    }
}

TEST(ExploredQueue, AResetForgetsMessagesAndNothingElse)
{
    // The last message is sent again until it comes.
    const auto sender = [] {
        require(send(0) == 1 && send(1) == 1, "sending for ever failed");
        while (shared.received.load() >> 2 == 0) {
            require(send(2) == 1, "sending for ever failed");
        }
        queue::end_stop(shared.producer);
        queue::end_stop(shared.consumer);
    };
    const auto receiver = [] {
        uint32_t next = 0;
        uint32_t number = 0;
        while (receive({&number, 1}) == 1) {
            require(number >= next, "messages are out of order");
            next = number;
            shared.received.fetch_or(1U << number);
        }
    };
    const auto resetter = [] {
        const int result = queue::reset(shared.producer, shared.consumer, Limit{}, Plain);
        require(result == 0 || result == -ETIMEDOUT, "neither reset nor stopped");
    };
    for (const Priority priority : Priorities) {
        expect_good(explore(scenario_of(1, {{2, sender}, {2, receiver}, {priority, resetter}})));
    }
}

/// Waits until a side has something to do, as a multiwaiter does.
template <Side side>
void ready_wait()
{
    const bool isSender = side == Side::Sender;
    Word<uint32_t> &own = isSender ? shared.producer : shared.consumer;
    Word<uint32_t> &other = isSender ? shared.consumer : shared.producer;
    const ExpectedWord words[] = {
        {other.address(), queue::value_blocked<side>(own, other, shared.size)}};
    require(words_wait(words, Never) == 0, "a wait for ever timed out");
}

/// Receives by a multiwaiter, without ever blocking in the queue itself.
void receive_when_ready()
{
    uint32_t number = 0;
    for (;;) {
        ready_wait<Side::Receiver>();
        const int result = receive({&number, 1}, {0});
        if (result == 1) {
            received_add(number);
            return;
        }
        require(result == -ETIMEDOUT, "neither received nor nothing there");
    }
}

TEST(ExploredQueue, AMultiwaiterMissesNoMessage)
{
    for (const Priority priority : Priorities) {
        Scenario scenario = scenario_of(
            1, {{2, sender_of(0, 3)}, {2, receiver_of(2)}, {priority, receive_when_ready}});
        scenario.end = [] { end_with(0b111); };
        expect_good(explore(scenario));
    }
}

TEST(ExploredQueue, AMultiwaiterMissesNoRoom)
{
    const auto sender = [] {
        for (;;) {
            ready_wait<Side::Sender>();
            const int result = send(8, 1, {0});
            if (result == 1) {
                return;
            }
            require(result == -ETIMEDOUT, "neither sent nor no room");
        }
    };
    for (const Priority priority : Priorities) {
        Scenario scenario =
            scenario_of(1, {{2, sender_of(0, 2)}, {2, receiver_of(3)}, {priority, sender}});
        scenario.end = [] { end_with(0b1'0000'0011); };
        expect_good(explore(scenario));
    }
}

TEST(ExploredQueue, AMultiwaiterIsToldOfTheEnd)
{
    const auto stopper = [] {
        queue::end_stop(shared.producer);
        queue::end_stop(shared.consumer);
    };
    for (const Priority priority : Priorities) {
        expect_good(
            explore(scenario_of(1, {{2, stopper}, {priority, ready_wait<Side::Receiver>}})));
    }
}

// That these would find what is wrong with a queue.

TEST(ExploredQueue, WithoutItsLockWouldLoseMessages)
{
    const auto sender_without = [](uint32_t number) {
        return [number] {
            volatile uint32_t done = 0;
            volatile bool mustWake = false;
            (void)queue::move_locked<Side::Sender>(shared.producer, shared.consumer, shared.size, 1,
                                                   Limit{}, Plain, done, mustWake,
                                                   [&](uint32_t index, uint32_t, uint32_t) {
                                                       shared.ring[index].number = number;
                                                       shared.ring[index].complement = ~number;
                                                   });
        };
    };
    Scenario scenario = scenario_of(2, {{2, sender_without(0)}, {2, sender_without(8)}});
    scenario.end = [] { require(queue::counter_load(shared.producer) == 2, "a message was lost"); };
    expect_found(explore(scenario), "a message was lost");
}

/// A word nobody is ever woken on.
struct SilentWord : Word<uint32_t>
{
    void notify_all() {}
};

TEST(ExploredQueue, WithoutItsWakeUpsWouldStandStill)
{
    const auto receiver = [] {
        const auto take = [](uint32_t, uint32_t, uint32_t) {};
        (void)queue::move<Side::Receiver>(shared.consumer, shared.producer, shared.size, 1, Limit{},
                                          Plain, take, Guarded);
    };
    const auto sender = [] {
        const auto put = [](uint32_t, uint32_t, uint32_t) {};
        auto &silent = static_cast<SilentWord &>(shared.producer);
        auto &consumer = static_cast<SilentWord &>(shared.consumer);
        (void)queue::move<Side::Sender>(silent, consumer, shared.size, 1, Limit{}, Plain, put,
                                        Guarded);
    };
    expect_found(explore(scenario_of(1, {{2, sender}, {2, receiver}})),
                 "no thread can ever run again");
}

} // namespace
} // namespace griotte::test
