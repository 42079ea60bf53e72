// The console of the boards griotte, sail and ibex-safe-simulator: their `uart`, whose registers
// are the 16550's, four bytes apart (docs/reference/devices.md). To use another device, link
// functions of your own called __stdio_write and __stdio_read before this library.
//
// The UART is reached by the capability the linker makes for the board's device of that name; on a
// board without one it is null, and output goes nowhere.
//
// A byte of 0x80 or more would end the run on these boards, so it is sent as '?'.
#include <stdint.h>
#include <stdio.h>

typedef struct
{
    uint32_t data;
    uint32_t interruptEnable;
    uint32_t fifoControl;
    uint32_t lineControl;
    uint32_t modemControl;
    uint32_t lineStatus;
} Uart;

enum
{
    LineStatusReceived = 1 << 0,
    LineStatusTransmitterReady = 1 << 5,
    LargestCharacter = 0x7f
};

extern volatile Uart __import_mem_uart __attribute__((__weak__));

int __stdio_write(const char *data, size_t length)
{
    volatile Uart *uart = &__import_mem_uart;
    if (uart == NULL) {
        return -1;
    }
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)data[i];
        while ((uart->lineStatus & LineStatusTransmitterReady) == 0) {
        }
        uart->data = byte <= LargestCharacter ? byte : '?';
    }
    return (int)length;
}

int __stdio_read(void)
{
    volatile Uart *uart = &__import_mem_uart;
    if (uart == NULL) {
        return -1;
    }
    while ((uart->lineStatus & LineStatusReceived) == 0) {
    }
    return (int)(uart->data & 0xff);
}
