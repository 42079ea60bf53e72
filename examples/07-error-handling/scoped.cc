// Handles faults where they may happen: on_error() is a try and a catch, made of an error handler
// (the part `unwind_error_handler`) that jumps back to where on_error() was called.
#include "services.h"

#include <errno.h>
#include <unwind.h>

namespace {
int calls;
int errors;
} // namespace

int scoped_sum(const int *numbers, size_t count)
{
    calls++;
    // What both parts use lives in memory, not in a register of the part that was left.
    volatile int result = 0;
    on_error(
        [&] {
            int sum = 0;
            for (size_t i = 0; i < count; i++) {
                sum += numbers[i];
            }
            result = sum;
        },
        [&] {
            // Destructors of what was left are not run: what must be undone is undone here.
            errors++;
            result = -EINVAL;
        });
    return result;
}

int scoped_calls()
{
    return calls;
}

int scoped_errors()
{
    return errors;
}
