// FunctionWrapper<R(Args...)>: a reference to something callable, as an argument for functions that
// are no templates. It owns nothing and allocates nothing: only to be handed down the stack, never
// kept.
#ifndef FUNCTION_WRAPPER_HH
#define FUNCTION_WRAPPER_HH

#include <cdefs.h>
#include <memory>
#include <type_traits>
#include <utility>

template <typename FnType>
class FunctionWrapper;

template <class R, class... Args>
class FunctionWrapper<R(Args...)>
{
    void *callable;
    R (*invoke)(void *, Args...);

public:
    FunctionWrapper(FunctionWrapper &) = default;
    FunctionWrapper(FunctionWrapper &&) = delete;
    FunctionWrapper &operator=(FunctionWrapper &&) = delete;

    /// Refers to `fn`, which must live as long as this.
    template <typename T>
    __always_inline FunctionWrapper(T &&fn)
        requires(!std::is_same_v<std::remove_cvref_t<T>, FunctionWrapper>)
        : callable(const_cast<void *>(static_cast<const void *>(std::addressof(fn)))),
          invoke([](void *theCallable, Args... args) -> R {
              return (*static_cast<std::remove_reference_t<T> *>(theCallable))(
                  std::forward<Args>(args)...);
          })
    {}

    __always_inline R operator()(Args... args)
    {
        return invoke(callable, std::forward<Args>(args)...);
    }
};

#endif
