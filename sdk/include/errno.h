// Errors by number. Functions of other compartments and libraries return them negated; the C
// library of bare-metal code also has the variable, which code for the RTOS has not: libraries have
// no globals. The numbers are CHERIoT RTOS's, so that one in a log means the same everywhere.
#ifndef ERRNO_H
#define ERRNO_H

#include <cdefs.h>

#ifndef __CHERIOT_RTOS__
__BEGIN_DECLS
extern int errno;
__END_DECLS
#endif

/// A compartment call did not return: the callee was unwound, or is none.
#define ECOMPARTMENTFAIL 1
#define EPERM 2
#define ENOENT 3
#define ESRCH 4
#define EINTR 5
#define EIO 6
#define ENXIO 7
#define E2BIG 8
#define ENOEXEC 9
#define EBADF 10
#define ECHILD 11
#define EAGAIN 12
#define ENOMEM 13
#define EACCES 14
#define EFAULT 15
#define EBUSY 16
#define EEXIST 17
#define EXDEV 18
#define ENODEV 19
#define ENOTDIR 20
#define EISDIR 21
#define EINVAL 22
#define ENFILE 23
#define EMFILE 24
#define ENOTTY 25
#define ETXTBSY 26
#define EFBIG 27
#define ENOSPC 28
#define ESPIPE 29
#define EROFS 30
#define EMLINK 31
#define EPIPE 32
#define EDOM 33
#define ERANGE 34
#define ENAMETOOLONG 36
#define ENOLCK 37
#define ENOSYS 38
#define ENOTEMPTY 39
#define ELOOP 40
#define ENOMSG 42
#define EIDRM 43
#define EDEADLK 45
#define EUNATCH 49
#define EBADE 52
#define ENOSTR 60
#define ENODATA 61
#define ETIME 62
#define ENOSR 63
#define ENOLINK 67
#define EPROTO 71
#define EMULTIHOP 72
#define EBADMSG 74
#define EFTYPE 79
#define EILSEQ 84
#define ENOTSOCK 88
#define EDESTADDRREQ 89
#define EMSGSIZE 90
#define EPROTOTYPE 91
#define ENOPROTOOPT 92
#define EPROTONOSUPPORT 93
#define EOPNOTSUPP 95
#define EPFNOSUPPORT 96
#define EAFNOSUPPORT 97
#define EADDRINUSE 98
#define EADDRNOTAVAIL 99
#define ENETDOWN 100
#define ENETUNREACH 101
#define ENETRESET 102
#define ECONNABORTED 103
#define ECONNRESET 104
#define ENOBUFS 105
#define EISCONN 106
#define ENOTCONN 107
#define ETIMEDOUT 110
#define ECONNREFUSED 111
#define EHOSTDOWN 112
#define EHOSTUNREACH 113
#define EALREADY 114
#define EINPROGRESS 115
#define ESTALE 116
#define EDQUOT 122
#define ENOMEDIUM 123
#define ECANCELED 125
#define EOWNERDEAD 130
#define ENOTRECOVERABLE 131
#define EOVERFLOW 139
/// A compartment call was not made: less stack was left than the callee asks for.
#define ENOTENOUGHSTACK 140
/// A compartment call was not made: the thread has no trusted stack frame left.
#define ENOTENOUGHTRUSTEDSTACK 141
#define EWOULDBLOCK EAGAIN
#define ENOTSUP EOPNOTSUPP

/// Numbers above this are free for programs.
#define __ELASTERROR 2000

#endif
