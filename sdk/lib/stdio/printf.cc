// The printf family.
#include "../errno_set.h"
#include "format.hh"
#include <stdio.h>

namespace {

constexpr size_t ConsoleBufferSize = 64;

int result_of(const stdio::Output &output, bool isValid)
{
    if (!isValid) {
        errno_set(EINVAL);
        return -1;
    }
    return output.result();
}

} // namespace

int vsnprintf(char *__restrict buffer, size_t size, const char *__restrict format,
              va_list arguments)
{
    stdio::Output output = stdio::Output::to_buffer(buffer, size);
    bool isValid = stdio::format(output, format, arguments);
    output.terminate(size);
    return result_of(output, isValid);
}

int vfprintf(FILE *__restrict stream, const char *__restrict format, va_list arguments)
{
    char buffer[ConsoleBufferSize];
    stdio::Output output = stdio::Output::to_console(stream, buffer, sizeof(buffer));
    bool isValid = stdio::format(output, format, arguments);
    output.flush();
    return result_of(output, isValid);
}

#ifndef __CHERIOT_RTOS__ // there they are inline, in stdio.h: which line it is, is the caller's
int vprintf(const char *__restrict format, va_list arguments)
{
    return vfprintf(stdout, format, arguments);
}

int vsprintf(char *__restrict buffer, const char *__restrict format, va_list arguments)
{
    constexpr size_t AsMuchAsItTakes = 0x7fffffff;
    return vsnprintf(buffer, AsMuchAsItTakes, format, arguments);
}

int printf(const char *__restrict format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int result = vfprintf(stdout, format, arguments);
    va_end(arguments);
    return result;
}

int fprintf(FILE *__restrict stream, const char *__restrict format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int result = vfprintf(stream, format, arguments);
    va_end(arguments);
    return result;
}

int sprintf(char *__restrict buffer, const char *__restrict format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int result = vsprintf(buffer, format, arguments);
    va_end(arguments);
    return result;
}
#endif

int snprintf(char *__restrict buffer, size_t size, const char *__restrict format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int result = vsnprintf(buffer, size, format, arguments);
    va_end(arguments);
    return result;
}
