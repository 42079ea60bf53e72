// strerror: words for the errors our own functions report, and a number for the rest.
#include <errno.h>
#include <stdio.h>
#include <string.h>

typedef struct
{
    int error;
    const char *text;
} ErrorText;

static const ErrorText errorTexts[] = {
    {0, "Success"},
    {EPERM, "Operation not permitted"},
    {ENOENT, "No such entry"},
    {EINTR, "Interrupted"},
    {EIO, "Input or output error"},
    {EBADF, "Bad stream"},
    {EAGAIN, "Try again"},
    {ENOMEM, "Out of memory"},
    {EACCES, "Permission denied"},
    {EFAULT, "Bad address"},
    {EBUSY, "Busy"},
    {EEXIST, "Already exists"},
    {ENODEV, "No such device"},
    {EINVAL, "Invalid argument"},
    {ENOSPC, "No space left"},
    {EDOM, "Outside the function's domain"},
    {ERANGE, "Result out of range"},
    {EDEADLK, "Deadlock"},
    {ENOSYS, "Not implemented"},
    {EMSGSIZE, "Message too long"},
    {EOVERFLOW, "Value too large"},
    {ETIMEDOUT, "Timed out"},
    {ENOTSUP, "Not supported"},
    {EILSEQ, "Invalid character"},
};

char *strerror(int error)
{
    for (size_t i = 0; i < sizeof(errorTexts) / sizeof(errorTexts[0]); i++) {
        if (errorTexts[i].error == error) {
            return (char *)errorTexts[i].text;
        }
    }
#ifdef __CHERIOT_RTOS__
    // A library has no variable to put the number in.
    return (char *)"Unknown error";
#else
    static char unknown[sizeof("Error -2147483648")];
    snprintf(unknown, sizeof(unknown), "Error %d", error);
    return unknown;
#endif
}
