// bsearch.
#include <stdlib.h>

void *bsearch(const void *key, const void *base, size_t count, size_t size,
              int (*compare)(const void *, const void *))
{
    const char *first = base;
    while (count != 0) {
        const char *middle = first + count / 2 * size;
        int relation = compare(key, middle);
        if (relation == 0) {
            return (void *)middle;
        }
        if (relation > 0) {
            first = middle + size;
            count--;
        }
        count /= 2;
    }
    return NULL;
}
