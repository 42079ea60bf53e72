// How long a call may block. Such calls take a TimeoutArgument first, which is one of two things:
//
//  * a relative timeout, `Timeout *`: ticks that may pass, counted down while the call blocks. The
//    same object is handed on through a chain of calls, and bounds the time of all together;
//  * an absolute one: the time, as platform_monotonic_time_read() tells it, until which to wait.
//
// They are told apart by the tag. docs/reference/scheduling.md says what the times mean exactly.
#ifndef TIMEOUT_H
#define TIMEOUT_H

#include <cdefs.h>
#include <cheri-builtins.h>
#include <platform-time.h>
#include <stdint.h>

/// A number of scheduler ticks (tick_macros.h).
typedef uint32_t Ticks;

/// As the `remaining` of a Timeout: no limit.
static __if_cxx(constexpr) const Ticks UnlimitedTimeout = UINT32_MAX;

/// A time of the board's timer, which runs at CPU_TIMER_HZ.
typedef uint64_t AbsoluteMonotonicTimeout;

/// Block for as long as it takes.
static __if_cxx(constexpr) const AbsoluteMonotonicTimeout TimeoutWaitForever = UINT64_MAX;

/// Do not block.
static __if_cxx(constexpr) const AbsoluteMonotonicTimeout TimeoutNoWait = 0;

/// A relative timeout. It lives on a stack or in globals: calls refuse one on the heap with
/// -EINVAL, as it might be freed while they block.
typedef struct Timeout
{
    /// Ticks that have passed in blocking calls. Begins at 0. May end up above what `remaining` was
    /// at first, when threads of a higher priority kept this one from running.
    Ticks elapsed __if_cxx(= 0);
    /// Ticks that may still pass; stays at UnlimitedTimeout, stops at 0.
    Ticks remaining;
#ifdef __cplusplus
    /// Lets `time` ticks pass.
    Timeout(Ticks time) : remaining(time) {}

    /// The fields in their order, as C initialises them.
    Timeout(Ticks elapsedTicks, Ticks remainingTicks)
        : elapsed(elapsedTicks), remaining(remainingTicks)
    {}

    /// Counts ticks that have passed.
    void elapse(Ticks time)
    {
        if (__builtin_add_overflow(elapsed, time, &elapsed)) {
            elapsed = UINT32_MAX;
        }
        if (remaining != UnlimitedTimeout) {
            remaining = remaining > time ? remaining - time : 0;
        }
    }

    /// Whether a call with this timeout may block at all.
    bool may_block() { return remaining > 0; }
#endif
} Timeout;

/// Either kind of timeout. In C any of the two is converted to it in a call, in C++ anywhere. As
/// large as a capability and aligned like one, it is passed in one register.
typedef union __if_c(__attribute__((__transparent_union__))) __TimeoutArgument
{
    /// Where the tag is set. First, because C passes a transparent union as it would its first
    /// field.
    Timeout *relativeTimeout;
    AbsoluteMonotonicTimeout absoluteTimeout;

#ifdef __cplusplus
    __TimeoutArgument(AbsoluteMonotonicTimeout timeout) : absoluteTimeout(timeout) {}
    __TimeoutArgument(Timeout *timeout) : relativeTimeout(timeout) {}

    bool is_relative() { return cheri_is_valid(relativeTimeout); }

    /// As timeout_is_valid().
    bool is_valid();

    /// As timeout_may_block().
    bool may_block();

    /// As timeout_elapse().
    void elapse(Ticks ticks);

    /// As timeout_elapse_from().
    void elapse_from(Timeout &source) { elapse(source.elapsed); }
#endif
} TimeoutArgument;

#ifdef __CHERIOT_RTOS__
_Static_assert(sizeof(TimeoutArgument) == sizeof(void *), "a timeout is passed in one register");
#endif

__BEGIN_DECLS

/// Whether this is a capability to a Timeout that can be read and written and is not on the heap.
/// For arguments take timeout_is_valid(), which knows of both kinds.
bool __cheri_libcall check_timeout_pointer(const struct Timeout *timeout);

/// Whether this is an absolute timeout, or a relative one check_timeout_pointer() accepts and that
/// is not in this compartment's part of the stack. Whoever is called across a boundary asks this
/// before anything else. (A library's function asks check_timeout_pointer(): its caller's timeouts
/// may be there.)
bool __cheri_libcall timeout_is_valid(TimeoutArgument timeout);

/// Whether no time is left.
bool __cheri_libcall timeout_has_expired(TimeoutArgument timeout);

/// Counts ticks that have passed, in a relative timeout; an absolute one needs no counting.
void __cheri_libcall timeout_elapse(TimeoutArgument timeout, Ticks ticks);

static inline bool timeout_is_relative(TimeoutArgument timeout)
{
    return cheri_is_valid(timeout.relativeTimeout);
}

/// Whether time is left, so that a call may block.
static inline bool timeout_may_block(TimeoutArgument timeout)
{
    return !timeout_has_expired(timeout);
}

/// Counts in `destination` what has passed in `source`: for a call that waits in short steps with a
/// Timeout of its own, on behalf of a caller whose timeout is of either kind.
static inline void timeout_elapse_from(TimeoutArgument destination, Timeout *source)
{
    timeout_elapse(destination, source->elapsed);
}

__END_DECLS

#ifdef __cplusplus
inline bool __TimeoutArgument::is_valid()
{
    return timeout_is_valid(*this);
}

inline bool __TimeoutArgument::may_block()
{
    return timeout_may_block(*this);
}

inline void __TimeoutArgument::elapse(Ticks ticks)
{
    timeout_elapse(*this, ticks);
}
#endif

#endif
