// memcmp: skips equal words, then decides by bytes. Tags are not compared.
#include "granules.h"
#include <string.h>
#include <strings.h>

NO_BUILTIN int memcmp(const void *left, const void *right, size_t length)
{
    const unsigned char *first = left;
    const unsigned char *second = right;
    if (is_multiple(address_of(first) | address_of(second), WordSize)) {
        const Word *firstWord = left;
        const Word *secondWord = right;
        for (; length >= WordSize && *firstWord == *secondWord; length -= WordSize) {
            firstWord++;
            secondWord++;
        }
        first = (const unsigned char *)firstWord;
        second = (const unsigned char *)secondWord;
    }
    for (; length != 0; length--) {
        int difference = *first++ - *second++;
        if (difference != 0) {
            return difference;
        }
    }
    return 0;
}

/// What compilers call when only equality is asked.
NO_BUILTIN int bcmp(const void *left, const void *right, size_t length)
{
    return memcmp(left, right, length);
}
