// errno: one thread, one variable.
#include <errno.h>

int errno;
