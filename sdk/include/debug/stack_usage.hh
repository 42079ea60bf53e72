// StackUsageCheck: how much stack a function and what it calls really use. Included by debug.hh.
#ifndef DEBUG_STACK_USAGE_HH
#define DEBUG_STACK_USAGE_HH

#include <cheri.hh>
#include <cstddef>
#include <debug.hh>
#include <switcher.h>

/// What a StackUsageCheck does. The monotonic ones speak only of more than ever before, the others
/// each time there is more than expected; asserting ones trap after speaking.
enum class StackCheckMode
{
    Disabled,
    LoggingMonotonic,
    Logging,
    AssertingMonotonic,
    Asserting,
};

/// A local variable at the start of an entry point, as
/// `StackUsageCheck<StackCheckMode::Logging, 128, __PRETTY_FUNCTION__> check;`: at the end it
/// compares the stack used since the compartment was entered, in bytes, with what was expected.
/// Libraries' use counts, other compartments' does not. The number found is one for
/// __cheriot_minimum_stack.
template <StackCheckMode Mode, size_t Expected, DebugContext Fn>
class StackUsageCheck
{
    /// The most that was seen in this function.
    static inline size_t stackUsage = Expected;

public:
    StackUsageCheck() = default;
    __always_inline ~StackUsageCheck()
    {
        if constexpr (Mode != StackCheckMode::Disabled) {
            constexpr bool IsMonotonic = Mode == StackCheckMode::LoggingMonotonic ||
                                         Mode == StackCheckMode::AssertingMonotonic;
            constexpr bool IsAsserting =
                Mode == StackCheckMode::Asserting || Mode == StackCheckMode::AssertingMonotonic;
            size_t used =
                CHERI::Capability{__builtin_cheri_stack_get()}.top() - stack_lowest_used_address();
            bool isTooMuch = used > (IsMonotonic ? stackUsage : Expected);
            stackUsage = std::max(stackUsage, used);
            if (isTooMuch) {
                ConditionalDebug<true, Fn>::log("Stack used: {} bytes (max {})", used, stackUsage);
                if constexpr (IsAsserting) {
                    __builtin_trap();
                }
            }
        }
    }
};

#endif
