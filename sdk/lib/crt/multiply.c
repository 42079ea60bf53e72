// 64-bit multiplication: one wide product and two narrow ones.
#include "integers.h"

int64_t __muldi3(int64_t left, int64_t right)
{
    uint64_t a = (uint64_t)left;
    uint64_t b = (uint64_t)right;
    // 32 x 32 -> 64 is two instructions, not a call of this function.
    uint64_t product = (uint64_t)low_word(a) * low_word(b);
    uint32_t crossed = low_word(a) * high_word(b) + high_word(a) * low_word(b);
    return (int64_t)words_join(high_word(product) + crossed, low_word(product));
}
