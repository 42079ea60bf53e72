// Owns the UART: whoever wants to print must ask.
#include "console.h"

#include <platform-uart.hh>

namespace {

/// Lines begun. Others have no pointer to it, and no name for it either.
int lines;

/// MMIO_CAPABILITY asks for a device of the board by name. The wish is in the object file, so the
/// linker grants it, and the image's report tells of it.
void byte_write(char byte)
{
    MMIO_CAPABILITY(Uart, uart)->blocking_write(static_cast<uint8_t>(byte));
}

void text_write(const char *text)
{
    while (*text != '\0') {
        byte_write(*text++);
    }
}

void number_write(int number)
{
    if (number >= 10) {
        number_write(number / 10);
    }
    byte_write(static_cast<char>('0' + number % 10));
}

} // namespace

int console_print(const char *line)
{
    lines++;
    number_write(lines);
    text_write(": ");
    // Trusts its caller that this points to text, and that the text ends. 03 does not.
    text_write(line);
    byte_write('\n');
    return 0;
}

int console_lines()
{
    return lines;
}
