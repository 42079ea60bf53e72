// The algorithms of message queues, one step at a time.

#include "host_word.h"
#include "sdk/lib/queue/algorithms.hh"
#include <algorithm>
#include <gtest/gtest.h>
#include <random>
#include <vector>

namespace griotte::test {
namespace {

constexpr int NoFlags = 0;

/// A queue of numbers.
struct Numbers
{
    World world;
    HostWord<> producer{&world};
    HostWord<> consumer{&world};
    std::vector<int> ring;
    bool mustWake = false;

    explicit Numbers(uint32_t size) : ring(size) {}

    /// What move_locked says, and how many were moved.
    std::pair<int, uint32_t> send(std::vector<int> numbers)
    {
        volatile uint32_t done = 0;
        volatile bool wake = false;
        int result = queue::move_locked<queue::Side::Sender>(
            producer, consumer, static_cast<uint32_t>(ring.size()),
            static_cast<uint32_t>(numbers.size()), HostTimeout{}, NoFlags, done, wake,
            [&](uint32_t index, uint32_t from, uint32_t many) {
                std::copy_n(numbers.begin() + from, many, ring.begin() + index);
            });
        mustWake = wake;
        return {result, done};
    }

    std::vector<int> receive(uint32_t count)
    {
        std::vector<int> numbers(count);
        volatile uint32_t done = 0;
        volatile bool wake = false;
        (void)queue::move_locked<queue::Side::Receiver>(
            consumer, producer, static_cast<uint32_t>(ring.size()), count, HostTimeout{}, NoFlags,
            done, wake, [&](uint32_t index, uint32_t to, uint32_t many) {
                std::copy_n(ring.begin() + index, many, numbers.begin() + to);
            });
        mustWake = wake;
        numbers.resize(done);
        return numbers;
    }
};

TEST(Queue, KeepsOrderAcrossTheEndOfTheRing)
{
    Numbers numbers(3);
    EXPECT_EQ(numbers.send({1, 2}).second, 2U);
    EXPECT_EQ(numbers.receive(1), std::vector<int>{1});
    EXPECT_EQ(numbers.send({3, 4}).second, 2U);
    EXPECT_EQ(numbers.receive(3), (std::vector<int>{2, 3, 4}));
}

TEST(Queue, SendsWhatThereIsRoomForAndSaysThatTimeIsUp)
{
    Numbers numbers(3);
    EXPECT_EQ(numbers.send({1, 2, 3, 4}), (std::pair<int, uint32_t>{-ETIMEDOUT, 3}));
    EXPECT_EQ(numbers.world.waits, 1);
    EXPECT_EQ(numbers.receive(9), (std::vector<int>{1, 2, 3}));
}

TEST(Queue, WakesTheOtherSideOnlyWhenItMayWait)
{
    Numbers numbers(3);
    numbers.send({1});
    EXPECT_TRUE(numbers.mustWake); // it was empty
    numbers.send({2});
    EXPECT_FALSE(numbers.mustWake);
    numbers.send({3});
    EXPECT_FALSE(numbers.mustWake);
    numbers.receive(1);
    EXPECT_TRUE(numbers.mustWake); // it was full
    numbers.receive(1);
    EXPECT_FALSE(numbers.mustWake);
}

TEST(Queue, GoesOnWhenTheOtherSideMakesRoom)
{
    Numbers numbers(2);
    numbers.send({1, 2});
    std::vector<int> received;
    numbers.world.steps.push_back([&] { received = numbers.receive(2); });
    EXPECT_EQ(numbers.send({3, 4}), (std::pair<int, uint32_t>{0, 2}));
    EXPECT_EQ(received, (std::vector<int>{1, 2}));
    EXPECT_EQ(numbers.receive(2), (std::vector<int>{3, 4}));
}

TEST(Queue, StopsSendersThatWaitForRoom)
{
    Numbers numbers(1);
    numbers.send({1});
    numbers.world.steps.push_back([&] {
        queue::end_stop(numbers.producer);
        queue::end_stop(numbers.consumer);
    });
    EXPECT_EQ(numbers.send({2}), (std::pair<int, uint32_t>{-ETIMEDOUT, 0}));
    EXPECT_EQ(numbers.world.waits, 1);
    EXPECT_EQ(queue::end_lock(numbers.producer, HostTimeout{}, NoFlags), -ETIMEDOUT);
}

TEST(Queue, CountersKeepTheBitsOfTheLock)
{
    World world;
    HostWord<> word{&world, queue::LockBit | queue::WaitersBit | 5};
    queue::counter_store(word, 6);
    EXPECT_EQ(word.value, queue::LockBit | queue::WaitersBit | 6);
    queue::end_unlock(word);
    EXPECT_EQ(word.value, 6U);
    EXPECT_EQ(world.wakes, 1);
}

TEST(Queue, EndLockWaitsForWhoeverHoldsIt)
{
    World world;
    HostWord<> word{&world, queue::LockBit | 5};
    world.steps.push_back([&] { queue::end_unlock(word); });
    EXPECT_EQ(queue::end_lock(word, HostTimeout{}, NoFlags), 0);
    EXPECT_EQ(word.value, queue::LockBit | 5);
    EXPECT_EQ(world.wakes, 1);
    EXPECT_EQ(queue::end_lock(word, HostTimeout{}, NoFlags), -ETIMEDOUT);
}

TEST(Queue, IsAQueueUnderRandomUse)
{
    std::mt19937 random(4);
    for (uint32_t size : {1U, 2U, 3U, 7U, 16U}) {
        Numbers numbers(size);
        std::vector<int> model;
        int next = 0;
        for (int round = 0; round < 2000; round++) {
            uint32_t many = random() % (size + 2);
            if (random() % 2 == 0) {
                std::vector<int> sent(many);
                std::generate(sent.begin(), sent.end(), [&] { return next++; });
                uint32_t done = numbers.send(sent).second;
                ASSERT_EQ(done, std::min<size_t>(many, size - model.size()));
                model.insert(model.end(), sent.begin(), sent.begin() + done);
            } else {
                std::vector<int> received = numbers.receive(many);
                ASSERT_EQ(received.size(), std::min<size_t>(many, model.size()));
                ASSERT_TRUE(std::equal(received.begin(), received.end(), model.begin()));
                model.erase(model.begin(), model.begin() + static_cast<long>(received.size()));
            }
            ASSERT_EQ(queue::items_remaining(size, numbers.producer.value, numbers.consumer.value),
                      model.size());
        }
    }
}

TEST(Queue, RefusesSizesWhoseCountersReachTheLock)
{
    EXPECT_TRUE(queue::is_possible_size((1U << 28) - 1));
    EXPECT_FALSE(queue::is_possible_size(1U << 28));
    EXPECT_FALSE(queue::is_possible_size(UINT64_MAX >> 1));
}

} // namespace
} // namespace griotte::test
