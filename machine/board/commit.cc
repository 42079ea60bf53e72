#include "machine/board/commit.h"

namespace griotte::machine {

uint8_t data_access_size(isa::Opcode opcode)
{
    switch (opcode) {
    case isa::Opcode::LB:
    case isa::Opcode::LBU:
    case isa::Opcode::SB:
        return 1;
    case isa::Opcode::LH:
    case isa::Opcode::LHU:
    case isa::Opcode::SH:
        return 2;
    case isa::Opcode::LW:
    case isa::Opcode::SW:
        return 4;
    case isa::Opcode::CLC:
    case isa::Opcode::CSC:
        return 8;
    default:
        return 0;
    }
}

} // namespace griotte::machine
