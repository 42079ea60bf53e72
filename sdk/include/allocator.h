// The heap of the RTOS: allocating is in stdlib.h, sealed objects are in token.h, and here is all
// else that an allocator capability is good for. docs/reference/heap.md is the whole story.
#ifndef ALLOCATOR_H
#define ALLOCATOR_H

#include <cdefs.h>
#include <stddef.h>
#include <stdlib.h>
#include <timeout.h>
#include <token.h>

__BEGIN_DECLS

/// What an allocator capability allows, besides freeing, which every one does.
enum __attribute__((__flag_enum__)) AllocatorPermission
{
    AllocatorPermitNone = 0,
    /// Taking from the quota: allocations, claims, splitting quotas off it.
    AllocatorPermitAllocate = 1 << 0,
    /// Freeing what one has no pointer to: heap_free_all(), and being the child in
    /// heap_quota_recover().
    AllocatorPermitFreeAll = 1 << 1,
    AllocatorPermitUnused = 1 << 2,
    AllocatorPermitFull = AllocatorPermitAllocate | AllocatorPermitFreeAll | AllocatorPermitUnused,
};

/// What a capability allows, of AllocatorPermission.
static inline int allocator_permissions(AllocatorCapability heapCapability)
{
    return token_permissions_get((CHERI_SEALED(void *))heapCapability);
}

/// The same capability, allowing no more than `permissions`.
static inline AllocatorCapability allocator_permissions_and(AllocatorCapability heapCapability,
                                                            int permissions)
{
    return (AllocatorCapability)token_permissions_and(heapCapability, permissions);
}

/// Keeps the allocation that the base of `pointer` is in alive until as many calls of heap_free()
/// with this capability, and pays for all of it. The first claim of a capability costs 16 bytes
/// besides.
///
/// The allocation's length, which may be more than that of `pointer`; or
///
///  * -EPERM: the capability is none, or not for allocating;
///  * -EINVAL: `pointer` is untagged, sealed, or into no live allocation;
///  * -ENOMEM: the quota is too small, or there is no memory for the claim;
///  * -ENOTENOUGHSTACK, -ENOTENOUGHTRUSTEDSTACK.
ssize_t __cheri_compartment("allocator")
    heap_claim(AllocatorCapability heapCapability, void *pointer);

/// Keeps up to two allocations alive until the thread's next call to another compartment or of this
/// function. It costs no quota and no call to the allocator. What is null or not on the heap needs
/// no claim and has none.
///
///  * 0;
///  * -ETIMEDOUT: the allocator was freeing something for that long;
///  * -EINVAL: one of them is sealed, or untagged and not null, in the end; then none is claimed.
///
/// In the library `compartment_helpers`.
int __cheri_libcall heap_claim_ephemeral(TimeoutArgument timeout, const void *pointer,
                                         const void *pointer2 __if_cxx(= nullptr));

/// The old name of heap_claim_ephemeral().
__attribute__((__deprecated__("renamed to heap_claim_ephemeral"))) static inline int
heap_claim_fast(TimeoutArgument timeout, const void *pointer,
                const void *pointer2 __if_cxx(= nullptr))
{
    return heap_claim_ephemeral(timeout, pointer, pointer2);
}

/// Frees all that was allocated with this quota but sealed objects, drops all of its claims, and
/// recovers all quotas split off it.
///
/// The bytes given back to the quota, or -EPERM: the capability is none, or not for this.
ssize_t __cheri_compartment("allocator") heap_free_all(AllocatorCapability heapCapability);

/// What heap_free() would return, without doing it.
int __cheri_compartment("allocator")
    heap_can_free(AllocatorCapability heapCapability, void *pointer);

/// The bytes that remain of a quota, or -EPERM.
ssize_t __cheri_compartment("allocator") heap_quota_remaining(AllocatorCapability heapCapability);

/// Splits `bytes` off a quota: a new allocator capability, with all permissions, good for that
/// much. It costs the quota 48 bytes besides. Quotas may be split again, down to seven steps.
///
/// Success is a set tag. Otherwise the address is
///
///  * -EINVAL: the timeout is none;
///  * -EPERM: the capability is none, or not for allocating;
///  * -ENOMEM: less than that remains of the quota, or there is no memory;
///  * -EMLINK: seven steps are done already;
///  * -EBUSY: heap_free_all() or heap_quota_recover() is at work on it;
///  * -ETIMEDOUT: so long was waited for a sweep;
///  * -ENOTENOUGHSTACK, -ENOTENOUGHTRUSTEDSTACK.
AllocatorCapability __cheri_compartment("allocator")
    heap_quota_split(TimeoutArgument timeout, AllocatorCapability heapCapability, size_t bytes);

/// Ends a quota that was split off `parent`, and those split off it: frees all they hold and drops
/// all their claims. What was theirs is the parent's again; all capabilities to them are revoked.
/// Sealed objects are not freed, as that takes their keys: they become the parent's, counted on its
/// quota.
///
/// The bytes that the parent has more for it, or -EPERM: one is no allocator capability, the second
/// is not for freeing all, or its quota was not split off the first.
ssize_t __cheri_compartment("allocator")
    heap_quota_recover(AllocatorCapability parent, AllocatorCapability child);

/// Waits until all that was freed before can be allocated again, for the least fragmentation.
///
///  * 0;
///  * -ETIMEDOUT;
///  * -EINVAL: the timeout is none.
int __cheri_compartment("allocator") heap_quarantine_flush(TimeoutArgument timeout);

/// heap_quarantine_flush() for as long as it takes. For tests and debugging.
static inline int heap_quarantine_empty(void)
{
    return heap_quarantine_flush(TimeoutWaitForever);
}

/// Prints the heap's chunks, if the allocator is compiled with HEAP_RENDER; else nothing. 0.
int __cheri_compartment("allocator") heap_render(void);

/// Bytes free to be allocated now, in whatever pieces and whatever the quotas say.
size_t __cheri_compartment("allocator") heap_available(void);

__END_DECLS

#endif
