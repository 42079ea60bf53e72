// What translated code keeps beside the hart's registers, and what it hands to the runtime.
//
// While translated code runs, the addresses of some registers are in the host's registers and
// everything else of a register is in the hart. Beside each register is its *window*: the bytes
// that may be loaded and stored through it without any further question. A window is only ever a
// shortcut. It may be empty although the capability allows an access; then the access takes the
// slow path, which does what the interpreter does and works the window out.
#pragma once

#include <array>
#include <cstdint>

#include "machine/cpu/hart.h"
#include "machine/cpu/interpreter/interpreter.h"

namespace griotte::machine::translator {

class Context;
struct TranslatedBlock;

/// Offsets x from `base` for which an access of so many bytes at base + x is permitted by a
/// register and goes to plain RAM: x < limit. All zero for anything but a capability that was
/// looked at. In the RV32 modes, where registers authorise nothing, the window of register 0 is the
/// RAM.
struct alignas(32) Window
{
    uint32_t base = 0;
    uint32_t load1 = 0;
    uint32_t load4 = 0;
    uint32_t load8 = 0;
    uint32_t store1 = 0;
    uint32_t store4 = 0;
    /// Of capabilities, tagged or not; whether a local one keeps its tag is another question.
    uint32_t store8 = 0;
    /// For x below it the capability keeps its bounds and tag when its address becomes base + x.
    uint32_t reach = 0;

    /// As Capability::words().
    [[nodiscard]] constexpr std::array<uint64_t, 4> words() const
    {
        return {base | (uint64_t{load1} << 32), load4 | (uint64_t{load8} << 32),
                store1 | (uint64_t{store4} << 32), store8 | (uint64_t{reach} << 32)};
    }
};

/// Where an indirect jump goes on: the context's number and the program counter, and the code.
struct JumpEntry
{
    uint64_t key = ~uint64_t{0};
    const uint8_t *code = nullptr;
};
inline constexpr uint32_t JumpEntries = 2048;

/// An instruction that the interpreter's semantic function executes: always, or when the fast path
/// does not apply.
struct SlowSite
{
    Operands operands;
    uint32_t pc = 0;
    /// Steps the block has counted at its head that are not done yet, this one included.
    uint32_t stepsAhead = 0;
    Interpreter::SemanticFunction function = nullptr;
    const uint8_t *resume = nullptr;
};

/// A way out of translated code.
struct ExitSite
{
    enum class Kind : uint8_t
    {
        /// On to `targetPc` in `context`. The jump at `patch` may be made to go there directly.
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
    uint32_t targetPc = 0;
    const Context *context = nullptr;
    /// Registers known to hold integers there (Block::integers).
    uint32_t integers = 0;
    /// The code whose 32-bit displacement, its last four bytes, leads out.
    const uint8_t *patch = nullptr;
    TranslatedBlock *block = nullptr;
};

struct State
{
    std::array<Window, Hart::RegisterCount + 1> windows;
    std::array<JumpEntry, JumpEntries> jumps;
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
    /// Memory::is_revoked()'s: what is covered, and the bitmap's address.
    uint32_t revocationStart = 0;
    uint32_t revocationLength = 0;
    uint32_t revocationBitmap = 0;
};
static_assert(sizeof(State) <= Hart::EngineRoomSize);

/// The state that lies in the room of `hart`.
inline State &state_of(Hart &hart)
{
    return *reinterpret_cast<State *>(hart.engineRoom.data());
}

} // namespace griotte::machine::translator
