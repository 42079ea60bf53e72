// operator new on the heap: linked only into programs that use it, and replaceable one by one.
// There are no exceptions: where the standard throws bad_alloc, the program is stopped.
#include "new.hh"
#include "../runtime_failure.h"
#include <stdlib.h>

const std::nothrow_t std::nothrow{};

namespace {

void *allocated(void *memory)
{
    if (memory == nullptr) {
        runtime_failure("operator new: out of memory");
    }
    return memory;
}

} // namespace

void *operator new(size_t size)
{
    return allocated(malloc(size));
}

void *operator new[](size_t size)
{
    return operator new(size);
}

void *operator new(size_t size, std::align_val_t alignment)
{
    return allocated(aligned_alloc(static_cast<size_t>(alignment), size));
}

void *operator new[](size_t size, std::align_val_t alignment)
{
    return operator new(size, alignment);
}

void *operator new(size_t size, const std::nothrow_t &) noexcept
{
    return malloc(size);
}

void *operator new[](size_t size, const std::nothrow_t &) noexcept
{
    return malloc(size);
}

void *operator new(size_t size, std::align_val_t alignment, const std::nothrow_t &) noexcept
{
    return aligned_alloc(static_cast<size_t>(alignment), size);
}

void *operator new[](size_t size, std::align_val_t alignment, const std::nothrow_t &) noexcept
{
    return aligned_alloc(static_cast<size_t>(alignment), size);
}
