#include "cli/stdio_console.h"

#include <cerrno>
#include <cstring>

#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

namespace griotte::cli {

Result<std::unique_ptr<StdioConsole>> StdioConsole::create(const std::string &path)
{
    std::FILE *output = path == "-" ? stdout : std::fopen(path.c_str(), "wb");
    if (output == nullptr) {
        return fail("--uart: {}: {}", path, std::strerror(errno));
    }
    return std::unique_ptr<StdioConsole>(new StdioConsole(output));
}

StdioConsole::StdioConsole(std::FILE *theOutput) : output(theOutput)
{
    struct stat status{};
    isInputFile = fstat(STDIN_FILENO, &status) == 0 && S_ISREG(status.st_mode);
}

StdioConsole::~StdioConsole()
{
    std::fflush(output);
    if (output != stdout) {
        std::fclose(output);
    }
}

void StdioConsole::byte_write(uint8_t byte)
{
    std::fputc(byte, output);
    if (byte == '\n') {
        std::fflush(output);
    }
}

std::optional<uint8_t> StdioConsole::byte_read()
{
    pollfd input{STDIN_FILENO, POLLIN, 0};
    if (isInputEnded || (!isInputFile && poll(&input, 1, 0) <= 0)) {
        return std::nullopt;
    }
    uint8_t byte = 0;
    if (read(STDIN_FILENO, &byte, 1) != 1) {
        isInputEnded = true;
        return std::nullopt;
    }
    return byte;
}

bool StdioConsole::input_wait()
{
    std::fflush(output);
    if (isInputEnded) {
        return false;
    }
    if (isInputFile) {
        return true;
    }
    pollfd input{STDIN_FILENO, POLLIN, 0};
    return poll(&input, 1, -1) > 0 && (input.revents & POLLIN) != 0;
}

} // namespace griotte::cli
