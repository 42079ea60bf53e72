// What only the machine can show: tags survive every copy they can, allocations have exact bounds,
// printf knows a capability. Prints nothing but complaints, and "done".
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static int complaints;

static void expect(int condition, const char *what, int number)
{
    if (!condition) {
        printf("%s (%d)\n", what, number);
        complaints++;
    }
}

enum
{
    Count = 24
};
static int targets[Count];
static void *source[Count + 4];
static void *destination[Count + 4];

static void pointers_fill(void)
{
    for (int i = 0; i < Count; i++) {
        source[i] = &targets[i];
    }
}

static int is_intact(void *pointer, int i)
{
    return __builtin_cheri_equal_exact(pointer, &targets[i]);
}

/// Copies from every offset in a granule: where both sides agree, every whole capability arrives.
static void copies(void)
{
    for (size_t offset = 0; offset < sizeof(void *); offset++) {
        for (size_t length = 0; length <= sizeof(void *) * 20; length += 7) {
            pointers_fill();
            memset(destination, 0, sizeof(destination));
            memcpy((char *)destination + offset, (char *)source + offset, length);
            for (size_t i = 0; i < Count; i++) {
                int isInside =
                    i * sizeof(void *) >= offset && (i + 1) * sizeof(void *) <= offset + length;
                if (isInside) {
                    expect(is_intact(destination[i], (int)i), "memcpy lost a tag", (int)offset);
                } else {
                    expect(!__builtin_cheri_tag_get(destination[i]), "memcpy made a tag",
                           (int)offset);
                }
            }
        }
    }
    // Volatile: the functions are meant, not what the compiler does for a known length.
    volatile size_t length = Count * sizeof(void *);
    for (int distance = -3; distance <= 3; distance++) {
        void *buffer[Count + 8] = {0};
        pointers_fill();
        memcpy(&buffer[4], source, length);
        memmove(&buffer[4 + distance], &buffer[4], length);
        for (int i = 0; i < Count; i++) {
            expect(is_intact(buffer[4 + distance + i], i), "memmove lost a tag", distance);
        }
    }
}

static int order(const void *left, const void *right)
{
    size_t a = __builtin_cheri_address_get(*(void *const *)left);
    size_t b = __builtin_cheri_address_get(*(void *const *)right);
    return (a < b) - (a > b);
}

static void sorting(void)
{
    pointers_fill();
    qsort(source, Count, sizeof(void *), order);
    for (int i = 0; i < Count; i++) {
        expect(is_intact(source[i], Count - 1 - i), "qsort lost a tag", i);
    }
}

static void heap(void)
{
    static const size_t sizes[] = {1, 8, 100, 511, 512, 513, 4097, 100001, 300000};
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        size_t size = sizes[i];
        void **memory = malloc(size);
        expect(__builtin_cheri_tag_get(memory), "malloc gave no capability", (int)size);
        expect(__builtin_cheri_length_get(memory) ==
                   __builtin_cheri_round_representable_length(size),
               "malloc's bounds are not exact", (int)size);
        expect(__builtin_cheri_base_get(memory) == __builtin_cheri_address_get(memory),
               "malloc's base is not the address", (int)size);
        if (size >= 16) {
            memory[1] = &targets[1];
            memory = realloc(memory, size * 2);
            expect(is_intact(memory[1], 1), "realloc lost a tag", (int)size);
        }
        free(memory);
    }
    // Volatile, or the compiler knows that an allocation nobody uses succeeds.
    volatile size_t tooMuch = 0x7fffffff;
    void *volatile nothing = malloc(tooMuch);
    expect(nothing == NULL, "malloc gave more than there is", 0);
}

static void text(void)
{
    char buffer[128];
    char expected[128];
    int *pointer = __builtin_cheri_perms_and(&targets[0], 1 << 5 | 1 << 0);
    unsigned base = (unsigned)__builtin_cheri_base_get(pointer);
    snprintf(buffer, sizeof(buffer), "%#p %p", (void *)pointer, (void *)pointer);
    snprintf(expected, sizeof(expected),
             "0x%x (v:1 0x%x-0x%x l:0x%x o:0x0 p: G R----- -- ---) 0x%x", base, base,
             base + (unsigned)sizeof(targets), (unsigned)sizeof(targets), base);
    expect(strcmp(buffer, expected) == 0, buffer, 0);
}

static void jumps_far(jmp_buf environment)
{
    longjmp(environment, 0);
}

static void jumps(void)
{
    jmp_buf environment;
    int result = setjmp(environment);
    if (result == 0) {
        jumps_far(environment);
    }
    expect(result == 1, "longjmp did not make 0 a 1", result);
}

int main(void)
{
    clock_t begin = clock();
    copies();
    sorting();
    heap();
    text();
    jumps();
    expect(clock() > begin, "the clock stands still", 0);
    printf("done\n");
    return complaints != 0;
}
