// The allocator compartment's entry points for sealed objects and for making quotas, which are
// sealed objects of the allocator's own (token.h, allocator.h).

#include "session.hh"

#include <compartment.h>
#include <token.h>

namespace {

using namespace heap;

/// What lies before the payload of a sealed object (token_library/token_unseal.S).
struct TokenHeader
{
    uint32_t type;
    uint32_t zero;
};
static_assert(sizeof(TokenHeader) == GranuleBytes);
static_assert(to_bytes(Core::Preamble) == sizeof(TokenHeader) + sizeof(CapabilityState));

/// A new object has all three user permissions, the low bits of its address.
constexpr uint32_t UserPermissions = 7;

/// Seals `object`, whose bounds have a header right before its address.
CHERI_SEALED(void *)
seal(char *object, TokenKey key)
{
    TokenHeader *const header = reinterpret_cast<TokenHeader *>(object - sizeof(TokenHeader));
    *header = {__builtin_cheri_address_get(key), 0};
    void *const hardware =
        CHERIOT_IMPORT_CAPABILITY(void, "__import_privileged_key_12", "__privileged_key_12", 0);
    void *const sealed =
        __builtin_cheri_seal(static_cast<void *>(object + UserPermissions), hardware);
    return reinterpret_cast<CHERI_SEALED(void *)>(sealed);
}

/// Whether a key is one and has at least these permissions.
bool is_key(const TokenKey key, uint32_t permissions)
{
    return __builtin_cheri_tag_get(key) && !__builtin_cheri_sealed_get(key) &&
           (__builtin_cheri_perms_get(key) & permissions) == permissions &&
           __builtin_cheri_address_get(key) == __builtin_cheri_base_get(key) &&
           __builtin_cheri_length_get(key) != 0;
}

/// An object of `size` bytes, sealed; without its seal in `unsealed`. Untagged without success.
CHERI_SEALED(void *)
sealed_allocate(Session &session, TimeoutArgument timeout, AllocatorCapability heapCapability,
                TokenKey key, size_t size, void *&unsealed)
{
    // Padding goes before the header: payload and whole both end at the allocation's end, and what
    // is long enough to be padded is aligned at that end.
    const uint32_t payload = (__builtin_cheri_round_representable_length(size) + 7) & ~7u;
    const uint32_t whole = payload + sizeof(TokenHeader);
    if (size == 0 || payload < size || whole < payload) {
        return nullptr;
    }
    int error = 0;
    const Allocation got = session.attempt_repeat(
        timeout, heapCapability, AllocateWaitAny, error,
        [whole](Granule quota) { return Session::core.allocate(quota, whole, Kind::Sealed); });
    if (error != 0) {
        return nullptr;
    }
    char *const all = static_cast<char *>(CapabilityWorld::user_capability(got.offset, got.bytes));
    char *const object = all + (got.bytes - payload);
    unsealed = __builtin_cheri_bounds_set_exact(static_cast<void *>(object), payload);
    return seal(object, key);
}

/// Of the object behind a seal the allocation, or None.
Granule object_chunk(TokenKey key, CHERI_SEALED(void *) object)
{
    void *const payload = token_obj_unseal_dynamic(key, object);
    return __builtin_cheri_tag_get(payload)
               ? Session::core.find(__builtin_cheri_base_get(payload) - CapabilityWorld::start())
               : None;
}

int destroy(Session &session, AllocatorCapability heapCapability, TokenKey key,
            CHERI_SEALED(void *) object, bool isReal)
{
    const Granule chunk = object_chunk(key, object);
    if (chunk == None) {
        return -EINVAL;
    }
    const CapabilityState *const state = Session::state_get(heapCapability, AllocatorPermitNone);
    if (state == nullptr || state->quota == None) {
        return -EPERM;
    }
    if (!isReal) {
        return Session::core.may_release(state->quota, chunk, true) ? 0 : -EPERM;
    }
    if (!Session::core.release(state->quota, chunk, true)) {
        return -EPERM;
    }
    session.freed();
    return 0;
}

} // namespace

__cheriot_minimum_stack(FreeStack) TokenKey token_key_new()
{
    // Static types have the addresses of their exports as numbers, which are above and even.
    constexpr uint32_t Last = (uint32_t{1} << 28) - 1;
    static uint32_t nextType = Last;
    if (!Session::may_begin()) {
        return nullptr;
    }
    Session session;
    void *const all = CHERIOT_IMPORT_CAPABILITY(void, "__import_privileged_token_keys",
                                                "__privileged_token_keys", 0);
    if (nextType < __builtin_cheri_base_get(all)) {
        return nullptr;
    }
    void *const key =
        __builtin_cheri_bounds_set_exact(__builtin_cheri_address_set(all, nextType), 1);
    nextType -= 2;
    return static_cast<TokenKey>(key);
}

__cheriot_minimum_stack(TokenStack) CHERI_SEALED(void *)
    token_sealed_unsealed_alloc(TimeoutArgument timeout, AllocatorCapability heapCapability,
                                TokenKey key, size_t size, void **unsealed)
{
    if (!timeout.is_valid() ||
        !is_key(key, __CHERI_CAP_PERMISSION_PERMIT_SEAL__ | __CHERI_CAP_PERMISSION_PERMIT_UNSEAL__))
    {
        return nullptr;
    }
    if (!Session::may_begin()) {
        return nullptr;
    }
    Session session;
    void *object = nullptr;
    CHERI_SEALED(void *)
    sealed = sealed_allocate(session, timeout, heapCapability, key, size, object);
    // With the lock held, so that what can be stored to is not freed before it is.
    if (CHERI::check_pointer<CHERI::PermissionSet{
            CHERI::Permission::Store, CHERI::Permission::LoadStoreCapability}>(unsealed) &&
        __builtin_cheri_address_get(unsealed) % sizeof(void *) == 0)
    {
        *unsealed = object;
    }
    return sealed;
}

__cheriot_minimum_stack(TokenStack) CHERI_SEALED(void *)
    token_sealed_alloc(TimeoutArgument timeout, AllocatorCapability heapCapability, TokenKey key,
                       size_t size)
{
    if (!timeout.is_valid() || !is_key(key, __CHERI_CAP_PERMISSION_PERMIT_SEAL__)) {
        return nullptr;
    }
    if (!Session::may_begin()) {
        return nullptr;
    }
    Session session;
    void *object = nullptr;
    return sealed_allocate(session, timeout, heapCapability, key, size, object);
}

__cheriot_minimum_stack(TokenStack) int token_obj_destroy(AllocatorCapability heapCapability,
                                                          TokenKey key, CHERI_SEALED(void *) object)
{
    if (!Session::may_begin()) {
        return -ENOTENOUGHTRUSTEDSTACK;
    }
    Session session;
    return destroy(session, heapCapability, key, object, true);
}

__cheriot_minimum_stack(TokenStack) int token_obj_can_destroy(AllocatorCapability heapCapability,
                                                              TokenKey key,
                                                              CHERI_SEALED(void *) object)
{
    if (!Session::may_begin()) {
        return -ENOTENOUGHTRUSTEDSTACK;
    }
    Session session;
    return destroy(session, heapCapability, key, object, false);
}

__cheriot_minimum_stack(TokenStack) AllocatorCapability
    heap_quota_split(TimeoutArgument timeout, AllocatorCapability heapCapability, size_t bytes)
{
    int error = timeout.is_valid() ? -ENOTENOUGHTRUSTEDSTACK : -EINVAL;
    if (timeout.is_valid() && Session::may_begin()) {
        Session session;
        const Allocation got = session.attempt_repeat(
            timeout, heapCapability, AllocateWaitRevocationNeeded, error,
            [bytes](Granule quota) { return Session::core.split(quota, bytes); });
        if (error == 0) {
            // The capability ends where the core's record begins.
            char *const all = static_cast<char *>(
                CapabilityWorld::user_capability(got.offset, to_bytes(Core::Preamble)));
            char *const payload = all + sizeof(TokenHeader);
            *reinterpret_cast<CapabilityState *>(payload) = {0, Core::quota_at(got)};
            return reinterpret_cast<AllocatorCapability>(
                seal(payload, STATIC_SEALING_TYPE(MallocKey)));
        }
    }
    return reinterpret_cast<AllocatorCapability>(static_cast<intptr_t>(error));
}
