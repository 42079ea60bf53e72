// memcpy: tags survive wherever both sides agree about alignment (see copy.h).
#include "copy.h"
#include <string.h>

NO_BUILTIN void *memcpy(void *__restrict destination, const void *__restrict source, size_t length)
{
    copy_forward(destination, source, length);
    return destination;
}
