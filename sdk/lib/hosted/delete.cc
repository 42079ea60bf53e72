// operator delete, every form: all of them are free(). Apart from new.cc because a virtual
// destructor refers to one even in a program that never allocates.
#include "new.hh"
#include <stdlib.h>

void operator delete(void *memory) noexcept
{
    free(memory);
}

void operator delete[](void *memory) noexcept
{
    free(memory);
}

void operator delete(void *memory, size_t) noexcept
{
    free(memory);
}

void operator delete[](void *memory, size_t) noexcept
{
    free(memory);
}

void operator delete(void *memory, std::align_val_t) noexcept
{
    free(memory);
}

void operator delete[](void *memory, std::align_val_t) noexcept
{
    free(memory);
}

void operator delete(void *memory, size_t, std::align_val_t) noexcept
{
    free(memory);
}

void operator delete[](void *memory, size_t, std::align_val_t) noexcept
{
    free(memory);
}

void operator delete(void *memory, const std::nothrow_t &) noexcept
{
    free(memory);
}

void operator delete[](void *memory, const std::nothrow_t &) noexcept
{
    free(memory);
}

void operator delete(void *memory, std::align_val_t, const std::nothrow_t &) noexcept
{
    free(memory);
}

void operator delete[](void *memory, std::align_val_t, const std::nothrow_t &) noexcept
{
    free(memory);
}
