// The counts behind shared_ptr and weak_ptr. A count of owners is stored less one.
#include <memory>

_LIBCPP_BEGIN_NAMESPACE_STD

__shared_count::~__shared_count() {}

__shared_weak_count::~__shared_weak_count() {}

void __shared_weak_count::__release_weak() noexcept
{
    if (__libcpp_atomic_refcount_decrement(__shared_weak_owners_) == -1) {
        __on_zero_shared_weak();
    }
}

/// Becomes an owner if there still is one.
__shared_weak_count *__shared_weak_count::lock() noexcept
{
    if (__shared_owners_ == -1) {
        return nullptr;
    }
    __add_shared();
    return this;
}

/// Types cannot be compared without run-time type information.
const void *__shared_weak_count::__get_deleter(const type_info &) const noexcept
{
    return nullptr;
}

_LIBCPP_END_NAMESPACE_STD
