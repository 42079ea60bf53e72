// Programs run beside each other, a given number at a time, with what they say kept together.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/error.h"

namespace griotte::firmware {

struct Command
{
    /// The program and its arguments.
    std::vector<std::string> arguments;
    /// Where it runs.
    std::string folder;
};

/// How a program ended.
struct Completion
{
    /// As given to start().
    size_t number = 0;
    bool isSuccess = false;
    /// What it wrote to standard output and standard error, in the order it did, and, if a signal
    /// ended it, a line that says so.
    std::string output;
};

class Processes
{
public:
    Processes();
    /// Waits for all that run.
    ~Processes();
    Processes(const Processes &) = delete;
    Processes &operator=(const Processes &) = delete;

    [[nodiscard]] size_t running() const;
    /// Starts a program. `number` says which it is when it is done. Fails when there is no such
    /// program or no such folder.
    Result<void> start(size_t number, const Command &command);
    /// Waits until one of those that run is done. There must be one.
    Completion wait();

private:
    struct Child;
    std::vector<std::unique_ptr<Child>> children;
};

} // namespace griotte::firmware
