// The bare-metal heap: what lies between the image's data and its stack, as the linker's symbol
// `__heap_start` describes it.
//
// The heap is a row of chunks, each with a header that tells its own size and its predecessor's, so
// neighbours are found both ways and free chunks are merged at once. Free chunks are also in a
// list, searched first fit.
//
// A capability handed out has the bounds of the allocation, rounded up only as far as the encoding
// needs: headers are outside it, so no program can reach them. There is no temporal safety: a
// capability survives free(). That is the RTOS allocator's, which this is not.
#include "../runtime_failure.h"
#include <address.h>
#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef struct Chunk Chunk;
struct Chunk
{
    /// Bytes from this header to the next; bit 0 is set while the chunk is in use.
    uint32_t sizeAndUse;
    /// The same of the chunk before, without the bit; 0 for the first.
    uint32_t previousSize;
    // In a free chunk, the neighbours in the list; in a used one, the first bytes of the
    // allocation.
    Chunk *next;
    Chunk *previous;
};

enum
{
    HeaderSize = offsetof(Chunk, next),
    ChunkSizeMinimum = sizeof(Chunk),
    ChunkAlignment = 8,
    InUse = 1
};

extern char __heap_start[] __attribute__((__weak__));
#ifndef __CHERI_PURE_CAPABILITY__
extern char __heap_size[] __attribute__((__weak__)); // its address is the number
#endif

/// The whole heap; null until the first allocation.
static char *heap;
static size_t heapSize;
/// A chunk of size 0 is in use and closes the row; this one's links close the list.
static Chunk list = {0, 0, &list, &list};

static uint32_t size_of(const Chunk *chunk)
{
    return chunk->sizeAndUse & ~(uint32_t)InUse;
}

static int is_used(const Chunk *chunk)
{
    return (chunk->sizeAndUse & InUse) != 0;
}

static Chunk *chunk_after(Chunk *chunk)
{
    return (Chunk *)(void *)((char *)chunk + size_of(chunk));
}

static Chunk *chunk_before(Chunk *chunk)
{
    return (Chunk *)(void *)((char *)chunk - chunk->previousSize);
}

static void size_set(Chunk *chunk, uint32_t size, uint32_t use)
{
    chunk->sizeAndUse = size | use;
    chunk_after(chunk)->previousSize = size;
}

static void list_add(Chunk *chunk)
{
    chunk->next = list.next;
    chunk->previous = &list;
    list.next->previous = chunk;
    list.next = chunk;
}

static void list_remove(Chunk *chunk)
{
    chunk->next->previous = chunk->previous;
    chunk->previous->next = chunk->next;
}

/// One free chunk, and the used header that ends the row.
static void heap_begin(void)
{
#ifdef __CHERI_PURE_CAPABILITY__
    size_t size =
        __builtin_cheri_tag_get(__heap_start) ? __builtin_cheri_length_get(__heap_start) : 0;
#else
    size_t size = address_of(__heap_size);
#endif
    size_t skipped = -address_of(__heap_start) & (ChunkAlignment - 1);
    if (size < skipped + ChunkSizeMinimum + 2 * HeaderSize) {
        return;
    }
    heap = __heap_start + skipped;
    heapSize = (size - skipped) & ~(size_t)(ChunkAlignment - 1);
    Chunk *first = (Chunk *)(void *)heap;
    first->previousSize = 0;
    size_set(first, (uint32_t)(heapSize - HeaderSize), 0);
    chunk_after(first)->sizeAndUse = InUse;
    list_add(first);
}

/// Where in `chunk` an allocation may begin: far enough in that what is before it can be a chunk,
/// or right after the header.
static size_t gap_before(const Chunk *chunk, size_t alignment)
{
    size_t payload = address_of(chunk) + HeaderSize;
    size_t gap = -payload & (alignment - 1);
    while (gap != 0 && gap < ChunkSizeMinimum) {
        gap += alignment;
    }
    return gap;
}

/// Cuts `chunk` down to `size` if the rest can be a chunk, which is then free.
static void chunk_split(Chunk *chunk, uint32_t size)
{
    uint32_t rest = size_of(chunk) - size;
    if (rest < ChunkSizeMinimum) {
        return;
    }
    size_set(chunk, size, chunk->sizeAndUse & InUse);
    Chunk *second = chunk_after(chunk);
    size_set(second, rest, 0);
    list_add(second);
}

/// A used chunk whose payload is aligned and has at least `length` bytes.
static Chunk *chunk_allocate(size_t alignment, size_t length)
{
    size_t wanted = HeaderSize + ((length + ChunkAlignment - 1) & ~(size_t)(ChunkAlignment - 1));
    if (wanted < ChunkSizeMinimum) {
        wanted = ChunkSizeMinimum;
    }
    for (Chunk *chunk = list.next; chunk != &list; chunk = chunk->next) {
        size_t gap = gap_before(chunk, alignment);
        if (size_of(chunk) < wanted || size_of(chunk) - wanted < gap) {
            continue;
        }
        list_remove(chunk);
        if (gap != 0) {
            uint32_t rest = size_of(chunk) - (uint32_t)gap;
            size_set(chunk, (uint32_t)gap, 0);
            list_add(chunk);
            chunk = chunk_after(chunk);
            size_set(chunk, rest, 0);
        }
        chunk_split(chunk, (uint32_t)wanted);
        chunk->sizeAndUse |= InUse;
        return chunk;
    }
    return NULL;
}

void *aligned_alloc(size_t alignment, size_t size)
{
    if (alignment == 0 || (alignment & (alignment - 1)) != 0) {
        errno = EINVAL;
        return NULL;
    }
    if (heap == NULL) {
        heap_begin();
    }
    size_t length = size == 0 ? 1 : size;
    if (alignment < ChunkAlignment) {
        alignment = ChunkAlignment;
    }
#ifdef __CHERI_PURE_CAPABILITY__
    size_t representable = -__builtin_cheri_representable_alignment_mask(length);
    alignment = alignment > representable ? alignment : representable;
    length = __builtin_cheri_round_representable_length(length);
#endif
    // Nothing larger than the heap, so that no sum below can overflow.
    if (length < size || length > heapSize || alignment > heapSize) {
        errno = ENOMEM;
        return NULL;
    }
    Chunk *chunk = chunk_allocate(alignment, length);
    if (chunk == NULL) {
        errno = ENOMEM;
        return NULL;
    }
    char *payload = (char *)chunk + HeaderSize;
#ifdef __CHERI_PURE_CAPABILITY__
    return __builtin_cheri_bounds_set_exact(payload, length);
#else
    return payload;
#endif
}

void *malloc(size_t size)
{
    return aligned_alloc(ChunkAlignment, size);
}

void *calloc(size_t count, size_t size)
{
    size_t total;
    if (__builtin_mul_overflow(count, size, &total)) {
        errno = ENOMEM;
        return NULL;
    }
    void *result = malloc(total);
    return result == NULL ? NULL : memset(result, 0, total);
}

/// The chunk `pointer` was allocated from. Anything that is not exactly an allocation in use ends
/// the run with `complaint`.
static Chunk *chunk_of(void *pointer, const char *complaint)
{
    size_t offset = address_of(pointer) - address_of(heap);
    if (heap == NULL || offset < HeaderSize || offset >= heapSize ||
        (offset & (ChunkAlignment - 1)) != 0)
    {
        runtime_failure(complaint);
    }
#ifdef __CHERI_PURE_CAPABILITY__
    if (!__builtin_cheri_tag_get(pointer) ||
        __builtin_cheri_base_get(pointer) != address_of(pointer))
    {
        runtime_failure(complaint);
    }
#endif
    // By the heap's own capability: the caller's does not reach the header.
    Chunk *chunk = (Chunk *)(void *)(heap + offset - HeaderSize);
    if (!is_used(chunk) || size_of(chunk) < ChunkSizeMinimum ||
        size_of(chunk) > heapSize - offset || chunk_after(chunk)->previousSize != size_of(chunk))
    {
        runtime_failure(complaint);
    }
    return chunk;
}

void free(void *pointer)
{
    if (pointer == NULL) {
        return;
    }
    Chunk *chunk = chunk_of(pointer, "free: not an allocation, or freed already");
    uint32_t size = size_of(chunk);
    Chunk *after = chunk_after(chunk);
    if (!is_used(after)) {
        list_remove(after);
        size += size_of(after);
    }
    if (chunk->previousSize != 0 && !is_used(chunk_before(chunk))) {
        // A header inside a free chunk must not look like one.
        chunk->sizeAndUse = 0;
        chunk = chunk_before(chunk);
        size += size_of(chunk);
        list_remove(chunk);
    }
    size_set(chunk, size, 0);
    list_add(chunk);
}

void *realloc(void *pointer, size_t size)
{
    if (pointer == NULL) {
        return malloc(size);
    }
    Chunk *chunk = chunk_of(pointer, "realloc: not an allocation, or freed already");
    void *result = malloc(size);
    if (result == NULL) {
        return NULL;
    }
#ifdef __CHERI_PURE_CAPABILITY__
    (void)chunk;
    size_t before = __builtin_cheri_length_get(pointer);
#else
    size_t before = size_of(chunk) - HeaderSize;
#endif
    memcpy(result, pointer, before < size ? before : size);
    free(pointer);
    return result;
}
