// run(): threaded code. Every handler executes its instruction and tail-calls the next one's.
//
// The program counter, the steps left and the current slot travel in machine registers. They are
// written back to the hart before any instruction that can do more than fall through, so traps,
// devices and counters always see exact values.
#include <algorithm>

#include "machine/cpu/interpreter/dispatch.h"
#include "machine/cpu/interpreter/interpreter.h"
#include "machine/cpu/interpreter/views.h"

namespace griotte::machine {

namespace {

using Slot = Interpreter::Slot;

// All handlers share this signature: `slot` is the instruction at `pc` in the view `slots`;
// `remaining` steps are left, this one included. preserve_none keeps all six in registers.
#define HANDLER_PARAMETERS                                                                         \
    Interpreter &self, Hart &hart, const Slot *slot, Slot *slots, uint32_t pc, uint64_t remaining
#define HANDLER_ARGUMENTS self, hart, slot, slots, pc, remaining
#define GO_TO(handler) [[clang::musttail]] return handler(HANDLER_ARGUMENTS)

constexpr uint32_t PageMask = PageSize - 1;

/// Leaves run() with everything written back.
[[clang::preserve_none]] void leave(HANDLER_PARAMETERS)
{
    (void)self;
    (void)slot;
    (void)slots;
    hart.pc = pc;
    hart.clock.slice_remaining_set(remaining);
}

/// Continues at `pc`, which may be on another page or under another PCC.
[[clang::preserve_none]] void continue_elsewhere(HANDLER_PARAMETERS)
{
    if (remaining == 0 || hart.is_interrupt_due() || hart.isLockedUp) {
        GO_TO(leave);
    }
    slots = self.slots_find(pc);
    if (slots == nullptr) {
        // Not executable: one plain step takes the trap.
        hart.pc = pc;
        hart.clock.slice_remaining_set(remaining);
        self.step();
        pc = hart.pc;
        remaining = hart.clock.slice_remaining();
        [[clang::musttail]] return continue_elsewhere(HANDLER_ARGUMENTS);
    }
    slot = slots + (pc & PageMask) / 2;
    GO_TO(slot->handler);
}

/// The slot after the last of a page.
[[clang::preserve_none]] void page_end(HANDLER_PARAMETERS)
{
    GO_TO(continue_elsewhere);
}

/// A slot nobody has executed since its bytes last changed.
[[clang::preserve_none]] void undecoded(HANDLER_PARAMETERS)
{
    self.slot_decode(slots, pc);
    GO_TO(slot->handler);
}

/// A slot that cannot be executed from the view: outside PCC, across a page end, no memory.
[[clang::preserve_none]] void single_step(HANDLER_PARAMETERS)
{
    hart.pc = pc;
    hart.clock.slice_remaining_set(remaining);
    self.step();
    pc = hart.pc;
    remaining = hart.clock.slice_remaining();
    // The step may have asked for a pause; asking the machine once too often does no harm.
    (void)slot;
    GO_TO(leave);
}

template <auto Function, unsigned Length>
[[clang::preserve_none]] void instruction(HANDLER_PARAMETERS)
{
    const Operands &operands = slot->operands;
    if constexpr (interpreter::CanOnlyFallThrough<Function>) {
        Function(hart, operands, pc);
    } else {
        hart.pc = pc;
        hart.clock.slice_remaining_set(remaining);
        const Flow flow = Function(hart, operands, pc);
        if (flow != Flow::Next) [[unlikely]] {
            remaining--;
            if (flow == Flow::Pause) {
                pc += Length;
                GO_TO(leave);
            }
            const uint32_t target = hart.pc;
            const bool isSamePage = flow == Flow::Jump && ((target ^ pc) & ~PageMask) == 0;
            pc = target;
            if (isSamePage && remaining != 0) [[likely]] {
                slot = slots + (target & PageMask) / 2;
                GO_TO(slot->handler);
            }
            GO_TO(continue_elsewhere);
        }
    }
    pc += Length;
    slot += Length / 2;
    remaining--;
    if (remaining == 0) [[unlikely]] {
        GO_TO(leave);
    }
    GO_TO(slot->handler);
}

} // namespace

struct Interpreter::Handlers
{
    struct Pair
    {
        Handler compressed;
        Handler full;
        Flow (*plain)(Hart &, const Operands &, uint32_t);
    };
    std::array<Pair, isa::OpcodeCount> byOpcode;
};

namespace {

template <auto Function>
constexpr Interpreter::Handlers::Pair pair_make()
{
    return {&instruction<Function, 2>, &instruction<Function, 4>, &interpreter::execute<Function>};
}

template <bool IsCheriot>
constexpr Interpreter::Handlers handlers_make()
{
    using Semantics = interpreter::Semantics<IsCheriot>;
    return {{
#define OPCODE(name) pair_make<&Semantics::name>(),
#include "isa/opcodes.inc"
#undef OPCODE
    }};
}

constexpr Interpreter::Handlers CheriotHandlers = handlers_make<true>();
constexpr Interpreter::Handlers Rv32Handlers = handlers_make<false>();

constexpr Slot Undecoded{&undecoded, {}};
constexpr Slot PageEnd{&page_end, {}};

} // namespace

Interpreter::Interpreter(Hart &hart)
    : theHart(hart), handlers(hart.is_cheriot() ? CheriotHandlers : Rv32Handlers)
{
    theHart.memory().code_listener_set(this);
}

Interpreter::~Interpreter()
{
    theHart.memory().code_listener_set(nullptr);
}

void Interpreter::run(uint64_t count)
{
    theHart.clock.slice_begin(count);
    if (count == 0) {
        return;
    }
    continue_elsewhere(*this, theHart, nullptr, nullptr, theHart.pc, count);
    // Time stops where the slice was left.
    theHart.clock.slice_begin(0);
}

void Interpreter::View::clear()
{
    slots.fill(Undecoded);
    slots[SlotsPerPage] = PageEnd;
}

void Interpreter::View::forget(uint64_t first, uint64_t last)
{
    const uint64_t start = uint64_t{page} << PageBits;
    const uint64_t from = std::max(first, start) - start;
    const uint64_t to = std::min(last, start + PageMask) - start;
    for (uint64_t index = from / 2; index <= to / 2; index++) {
        slots[index] = Undecoded;
    }
}

void Interpreter::slot_decode(Slot *slots, uint32_t pc)
{
    Slot &slot = slots[(pc & PageMask) / 2];
    const auto low = theHart.memory().fetch(pc);
    const bool isCompressed = low.has_value() && (*low & 3) != 3;
    const uint32_t length = isCompressed ? 2 : 4;
    const bool isInBounds = !theHart.is_cheriot() || theHart.pcc.contains(pc, length);
    const bool isInPage = (pc & PageMask) + length <= PageSize;
    const auto high =
        isCompressed || !isInPage ? std::optional<uint16_t>(0) : theHart.memory().fetch(pc + 2);
    if (!low.has_value() || !high.has_value() || !isInBounds || !isInPage) {
        slot = {&single_step, {}};
        return;
    }
    const uint32_t word = *low | (uint32_t{*high} << 16);
    const Operands operands = operands_of(word, theHart.configuration().mode);
    const Handlers::Pair &pair = handlers.byOpcode[static_cast<size_t>(operands.opcode)];
    slot = {isCompressed ? pair.compressed : pair.full, operands};
}

Interpreter::SemanticFunction Interpreter::semantic_function(isa::Mode mode, isa::Opcode opcode)
{
    const Handlers &table = mode == isa::Mode::Cheriot ? CheriotHandlers : Rv32Handlers;
    return table.byOpcode[static_cast<size_t>(opcode)].plain;
}

Flow Interpreter::operands_execute(const Operands &operands, uint32_t pc)
{
    return handlers.byOpcode[static_cast<size_t>(operands.opcode)].plain(theHart, operands, pc);
}

} // namespace griotte::machine
