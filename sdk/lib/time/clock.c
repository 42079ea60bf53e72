// Time since reset: on the RTOS from the board's timer, on bare metal from the cycle counter.
// Cycles are virtual time: the same run has the same ones.
//
// On bare metal one cycle counts as one microsecond, whatever the board's clock would be: boards
// differ, and a number a test can rely on is worth more here. mcycle is a system register, so PCC
// needs the permission, which bare-metal code has.
#include <stdint.h>
#include <time.h>

#ifdef __CHERIOT_RTOS__
#include <errno.h>

int clock_gettime(clockid_t clockID, struct timespec *outTime)
{
    if (clockID != CLOCK_MONOTONIC) {
        return -EINVAL;
    }
    return timespec_get(outTime, TIME_UTC) == TIME_UTC ? 0 : -EINVAL;
}
#elif defined(__CHERI_PURE_CAPABILITY__)
clock_t clock(void)
{
    uint32_t high;
    uint32_t low;
    uint32_t highAgain;
    do {
        __asm__ volatile("csrr %0, mcycleh" : "=r"(high));
        __asm__ volatile("csrr %0, mcycle" : "=r"(low));
        __asm__ volatile("csrr %0, mcycleh" : "=r"(highAgain));
    } while (high != highAgain);
    return (clock_t)high << 32 | low;
}
#else
clock_t clock(void)
{
    return 0;
}
#endif

time_t time(time_t *result)
{
    time_t seconds = (time_t)(clock() / CLOCKS_PER_SEC);
    if (result != NULL) {
        *result = seconds;
    }
    return seconds;
}

int timespec_get(struct timespec *result, int base)
{
    if (base != TIME_UTC) {
        return 0;
    }
    clock_t now = clock();
    result->tv_sec = (time_t)(now / CLOCKS_PER_SEC);
    result->tv_nsec = (long)(now % CLOCKS_PER_SEC * 1000000000 / CLOCKS_PER_SEC);
    return base;
}

double difftime(time_t end, time_t beginning)
{
    return (double)(end - beginning);
}
