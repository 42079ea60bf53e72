// What translated code keeps of the hart's registers, and what it hands to the runtime.
//
// While translated code runs, registers are *slots*: the address (of some registers in the host's),
// the metadata word, and for a tagged capability the place of its *decoded* form. That lies in a
// table, shared by all registers and all of memory that hold a capability of the same bounds,
// permissions and type. So an integer is written, a register copied and a pointer loaded from
// memory in a few instructions, whatever there is to know about a capability.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "machine/cpu/hart.h"
#include "machine/cpu/interpreter/interpreter.h"
#include "machine/cpu/translator/decoded.h"

namespace griotte::machine::translator {

class Context;
struct TranslatedBlock;

/// A register.
struct alignas(16) Slot
{
    uint32_t address = 0;
    /// Its place in State::decoded; DecodedTable::None without a tag.
    uint32_t decoded = DecodedTable::None;
    uint32_t metadata = 0;
    uint32_t unused = 0;

    [[nodiscard]] bool is_tagged() const { return decoded != DecodedTable::None; }
};

/// Where an indirect jump goes on: the context's number and the program counter, and the code.
struct JumpEntry
{
    uint64_t key = ~uint64_t{0};
    const uint8_t *code = nullptr;
};
inline constexpr uint32_t JumpEntries = 2048;

/// Where a CJALR out of its context goes on: everything that decides whether it may and where it
/// gets, and the context and code it gets to.
struct FarJump
{
    /// The target's, tagged.
    uint32_t address = 0;
    uint32_t metadata = 0;
    uint32_t base = 0;
    /// SlowSite::jumpForm; 0: nothing is here.
    uint32_t form = 0;
    const Context *context = nullptr;
    const uint8_t *code = nullptr;
};
inline constexpr uint32_t FarJumps = 256;

/// An instruction that the interpreter's semantic function executes: always, or when the fast path
/// does not apply.
struct SlowSite
{
    Operands operands;
    uint32_t pc = 0;
    /// Steps the block has counted at its head that are not done yet, this one included.
    uint32_t stepsAhead = 0;
    /// Of a jump: its context, and what decides with its target where it leads (jump_form()).
    const Context *context = nullptr;
    uint32_t jumpForm = 0;
    /// may_leave_context()'s.
    bool mayLeaveContext = false;
    Interpreter::SemanticFunction function = nullptr;
    const uint8_t *resume = nullptr;
};

/// Sets of registers, a bit each. Register 0 is always in a set of integers.
using RegisterSet = uint32_t;
constexpr RegisterSet set_of(unsigned index)
{
    return RegisterSet{1} << (index % 32);
}

/// Where a block begins, and what it takes for granted.
struct BlockStart
{
    static constexpr RegisterSet NoIntegers = set_of(0);

    uint32_t pc = 0;
    const Context *context = nullptr;
    /// Registers known to hold integers: null metadata, no tag. Only in CHERIoT mode; elsewhere
    /// nobody asks.
    RegisterSet integers = NoIntegers;
    /// Whether accesses may be checked in groups (access_groups.h).
    bool hasGroups = true;

    [[nodiscard]] bool knows_integers() const { return integers != NoIntegers; }
    bool operator==(const BlockStart &) const = default;
};

/// A way out of translated code.
struct ExitSite
{
    enum class Kind : uint8_t
    {
        /// On to `target`. The jump at `patch` may be made to go there directly.
        Direct,
        /// The block's own start: too few steps left for it, or its code has changed.
        Entry,
        /// hart.pc was computed; it is not in the table of indirect jumps.
        Indirect,
        /// hart.pc and the context may be anything.
        Elsewhere,
        /// Back to the machine.
        Leave,
    };
    Kind kind = Kind::Leave;
    /// Of an indirect exit, hart.pc is its `pc`.
    BlockStart target;
    /// The code whose 32-bit displacement, its last four bytes, leads out.
    const uint8_t *patch = nullptr;
    TranslatedBlock *block = nullptr;
};

struct State
{
    std::array<Slot, Hart::RegisterCount + 1> slots;
    /// Steps left, while translated code is not running.
    uint64_t remaining = 0;
    /// The eight bytes CLC found, for the function that makes a capability of them.
    uint64_t loaded = 0;
    uint8_t *memory = nullptr;
    /// Whose the slow path is.
    void *runtime = nullptr;
    /// Executes the site and returns the code to go on with.
    const uint8_t *(*slow)(void *runtime, const SlowSite *site) = nullptr;
    /// Plain RAM, the commonest place of windows.
    PlainRange plain;
    std::array<JumpEntry, JumpEntries> jumps;
    std::array<FarJump, FarJumps> farJumps;
    DecodedTable decoded;
};
static_assert(sizeof(State) <= Hart::EngineRoomSize);

/// The state that lies in the room of `hart`.
inline State &state_of(Hart &hart)
{
    return *reinterpret_cast<State *>(hart.engineRoom.data());
}

} // namespace griotte::machine::translator
