// Instruction words for tests, from the formats of the RISC-V and CHERIoT manuals. Written again
// here, not taken from isa/, so that a wrong record does not agree with itself.
#pragma once

#include <cstdint>

namespace griotte::encode {

inline uint32_t r_type(uint32_t funct7, uint32_t rs2, uint32_t rs1, uint32_t funct3, uint32_t rd,
                       uint32_t opcode)
{
    return funct7 << 25 | rs2 << 20 | rs1 << 15 | funct3 << 12 | rd << 7 | opcode;
}
inline uint32_t i_type(int32_t immediate, uint32_t rs1, uint32_t funct3, uint32_t rd,
                       uint32_t opcode)
{
    return static_cast<uint32_t>(immediate) << 20 | rs1 << 15 | funct3 << 12 | rd << 7 | opcode;
}
inline uint32_t s_type(int32_t immediate, uint32_t rs2, uint32_t rs1, uint32_t funct3,
                       uint32_t opcode)
{
    const auto bits = static_cast<uint32_t>(immediate);
    return (bits >> 5 & 0x7f) << 25 | rs2 << 20 | rs1 << 15 | funct3 << 12 | (bits & 0x1f) << 7 |
           opcode;
}

inline uint32_t addi(uint32_t rd, uint32_t rs1, int32_t immediate)
{
    return i_type(immediate, rs1, 0, rd, 0x13);
}
inline uint32_t lui(uint32_t rd, uint32_t upper)
{
    return upper << 12 | rd << 7 | 0x37;
}
inline uint32_t load(uint32_t funct3, uint32_t rd, int32_t immediate, uint32_t cs1)
{
    return i_type(immediate, cs1, funct3, rd, 0x03);
}
inline uint32_t clb(uint32_t rd, int32_t immediate, uint32_t cs1)
{
    return load(0, rd, immediate, cs1);
}
inline uint32_t clw(uint32_t rd, int32_t immediate, uint32_t cs1)
{
    return load(2, rd, immediate, cs1);
}
inline uint32_t clc(uint32_t cd, int32_t immediate, uint32_t cs1)
{
    return load(3, cd, immediate, cs1);
}
inline uint32_t csb(uint32_t rs2, int32_t immediate, uint32_t cs1)
{
    return s_type(immediate, rs2, cs1, 0, 0x23);
}
inline uint32_t csw(uint32_t rs2, int32_t immediate, uint32_t cs1)
{
    return s_type(immediate, rs2, cs1, 2, 0x23);
}
inline uint32_t csc(uint32_t cs2, int32_t immediate, uint32_t cs1)
{
    return s_type(immediate, cs2, cs1, 3, 0x23);
}
inline uint32_t cjalr(uint32_t cd, uint32_t cs1, int32_t immediate = 0)
{
    return i_type(immediate, cs1, 0, cd, 0x67);
}
inline uint32_t cjal(uint32_t cd, int32_t offset)
{
    const auto bits = static_cast<uint32_t>(offset);
    return (bits >> 20 & 1) << 31 | (bits >> 1 & 0x3ff) << 21 | (bits >> 11 & 1) << 20 |
           (bits >> 12 & 0xff) << 12 | cd << 7 | 0x6f;
}
inline uint32_t bne(uint32_t rs1, uint32_t rs2, int32_t offset)
{
    const auto bits = static_cast<uint32_t>(offset);
    return (bits >> 12 & 1) << 31 | (bits >> 5 & 0x3f) << 25 | rs2 << 20 | rs1 << 15 | 1 << 12 |
           (bits >> 1 & 0xf) << 8 | (bits >> 11 & 1) << 7 | 0x63;
}
inline uint32_t csr(uint32_t funct3, uint32_t rd, uint32_t number, uint32_t rs1)
{
    return i_type(static_cast<int32_t>(number), rs1, funct3, rd, 0x73);
}
inline uint32_t csrrw(uint32_t rd, uint32_t number, uint32_t rs1)
{
    return csr(1, rd, number, rs1);
}
inline uint32_t csrr(uint32_t rd, uint32_t number)
{
    return csr(2, rd, number, 0);
}
inline uint32_t cheri(uint32_t funct7, uint32_t rd, uint32_t cs1, uint32_t rs2)
{
    return r_type(funct7, rs2, cs1, 0, rd, 0x5b);
}
inline uint32_t cheri_two(uint32_t function, uint32_t rd, uint32_t cs1)
{
    return cheri(0x7f, rd, cs1, function);
}
inline uint32_t cspecialrw(uint32_t cd, uint32_t number, uint32_t cs1)
{
    return cheri(0x01, cd, cs1, number);
}
inline uint32_t cincaddrimm(uint32_t cd, uint32_t cs1, int32_t immediate)
{
    return i_type(immediate, cs1, 1, cd, 0x5b);
}
inline constexpr uint32_t Mret = 0x30200073;
inline constexpr uint32_t Wfi = 0x10500073;
inline constexpr uint32_t Ecall = 0x00000073;
inline constexpr uint32_t Ebreak = 0x00100073;

} // namespace griotte::encode
