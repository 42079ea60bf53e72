// See output.hh.
#include "output.hh"
#ifdef __CHERIOT_RTOS__
#include <platform-uart.hh>
#endif

void stdio::Output::flush()
{
    if (isConsole && used != 0) {
#ifdef __CHERIOT_RTOS__
        // The caller's line: it can only be written to as far as the caller may.
        for (size_t i = 0; i < used; i++) {
            static_cast<volatile Uart *>(stream)->blocking_write(static_cast<uint8_t>(buffer[i]));
        }
#else
        hasFailed |= __stdio_write(buffer, used) < 0;
#endif
        used = 0;
    }
}
