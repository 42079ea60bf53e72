// The part of libc++'s <new>, and of all that allocates, that declares operator new and delete. In
// code for the RTOS they are here too: they are malloc and free: memory of the compartment's own
// quota (MALLOC_CAPABILITY). Without memory, operator new returns null, as there are no exceptions.
// A compartment without ambient authority to allocate (CHERIOT_NO_AMBIENT_MALLOC), or with
// operators of its own (CHERIOT_NO_NEW_DELETE), has none of them from here.
//
// Each file has its own copy, inline: which quota it is, is decided where it is compiled.
#ifndef GRIOTTE_GLOBAL_NEW_DELETE
#define GRIOTTE_GLOBAL_NEW_DELETE
#pragma GCC system_header
#include_next <__new/global_new_delete.h>
#include <cdefs.h>

#if defined(__CHERIOT_RTOS__) && !defined(CHERIOT_NO_AMBIENT_MALLOC) &&                            \
    !defined(CHERIOT_NO_NEW_DELETE)
#include <__new/new_handler.h>
#include <stdlib.h>

#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Winline-new-delete"

namespace std {
namespace __griotte {
/// What is called when there is no memory, before asking again; null to give up.
inline new_handler handler = nullptr;

inline void *allocate(size_t size)
{
    while (true) {
        void *memory = malloc(size);
        if (memory != nullptr || handler == nullptr) {
            return memory;
        }
        handler();
    }
}
} // namespace __griotte

inline new_handler get_new_handler() noexcept
{
    return __griotte::handler;
}

/// Not to be called by two threads at a time.
inline new_handler set_new_handler(new_handler handler) noexcept
{
    new_handler before = __griotte::handler;
    __griotte::handler = handler;
    return before;
}
} // namespace std

[[nodiscard]] __always_inline inline void *operator new(std::size_t size)
{
    return std::__griotte::allocate(size);
}
[[nodiscard]] __always_inline inline void *operator new[](std::size_t size)
{
    return std::__griotte::allocate(size);
}
[[nodiscard]] __always_inline inline void *operator new(std::size_t size,
                                                        const std::nothrow_t &) noexcept
{
    return std::__griotte::allocate(size);
}
[[nodiscard]] __always_inline inline void *operator new[](std::size_t size,
                                                          const std::nothrow_t &) noexcept
{
    return std::__griotte::allocate(size);
}
__always_inline inline void operator delete(void *pointer) noexcept
{
    ::free(pointer);
}
__always_inline inline void operator delete[](void *pointer) noexcept
{
    ::free(pointer);
}
__always_inline inline void operator delete(void *pointer, std::size_t) noexcept
{
    ::free(pointer);
}
__always_inline inline void operator delete[](void *pointer, std::size_t) noexcept
{
    ::free(pointer);
}
__always_inline inline void operator delete(void *pointer, const std::nothrow_t &) noexcept
{
    ::free(pointer);
}
__always_inline inline void operator delete[](void *pointer, const std::nothrow_t &) noexcept
{
    ::free(pointer);
}

#pragma clang diagnostic pop
#endif

#endif
