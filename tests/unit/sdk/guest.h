// The guest's functions as the tests call them: compiled for the host, names prefixed with
// `guest_`.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>

/// Declares the guest's `name`, with the type that follows.
#define GUEST(result, name, ...) extern "C" result guest_##name(__VA_ARGS__)

namespace griotte::test {

/// xorshift64*: the same numbers in every run.
class Random
{
public:
    explicit Random(uint64_t seed) : state(seed * 0x9e3779b97f4a7c15 + 1) {}

    uint64_t next()
    {
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        return state * 0x2545f4914f6cdd1d;
    }
    /// 0 to `limit` - 1.
    uint64_t below(uint64_t limit) { return next() % limit; }

private:
    uint64_t state;
};

} // namespace griotte::test
