// time.h: virtual time. There is no calendar on the boards; clock() and timespec_get() count from
// reset, by the CLINT.
#ifndef TIME_H
#define TIME_H

#include <cdefs.h>
#include <stddef.h>

__BEGIN_DECLS

typedef long long time_t;
typedef unsigned long long clock_t;
#define CLOCKS_PER_SEC ((clock_t)1000000)
#define TIME_UTC 1

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

/// Microseconds of virtual time since reset.
clock_t clock(void);
/// Seconds since reset; -1 on a board without a clock.
time_t time(time_t *result);
int timespec_get(struct timespec *result, int base);
double difftime(time_t end, time_t beginning);
/// Calendar arithmetic, proleptic Gregorian, UTC. Both normalise or fill every field.
time_t mktime(struct tm *date);
struct tm *gmtime_r(const time_t *__restrict seconds, struct tm *__restrict result);

__END_DECLS

#endif
