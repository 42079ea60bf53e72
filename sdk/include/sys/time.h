// Times in seconds and microseconds, as POSIX has them. No select, no timers.
#ifndef SYS_TIME_H
#define SYS_TIME_H

#include <cdefs.h>
#include <stdint.h>
#include <time.h>

/// Microseconds of a second.
typedef uint32_t suseconds_t;

struct timeval
{
    time_t tv_sec;
    suseconds_t tv_usec;
};

#endif
