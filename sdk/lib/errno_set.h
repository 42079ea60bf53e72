// errno, for library code: set on bare metal, not there on the RTOS, where libraries have no
// variables and results say what can be said.
#ifndef ERRNO_SET_H
#define ERRNO_SET_H

#include <errno.h>

static inline void errno_set(int error)
{
#ifdef __CHERIOT_RTOS__
    (void)error;
#else
    errno = error;
#endif
}

static inline int errno_get(void)
{
#ifdef __CHERIOT_RTOS__
    return 0;
#else
    return errno;
#endif
}

#endif
