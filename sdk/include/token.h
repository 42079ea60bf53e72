// Tokens: objects that may be handed out but not looked into (docs/reference/heap.md, "Tokens"). A
// sealed capability to an object can be stored, passed on and handed back; only the holder of the
// key it was sealed with can use it.
#ifndef TOKEN_H
#define TOKEN_H

#include <cdefs.h>
#include <stddef.h>
#include <stdlib.h>
#include <timeout.h>

struct TokenKeyType;

/// The right to seal objects as one of the types there are, to unseal them, or both. It is a
/// capability to nothing: its address is the type's number. STATIC_SEALING_TYPE (whose objects may
/// also be part of the image) and token_key_new() make them.
typedef struct TokenKeyType *TokenKey;

typedef TokenKey SKey __attribute__((__deprecated__("SKey renamed to TokenKey")));

__BEGIN_DECLS

/// A key of a new type, to seal and to unseal; take permissions off it before passing it on to whom
/// may do only one. There are 2^31 less 2^23 numbers, none of which is used twice: a compartment
/// that could use them up should be given keys by one that counts. Then, and if the call fails, it
/// is untagged.
TokenKey __cheri_compartment("allocator") token_key_new(void);

/// Allocates a zeroed object of `size` bytes, sealed with `key`, which must be to seal and to
/// unseal. It costs the quota what heap_allocate() would take for eight bytes more. Where
/// `unsealed` can be stored to, the object itself, without its seal, is stored there. Waits for
/// anything, as heap_allocate() does. Untagged without success.
CHERI_SEALED(void *)
__cheri_compartment("allocator")
    token_sealed_unsealed_alloc(TimeoutArgument timeout, AllocatorCapability heapCapability,
                                TokenKey key, size_t size, void **unsealed);

/// As above, for whom cannot unseal: `key` needs only be to seal.
CHERI_SEALED(void *)
__cheri_compartment("allocator")
    token_sealed_alloc(TimeoutArgument timeout, AllocatorCapability heapCapability, TokenKey key,
                       size_t size);

/// The object, if it was sealed with this key and is live, and the key is to unseal; else null.
/// It has the object's bounds. Objects of the image and of the heap; the functions below know one
/// of the two, and answer null for the other.
void *__cheri_libcall __cheriot_interrupt_state(disabled)
    token_obj_unseal(TokenKey key, CHERI_SEALED(void *) object);

/// Objects of the image, DEFINE_STATIC_SEALED_VALUE. Their keys are static.
void *__cheri_libcall __cheriot_interrupt_state(disabled)
    token_obj_unseal_static(TokenKey key, CHERI_SEALED(void *) object);

/// Objects of the heap, with either kind of key.
void *__cheri_libcall __cheriot_interrupt_state(disabled)
    token_obj_unseal_dynamic(TokenKey key, CHERI_SEALED(void *) object);

/// The same sealed object with those user permissions only that are in `permissions` as well. What
/// the three of them, bits 0 to 2, mean is the type's; a new object has all. They are not rights to
/// memory: unsealing gives the same whatever they are.
CHERI_SEALED(void *)
__cheri_libcall token_permissions_and(CHERI_SEALED(void *) object, int permissions);

/// The user permissions of a sealed object.
static inline int token_permissions_get(CHERI_SEALED(void *) object)
{
    return (int)(__builtin_cheri_address_get(object) & 7);
}

/// Frees a sealed object. Takes the key, to unseal, and the allocator capability it was allocated
/// with: neither alone is enough.
///
///  * 0;
///  * -EINVAL: the object is none, none of this key's, or freed already;
///  * what heap_free() returns.
int __cheri_compartment("allocator") token_obj_destroy(AllocatorCapability heapCapability,
                                                       TokenKey key, CHERI_SEALED(void *) object);

/// What token_obj_destroy() would return, without doing it.
int __cheri_compartment("allocator")
    token_obj_can_destroy(AllocatorCapability heapCapability, TokenKey key,
                          CHERI_SEALED(void *) object);

__END_DECLS

#ifdef __cplusplus
#include <utility>

/// A sealed pointer that remembers what is behind the seal.
template <typename T>
class Sealed
{
    CHERI_SEALED(T *) sealedPointer;

public:
#if __has_extension(cheri_sealed_pointers) && !defined(CHERIOT_NO_SEALED_POINTERS)
    Sealed(CHERI_SEALED(T *) pointer) : sealedPointer(pointer) {}
#else
    Sealed(void *pointer) : sealedPointer(reinterpret_cast<CHERI_SEALED(T *)>(pointer)) {}
#endif

    /// From a pointer whose type does not tell that it is sealed.
    template <typename U>
    explicit Sealed(U *pointer) : sealedPointer(reinterpret_cast<decltype(sealedPointer)>(pointer))
    {}

    operator decltype(sealedPointer)() { return sealedPointer; }
    CHERI_SEALED(T *) get() { return sealedPointer; }
    bool is_valid() { return __builtin_cheri_tag_get(get()); }
};

/// Allocates a `T`, zeroed, not constructed. Returns it and its sealed form; both are untagged, the
/// first null, without success.
template <typename T>
__always_inline inline std::pair<T *, Sealed<T>>
token_allocate(TimeoutArgument timeout, AllocatorCapability heapCapability, TokenKey key)
{
    void *unsealed = nullptr;
    CHERI_SEALED(void *)
    sealed = token_sealed_unsealed_alloc(timeout, heapCapability, key, sizeof(T), &unsealed);
    return {static_cast<T *>(unsealed), Sealed<T>{sealed}};
}

/// The `T` behind the seal, or null, as token_obj_unseal().
template <typename T>
__always_inline inline T *token_unseal(TokenKey key, Sealed<T> sealed)
{
    return static_cast<T *>(
        token_obj_unseal(key, reinterpret_cast<CHERI_SEALED(void *)>(sealed.get())));
}
#endif

#if __has_extension(cheri_sealed_pointers) && !defined(CHERIOT_NO_SEALED_POINTERS)
#ifdef __cplusplus
template <typename T>
__always_inline inline T *token_unseal(TokenKey key, T *__sealed_capability sealed)
{
    return static_cast<T *>(token_obj_unseal(key, sealed));
}
#else
#define token_unseal(key, sealed) ((__typeof__(*(sealed)) *)token_obj_unseal(key, sealed))
#endif
#endif

#endif
