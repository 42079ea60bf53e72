// The time of the board's timer, without the timer: what CHERI code may read is the cycle counter,
// and the timer counts the same cycles from the same moment.
//
// A board whose timer is another defines CHERIOT_PLATFORM_TIME_LOW and _HIGH (CSRs) or
// CHERIOT_PLATFORM_TIME_DIVISOR (counts of those in one of the timer) in a platform-time.h of its
// own, before it includes this one with #include_next.
#ifndef PLATFORM_TIME_H
#define PLATFORM_TIME_H

#include <cdefs.h>
#include <stdint.h>

#ifndef CHERIOT_PLATFORM_TIME_LOW
#define CHERIOT_PLATFORM_TIME_LOW mcycle
#endif
#ifndef CHERIOT_PLATFORM_TIME_HIGH
#define CHERIOT_PLATFORM_TIME_HIGH mcycleh
#endif
#ifndef CHERIOT_PLATFORM_TIME_DIVISOR
#define CHERIOT_PLATFORM_TIME_DIVISOR 1
#endif

/// The present, of the clock absolute timeouts are measured by. It runs at CPU_TIMER_HZ.
static inline uint64_t platform_monotonic_time_read(void)
{
    uint32_t high;
    uint32_t low;
    uint32_t highAfter;
    // Until no carry, and no other thread, came in between.
    do {
        __asm__ volatile("csrr %0, " __XSTRING(CHERIOT_PLATFORM_TIME_HIGH) : "=r"(high));
        __asm__ volatile("csrr %0, " __XSTRING(CHERIOT_PLATFORM_TIME_LOW) : "=r"(low));
        __asm__ volatile("csrr %0, " __XSTRING(CHERIOT_PLATFORM_TIME_HIGH) : "=r"(highAfter));
    } while (high != highAfter);
    return ((uint64_t)high << 32 | low) / CHERIOT_PLATFORM_TIME_DIVISOR;
}

#endif
