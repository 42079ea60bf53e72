// 64-bit shifts, 0 to 63.
#include "integers.h"

int64_t __ashldi3(int64_t value, int amount)
{
    uint32_t high = high_word((uint64_t)value);
    uint32_t low = low_word((uint64_t)value);
    if ((amount & WordBits) != 0) {
        return (int64_t)words_join(low << (amount & (WordBits - 1)), 0);
    }
    if (amount == 0) {
        return value;
    }
    return (int64_t)words_join(high << amount | low >> (WordBits - amount), low << amount);
}

uint64_t __lshrdi3(uint64_t value, int amount)
{
    uint32_t high = high_word(value);
    uint32_t low = low_word(value);
    if ((amount & WordBits) != 0) {
        return high >> (amount & (WordBits - 1));
    }
    if (amount == 0) {
        return value;
    }
    return words_join(high >> amount, low >> amount | high << (WordBits - amount));
}

int64_t __ashrdi3(int64_t value, int amount)
{
    int32_t high = (int32_t)high_word((uint64_t)value);
    uint32_t low = low_word((uint64_t)value);
    if ((amount & WordBits) != 0) {
        return (int64_t)words_join((uint32_t)(high >> (WordBits - 1)),
                                   (uint32_t)(high >> (amount & (WordBits - 1))));
    }
    if (amount == 0) {
        return value;
    }
    return (int64_t)words_join((uint32_t)(high >> amount),
                               low >> amount | (uint32_t)high << (WordBits - amount));
}
