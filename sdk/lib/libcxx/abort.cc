// Where libc++ ends up when it would throw, or when one of its checks fails with words.
#include "../runtime_failure.h"
#include <__verbose_abort>
#include <exception>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

_LIBCPP_BEGIN_NAMESPACE_STD

void __libcpp_verbose_abort(const char *format, ...) noexcept
{
#ifdef __CHERIOT_RTOS__
    (void)format; // nobody here has a console
#else
    va_list arguments;
    va_start(arguments, format);
    vprintf(format, arguments);
    va_end(arguments);
    putchar('\n');
#endif
    abort();
}

_LIBCPP_END_NAMESPACE_STD

void std::terminate() noexcept
{
    runtime_failure("std::terminate");
}
