// What explored code is given for a futex word and a timeout: explorer.h's, under the names the
// SDK's algorithms know them by.
#pragma once

#include <atomic>
#include <cstdint>
#include <gtest/gtest.h>

#include "explorer.h"

namespace griotte::test {

/// Until when to block, as the algorithms take it.
struct Limit
{
    scheduler::Time until = scheduler::Never;
    [[nodiscard]] bool may_block() const
    {
        return until == scheduler::Never || until > time_present();
    }
};

/// Flags of a wait: whether it lends priority.
inline constexpr bool Plain = false;
inline constexpr bool Inheriting = true;

/// A futex word: std::atomic, with the waiting the RTOS's has.
template <typename Value>
struct Word : std::atomic<Value>
{
    using std::atomic<Value>::operator=;

    [[nodiscard]] const volatile uint32_t *address() const
    {
        return reinterpret_cast<const volatile uint32_t *>(this);
    }
    int wait(Limit limit, Value seen, bool isInheriting)
    {
        return word_wait(limit.until, address(), static_cast<uint32_t>(seen), isInheriting);
    }
    void notify_all() { word_wake(address(), UINT32_MAX); }
};

/// Nothing went wrong, under any schedule.
inline void expect_good(const Exploration &exploration)
{
    EXPECT_EQ(exploration.failure, "");
    EXPECT_TRUE(exploration.isComplete) << exploration.states << " states";
}

/// Something did, for which the explorer has these words.
inline void expect_found(const Exploration &exploration, const char *words)
{
    EXPECT_NE(exploration.failure.find(words), std::string::npos) << exploration.failure;
}

} // namespace griotte::test
