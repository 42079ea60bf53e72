// Counting and reordering bits. The machine has no instruction for any of it, so none of these may
// use the builtin it implements.
#include "integers.h"

/// For each four-bit value, how many zeros stand before its first one.
static const unsigned char leadingZerosOfNibble[16] = {4, 3, 2, 2, 1, 1, 1, 1,
                                                       0, 0, 0, 0, 0, 0, 0, 0};

int __clzsi2(uint32_t value)
{
    int zeros = 0;
    if (value <= 0xffff) {
        zeros += 16;
        value <<= 16;
    }
    if (value <= 0xffffff) {
        zeros += 8;
        value <<= 8;
    }
    if (value <= 0xfffffff) {
        zeros += 4;
        value <<= 4;
    }
    return zeros + leadingZerosOfNibble[value >> 28];
}

int __clzdi2(uint64_t value)
{
    uint32_t high = high_word(value);
    return high != 0 ? __clzsi2(high) : WordBits + __clzsi2(low_word(value));
}

int __ctzsi2(uint32_t value)
{
    // What is left of the lowest one, as a mask below it, is as long as there are zeros.
    return value == 0 ? WordBits : WordBits - 1 - __clzsi2(value & -value);
}

int __ctzdi2(uint64_t value)
{
    uint32_t low = low_word(value);
    return low != 0 ? __ctzsi2(low) : WordBits + __ctzsi2(high_word(value));
}

int __ffssi2(uint32_t value)
{
    return value == 0 ? 0 : __ctzsi2(value) + 1;
}

int __ffsdi2(uint64_t value)
{
    return value == 0 ? 0 : __ctzdi2(value) + 1;
}

/// Counts in fields of 2, 4 and 8 bits side by side, then adds the bytes by a multiplication.
int __popcountsi2(uint32_t value)
{
    uint32_t pairs = value - (value >> 1 & 0x55555555);
    uint32_t nibbles = (pairs & 0x33333333) + (pairs >> 2 & 0x33333333);
    uint32_t bytes = (nibbles + (nibbles >> 4)) & 0x0f0f0f0f;
    return (int)(bytes * 0x01010101 >> 24);
}

int __popcountdi2(uint64_t value)
{
    return __popcountsi2(low_word(value)) + __popcountsi2(high_word(value));
}

int __paritysi2(uint32_t value)
{
    value ^= value >> 16;
    value ^= value >> 8;
    value ^= value >> 4;
    // The parity of each four-bit value, as one constant.
    return (int)(0x6996U >> (value & 0xf) & 1);
}

int __paritydi2(uint64_t value)
{
    return __paritysi2(low_word(value) ^ high_word(value));
}

uint32_t __bswapsi2(uint32_t value)
{
    uint32_t swapped = (value & 0x00ff00ff) << 8 | (value >> 8 & 0x00ff00ff);
    return swapped << 16 | swapped >> 16;
}

uint64_t __bswapdi2(uint64_t value)
{
    return words_join(__bswapsi2(low_word(value)), __bswapsi2(high_word(value)));
}
