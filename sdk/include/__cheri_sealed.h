// CHERI_SEALED(T *): the type of a pointer to T that is sealed and can only be handed back to
// whoever holds its key. Our compiler has no type of its own for such pointers, so all of them are
// pointers to one incomplete structure, which nothing can be read through
// (docs/reference/compiler.md).
#ifndef CHERI_SEALED_H
#define CHERI_SEALED_H

#ifndef __ASSEMBLER__
#include <cdefs.h>

#ifndef CHERI_SEALED
#if __has_extension(cheri_sealed_pointers) && !defined(CHERIOT_NO_SEALED_POINTERS)
#define CHERI_SEALED(T) T __sealed_capability
#else
#define CHERI_SEALED(T) struct TokenObjectType *
#endif
#endif

typedef struct TokenObjectType *SObj
    __attribute__((__deprecated__("SObj renamed to TokenObjectType *")));
#endif

#endif
