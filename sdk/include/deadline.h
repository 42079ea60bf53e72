// Deadlines, beyond CHERIoT RTOS: how promptly a thread runs once it could.
//
// A deadline capability is a static sealed object that names a thread, so that the image's report
// shows who may watch whom. For each thread the scheduler counts how often it was woken, the worst
// time from becoming ready to running, and how often that time exceeded the deadline.
#ifndef DEADLINE_H
#define DEADLINE_H

#include <cdefs.h>
#include <compartment.h>
#include <stdbool.h>
#include <stdint.h>

/// What a deadline capability is about.
struct DeadlineCapabilityState
{
    /// Whose wakes: a thread's number, from 1.
    uint16_t thread;
    /// deadline_begin() is allowed.
    bool mayBegin;
    /// Timer cycles from becoming ready to running; 0 for none.
    uint32_t deadline;
};

/// The right to a thread's statistics: a static sealed object of the scheduler's type DeadlineKey.
typedef CHERI_SEALED(struct DeadlineCapabilityState *) DeadlineCapability;

/// Declares and defines the deadline capability `name`; STATIC_SEALED_VALUE(name) is its value.
#define DECLARE_AND_DEFINE_DEADLINE_CAPABILITY(name, thread, mayBegin, deadline)                   \
    DECLARE_AND_DEFINE_STATIC_SEALED_VALUE(struct DeadlineCapabilityState, scheduler, DeadlineKey, \
                                           name, thread, mayBegin, deadline)

/// Counts since the last deadline_begin(), or since boot. Latencies in timer cycles; a wait that
/// timed out counts from when it was due.
struct DeadlineStatistics
{
    /// The one in force; 0 before deadline_begin().
    uint32_t deadline;
    uint32_t wakes;
    uint32_t missed;
    uint32_t worstLatency;
};

__BEGIN_DECLS

/// Puts the capability's deadline in force for its thread and counts from zero.
/// 0, -EPERM if the capability is not one or does not allow it, -EINVAL for no such thread.
int __cheri_compartment("scheduler") __cheriot_interrupt_state(disabled)
    deadline_begin(DeadlineCapability capability);

/// Reads the statistics of the capability's thread. 0, -EPERM, or -EINVAL for no such thread or
/// a result that cannot be written to.
int __cheri_compartment("scheduler") __cheriot_interrupt_state(disabled)
    deadline_statistics_get(DeadlineCapability capability, struct DeadlineStatistics *result);

__END_DECLS

#endif
