// Waiting for an atomic to change, for libc++ in code for the RTOS: by futexes. What libc++ has
// where it knows of no threads is to spin, which would keep a thread of lower priority from making
// the change.
//
// A futex is a word: atomics of other sizes are looked at again each tick.
#include <cdefs.h>
#ifndef __CHERIOT_RTOS__
#include_next <__atomic/atomic_sync.h>
#elif !defined(GRIOTTE_ATOMIC_SYNC_H)
#define GRIOTTE_ATOMIC_SYNC_H

#include <__atomic/atomic_waitable_traits.h>
#include <__atomic/memory_order.h>
#include <__config>
#include <__memory/addressof.h>
#include <__type_traits/decay.h>
#include <cstring>
#include <futex.h>
#include <thread.h>

_LIBCPP_BEGIN_NAMESPACE_STD

#if _LIBCPP_STD_VER >= 20
/// Waits until `poll` is true of the value.
template <class Waitable, class Poll>
_LIBCPP_HIDE_FROM_ABI void __atomic_wait_unless(const Waitable &atomic, memory_order order,
                                                Poll &&poll)
{
    using Traits = __atomic_waitable_traits<__decay_t<Waitable>>;
    while (true) {
        auto value = Traits::__atomic_load(atomic, order);
        if (poll(value)) {
            return;
        }
        if constexpr (sizeof(value) == sizeof(uint32_t)) {
            uint32_t word;
            std::memcpy(&word, &value, sizeof(word));
            (void)futex_wait(reinterpret_cast<const volatile uint32_t *>(
                                 Traits::__atomic_contention_address(atomic)),
                             word);
        } else {
            Timeout tick{1};
            (void)thread_sleep(&tick);
        }
    }
}

template <class Waitable, class T>
_LIBCPP_HIDE_FROM_ABI void __atomic_wait(Waitable &atomic, T old, memory_order order)
{
    std::__atomic_wait_unless(atomic, order, [&](const T &current) {
        return std::memcmp(std::addressof(current), std::addressof(old), sizeof(T)) != 0;
    });
}

template <class Waitable>
_LIBCPP_HIDE_FROM_ABI void __atomic_notify(const Waitable &atomic, uint32_t count)
{
    using Traits = __atomic_waitable_traits<__decay_t<Waitable>>;
    if constexpr (sizeof(typename Traits::__value_type) == sizeof(uint32_t)) {
        auto *address = const_cast<const void *>(
            static_cast<const volatile void *>(Traits::__atomic_contention_address(atomic)));
        // To be woken at an address is all that the scheduler needs of it.
        (void)futex_wake(
            static_cast<const volatile uint32_t *>(__builtin_cheri_perms_and(address, 0)), count);
    }
}

template <class Waitable>
_LIBCPP_HIDE_FROM_ABI void __atomic_notify_one(const Waitable &atomic)
{
    std::__atomic_notify(atomic, 1);
}

template <class Waitable>
_LIBCPP_HIDE_FROM_ABI void __atomic_notify_all(const Waitable &atomic)
{
    std::__atomic_notify(atomic, UINT32_MAX);
}
#endif

_LIBCPP_END_NAMESPACE_STD

#endif
