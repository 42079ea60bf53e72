// What a build says while it runs.
#pragma once

#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

namespace griotte::firmware {

enum class Verbosity : uint8_t
{
    /// Only what is wrong.
    Quiet,
    Normal,
    /// Also commands, and why each runs.
    Verbose,
};

class Progress
{
public:
    /// On a terminal one line is written over and over; elsewhere each step has one.
    Progress(std::FILE *theStream, Verbosity theVerbosity, bool theIsTerminal)
        : stream(theStream), verbosity(theVerbosity), isTerminal(theIsTerminal)
    {}

    /// Of steps to come.
    void total_set(size_t theTotal);
    void step(std::string_view what);
    /// Said when the user asked for all.
    void detail(std::string_view text);
    /// Text of programs: errors and warnings, as they are.
    void output(std::string_view text);
    /// Removes the line that is written over.
    void clear();

private:
    std::FILE *stream;
    Verbosity verbosity;
    bool isTerminal;
    bool hasLine = false;
    size_t total = 0;
    size_t count = 0;
};

} // namespace griotte::firmware
