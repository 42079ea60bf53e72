// Every word decodes and prints in every mode, and the two agree on what is an instruction.
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "isa/instruction.h"

using namespace griotte;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    for (size_t at = 0; at + 4 <= size; at += 4) {
        uint32_t word = 0;
        std::memcpy(&word, data + at, sizeof word);
        for (const isa::Mode mode : {isa::Mode::Cheriot, isa::Mode::Rv32i, isa::Mode::Rv32e}) {
            const isa::Instruction instruction = isa::decode(word, mode);
            const std::string text = isa::disassemble(word, 0x8000'0000, mode);
            const bool isUnknown = text == "<unknown>" || text == "unimp";
            if (text.empty() || (instruction.length != 2 && instruction.length != 4) ||
                (isUnknown && instruction.opcode != isa::Opcode::Illegal && text != "unimp") ||
                instruction.rd > 31 || instruction.rs1 > 31 || instruction.rs2 > 31)
            {
                std::abort();
            }
        }
    }
    return 0;
}
