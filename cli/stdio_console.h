// The machine's console on the process's own input and output.
#pragma once

#include <cstdio>
#include <memory>
#include <string>

#include "base/error.h"
#include "machine/devices/device.h"

namespace griotte::cli {

class StdioConsole final : public machine::Console
{
public:
    /// Output goes to `path`, or to standard output when it is "-"; input comes from standard
    /// input.
    static Result<std::unique_ptr<StdioConsole>> create(const std::string &path);
    ~StdioConsole() override;

    void byte_write(uint8_t byte) override;
    std::optional<uint8_t> byte_read() override;
    bool input_wait() override;
    void flush() { std::fflush(output); }

private:
    explicit StdioConsole(std::FILE *theOutput);

    std::FILE *output;
    /// Input that ends by itself is read without asking whether it is there: the run then depends
    /// on its contents alone.
    bool isInputFile;
    bool isInputEnded = false;
};

} // namespace griotte::cli
