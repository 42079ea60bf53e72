// The bases of the standard exceptions. None is ever thrown, but they can be made and looked at.
#include <exception>
#include <new>

std::exception::~exception() noexcept {}

const char *std::exception::what() const noexcept
{
    return "std::exception";
}

std::bad_alloc::bad_alloc() noexcept {}

std::bad_alloc::~bad_alloc() noexcept {}

const char *std::bad_alloc::what() const noexcept
{
    return "std::bad_alloc";
}
