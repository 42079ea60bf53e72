// CHERIOT_ATOMIC_WORD(type): an atomic field of a structure that C and C++ share.
#ifndef ATOMIC_WORD_H
#define ATOMIC_WORD_H

#ifdef __cplusplus
#include <atomic>
#define CHERIOT_ATOMIC_WORD(type) std::atomic<type>
#else
#include <stdatomic.h>
#define CHERIOT_ATOMIC_WORD(type) _Atomic(type)
#endif

#endif
