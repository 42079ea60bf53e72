#include "service.h"

#include <string.h>

int service_length(struct Text text)
{
    return (int)strlen(text.start);
}

int64_t service_sum(struct Pair pair, int64_t third, int64_t fourth, int32_t fifth, uint8_t sixth)
{
    return pair.first + pair.second + third + fourth + fifth + sixth;
}
