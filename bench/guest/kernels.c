// What guests spend their time on, a kernel each; KERNEL chooses. The same source is compiled purecap,
// for the RV32 mode, and for qemu-riscv32, and returns the same checksum everywhere.
#include <stddef.h>
#include <stdint.h>

#ifndef ROUNDS
#define ROUNDS 1
#endif

static uint32_t state = 1;

/// A xorshift sequence.
static uint32_t next(void)
{
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    return state;
}

#if defined(KERNEL_ALU)

/// A checksum bit by bit and a hash: arithmetic in registers.
static uint32_t round_run(void)
{
    uint32_t sum = ~0u;
    for (int word = 0; word < 64; word++) {
        sum ^= next();
        for (int bit = 0; bit < 32; bit++) {
            sum = (sum >> 1) ^ (0xedb88320u & -(sum & 1));
        }
        sum = (sum ^ sum >> 16) * 0x7feb352du;
    }
    return sum;
}

#elif defined(KERNEL_MEMORY)

static uint32_t words[512];
static uint8_t bytes[512];

/// Fills, copies and sorts arrays: loads and stores of every size.
static uint32_t round_run(void)
{
    for (size_t i = 0; i < 512; i++) {
        words[i] = next();
        bytes[i] = (uint8_t)(words[i] >> 7);
    }
    for (size_t gap = 256; gap > 0; gap /= 2) {
        for (size_t i = gap; i < 512; i++) {
            const uint32_t value = words[i];
            size_t at = i;
            for (; at >= gap && words[at - gap] > value; at -= gap) {
                words[at] = words[at - gap];
            }
            words[at] = value;
        }
    }
    uint32_t sum = 0;
    for (size_t i = 1; i < 512; i++) {
        bytes[i] = (uint8_t)(bytes[i] + bytes[i - 1]);
        sum = sum * 31 + words[i] + bytes[i];
    }
    return sum;
}

#elif defined(KERNEL_LIST)

struct node
{
    struct node *next;
    struct node *previous;
    uint32_t value;
};
static struct node nodes[256];

/// Builds a list in random order, walks it and turns it round: pointers loaded and stored.
static uint32_t round_run(void)
{
    struct node head = {&head, &head, 0};
    for (size_t i = 0; i < 256; i++) {
        struct node *const node = &nodes[(i * 97 + 13) % 256];
        struct node *const after = next() % 2 != 0 ? head.next : &head;
        node->value = next();
        node->next = after;
        node->previous = after->previous;
        after->previous->next = node;
        after->previous = node;
    }
    uint32_t sum = 0;
    for (int walk = 0; walk < 8; walk++) {
        for (struct node *node = head.next; node != &head; node = node->next) {
            sum = sum * 33 + node->value;
        }
        struct node *node = &head;
        do {
            struct node *const following = node->next;
            node->next = node->previous;
            node->previous = following;
            node = following;
        } while (node != &head);
    }
    return sum;
}

#elif defined(KERNEL_CALLS)

typedef uint32_t (*operation)(uint32_t, uint32_t);
static __attribute__((noinline)) uint32_t add(uint32_t left, uint32_t right)
{
    return left + right;
}
static __attribute__((noinline)) uint32_t mix(uint32_t left, uint32_t right)
{
    return (left ^ right) * 5;
}
static const volatile operation operations[2] = {add, mix};

static __attribute__((noinline)) uint32_t fibonacci(uint32_t n)
{
    return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
}

/// Recursion, and calls through pointers.
static uint32_t round_run(void)
{
    uint32_t sum = fibonacci(14);
    for (uint32_t i = 0; i < 256; i++) {
        sum = operations[i & 1](sum, i);
    }
    return sum + next();
}

#elif defined(KERNEL_ALLOCATOR)

struct chunk
{
    struct chunk *next;
    uint32_t size;
};
static _Alignas(16) unsigned char heap[16384];
static struct chunk *freeChunks;
static size_t heapUsed;

static struct chunk *chunk_take(uint32_t size)
{
    for (struct chunk **link = &freeChunks; *link != NULL; link = &(*link)->next) {
        struct chunk *const chunk = *link;
        if (chunk->size >= size) {
            *link = chunk->next;
            return chunk;
        }
    }
    const size_t bytes = (sizeof(struct chunk) + size + 15) / 16 * 16;
    if (heapUsed + bytes > sizeof heap) {
        return NULL;
    }
    struct chunk *const chunk = (struct chunk *)(void *)(heap + heapUsed);
    heapUsed += bytes;
    chunk->size = size;
    return chunk;
}

/// First-fit allocation and freeing at random.
static uint32_t round_run(void)
{
    static struct chunk *live[32];
    uint32_t sum = 0;
    for (int i = 0; i < 512; i++) {
        const uint32_t slot = next() % 32;
        if (live[slot] != NULL) {
            sum += live[slot]->size;
            live[slot]->next = freeChunks;
            freeChunks = live[slot];
            live[slot] = NULL;
        } else {
            live[slot] = chunk_take(16 + next() % 8 * 16);
        }
    }
    return sum;
}

#elif defined(KERNEL_FLOAT)

/// Points of the Mandelbrot set in double precision, which is all software here.
static uint32_t round_run(void)
{
    uint32_t sum = 0;
    for (int row = 0; row < 4; row++) {
        const double y = (double)(next() % 200) / 100.0 - 1.0;
        const double x = (double)(next() % 300) / 100.0 - 2.0;
        double real = 0;
        double imaginary = 0;
        for (int i = 0; i < 16 && real * real + imaginary * imaginary < 4.0; i++) {
            const double following = real * real - imaginary * imaginary + x;
            imaginary = 2.0 * real * imaginary + y;
            real = following;
            sum++;
        }
    }
    return sum;
}

#endif

int main(void)
{
    uint32_t sum = 0;
    for (uint32_t round = 0; round < ROUNDS; round++) {
        sum = sum * 17 + round_run();
    }
    return (int)(sum & 0x7f);
}
