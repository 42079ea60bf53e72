// qsort: heapsort. It needs no memory and no recursion, and takes n log n comparisons whatever the
// input and whatever a wrong comparison function answers.
//
// Elements are swapped by capabilities where their alignment allows it, so tags survive.
#include <address.h>
#include <stdint.h>
#include <stdlib.h>

typedef void *__attribute__((__may_alias__)) Granule;
typedef uint32_t __attribute__((__may_alias__)) Word;
typedef int (*Comparison)(const void *, const void *, void *);

typedef struct
{
    char *base;
    size_t size;
    /// The unit elements are swapped by: of a granule, a word or a byte the largest that fits.
    size_t unit;
    Comparison compare;
    void *context;
} Sort;

static void swap(const Sort *sort, char *left, char *right)
{
    if (sort->unit == sizeof(Granule)) {
        Granule *a = (Granule *)(void *)left;
        Granule *b = (Granule *)(void *)right;
        for (size_t rest = sort->size; rest != 0; rest -= sizeof(Granule)) {
            Granule value = *a;
            *a++ = *b;
            *b++ = value;
        }
    } else if (sort->unit == sizeof(Word)) {
        Word *a = (Word *)(void *)left;
        Word *b = (Word *)(void *)right;
        for (size_t rest = sort->size; rest != 0; rest -= sizeof(Word)) {
            Word value = *a;
            *a++ = *b;
            *b++ = value;
        }
    } else {
        for (size_t rest = sort->size; rest != 0; rest--) {
            char value = *left;
            *left++ = *right;
            *right++ = value;
        }
    }
}

/// Puts the element at `root` where it belongs in the heap of the first `count`: the children of i
/// are 2 i + 1 and 2 i + 2, and no child comes after its parent.
static void sift_down(const Sort *sort, size_t root, size_t count)
{
    for (;;) {
        size_t child = 2 * root + 1;
        if (child >= count) {
            return;
        }
        char *largest = sort->base + child * sort->size;
        if (child + 1 < count && sort->compare(largest, largest + sort->size, sort->context) < 0) {
            child++;
            largest += sort->size;
        }
        char *parent = sort->base + root * sort->size;
        if (sort->compare(parent, largest, sort->context) >= 0) {
            return;
        }
        swap(sort, parent, largest);
        root = child;
    }
}

void qsort_r(void *base, size_t count, size_t size,
             int (*compare)(const void *, const void *, void *), void *context)
{
    if (count < 2 || size == 0) {
        return;
    }
    size_t alignment = address_of(base) | size;
    size_t unit = (alignment & (sizeof(Granule) - 1)) == 0 ? sizeof(Granule)
                  : (alignment & (sizeof(Word) - 1)) == 0  ? sizeof(Word)
                                                           : 1;
    Sort sort = {base, size, unit, compare, context};
    for (size_t root = count / 2; root != 0; root--) {
        sift_down(&sort, root - 1, count);
    }
    for (size_t last = count - 1; last != 0; last--) {
        swap(&sort, sort.base, sort.base + last * size);
        sift_down(&sort, 0, last);
    }
}

static int without_context(const void *left, const void *right, void *compare)
{
    int (*const *function)(const void *, const void *) = compare;
    return (*function)(left, right);
}

void qsort(void *base, size_t count, size_t size, int (*compare)(const void *, const void *))
{
    qsort_r(base, count, size, without_context, &compare);
}
