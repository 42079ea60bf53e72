// For the C++ programs: check.h, and what <new> would give.
#pragma once
#include "check.h"

inline void *operator new(size, void *place) noexcept
{
    return place;
}
inline void *operator new[](size, void *place) noexcept
{
    return place;
}
void operator delete(void *) noexcept {}
void operator delete(void *, size) noexcept {}

/// A place for objects made at run time, since these programs need no heap.
alignas(16) static u8 heap[8192];
static u8 *heap_top = heap;

template <typename T, typename... A>
static T *made(A... arguments)
{
    T *object = new (heap_top) T(arguments...);
    heap_top += (sizeof(T) + 15) / 16 * 16;
    return object;
}
