// Random programs the translator has something to do in: loops, calls and branches over many
// blocks, run for long slices; some of them write to their own code. Between any instructions come
// what compilers and switchers write: frames, derived pointers, bounds, loaded pointers, calls
// through sentries to code with other bounds and another interrupt posture. The same seed gives the
// same program everywhere.
#pragma once

#include <array>
#include <random>
#include <vector>

#include "isa/instruction.h"
#include "tests/unit/cpu/encode.h"

namespace griotte::machine {

class LoopingProgram
{
public:
    static constexpr uint32_t Words = 512;

    LoopingProgram(uint64_t seed, isa::Mode theMode) : random(seed), mode(theMode) {}

    /// Code for one run of `Words` words, to lie at `address`. Branches and direct jumps stay
    /// inside; everything else is any instruction of the mode, so that traps, returns to nowhere
    /// and bounds are met too.
    std::vector<uint32_t> body(uint32_t address)
    {
        std::vector<uint32_t> words;
        while (words.size() < Words - 1) {
            if (below(6) != 0) {
                words.push_back(instruction(static_cast<uint32_t>(words.size())));
                continue;
            }
            const auto idiom = idiom_make(address + 4 * static_cast<uint32_t>(words.size()));
            words.insert(words.end(), idiom.begin(), idiom.end());
        }
        words.resize(Words);
        // Back to the beginning: jal x0.
        words.back() = jump(0, -4 * static_cast<int32_t>(Words - 1));
        return words;
    }

private:
    uint32_t below(uint32_t limit) { return static_cast<uint32_t>(random() % limit); }

    uint32_t reg() { return 1 + below(15); }
    /// A small offset that is a multiple of `size`.
    int32_t offset(uint32_t size, int32_t low, uint32_t count)
    {
        return low + static_cast<int32_t>(size * below(count));
    }
    /// A load or store through `base`, near it.
    uint32_t access(uint32_t base)
    {
        const bool isCheriot = mode == isa::Mode::Cheriot;
        const uint32_t width = below(isCheriot ? 5 : 3); // pointers are common
        const uint32_t funct3 = width > 3 ? 3 : width;
        const uint32_t size = below(12) == 0 ? 1 : 1u << funct3;
        const int32_t at = below(3) == 0 ? offset(size, -64, 128 / size) : offset(size, 0, 8);
        return below(2) == 0 ? encode::load(funct3, reg(), at, base)
                             : encode::s_type(at, reg(), base, funct3, 0x23);
    }
    /// A move of the address of `from` into `to`.
    uint32_t move(uint32_t to, uint32_t from, int32_t by)
    {
        return mode == isa::Mode::Cheriot ? encode::cincaddrimm(to, from, by)
                                          : encode::addi(to, from, by);
    }

    /// Several instructions that belong together, at `pc`.
    std::vector<uint32_t> idiom_make(uint32_t pc)
    {
        using namespace encode;
        constexpr uint32_t DataAddress = 0x8000'4000;
        const bool isCheriot = mode == isa::Mode::Cheriot;
        const uint32_t base = reg();
        std::vector<uint32_t> words;
        if (below(2) == 0) { // a pointer to the data, from the memory root in MTDC
            const uint32_t address = 1 + base % 15;
            words = {lui(address, (DataAddress >> 12) + below(2)),
                     addi(address, address, offset(8, 0, 256))};
            if (isCheriot) {
                words.push_back(cspecialrw(base, 29, 0));
                words.push_back(cheri(0x10, base, base, address)); // csetaddr
                if (below(3) != 0) {                               // csetboundsimm
                    words.push_back(
                        i_type(static_cast<int32_t>(8 * below(128)), base, 2, base, 0x5b));
                }
            } else {
                words.push_back(addi(base, address, 0));
            }
        }
        switch (below(isCheriot ? 6 : 3)) {
        case 0: { // a frame
            const int32_t size = offset(16, 16, 4);
            words.push_back(move(base, base, size));
            words.push_back(move(base, base, -size));
            for (uint32_t count = 2 + below(4); count != 0; count--) {
                words.push_back(access(base));
            }
            words.push_back(move(base, base, size));
            break;
        }
        case 1: { // a derived pointer, and a copy of it
            const uint32_t derived = reg();
            words.push_back(move(derived, base, offset(below(4) == 0 ? 1 : 8, -32, 16)));
            words.push_back(access(derived));
            if (below(2) == 0) {
                const uint32_t copy = reg();
                words.push_back(isCheriot ? cheri_two(0x0a, copy, derived)
                                          : addi(copy, derived, 0));
                words.push_back(access(copy));
            }
            words.push_back(access(derived));
            break;
        }
        case 2: // many through one
            for (uint32_t count = 2 + below(6); count != 0; count--) {
                words.push_back(access(base));
            }
            break;
        case 3: { // bounds, and a step past them
            const uint32_t narrow = reg();
            words.push_back(below(2) == 0
                                ? i_type(static_cast<int32_t>(below(600)), base, 2, narrow, 0x5b)
                                : cheri(0x08, narrow, base, reg()));
            words.push_back(access(narrow));
            words.push_back(access(narrow));
            break;
        }
        case 4: { // a pointer stored, loaded and used
            const uint32_t loaded = reg();
            words.push_back(csc(reg(), 8, base));
            words.push_back(clc(loaded, below(4) == 0 ? 16 : 8, base));
            words.push_back(access(loaded));
            break;
        }
        default: { // a call through a sentry to code behind it, sealed with the root in MScratchC
            const uint32_t target = reg();
            const uint32_t authority = 1 + target % 15;
            const uint32_t type = 1 + authority % 15;
            const uint32_t link = below(3) == 0 ? reg() : below(2);
            // The last but one of these is the call.
            const uint32_t inside = 4 * (9 + below(8));
            words = {0x17 | target << 7, // auipcc target, 0
                     cincaddrimm(target, target, static_cast<int32_t>(inside)),
                     cspecialrw(authority, 30, 0),
                     addi(type, 0, static_cast<int32_t>(1 + below(5))),
                     cheri(0x10, authority, authority, type)}; // csetaddr
            if (below(3) == 0) {                               // other bounds than here
                words[1] = cincaddrimm(target, target, -static_cast<int32_t>(pc % 512));
                words.push_back(i_type(2047, target, 2, target, 0x5b));
                words.push_back(
                    cincaddrimm(target, target, static_cast<int32_t>(pc % 512 + inside)));
            }
            if (below(4) != 0) {
                words.push_back(cheri(0x0b, target, target, authority)); // cseal
            }
            words.push_back(cjalr(link, target));
            if (below(2) == 0) { // back, where the link says
                words.push_back(cjalr(0, 1));
            }
            break;
        }
        }
        return words;
    }

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
