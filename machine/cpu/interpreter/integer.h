// RV32I integer computation and M: the same in every mode.
//
// RISC-V Unprivileged ISA, "RV32I" and "M". Function names are the records of isa/.
#pragma once

#include <limits>

#include "machine/cpu/interpreter/flow.h"

namespace griotte::machine::interpreter {

struct Integer
{
    static void LUI(Hart &hart, const Operands &i, uint32_t) { x_write(hart, i.rd, immediate(i)); }

    static void ADDI(Hart &hart, const Operands &i, uint32_t)
    {
        x_write(hart, i.rd, x(hart, i.rs1) + immediate(i));
    }
    static void SLTI(Hart &hart, const Operands &i, uint32_t)
    {
        x_write(hart, i.rd, as_signed(x(hart, i.rs1)) < i.immediate ? 1 : 0);
    }
    static void SLTIU(Hart &hart, const Operands &i, uint32_t)
    {
        x_write(hart, i.rd, x(hart, i.rs1) < immediate(i) ? 1 : 0);
    }
    static void XORI(Hart &hart, const Operands &i, uint32_t)
    {
        x_write(hart, i.rd, x(hart, i.rs1) ^ immediate(i));
    }
    static void ORI(Hart &hart, const Operands &i, uint32_t)
    {
        x_write(hart, i.rd, x(hart, i.rs1) | immediate(i));
    }
    static void ANDI(Hart &hart, const Operands &i, uint32_t)
    {
        x_write(hart, i.rd, x(hart, i.rs1) & immediate(i));
    }
    static void SLLI(Hart &hart, const Operands &i, uint32_t)
    {
        x_write(hart, i.rd, x(hart, i.rs1) << shift_amount(immediate(i)));
    }
    static void SRLI(Hart &hart, const Operands &i, uint32_t)
    {
        x_write(hart, i.rd, x(hart, i.rs1) >> shift_amount(immediate(i)));
    }
    static void SRAI(Hart &hart, const Operands &i, uint32_t)
    {
        x_write(hart, i.rd, as_unsigned(as_signed(x(hart, i.rs1)) >> shift_amount(immediate(i))));
    }

    static void ADD(Hart &hart, const Operands &i, uint32_t)
    {
        x_write(hart, i.rd, x(hart, i.rs1) + x(hart, i.rs2));
    }
    static void SUB(Hart &hart, const Operands &i, uint32_t)
    {
        x_write(hart, i.rd, x(hart, i.rs1) - x(hart, i.rs2));
    }
    static void SLL(Hart &hart, const Operands &i, uint32_t)
    {
        x_write(hart, i.rd, x(hart, i.rs1) << shift_amount(x(hart, i.rs2)));
    }
    static void SLT(Hart &hart, const Operands &i, uint32_t)
    {
        x_write(hart, i.rd, as_signed(x(hart, i.rs1)) < as_signed(x(hart, i.rs2)) ? 1 : 0);
    }
    static void SLTU(Hart &hart, const Operands &i, uint32_t)
    {
        x_write(hart, i.rd, x(hart, i.rs1) < x(hart, i.rs2) ? 1 : 0);
    }
    static void XOR(Hart &hart, const Operands &i, uint32_t)
    {
        x_write(hart, i.rd, x(hart, i.rs1) ^ x(hart, i.rs2));
    }
    static void SRL(Hart &hart, const Operands &i, uint32_t)
    {
        x_write(hart, i.rd, x(hart, i.rs1) >> shift_amount(x(hart, i.rs2)));
    }
    static void SRA(Hart &hart, const Operands &i, uint32_t)
    {
        x_write(hart, i.rd, as_unsigned(as_signed(x(hart, i.rs1)) >> shift_amount(x(hart, i.rs2))));
    }
    static void OR(Hart &hart, const Operands &i, uint32_t)
    {
        x_write(hart, i.rd, x(hart, i.rs1) | x(hart, i.rs2));
    }
    static void AND(Hart &hart, const Operands &i, uint32_t)
    {
        x_write(hart, i.rd, x(hart, i.rs1) & x(hart, i.rs2));
    }

    static void MUL(Hart &hart, const Operands &i, uint32_t)
    {
        x_write(hart, i.rd, x(hart, i.rs1) * x(hart, i.rs2));
    }
    static void MULH(Hart &hart, const Operands &i, uint32_t)
    {
        const int64_t product = int64_t{as_signed(x(hart, i.rs1))} * as_signed(x(hart, i.rs2));
        x_write(hart, i.rd, static_cast<uint32_t>(static_cast<uint64_t>(product) >> 32));
    }
    static void MULHSU(Hart &hart, const Operands &i, uint32_t)
    {
        const int64_t product = int64_t{as_signed(x(hart, i.rs1))} * int64_t{x(hart, i.rs2)};
        x_write(hart, i.rd, static_cast<uint32_t>(static_cast<uint64_t>(product) >> 32));
    }
    static void MULHU(Hart &hart, const Operands &i, uint32_t)
    {
        x_write(hart, i.rd,
                static_cast<uint32_t>((uint64_t{x(hart, i.rs1)} * x(hart, i.rs2)) >> 32));
    }
    // Division never traps: by zero gives all ones and the dividend; overflow gives the dividend
    // and zero.
    static void DIV(Hart &hart, const Operands &i, uint32_t)
    {
        const int32_t dividend = as_signed(x(hart, i.rs1));
        const int32_t divisor = as_signed(x(hart, i.rs2));
        if (divisor == 0) {
            x_write(hart, i.rd, ~uint32_t{0});
        } else if (is_overflow(dividend, divisor)) {
            x_write(hart, i.rd, as_unsigned(dividend));
        } else {
            x_write(hart, i.rd, as_unsigned(dividend / divisor));
        }
    }
    static void DIVU(Hart &hart, const Operands &i, uint32_t)
    {
        const uint32_t divisor = x(hart, i.rs2);
        x_write(hart, i.rd, divisor == 0 ? ~uint32_t{0} : x(hart, i.rs1) / divisor);
    }
    static void REM(Hart &hart, const Operands &i, uint32_t)
    {
        const int32_t dividend = as_signed(x(hart, i.rs1));
        const int32_t divisor = as_signed(x(hart, i.rs2));
        if (divisor == 0) {
            x_write(hart, i.rd, as_unsigned(dividend));
        } else if (is_overflow(dividend, divisor)) {
            x_write(hart, i.rd, 0);
        } else {
            x_write(hart, i.rd, as_unsigned(dividend % divisor));
        }
    }
    static void REMU(Hart &hart, const Operands &i, uint32_t)
    {
        const uint32_t divisor = x(hart, i.rs2);
        x_write(hart, i.rd, divisor == 0 ? x(hart, i.rs1) : x(hart, i.rs1) % divisor);
    }

    // One hart, coherent fetch: ordering instructions have nothing to order.
    static void FENCE(Hart &, const Operands &, uint32_t) {}
    static void FENCE_I(Hart &, const Operands &, uint32_t) {}

private:
    static int32_t as_signed(uint32_t value) { return static_cast<int32_t>(value); }
    static uint32_t as_unsigned(int32_t value) { return static_cast<uint32_t>(value); }
    static uint32_t shift_amount(uint32_t value) { return value & 31; }
    static bool is_overflow(int32_t dividend, int32_t divisor)
    {
        return dividend == std::numeric_limits<int32_t>::min() && divisor == -1;
    }
};

} // namespace griotte::machine::interpreter
