// Arithmetic that notices overflow: `o` functions report it, `v` functions (-ftrapv) trap.
#include "integers.h"

int32_t __mulosi4(int32_t left, int32_t right, int *overflowed)
{
    int64_t product = (int64_t)left * right;
    *overflowed = product != (int32_t)product;
    return (int32_t)product;
}

/// |value|; the most negative value is its own magnitude, read as unsigned.
static uint64_t magnitude(int64_t value)
{
    return value < 0 ? -(uint64_t)value : (uint64_t)value;
}

int64_t __mulodi4(int64_t left, int64_t right, int *overflowed)
{
    uint64_t a = magnitude(left);
    uint64_t b = magnitude(right);
    int isNegative = (left < 0) != (right < 0);
    uint64_t product = (uint64_t)__muldi3((int64_t)a, (int64_t)b);
    uint64_t limit = ((uint64_t)1 << 63) - (isNegative ? 0 : 1);
    // What one crossed product and the carry into it add to the high word must fit there.
    uint64_t crossed = high_word(a) != 0 ? (uint64_t)high_word(a) * low_word(b)
                                         : (uint64_t)low_word(a) * high_word(b);
    crossed += high_word((uint64_t)low_word(a) * low_word(b));
    *overflowed =
        (high_word(a) != 0 && high_word(b) != 0) || high_word(crossed) != 0 || product > limit;
    return (int64_t)(isNegative ? -product : product);
}

int32_t __addvsi3(int32_t left, int32_t right)
{
    int32_t sum = (int32_t)((uint32_t)left + (uint32_t)right);
    if ((right < 0) != (sum < left)) {
        __builtin_trap();
    }
    return sum;
}

int64_t __addvdi3(int64_t left, int64_t right)
{
    int64_t sum = (int64_t)((uint64_t)left + (uint64_t)right);
    if ((right < 0) != (sum < left)) {
        __builtin_trap();
    }
    return sum;
}

int32_t __subvsi3(int32_t left, int32_t right)
{
    int32_t difference = (int32_t)((uint32_t)left - (uint32_t)right);
    if ((right > 0) != (difference < left)) {
        __builtin_trap();
    }
    return difference;
}

int64_t __subvdi3(int64_t left, int64_t right)
{
    int64_t difference = (int64_t)((uint64_t)left - (uint64_t)right);
    if ((right > 0) != (difference < left)) {
        __builtin_trap();
    }
    return difference;
}

int32_t __mulvsi3(int32_t left, int32_t right)
{
    int overflowed;
    int32_t product = __mulosi4(left, right, &overflowed);
    if (overflowed) {
        __builtin_trap();
    }
    return product;
}

int64_t __mulvdi3(int64_t left, int64_t right)
{
    int overflowed;
    int64_t product = __mulodi4(left, right, &overflowed);
    if (overflowed) {
        __builtin_trap();
    }
    return product;
}

int32_t __negvsi2(int32_t value)
{
    return __subvsi3(0, value);
}

int64_t __negvdi2(int64_t value)
{
    return __subvdi3(0, value);
}

int32_t __absvsi2(int32_t value)
{
    return value < 0 ? __subvsi3(0, value) : value;
}

int64_t __absvdi2(int64_t value)
{
    return value < 0 ? __subvdi3(0, value) : value;
}
