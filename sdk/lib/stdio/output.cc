// See output.hh.
#include "output.hh"
#include <stdio.h>

void stdio::Output::flush()
{
    if (isConsole && used != 0) {
        hasFailed |= __stdio_write(buffer, used) < 0;
        used = 0;
    }
}
