// The RTOS's part of stdlib.h: memory from the allocator compartment (docs/reference/heap.md).
// Include stdlib.h.
#ifndef STDLIB_RTOS_H
#define STDLIB_RTOS_H

#include <__absolute_address.h>
#include <__cheri_sealed.h>
#include <__yield.h>
#include <cdefs.h>
#include <cheri-builtins.h>
#include <compartment-macros.h>
#include <stddef.h>
#include <stdint.h>
#include <timeout.h>

typedef __PTRDIFF_TYPE__ ssize_t;

/// The smallest piece the heap is divided into, header included: an allocation of few bytes costs
/// this much.
static const size_t CHERIOTHeapMinChunkSize = 16;

/// The quota behind malloc() and free(), in bytes. Define it before the first include to change it.
#ifndef MALLOC_QUOTA
#define MALLOC_QUOTA 4096
#endif

/// What an allocator capability is sealed over. Compartments only initialise it, through the macros
/// below; an image's report shows it.
struct AllocatorCapabilityState
{
    /// Bytes that may be held at a time.
    size_t quota;
    /// The allocator's: zero.
    size_t unused;
    size_t reserved[4];
};

/// The right to hold memory, up to a quota.
typedef CHERI_SEALED(struct AllocatorCapabilityState *) AllocatorCapability;

/// Declares the allocator capability `name`; STATIC_SEALED_VALUE(name) is its value.
#define DECLARE_ALLOCATOR_CAPABILITY(name)                                                         \
    DECLARE_STATIC_SEALED_VALUE(struct AllocatorCapabilityState, allocator, MallocKey, name);

/// Defines it, for up to `quota` bytes.
#define DEFINE_ALLOCATOR_CAPABILITY(name, quota)                                                   \
    DEFINE_STATIC_SEALED_VALUE(struct AllocatorCapabilityState, allocator, MallocKey, name,        \
                               (quota), 0, {0, 0, 0, 0});

/// Declares and defines it.
#define DECLARE_AND_DEFINE_ALLOCATOR_CAPABILITY(name, quota)                                       \
    DECLARE_ALLOCATOR_CAPABILITY(name);                                                            \
    DEFINE_ALLOCATOR_CAPABILITY(name, quota)

// A compartment that defines CHERIOT_NO_AMBIENT_MALLOC has no allocator capability but those it
// defines. In C, all files of a compartment but one define
// CHERIOT_CUSTOM_DEFAULT_MALLOC_CAPABILITY.
#ifndef CHERIOT_NO_AMBIENT_MALLOC
DECLARE_ALLOCATOR_CAPABILITY(__default_malloc_capability)
#ifndef CHERIOT_CUSTOM_DEFAULT_MALLOC_CAPABILITY
DEFINE_ALLOCATOR_CAPABILITY(__default_malloc_capability, MALLOC_QUOTA)
#endif

/// The allocator capability of malloc() and free().
#define MALLOC_CAPABILITY STATIC_SEALED_VALUE(__default_malloc_capability)
#endif

/// How long malloc() and calloc() wait for memory that has been freed and cannot be reused yet, in
/// ticks. For anything else they do not wait.
#ifndef MALLOC_WAIT_TICKS
#define MALLOC_WAIT_TICKS 30
#endif

/// What an allocation may wait for, as far as its timeout allows.
enum __attribute__((__flag_enum__)) AllocateWaitFlags
{
    AllocateWaitNone = 0,
    /// For a sweep, when enough memory is free but for that.
    AllocateWaitRevocationNeeded = 1 << 0,
    /// For others to free what was allocated with the same quota.
    AllocateWaitQuotaExceeded = 1 << 1,
    /// For anybody to free anything.
    AllocateWaitHeapFull = 1 << 2,
    AllocateWaitAny =
        AllocateWaitRevocationNeeded | AllocateWaitQuotaExceeded | AllocateWaitHeapFull,
};

__BEGIN_DECLS

/// Stops with a trap.
static inline void __dead2 panic(void)
{
    while (1) {
        __asm__ volatile("unimp");
    }
}

static inline void __dead2 abort(void)
{
    panic();
}

/// Zeroed memory: `size` bytes, rounded up to what a capability can be bounded to exactly (a
/// multiple of eight; from 4089 bytes on, of more). It costs the quota that and eight bytes.
///
/// Success is a set tag. Otherwise the address is
///
///  * -EINVAL: the timeout is none, `size` is 0 or more than the heap could ever have;
///  * -EPERM: the capability is none, or not for allocating;
///  * -ENOMEM: the quota or the heap is exhausted, and `flags` say not to wait for that;
///  * -EAGAIN: a sweep is needed, and `flags` say not to wait for that;
///  * -ETIMEDOUT: `flags` say to wait, and the timeout ended first;
///  * -ENOTENOUGHSTACK, -ENOTENOUGHTRUSTEDSTACK.
void *__cheri_compartment("allocator")
    heap_allocate(TimeoutArgument timeout, AllocatorCapability heapCapability, size_t size,
                  uint32_t flags __if_cxx(= AllocateWaitAny));

/// As heap_allocate(), `nmemb` times `size` bytes; -EINVAL also if that overflows.
void *__cheri_compartment("allocator")
    heap_allocate_array(TimeoutArgument timeout, AllocatorCapability heapCapability, size_t nmemb,
                        size_t size, uint32_t flags __if_cxx(= AllocateWaitAny));

/// Drops a claim, or if `heapCapability` has none frees what was allocated with it. Which
/// allocation is meant is said by the base of `ptr`, its address does not matter. To free, `ptr`
/// must have the bounds heap_allocate() gave it; to drop a claim, any part will do. The memory
/// lives on while somebody else has a claim on it.
///
///  * 0;
///  * -EINVAL: `ptr` is untagged, sealed, or into no live allocation;
///  * -EPERM: the capability is none, or has no such claim and is not the owner's, or is but `ptr`
///    is a part;
///  * -ENOTENOUGHSTACK, -ENOTENOUGHTRUSTEDSTACK.
int __cheri_compartment("allocator") heap_free(AllocatorCapability heapCapability, void *ptr);

/// Whether a capability is to the heap, valid or not: what is global and not there need not be
/// claimed, as it cannot be freed.
__if_c(static) inline _Bool heap_address_is_valid(const void *object)
{
    const ptraddr_t base = __builtin_cheri_base_get(object);
    return base >= LA_ABS(__export_mem_heap) && base < LA_ABS(__export_mem_heap_end);
}

#ifndef CHERIOT_NO_AMBIENT_MALLOC
/// heap_allocate() with MALLOC_CAPABILITY, waiting at most MALLOC_WAIT_TICKS; null without success.
static inline void *malloc(size_t size)
{
    Timeout timeout = {0, MALLOC_WAIT_TICKS};
    void *pointer = heap_allocate(&timeout, MALLOC_CAPABILITY, size, AllocateWaitRevocationNeeded);
    return __builtin_cheri_tag_get(pointer) ? pointer : NULL;
}

static inline void *calloc(size_t nmemb, size_t size)
{
    Timeout timeout = {0, MALLOC_WAIT_TICKS};
    void *pointer =
        heap_allocate_array(&timeout, MALLOC_CAPABILITY, nmemb, size, AllocateWaitRevocationNeeded);
    return __builtin_cheri_tag_get(pointer) ? pointer : NULL;
}

/// heap_free() with MALLOC_CAPABILITY. Returns what that does.
static inline int free(void *pointer)
{
    return heap_free(MALLOC_CAPABILITY, pointer);
}
#endif

__END_DECLS

#endif
