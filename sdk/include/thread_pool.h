// A pool of threads that run what other threads hand to it, in compartment `thread_pool`. What is
// handed over runs in its own compartment, on a thread of the pool, and may keep that thread: no
// promise is made of when anything runs.
#ifndef THREAD_POOL_H
#define THREAD_POOL_H

#include <__cheri_sealed.h>
#include <cdefs.h>

/// What runs: a callback of the compartment that hands it over.
typedef __cheri_callback void (*ThreadPoolCallback)(CHERI_SEALED(void *));

/// A call for later.
struct ThreadPoolMessage
{
    ThreadPoolCallback invoke;
    CHERI_SEALED(void *) data;
};

__BEGIN_DECLS

/// Has `fn(data)` called on a thread of the pool; waits while too much is waiting already. `data`
/// is sealed or has no tag, so that the pool cannot do anything with it. 0; -EINVAL when `fn` is
/// no callback or either is not global; -ENOTENOUGHSTACK, -ENOTENOUGHTRUSTEDSTACK.
int __cheri_compartment("thread_pool")
    thread_pool_async(ThreadPoolCallback fn, CHERI_SEALED(void *) data);

/// The entry point of the pool's threads; does not return.
int __cheri_compartment("thread_pool") thread_pool_run(void);

__END_DECLS

#ifdef __cplusplus
#include <cheri.hh>
#include <errno.h>
#include <new>
#include <stdlib.h>
#include <token.h>
#include <type_traits>
#include <utility>

namespace thread_pool {
namespace detail {
/// A key for each type of lambda, so that none can be opened as another.
template <typename T>
inline TokenKey sealing_key_for_type()
{
    static TokenKey key = token_key_new();
    return key;
}

/// Calls the lambda behind a sealed pointer, and frees it.
template <typename T>
__cheri_callback void wrap_callback_lambda(CHERI_SEALED(void *) rawFn)
{
    auto key = sealing_key_for_type<T>();
    auto fn = token_unseal(key, Sealed<T>(static_cast<CHERI_SEALED(T *)>(rawFn)));
    if (!cheri_is_valid(fn)) {
        return;
    }
    (*fn)();
    // On the stack of a thread that has nothing else on it, so there is enough for this.
    (void)token_obj_destroy(MALLOC_CAPABILITY, key, rawFn);
}

/// Calls what has no state.
template <typename Fn>
__cheri_callback void wrap_callback_function(CHERI_SEALED(void *))
{
    static_assert(std::is_empty_v<Fn>, "not stateless: it would be called without its state");
    Fn{}();
}
} // namespace detail

/// Has `lambda` called on a thread of the pool; if it captures something, from a copy on the heap
/// (MALLOC_CAPABILITY), where no reference to the stack can be. 0, -ENOMEM, or an error of the
/// call.
template <typename T>
int async(T &&lambda)
{
    using Lambda = std::remove_cvref_t<T>;
    if constexpr (std::is_convertible_v<T, void (*)()>) {
        return thread_pool_async(&detail::wrap_callback_function<Lambda>, nullptr);
    } else {
        void *buffer = nullptr;
        Timeout t{UnlimitedTimeout};
        CHERI_SEALED(void *)
        sealed = token_sealed_unsealed_alloc(
            &t, MALLOC_CAPABILITY, detail::sealing_key_for_type<Lambda>(), sizeof(Lambda), &buffer);
        if (!cheri_is_valid(sealed)) {
            return -ENOMEM;
        }
        // NOLINTNEXTLINE(bugprone-move-forwarding-reference): it goes to another thread
        new (buffer) Lambda(std::move(lambda));
        return thread_pool_async(&detail::wrap_callback_lambda<Lambda>, sealed);
    }
}
} // namespace thread_pool
#endif

#endif
