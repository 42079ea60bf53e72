// The allocator compartment's entry points (allocator.h, stdlib.h).
//
// Each checks its arguments, does one thing to the heap's core with the lock held, and makes a
// capability of the result. Pointers of users are never followed: only their bases, bounds and tags
// are looked at.

#include "session.hh"

#include <compartment.h>
#include <debug.hh>

namespace {

using namespace heap;

void *error_pointer(int error)
{
    return reinterpret_cast<void *>(static_cast<intptr_t>(error));
}

void *allocate(TimeoutArgument timeout, AllocatorCapability heapCapability, size_t bytes,
               uint32_t flags)
{
    Session session;
    int error = 0;
    const Allocation got =
        session.attempt_repeat(timeout, heapCapability, flags, error, [bytes](Granule quota) {
            return Session::core.allocate(quota, bytes, Kind::Plain);
        });
    return error == 0 ? CapabilityWorld::user_capability(got.offset, got.bytes)
                      : error_pointer(error == -EBUSY ? -EPERM : error);
}

/// The live allocation that the base of a user's pointer is in, or None.
Granule chunk_of(const CHERI::Capability<void> pointer)
{
    if (!pointer.is_valid() || pointer.is_sealed()) {
        return None;
    }
    return Session::core.find(pointer.base() - CapabilityWorld::start());
}

/// heap_free() and heap_can_free(): 0 or a negated errno.
int release(Session &session, AllocatorCapability heapCapability, void *pointer, bool isReal)
{
    const CapabilityState *const state = Session::state_get(heapCapability, AllocatorPermitNone);
    if (state == nullptr) {
        return -EPERM;
    }
    const CHERI::Capability<void> user{pointer};
    const Granule chunk = chunk_of(user);
    if (chunk == None) {
        return -EINVAL;
    }
    if (state->quota == None) {
        return -EPERM;
    }
    const bool isWhole =
        user.base() - CapabilityWorld::start() == Session::core.body_offset(chunk) &&
        user.length() == Session::core.body_bytes(chunk);
    if (!isReal) {
        return Session::core.may_release(state->quota, chunk, isWhole) ? 0 : -EPERM;
    }
    if (!Session::core.release(state->quota, chunk, isWhole)) {
        return -EPERM;
    }
    session.freed();
    return 0;
}

} // namespace

__cheriot_minimum_stack(AllocateStack) void *heap_allocate(TimeoutArgument timeout,
                                                           AllocatorCapability heapCapability,
                                                           size_t size, uint32_t flags)
{
    if (!timeout.is_valid()) {
        return error_pointer(-EINVAL);
    }
    if (!Session::may_begin()) {
        return error_pointer(-ENOTENOUGHTRUSTEDSTACK);
    }
    return allocate(timeout, heapCapability, size, flags);
}

__cheriot_minimum_stack(AllocateStack) void *heap_allocate_array(TimeoutArgument timeout,
                                                                 AllocatorCapability heapCapability,
                                                                 size_t nmemb, size_t size,
                                                                 uint32_t flags)
{
    if (!timeout.is_valid()) {
        return error_pointer(-EINVAL);
    }
    if (!Session::may_begin()) {
        return error_pointer(-ENOTENOUGHTRUSTEDSTACK);
    }
    size_t bytes = 0;
    if (__builtin_mul_overflow(nmemb, size, &bytes)) {
        // Who may not allocate is told so first.
        Session session;
        const bool may = Session::state_get(heapCapability, AllocatorPermitAllocate) != nullptr;
        return error_pointer(may ? -EINVAL : -EPERM);
    }
    return allocate(timeout, heapCapability, bytes, flags);
}

__cheriot_minimum_stack(FreeStack) int heap_free(AllocatorCapability heapCapability, void *pointer)
{
    if (!Session::may_begin()) {
        return -ENOTENOUGHTRUSTEDSTACK;
    }
    Session session;
    return release(session, heapCapability, pointer, true);
}

// As much stack as heap_free(), so that this does not promise what that cannot do.
__cheriot_minimum_stack(FreeStack) int heap_can_free(AllocatorCapability heapCapability,
                                                     void *pointer)
{
    if (!Session::may_begin()) {
        return -ENOTENOUGHTRUSTEDSTACK;
    }
    Session session;
    return release(session, heapCapability, pointer, false);
}

__cheriot_minimum_stack(FreeStack) ssize_t
    heap_claim(AllocatorCapability heapCapability, void *pointer)
{
    if (!Session::may_begin()) {
        return -ENOTENOUGHTRUSTEDSTACK;
    }
    Session session;
    int error = 0;
    ssize_t bytes = -EINVAL;
    // Its only attempt: claims wait for nothing.
    (void)session.attempt_repeat(TimeoutNoWait, heapCapability, AllocateWaitNone, error,
                                 [&bytes, pointer](Granule quota) -> Allocation {
                                     const Granule chunk = chunk_of(pointer);
                                     if (chunk == None) {
                                         return {Outcome::Impossible};
                                     }
                                     bytes = ssize_t(Session::core.body_bytes(chunk));
                                     return {Session::core.claim(quota, chunk)};
                                 });
    if (error == 0) {
        return bytes;
    }
    return error == -EBUSY ? -EPERM : error == -EAGAIN ? -ENOMEM : error;
}

__cheriot_minimum_stack(FreeStack) ssize_t heap_free_all(AllocatorCapability heapCapability)
{
    if (!Session::may_begin()) {
        return -ENOTENOUGHTRUSTEDSTACK;
    }
    Session session;
    const CapabilityState *state = Session::state_get(heapCapability, AllocatorPermitFreeAll);
    if (state == nullptr) {
        return -EPERM;
    }
    if (state->quota == None) {
        return 0;
    }
    Emptying emptying = Session::core.empty_begin(state->quota);
    while (!Session::core.empty_step(emptying, EmptySlice)) {
        session.freed();
        session.pause();
        // Somebody else may have recovered it meanwhile, and finished this.
        if (Session::state_get(heapCapability, AllocatorPermitFreeAll) == nullptr) {
            return ssize_t(emptying.bytes);
        }
    }
    session.freed();
    return ssize_t(emptying.bytes);
}

__cheriot_minimum_stack(FreeStack) ssize_t heap_quota_remaining(AllocatorCapability heapCapability)
{
    if (!Session::may_begin()) {
        return -ENOTENOUGHTRUSTEDSTACK;
    }
    Session session;
    const CapabilityState *const state = Session::state_get(heapCapability, AllocatorPermitNone);
    if (state == nullptr) {
        return -EPERM;
    }
    return ssize_t(state->quota == None ? state->bytes : Session::core.remaining(state->quota));
}

__cheriot_minimum_stack(FreeStack) ssize_t
    heap_quota_recover(AllocatorCapability parent, AllocatorCapability child)
{
    if (!Session::may_begin()) {
        return -ENOTENOUGHTRUSTEDSTACK;
    }
    Session session;
    // After each pause: either may have been recovered, the parent with its own parent.
    const auto child_get = [parent, child]() -> Granule {
        const CapabilityState *const above = Session::state_get(parent, AllocatorPermitNone);
        const CapabilityState *const below = Session::state_get(child, AllocatorPermitFreeAll);
        const bool isChild = above != nullptr && below != nullptr && above->quota != None &&
                             below->quota != None &&
                             Session::core.parent(below->quota) == above->quota;
        return isChild ? below->quota : None;
    };
    const Granule quota = child_get();
    if (quota == None) {
        return -EPERM;
    }
    Emptying emptying = Session::core.recover_begin(quota);
    while (!Session::core.empty_step(emptying, EmptySlice)) {
        session.freed();
        session.pause();
        if (child_get() != quota) {
            return -EPERM;
        }
    }
    session.freed();
    return ssize_t(emptying.bytes);
}

__cheriot_minimum_stack(AllocateStack) int heap_quarantine_flush(TimeoutArgument timeout)
{
    if (!timeout.is_valid()) {
        return -EINVAL;
    }
    if (!Session::may_begin()) {
        return -ENOTENOUGHTRUSTEDSTACK;
    }
    Session session;
    return session.flush(timeout);
}

__cheriot_minimum_stack(FreeStack) size_t heap_available()
{
    if (!Session::may_begin()) {
        return 0;
    }
    Session session;
    return Session::core.available();
}

__cheriot_minimum_stack(AllocateStack) int heap_render()
{
#if defined(HEAP_RENDER) && HEAP_RENDER
    using Render = ConditionalDebug<true, "Allocator heap">;
    if (!Session::may_begin()) {
        return -ENOTENOUGHTRUSTEDSTACK;
    }
    Session session;
    Session::core.chunks_visit([](Granule chunk, Header header) {
        static constexpr const char *Kinds[] = {"free", "quarantined", "live", "sealed"};
        Render::log("{}: {} bytes, {}, owner {}, claims {}",
                    CapabilityWorld::start() + to_bytes(chunk), to_bytes(header.size()),
                    Kinds[unsigned(header.kind())], header.is_live() ? header.owner() : None,
                    header.is_live() ? header.claims() : None);
    });
#endif
    return 0;
}
