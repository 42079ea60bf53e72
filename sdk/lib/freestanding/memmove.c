// memmove: as memcpy, for regions that may overlap.
#include "copy.h"
#include <string.h>

NO_BUILTIN void *memmove(void *destination, const void *source, size_t length)
{
    // As unsigned distance: a destination below the source, or at least `length` above it.
    if (address_of(destination) - address_of(source) >= length) {
        copy_forward(destination, source, length);
    } else {
        copy_backward(destination, source, length);
    }
    return destination;
}
