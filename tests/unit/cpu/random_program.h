// Random programs that keep going: capability-heavy code in one page, with a trap handler that
// skips what trapped and brings strays back. The same seed gives the same program everywhere.
#pragma once

#include <array>
#include <random>
#include <vector>

#include "tests/unit/cpu/encode.h"

namespace griotte::machine {

class RandomProgram
{
public:
    /// Words of the code page, and where things are.
    static constexpr uint32_t CodeWords = 1024;

    RandomProgram(uint64_t seed, uint32_t codeAddress) : random(seed), code(codeAddress) {}

    /// The trap handler: continues after the instruction that trapped, inside the code page. Uses
    /// c6 and c7.
    [[nodiscard]] std::vector<uint32_t> handler() const
    {
        using namespace encode;
        return {
            cspecialrw(7, 31, 0),        // c7 = mepcc
            addi(7, 7, 4),               // its address + 4 …
            i_type(20, 7, 1, 7, 0x13),   // slli
            i_type(20, 7, 5, 7, 0x13),   // srli: … modulo the page …
            lui(6, code >> 12),          //
            r_type(0, 6, 7, 0, 7, 0x33), // add: … in the code page
            0x17 | 6 << 7,               // auipcc c6, 0
            cheri(0x10, 6, 6, 7),        // csetaddr c6, c6, a
            cspecialrw(0, 31, 6),        // mepcc = c6
            Mret,
        };
    }

    std::vector<uint32_t> body()
    {
        std::vector<uint32_t> words(CodeWords);
        for (uint32_t index = 0; index < CodeWords; index++) {
            words[index] = instruction(index);
        }
        words.back() = encode::cjal(0, -4 * static_cast<int32_t>(CodeWords - 1));
        return words;
    }

private:
    uint32_t below(uint32_t limit) { return static_cast<uint32_t>(random() % limit); }
    uint32_t reg() { return below(16); }
    int32_t small() { return static_cast<int32_t>(below(64)) - 16; }
    int32_t imm12() { return static_cast<int32_t>(below(4096)) - 2048; }

    uint32_t instruction(uint32_t index)
    {
        using namespace encode;
        switch (below(25)) {
        case 0:
        case 1: // register arithmetic
            return r_type(below(3) == 0 ? 1 : 0, reg(), reg(), below(8), reg(), 0x33);
        case 2:
            return i_type(imm12(), reg(), std::array{0u, 2u, 3u, 4u, 6u, 7u}[below(6)], reg(),
                          0x13);
        case 3: // shifts
            return i_type(static_cast<int32_t>(below(32) | (below(2) << 10)), reg(),
                          below(2) == 0 ? 1 : 5, reg(), 0x13);
        case 4:
            return lui(reg(), below(1u << 20));
        case 5:
        case 6:
        case 7: // loads
            return load(std::array{0u, 1u, 2u, 3u, 3u, 4u, 5u}[below(7)], reg(),
                        below(2) == 0 ? 8 * small() : small(), reg());
        case 8:
        case 9:
        case 10: // stores
            return s_type(below(2) == 0 ? 8 * small() : small(), reg(), reg(), below(4), 0x23);
        case 11:
        case 12: { // three operands
            constexpr std::array<uint32_t, 12> Functions = {0x08, 0x09, 0x0a, 0x0b, 0x0c, 0x0d,
                                                            0x10, 0x11, 0x14, 0x16, 0x20, 0x21};
            return cheri(Functions[below(12)], reg(), reg(), reg());
        }
        case 13: { // two operands
            constexpr std::array<uint32_t, 12> Functions = {0x00, 0x01, 0x02, 0x03, 0x04, 0x08,
                                                            0x09, 0x0a, 0x0b, 0x0f, 0x17, 0x18};
            return cheri_two(Functions[below(12)], reg(), reg());
        }
        case 14:
            return i_type(imm12(), reg(), 1 + below(2), reg(), 0x5b);
        case 15: // auipcc, auicgp
            return below(1u << 20) << 12 | reg() << 7 | (below(2) == 0 ? 0x17u : 0x7bu);
        case 16:
        case 17: { // branches inside the page
            const int32_t offset = forward(index, 32);
            const auto bits = static_cast<uint32_t>(offset);
            return (bits >> 12 & 1) << 31 | (bits >> 5 & 0x3f) << 25 | reg() << 20 | reg() << 15 |
                   std::array{0u, 1u, 4u, 5u, 6u, 7u}[below(6)] << 12 | (bits >> 1 & 0xf) << 8 |
                   (bits >> 11 & 1) << 7 | 0x63;
        }
        case 18:
            return below(2) == 0 ? cjal(reg(), forward(index, 64)) : cjalr(reg(), reg());
        case 19: // fresh capabilities: mtdc, mscratchc, mepcc
            return cspecialrw(reg(), 29 + below(3), 0);
        case 20: { // counters and status; nothing that changes the handler
            constexpr std::array<uint32_t, 9> Numbers = {0x300, 0x304, 0x342, 0x343, 0xb00,
                                                         0xb02, 0xbc1, 0xbc2, 0xc00};
            return encode::csr(1 + below(3) + 4 * below(2), reg(), Numbers[below(9)],
                               below(2) == 0 ? 0 : reg());
        }
        case 21:
        case 22:
        case 23: // two compressed ones
            return compressed() | compressed() << 16;
        default:
            return below(8) == 0 ? static_cast<uint32_t>(random())
                                 : std::array{Ecall, Ebreak, 0x0000100fu}[below(3)];
        }
    }

    /// Any 16 bits that are not the start of a full instruction. Jumps are short, so they stay
    /// near.
    uint32_t compressed()
    {
        const uint32_t quadrant = below(3);
        return (below(1u << 16) & ~3u) | quadrant;
    }

    /// A byte offset to a later instruction of the page.
    int32_t forward(uint32_t index, uint32_t distance)
    {
        return 4 * static_cast<int32_t>(std::min(1 + below(distance),
                                                 CodeWords - 1 - std::min(index, CodeWords - 2)));
    }

    std::mt19937_64 random;
    uint32_t code;
};

} // namespace griotte::machine
