// signal.h: nothing sends signals here, so no handler can be set; raise ends the run.
#ifndef SIGNAL_H
#define SIGNAL_H

#include <cdefs.h>

#define SIGINT 2
#define SIGILL 4
#define SIGABRT 6
#define SIGFPE 8
#define SIGSEGV 11
#define SIGTERM 15

#define SIG_DFL ((void (*)(int))0)
#define SIG_IGN ((void (*)(int))1)
#define SIG_ERR ((void (*)(int)) - 1)

__BEGIN_DECLS

typedef int sig_atomic_t;

/// SIG_ERR, and EINVAL in errno.
void (*signal(int number, void (*handler)(int)))(int);
/// As abort().
int raise(int number);

__END_DECLS

#endif
