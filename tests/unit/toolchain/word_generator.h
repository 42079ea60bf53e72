// Instruction words for tests, mostly valid ones, the same ones every time.
#pragma once

#include <cstdint>
#include <random>

#include "isa/instruction.h"

namespace griotte::toolchain {

/// Random 32-bit instruction words: nine in ten have the fixed bits of some encoding and, mostly,
/// registers that exist; the tenth is anything.
class WordGenerator
{
public:
    uint32_t next();

private:
    // Portable and fixed, so that a failure can be repeated.
    std::mt19937_64 random{0x6772696f747465};
};

} // namespace griotte::toolchain
