// The Sail simulator's timer advances once in a hundred instructions.
#define CHERIOT_PLATFORM_TIME_DIVISOR 100
#include_next <platform-time.h>
