// Copying upwards and downwards: what memcpy and memmove are made of.
//
// copy_forward reads each byte before anything at or above it is written, so it is also right for
// an overlapping move to a lower address; copy_backward is its mirror image.
#ifndef COPY_H
#define COPY_H

#include "granules.h"

NO_BUILTIN static inline void bytes_copy_forward(unsigned char *to, const unsigned char *from,
                                                 size_t length)
{
    while (length >= Unroll) {
        unsigned char first = from[0];
        unsigned char second = from[1];
        unsigned char third = from[2];
        unsigned char fourth = from[3];
        to[0] = first;
        to[1] = second;
        to[2] = third;
        to[3] = fourth;
        to += Unroll;
        from += Unroll;
        length -= Unroll;
    }
    for (; length != 0; length--) {
        *to++ = *from++;
    }
}

NO_BUILTIN static inline void bytes_copy_backward(unsigned char *toEnd,
                                                  const unsigned char *fromEnd, size_t length)
{
    for (; length != 0; length--) {
        *--toEnd = *--fromEnd;
    }
}

/// Moves whole granules upwards and returns how many bytes that was. Both sides are
/// granule-aligned.
NO_BUILTIN static inline size_t granules_copy_forward(unsigned char *to, const unsigned char *from,
                                                      size_t length)
{
    Granule *target = (Granule *)(void *)to;
    const Granule *origin = (const Granule *)(const void *)from;
    size_t left = length;
    for (; left >= BlockSize; left -= BlockSize) {
        Granule first = origin[0];
        Granule second = origin[1];
        Granule third = origin[2];
        Granule fourth = origin[3];
        target[0] = first;
        target[1] = second;
        target[2] = third;
        target[3] = fourth;
        target += Unroll;
        origin += Unroll;
    }
    for (; left >= GranuleSize; left -= GranuleSize) {
        *target++ = *origin++;
    }
    return length - left;
}

/// Moves whole words upwards and returns how many bytes that was. Both sides are word-aligned, and
/// no granule can be aligned on both.
NO_BUILTIN static inline size_t words_copy_forward(unsigned char *to, const unsigned char *from,
                                                   size_t length)
{
    Word *target = (Word *)(void *)to;
    const Word *origin = (const Word *)(const void *)from;
    size_t left = length;
    for (; left >= Unroll * WordSize; left -= Unroll * WordSize) {
        Word first = origin[0];
        Word second = origin[1];
        Word third = origin[2];
        Word fourth = origin[3];
        target[0] = first;
        target[1] = second;
        target[2] = third;
        target[3] = fourth;
        target += Unroll;
        origin += Unroll;
    }
    for (; left >= WordSize; left -= WordSize) {
        *target++ = *origin++;
    }
    return length - left;
}

/// Bytes up to the next multiple of `step` on both sides, then whole steps, then the bytes left
/// over.
NO_BUILTIN static inline void copy_forward(unsigned char *to, const unsigned char *from,
                                           size_t length)
{
    if (is_multiple(address_of(to) | address_of(from) | length, GranuleSize)) {
        granules_copy_forward(to, from, length); // most structures
        return;
    }
    size_t difference = address_of(to) ^ address_of(from);
    int byGranules = is_multiple(difference, GranuleSize);
    size_t step = byGranules ? GranuleSize : WordSize;
    size_t head = -address_of(to) & (step - 1);
    if (is_multiple(difference, WordSize) && length >= head + step) {
        bytes_copy_forward(to, from, head);
        to += head;
        from += head;
        length -= head;
        size_t moved = byGranules ? granules_copy_forward(to, from, length)
                                  : words_copy_forward(to, from, length);
        to += moved;
        from += moved;
        length -= moved;
    }
    bytes_copy_forward(to, from, length);
}

NO_BUILTIN static inline void copy_backward(unsigned char *to, const unsigned char *from,
                                            size_t length)
{
    unsigned char *toEnd = to + length;
    const unsigned char *fromEnd = from + length;
    size_t difference = address_of(to) ^ address_of(from);
    size_t tail = address_of(toEnd) & (GranuleSize - 1);
    if (is_multiple(difference, GranuleSize) && length >= tail + GranuleSize) {
        bytes_copy_backward(toEnd, fromEnd, tail);
        toEnd -= tail;
        fromEnd -= tail;
        length -= tail;
        Granule *target = (Granule *)(void *)toEnd;
        const Granule *origin = (const Granule *)(const void *)fromEnd;
        for (; length >= GranuleSize; length -= GranuleSize) {
            *--target = *--origin;
        }
        toEnd = (unsigned char *)target;
        fromEnd = (const unsigned char *)origin;
    }
    bytes_copy_backward(toEnd, fromEnd, length);
}

#endif
