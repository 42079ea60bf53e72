// What these firmware share: numbers at random, and an end that bench/run.py understands.
#pragma once

#include <debug.hh>
#include <fail-simulator-on-error.h>
#include <simulator.h>

#include <stdint.h>

/// A xorshift sequence.
inline uint32_t next(uint32_t &state)
{
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    return state;
}

/// Ends the run: prints how many instructions were executed since the reset, less than 2^31, and
/// exits with seven bits of a checksum.
[[noreturn]] inline void finish(uint32_t sum)
{
    int instructions = 0;
    __asm__ volatile("rdinstret %0" : "=r"(instructions));
    ConditionalDebug<true, "bench">::log("instructions {}", instructions);
    simulation_exit(sum & 0x7f);
}
