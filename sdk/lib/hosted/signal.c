// Signals, of which there are none.
#include <errno.h>
#include <signal.h>
#include <stdlib.h>

void (*signal(int number, void (*handler)(int)))(int)
{
    (void)number;
    (void)handler;
    errno = EINVAL;
    return SIG_ERR;
}

int raise(int number)
{
    (void)number;
    abort();
}
