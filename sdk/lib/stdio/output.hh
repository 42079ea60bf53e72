// Where formatted characters go: a buffer of the caller's, or the console through a small one.
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

namespace stdio {

class Output
{
public:
    Output(const Output &) = delete;
    Output &operator=(const Output &) = delete;

    /// Keeps what fits into `theSize` bytes with the terminator, and counts the rest.
    static Output to_buffer(char *theBuffer, size_t theSize)
    {
        return {theBuffer, theSize == 0 ? 0 : theSize - 1, nullptr, false};
    }
    /// Sends everything to the console, or on the RTOS to the line that `theStream` is; `theBuffer`
    /// collects it into fewer, longer writes.
    static Output to_console(FILE *theStream, char *theBuffer, size_t theSize)
    {
        return {theBuffer, theSize, theStream, true};
    }

    void put(char character)
    {
        total++;
        if (used == capacity) {
            if (!isConsole) {
                return;
            }
            flush();
        }
        buffer[used++] = character;
    }
    void fill(char character, int64_t count)
    {
        for (; count > 0; count--) {
            put(character);
        }
    }
    void write(const char *text, size_t length)
    {
        for (size_t i = 0; i < length; i++) {
            put(text[i]);
        }
    }
    void flush();
    /// Ends a string in a buffer that has room for any.
    void terminate(size_t size)
    {
        if (size != 0) {
            buffer[used] = '\0';
        }
    }
    /// How many characters there were, as printf returns it: -1 if it cannot be told, or the
    /// console failed.
    int result() const { return hasFailed || total > 0x7fffffff ? -1 : static_cast<int>(total); }

private:
    Output(char *theBuffer, size_t theCapacity, FILE *theStream, bool theConsole)
        : buffer(theBuffer), capacity(theCapacity), stream(theStream), isConsole(theConsole)
    {}

    char *buffer;
    size_t capacity;
    [[maybe_unused]] FILE *stream;
    size_t used = 0;
    uint64_t total = 0;
    bool isConsole;
    bool hasFailed = false;
};

} // namespace stdio
