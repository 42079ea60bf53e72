// The board's time in the scheduler's: a tick is the length of a time slice and the unit of
// relative timeouts. The build defines CPU_TIMER_HZ and TICK_RATE_HZ from the board's timer_hz and
// tickrate_hz.
#ifndef TICK_MACROS_H
#define TICK_MACROS_H

#ifndef CPU_TIMER_HZ
#error "CPU_TIMER_HZ is not defined: it is the board's timer_hz"
#endif
#ifndef TICK_RATE_HZ
#error "TICK_RATE_HZ is not defined: it is the board's tickrate_hz"
#endif

/// Timer cycles in a tick.
#define TIMERCYCLES_PER_TICK (CPU_TIMER_HZ / TICK_RATE_HZ)
/// Milliseconds in a tick, rounded down.
#define MS_PER_TICK (1000U / TICK_RATE_HZ)
/// Ticks in a number of milliseconds, rounded down.
#define MS_TO_TICKS(x) ((x) / MS_PER_TICK)

#endif
