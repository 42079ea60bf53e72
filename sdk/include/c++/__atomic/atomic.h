// std::atomic in code for the RTOS: libc++'s, and `wait` with a timeout, which CHERIoT RTOS code
// uses.
//
// libc++'s class cannot be given members from outside, so it is included under another name, and
// std::atomic is derived from it. Its functions (atomic_load and so on) take pointers to it, which
// pointers to a derived class convert to. What it includes is included before, under its own name.
#include <cdefs.h>
#ifndef __CHERIOT_RTOS__
#include_next <__atomic/atomic.h>
#elif !defined(GRIOTTE_ATOMIC_H)
#define GRIOTTE_ATOMIC_H

#include <__atomic/atomic_sync.h>
#include <__atomic/atomic_waitable_traits.h>
#include <__atomic/check_memory_order.h>
#include <__atomic/floating_point_helper.h>
#include <__atomic/is_always_lock_free.h>
#include <__atomic/memory_order.h>
#include <__atomic/support.h>
#include <__config>
#include <__cstddef/ptrdiff_t.h>
#include <__memory/addressof.h>
#include <__type_traits/enable_if.h>
#include <__type_traits/is_floating_point.h>
#include <__type_traits/is_function.h>
#include <__type_traits/is_integral.h>
#include <__type_traits/is_nothrow_constructible.h>
#include <__type_traits/is_same.h>
#include <__type_traits/is_trivially_copyable.h>
#include <__type_traits/remove_const.h>
#include <__type_traits/remove_pointer.h>
#include <__type_traits/remove_volatile.h>
#include <__utility/forward.h>
#include <cstring>
#include <futex.h>
#include <timeout.h>

#define atomic __libcpp_atomic
#include_next <__atomic/atomic.h>
#undef atomic

_LIBCPP_BEGIN_NAMESPACE_STD

template <class T>
struct atomic : __libcpp_atomic<T>
{
    using __libcpp_atomic<T>::__libcpp_atomic;
    using __libcpp_atomic<T>::operator=;
#if _LIBCPP_STD_VER >= 20
    using __libcpp_atomic<T>::wait;

    constexpr atomic() noexcept = default;
    atomic(const atomic &) = delete;
    atomic &operator=(const atomic &) = delete;
    atomic &operator=(const atomic &) volatile = delete;

    /// Waits until it is woken, if it is `old`. 0 when it was, or is something else: look again.
    /// What futex_timed_wait() returns otherwise.
    __always_inline int wait(TimeoutArgument timeout, T old,
                             memory_order order = memory_order::seq_cst,
                             FutexWaitFlags flags = FutexNone) const noexcept
        requires(sizeof(T) == sizeof(uint32_t))
    {
        (void)order;
        const void *address = this;
        return futex_timed_wait(
            timeout,
            static_cast<const uint32_t *>(__builtin_cheri_perms_and(address, CHERI_PERM_LOAD)),
            __builtin_bit_cast(uint32_t, old), flags);
    }
    __always_inline int wait(TimeoutArgument timeout, T old, FutexWaitFlags flags) const noexcept
        requires(sizeof(T) == sizeof(uint32_t))
    {
        return wait(timeout, old, memory_order::seq_cst, flags);
    }
#endif
};

template <class T>
atomic(T) -> atomic<T>;

_LIBCPP_END_NAMESPACE_STD

#endif
