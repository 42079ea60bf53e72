// memset. Zeroing goes by granules: a null capability is eight zero bytes in one store.
#include "granules.h"
#include <string.h>

NO_BUILTIN static size_t granules_zero(unsigned char *to, size_t length)
{
    Granule *target = (Granule *)(void *)to;
    size_t left = length;
    for (; left >= BlockSize; left -= BlockSize) {
        target[0] = NULL;
        target[1] = NULL;
        target[2] = NULL;
        target[3] = NULL;
        target += Unroll;
    }
    for (; left >= GranuleSize; left -= GranuleSize) {
        *target++ = NULL;
    }
    return length - left;
}

NO_BUILTIN static size_t words_fill(unsigned char *to, Word pattern, size_t length)
{
    Word *target = (Word *)(void *)to;
    size_t left = length;
    for (; left >= Unroll * WordSize; left -= Unroll * WordSize) {
        target[0] = pattern;
        target[1] = pattern;
        target[2] = pattern;
        target[3] = pattern;
        target += Unroll;
    }
    for (; left >= WordSize; left -= WordSize) {
        *target++ = pattern;
    }
    return length - left;
}

NO_BUILTIN void *memset(void *destination, int value, size_t length)
{
    unsigned char *to = destination;
    unsigned char byte = (unsigned char)value;
    size_t step = byte == 0 ? GranuleSize : WordSize;
    size_t head = -address_of(to) & (step - 1);
    if (length >= head + step) {
        length -= head;
        for (; head != 0; head--) {
            *to++ = byte;
        }
        size_t filled =
            byte == 0 ? granules_zero(to, length) : words_fill(to, byte * (Word)0x01010101, length);
        to += filled;
        length -= filled;
    }
    for (; length != 0; length--) {
        *to++ = byte;
    }
    return destination;
}

NO_BUILTIN void explicit_bzero(void *destination, size_t length)
{
    memset(destination, 0, length);
    // The bytes are said to be looked at here, so they must have been written.
    __asm__ volatile("" : : : "memory");
}
