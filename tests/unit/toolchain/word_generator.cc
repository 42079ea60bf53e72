#include "tests/unit/toolchain/word_generator.h"

namespace griotte::toolchain {

uint32_t WordGenerator::next()
{
    const uint64_t bits = random();
    auto word = static_cast<uint32_t>(bits);
    const auto choice = static_cast<uint32_t>(bits >> 32);
    if (choice % 10 == 0) {
        return word | 3;
    }
    isa::EncodingPattern pattern{};
    do {
        pattern = isa::encoding_pattern(random() % isa::encoding_count());
    } while ((pattern.match & 3) != 3);
    if ((choice >> 8) % 8 != 0) {
        // Registers 16 to 31 exist in one mode only; where these bits are an immediate's, the rest
        // of it still varies.
        word &= ~((1u << 11) | (1u << 19) | (1u << 24));
    }
    return (word & ~pattern.mask) | pattern.match;
}

} // namespace griotte::toolchain
