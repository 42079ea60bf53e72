// Random programs the translator has something to do in: loops, calls and branches over many
// blocks, run for long slices; some of them write to their own code. The same seed gives the same
// program everywhere.
#pragma once

#include <array>
#include <random>
#include <vector>

#include "isa/instruction.h"

namespace griotte::machine {

class LoopingProgram
{
public:
    static constexpr uint32_t Words = 512;

    LoopingProgram(uint64_t seed, isa::Mode theMode) : random(seed), mode(theMode) {}

    /// Code for one run of `Words` words. Branches and direct jumps stay inside; everything else is
    /// any instruction of the mode, so that traps, returns to nowhere and bounds are met too.
    std::vector<uint32_t> body()
    {
        std::vector<uint32_t> words(Words);
        for (uint32_t index = 0; index < Words; index++) {
            words[index] = instruction(index);
        }
        // Back to the beginning: jal x0.
        words.back() = jump(0, -4 * static_cast<int32_t>(Words - 1));
        return words;
    }

private:
    uint32_t below(uint32_t limit) { return static_cast<uint32_t>(random() % limit); }

    /// Any encoding with random operands, but for branches and jumps.
    uint32_t instruction(uint32_t index)
    {
        switch (below(16)) {
        case 0: // a short loop, or over some instructions
        case 1: {
            constexpr std::array<uint32_t, 6> Conditions = {0, 1, 4, 5, 6, 7};
            return branch(Conditions[below(6)], below(16), below(16), near(index, 24));
        }
        case 2:
            return jump(below(3) == 0 ? 1 : 0, near(index, 64));
        case 3:
            return 0x00008067; // ret
        case 4:
            return below(2) == 0 ? (below(16) << 7 | below(16) << 15 | 0x13u | below(64) << 20)
                                 : (below(1u << 20) << 12 | below(16) << 7 | 0x37u);
        case 5: // two compressed instructions that are no jumps
            return compressed() | compressed() << 16;
        default:
            break;
        }
        while (true) {
            const isa::EncodingPattern pattern =
                isa::encoding_pattern(below(static_cast<uint32_t>(isa::encoding_count())));
            const auto noise = static_cast<uint32_t>(random());
            uint32_t word = pattern.match | (noise & ~pattern.mask);
            // Registers past 15 do not exist in two of the modes: keep most below.
            word &= mode == isa::Mode::Rv32i ? ~0u : ~(1u << 11 | 1u << 19) | pattern.mask;
            const isa::Instruction decoded = isa::decode(word, mode);
            const bool isShort = (word & 3) != 3;
            if (!isShort && is_wanted(decoded.opcode)) {
                return word;
            }
        }
    }

    /// Not what would stop a program for good, or make it trap most of the time.
    bool is_wanted(isa::Opcode opcode)
    {
        using isa::Opcode;
        switch (opcode) {
        case Opcode::Illegal:
        case Opcode::ECALL:
        case Opcode::EBREAK:
        case Opcode::MRET:
        case Opcode::CSRRW:
        case Opcode::CSRRS:
        case Opcode::CSRRC:
        case Opcode::CSRRWI:
        case Opcode::CSRRSI:
        case Opcode::CSRRCI:
        case Opcode::CSpecialRW:
        case Opcode::JALR:
        case Opcode::CJALR:
            return below(24) == 0;
        case Opcode::WFI:
            return false;
        default:
            return true;
        }
    }

    uint32_t compressed()
    {
        while (true) {
            const auto bits = static_cast<uint32_t>(random() & 0xffff);
            if ((bits & 3) == 3) {
                continue;
            }
            const isa::Opcode opcode = isa::decode(bits, mode).opcode;
            if (opcode != isa::Opcode::EBREAK && is_wanted(opcode)) {
                return bits;
            }
        }
    }

    /// A byte offset to an instruction of the program at most `distance` away.
    int32_t near(uint32_t index, uint32_t distance)
    {
        const auto step = static_cast<int32_t>(1 + below(distance));
        const auto target = static_cast<int32_t>(index) + (below(4) == 0 ? -step : step);
        return 4 * (std::clamp(target, 0, static_cast<int32_t>(Words - 1)) -
                    static_cast<int32_t>(index));
    }

    static uint32_t branch(uint32_t condition, uint32_t rs1, uint32_t rs2, int32_t offset)
    {
        const auto bits = static_cast<uint32_t>(offset);
        return (bits >> 12 & 1) << 31 | (bits >> 5 & 0x3f) << 25 | rs2 << 20 | rs1 << 15 |
               condition << 12 | (bits >> 1 & 0xf) << 8 | (bits >> 11 & 1) << 7 | 0x63;
    }
    static uint32_t jump(uint32_t rd, int32_t offset)
    {
        const auto bits = static_cast<uint32_t>(offset);
        return (bits >> 20 & 1) << 31 | (bits >> 1 & 0x3ff) << 21 | (bits >> 11 & 1) << 20 |
               (bits >> 12 & 0xff) << 12 | rd << 7 | 0x6f;
    }

    std::mt19937_64 random;
    isa::Mode mode;
};

} // namespace griotte::machine
