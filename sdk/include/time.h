// time.h. There is no calendar on the boards: time counts from reset. On bare metal that is virtual
// time, by the cycle counter; on the RTOS the board's timer.
#ifndef TIME_H
#define TIME_H

#include <cdefs.h>
#include <stddef.h>
#ifdef __CHERIOT_RTOS__
#include <platform-time.h>
#include <stdint.h>
#include <thread.h>
#endif

__BEGIN_DECLS

typedef long long time_t;
typedef unsigned long long clock_t;
#ifdef __CHERIOT_RTOS__
#define CLOCKS_PER_SEC ((clock_t)CPU_TIMER_HZ)
#else
#define CLOCKS_PER_SEC ((clock_t)1000000)
#endif
#define TIME_UTC 1
#define TIMER_ABSTIME 1

struct timespec
{
    time_t tv_sec;
    long tv_nsec;
};
struct tm
{
    int tm_sec;
    int tm_min;
    int tm_hour;
    int tm_mday;
    int tm_mon;
    int tm_year;
    int tm_wday;
    int tm_yday;
    int tm_isdst;
};

#ifdef __CHERIOT_RTOS__
typedef enum __clockid_t
{
    CLOCK_MONOTONIC,
    CLOCK_REALTIME,
    CLOCK_THREAD_CPUTIME_ID,
    CLOCK_PROCESS_CPUTIME_ID = CLOCK_THREAD_CPUTIME_ID,
} clockid_t;

/// The board's timer.
static inline clock_t clock(void)
{
    return platform_monotonic_time_read();
}

/// The time since reset (CLOCK_MONOTONIC). 0; -EINVAL for other clocks, which there are none of. In
/// library `clock`.
int __cheri_libcall clock_gettime(clockid_t clockID, struct timespec *outTime);
#else
/// Microseconds of virtual time since reset.
clock_t clock(void);
#endif
/// Seconds since reset; -1 on a board without a clock.
time_t __cheri_libcall time(time_t *result);
int __cheri_libcall timespec_get(struct timespec *result, int base);
double __cheri_libcall difftime(time_t end, time_t beginning);
/// Calendar arithmetic, proleptic Gregorian, UTC. Both normalise or fill every field.
time_t __cheri_libcall mktime(struct tm *date);
time_t __cheri_libcall timegm(struct tm *date);
struct tm *__cheri_libcall gmtime_r(const time_t *__restrict seconds, struct tm *__restrict result);

__END_DECLS

#endif
