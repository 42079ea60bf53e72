// The compiler's capability builtins under the names CHERIoT RTOS gives them: functions in C++,
// macros in C; and the permissions as bits, which assembly may use as well.
#ifndef CHERI_BUILTINS_H
#define CHERI_BUILTINS_H

#include <__cheri_sealed.h>

// The permissions of a capability, as cheri_permissions_get counts them.
#define CHERI_PERM_GLOBAL (1U << 0)
#define CHERI_PERM_LOAD_GLOBAL (1U << 1)
#define CHERI_PERM_STORE (1U << 2)
#define CHERI_PERM_LOAD_MUTABLE (1U << 3)
#define CHERI_PERM_STORE_LOCAL (1U << 4)
#define CHERI_PERM_LOAD (1U << 5)
#define CHERI_PERM_LOAD_STORE_CAP (1U << 6)
#define CHERI_PERM_ACCESS_SYS (1U << 7)
#define CHERI_PERM_EXECUTE (1U << 8)
#define CHERI_PERM_UNSEAL (1U << 9)
#define CHERI_PERM_SEAL (1U << 10)
#define CHERI_PERM_USER0 (1U << 11)

#define CHERI_OTYPE_BITS 3

#ifndef __ASSEMBLER__
#include <stddef.h>
#include <stdint.h>
#endif

#if defined(__cplusplus) && defined(__CHERI_PURE_CAPABILITY__)
static inline __always_inline ptraddr_t cheri_address_get(const volatile void *x)
{
    return __builtin_cheri_address_get((const void *)x);
}

static inline __always_inline auto cheri_address_set(auto *x, ptrdiff_t y)
{
    return __builtin_cheri_address_set(x, y);
}

static inline __always_inline auto cheri_address_increment(auto *x, ptrdiff_t y)
{
    return __builtin_cheri_address_increment(x, y);
}

static inline __always_inline ptraddr_t cheri_base_get(const volatile void *x)
{
    return __builtin_cheri_base_get((const void *)x);
}

static inline __always_inline ptraddr_t cheri_top_get(const volatile void *x)
{
    return __builtin_cheri_top_get((const void *)x);
}

static inline __always_inline ptraddr_t cheri_length_get(const volatile void *x)
{
    return __builtin_cheri_length_get((const void *)x);
}

static inline __always_inline auto cheri_tag_clear(auto *x)
{
    return __builtin_cheri_tag_clear(x);
}

static inline __always_inline bool cheri_tag_get(const volatile void *x)
{
    return __builtin_cheri_tag_get((const void *)x);
}

static inline __always_inline bool cheri_is_valid(const volatile void *x)
{
    return cheri_tag_get(x);
}

static inline __always_inline bool cheri_is_invalid(const volatile void *x)
{
    return !cheri_tag_get(x);
}

/// Whether all bits are the same, the tags included.
static inline __always_inline bool cheri_is_equal_exact(const volatile void *x,
                                                        const volatile void *y)
{
    return __builtin_cheri_equal_exact((const void *)x, (const void *)y);
}

/// Whether the second has no rights that the first has not.
static inline __always_inline bool cheri_is_subset(const volatile void *x, const volatile void *y)
{
    return __builtin_cheri_subset_test((const void *)x, (const void *)y);
}

static inline __always_inline auto cheri_permissions_get(const volatile void *x)
{
    return __builtin_cheri_perms_get((const void *)x);
}

static inline __always_inline auto cheri_permissions_and(auto *x, unsigned y)
{
    return __builtin_cheri_perms_and(x, y);
}

static inline __always_inline auto cheri_type_get(const volatile void *x)
{
    return __builtin_cheri_type_get((const void *)x);
}

static inline __always_inline auto cheri_seal(auto *x, auto *y)
{
    return (CHERI_SEALED(decltype(x)))__builtin_cheri_seal(x, y);
}

/// What was sealed; a sealed pointer does not say of which type that is.
static inline __always_inline void *cheri_unseal(const volatile void *x, auto *y)
{
    return __builtin_cheri_unseal((void *)x, y);
}

static inline __always_inline auto cheri_bounds_set(auto *a, size_t b)
{
    return __builtin_cheri_bounds_set(a, b);
}

static inline __always_inline auto cheri_bounds_set_exact(auto *a, size_t b)
{
    return __builtin_cheri_bounds_set_exact(a, b);
}

static inline __always_inline bool cheri_subset_test(const volatile void *a, const volatile void *b)
{
    return cheri_is_subset(a, b);
}

static inline __always_inline size_t cheri_representable_alignment_mask(size_t len)
{
    return __builtin_cheri_representable_alignment_mask(len);
}

static inline __always_inline size_t cheri_round_representable_length(size_t len)
{
    return __builtin_cheri_round_representable_length(len);
}

#elif !defined(__cplusplus) && !defined(__ASSEMBLER__)

#define cheri_address_get(x) __builtin_cheri_address_get(x)
#define cheri_address_set(x, y) __builtin_cheri_address_set((x), (y))
#define cheri_address_increment(x, y) __builtin_cheri_offset_increment((x), (y))
#define cheri_base_get(x) __builtin_cheri_base_get(x)
#define cheri_top_get(x) __builtin_cheri_top_get(x)
#define cheri_length_get(x) __builtin_cheri_length_get(x)
#define cheri_tag_clear(x) __builtin_cheri_tag_clear(x)
#define cheri_tag_get(x) __builtin_cheri_tag_get(x)
#define cheri_is_valid(x) __builtin_cheri_tag_get(x)
#define cheri_is_invalid(x) (!__builtin_cheri_tag_get(x))
#define cheri_is_equal_exact(x, y) __builtin_cheri_equal_exact((x), (y))
#define cheri_is_subset(x, y) __builtin_cheri_subset_test((x), (y))
#define cheri_permissions_get(x) __builtin_cheri_perms_get(x)
#define cheri_permissions_and(x, y) __builtin_cheri_perms_and((x), (y))
#define cheri_type_get(x) __builtin_cheri_type_get(x)
#define cheri_seal(a, b) ((CHERI_SEALED(__typeof__((a))))__builtin_cheri_seal((a), (b)))
#define cheri_unseal(a, b) ((void *)__builtin_cheri_unseal((a), (b)))
#define cheri_bounds_set(a, b) __builtin_cheri_bounds_set((a), (b))
#define cheri_bounds_set_exact(a, b) __builtin_cheri_bounds_set_exact((a), (b))
#define cheri_subset_test(a, b) __builtin_cheri_subset_test((a), (b))
#define cheri_representable_alignment_mask(len) __builtin_cheri_representable_alignment_mask(len)
#define cheri_round_representable_length(len) __builtin_cheri_round_representable_length(len)

// The names of before, each of which warns of itself.
#define cgetlen(c) __builtin_cheri_length_get(c)
#pragma clang deprecated(cgetlen, "use cheri_length_get instead")
#define cgetperms(c) __builtin_cheri_perms_get(c)
#pragma clang deprecated(cgetperms, "use cheri_permissions_get instead")
#define cgettype(c) __builtin_cheri_type_get(c)
#pragma clang deprecated(cgettype, "use cheri_type_get instead")
#define cgettag(c) __builtin_cheri_tag_get(c)
#pragma clang deprecated(cgettag, "use cheri_tag_get instead")
#define cincoffset(c, x) __builtin_cheri_offset_increment((c), (x))
#pragma clang deprecated(cincoffset, "use cheri_address_increment instead")
#define cgetaddr(c) __builtin_cheri_address_get(c)
#pragma clang deprecated(cgetaddr, "use cheri_address_get instead")
#define csetaddr(c, x) __builtin_cheri_address_set((c), (x))
#pragma clang deprecated(csetaddr, "use cheri_address_set instead")
#define cgetbase(c) __builtin_cheri_base_get(c)
#pragma clang deprecated(cgetbase, "use cheri_base_get instead")
#define candperms(c, x) __builtin_cheri_perms_and((c), (x))
#pragma clang deprecated(candperms, "use cheri_permissions_and instead")
#define cseal(c, key) __builtin_cheri_seal((c), (key))
#pragma clang deprecated(cseal, "use cheri_seal instead")
#define cunseal(c, key) __builtin_cheri_unseal((c), (key))
#pragma clang deprecated(cunseal, "use cheri_unseal instead")
#define csetbounds(c, x) __builtin_cheri_bounds_set((c), (x))
#pragma clang deprecated(csetbounds, "use cheri_bounds_set instead")
#define csetboundsext(c, x) __builtin_cheri_bounds_set_exact((c), (x))
#pragma clang deprecated(csetboundsext, "use cheri_bounds_set_exact instead")
#define cequalexact(c, d) __builtin_cheri_equal_exact((c), (d))
#pragma clang deprecated(cequalexact, "use cheri_is_equal_exact instead")
#define ctestsubset(c, d) __builtin_cheri_subset_test((c), (d))
#pragma clang deprecated(ctestsubset, "use cheri_subset_test instead")
#define creplenalignmask(len) __builtin_cheri_representable_alignment_mask(len)
#pragma clang deprecated(creplenalignmask, "use cheri_representable_alignment_mask instead")
#define croundreplen(len) __builtin_cheri_round_representable_length(len)
#pragma clang deprecated(croundreplen, "use cheri_round_representable_length instead")
#endif

#endif
