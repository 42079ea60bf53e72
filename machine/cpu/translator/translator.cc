// The loop between blocks, and the slow path out of them.
#include "machine/cpu/translator/translator.h"

#include <algorithm>
#include <new>

#include "machine/cpu/translator/far_jump.h"
#include "machine/cpu/translator/runtime.h"
#include "machine/cpu/translator/slots.h"

namespace griotte::machine {

using namespace translator;

namespace {

/// Whether executing `instruction` may have asked the machine for a pause.
bool may_pause(const isa::Instruction &instruction)
{
    return is_csr_access(instruction.opcode) || instruction.opcode == isa::Opcode::WFI;
}

} // namespace

std::unique_ptr<Translator> Translator::create(Hart &hart, uint8_t warmth)
{
    auto translator = std::unique_ptr<Translator>(new Translator(hart, warmth));
    return translator->code.is_mapped() ? std::move(translator) : nullptr;
}

Translator::Translator(Hart &hart, uint8_t theWarmth)
    : theHart(hart), state(*new (hart.engineRoom.data()) State), interpreter(hart),
      warmth(theWarmth)
{
    theHart.memory().code_listener_set(this);
    if (!code.is_mapped()) {
        return;
    }
    state.memory = theHart.memory().host_layout().bytes;
    state.runtime = this;
    state.slow = &slow;
    emitter = Emitter::create(hart, code);
    leaveExit.kind = ExitSite::Kind::Leave;
    elsewhereExit.kind = ExitSite::Kind::Elsewhere;
    flush();
}

Translator::~Translator()
{
    theHart.memory().code_listener_set(nullptr);
}

void Translator::flush()
{
    generation++;
    hasCodeChanged = true;
    blocks.clear();
    sites.clear();
    contexts.clear();
    state.slots = {};
    state.decoded.clear();
    code.give_back();
    state.jumps.fill({});
    state.farJumps.fill({});
    leaveCode = emitter->exit_emit(leaveExit);
    elsewhereCode = emitter->exit_emit(elsewhereExit);
}

std::optional<Fetched> Translator::step(std::optional<uint32_t> injected)
{
    return interpreter.step(injected);
}

// Running.

void Translator::run(uint64_t count)
{
    theHart.clock.slice_begin(count);
    state.remaining = count;
    const Memory &memory = theHart.memory();
    if (memory.layout_changes() != layoutChanges) {
        layoutChanges = memory.layout_changes();
        state.plain = memory.plain_range_widest();
        flush();
    }
    while (state.remaining != 0 && !theHart.is_interrupt_due() && !theHart.isLockedUp) {
        TranslatedBlock *block = nullptr;
        if (!theHart.is_cheriot() || theHart.pcc.is_tagged()) {
            if (contexts.is_full()) {
                flush();
            }
            block = block_at({theHart.pc, contexts.find_or_make(theHart)});
        }
        const bool goesOn = block == nullptr                                ? steps_take()
                            : block->instructions.size() <= state.remaining ? block_run(block)
                                                                            : block_begin(*block);
        if (!goesOn) {
            break;
        }
    }
    // Time stops where the slice was left.
    theHart.clock.slice_remaining_set(state.remaining);
    theHart.clock.slice_begin(0);
}

bool Translator::steps_take()
{
    const uint64_t devicesBefore = theHart.memory().device_accesses();
    bool hasJumped = false;
    bool mayPause = false;
    while (!hasJumped && !mayPause && state.remaining != 0) {
        const uint32_t pc = theHart.pc;
        theHart.clock.slice_remaining_set(state.remaining);
        const auto fetched = interpreter.step();
        state.remaining = theHart.clock.slice_remaining();
        hasJumped = !fetched.has_value() || theHart.pc != pc + fetched->instruction.length;
        mayPause = theHart.memory().device_accesses() != devicesBefore ||
                   (fetched.has_value() && may_pause(fetched->instruction));
    }
    return !mayPause;
}

bool Translator::block_begin(const TranslatedBlock &block)
{
    const uint64_t devicesBefore = theHart.memory().device_accesses();
    for (const GuestInstruction &instruction : block.instructions) {
        const Operands &operands = instruction.operands;
        if (state.remaining == 0 || !block.isAlive || theHart.pc != instruction.pc) {
            break;
        }
        theHart.clock.slice_remaining_set(state.remaining);
        const Flow flow = Interpreter::semantic_function(
            block.start.context->mode, operands.opcode)(theHart, operands, instruction.pc);
        if (flow == Flow::Next || flow == Flow::Pause) {
            theHart.pc = instruction.pc + operands.length;
        }
        state.remaining--;
        if (flow == Flow::Pause || theHart.memory().device_accesses() != devicesBefore) {
            return false;
        }
        if (flow == Flow::Elsewhere) {
            break;
        }
    }
    return true;
}

bool Translator::is_warm(uint32_t pc)
{
    uint8_t &count = visits[pc / 2 % visits.size()];
    if (count < warmth) {
        count++;
    }
    return count >= warmth;
}

TranslatedBlock *Translator::block_at(const BlockStart &start)
{
    if (TranslatedBlock *found = blocks.find(start)) {
        return found;
    }
    if (code.room() < 2 * Emitter::BlockRoom) {
        // A guest that keeps making code may not keep making us bigger.
        flush();
        return block_at({start.pc, contexts.find_or_make(theHart)});
    }
    if (!is_warm(start.pc)) {
        return nullptr;
    }
    const auto block = block_read(blocks.start_to_make(start), theHart.memory());
    if (!block.has_value()) {
        return nullptr;
    }
    for (const AddressRange &range : block->ranges) {
        theHart.memory().code_mark(range);
    }
    TranslatedBlock &translated = blocks.add(*block);
    emitter->emit(*block, translated, sites);
    return &translated;
}

bool Translator::block_run(TranslatedBlock *block)
{
    const uint8_t *entry = block->entry;
    slots_write(theHart);
    while (true) {
        hasCodeChanged = false;
        const ExitSite *const exit = emitter->enter(entry);
        registers_write(theHart);
        if (exit->kind == ExitSite::Kind::Leave) {
            return false;
        }
        if (exit->kind == ExitSite::Kind::Elsewhere) {
            return true;
        }
        // On within the context.
        BlockStart target = exit->target;
        if (exit->kind == ExitSite::Kind::Indirect) {
            target.pc = theHart.pc;
        }
        theHart.pc = target.pc;
        if (exit->kind == ExitSite::Kind::Entry && exit->block->isAlive) {
            return true; // too few steps
        }
        const uint64_t generationBefore = generation;
        TranslatedBlock *const next = block_at(target);
        if (next == nullptr || generation != generationBefore) {
            return true;
        }
        switch (exit->kind) {
        case ExitSite::Kind::Direct:
            emitter->exit_link(*exit, next->entry);
            break;
        case ExitSite::Kind::Entry:
            emitter->entry_turn(*exit->block, next->entry);
            break;
        default:
            state.jumps[theHart.pc / 2 % JumpEntries] = {
                uint64_t{target.context->id} << 32 | theHart.pc, next->entry};
            break;
        }
        entry = next->entry;
    }
}

// The slow path.

const uint8_t *Translator::slow(void *self, const SlowSite *site)
{
    return static_cast<Translator *>(self)->site_execute(*site);
}

const uint8_t *Translator::site_execute(const SlowSite &site)
{
    Hart &hart = theHart;
    const Operands &operands = site.operands;
    // 1. The hart as the interpreter has it: at this instruction, with its steps not yet done, and
    // with the registers that the instruction reads, and the one it writes unless it traps.
    for (const unsigned index : {operands.rs1, operands.rs2, operands.rd}) {
        register_write(hart, index);
    }
    const Capability target = hart.registers[operands.rs1];
    const uint64_t trapsBefore = hart.lastTrap.count;
    hart.pc = site.pc;
    hart.clock.slice_remaining_set(state.remaining + site.stepsAhead);
    const Flow flow = site.function(hart, operands, site.pc);
    slots_update(site, target.address() + static_cast<uint32_t>(operands.immediate), hart);
    const bool isContextLeft = site.mayLeaveContext && !site.context->serves(hart);
    if (flow == Flow::Next && !hasCodeChanged && !isContextLeft) [[likely]] {
        return site.resume;
    }
    // 2. Elsewhere the steps after this one have not been done.
    state.remaining += site.stepsAhead - 1;
    if (flow == Flow::Next || flow == Flow::Pause) {
        hart.pc = site.pc + operands.length;
    }
    if (flow == Flow::Pause) {
        return leaveCode;
    }
    TranslatedBlock *const next = continue_elsewhere();
    if (next == nullptr) {
        return elsewhereCode;
    }
    if (site.jumpForm != 0 && hart.lastTrap.count == trapsBefore) {
        far_jump_note(state, site, target, *next->start.context, next->entry);
    }
    return next->entry;
}

TranslatedBlock *Translator::continue_elsewhere()
{
    if (hasCodeChanged || theHart.is_interrupt_due() || theHart.isLockedUp ||
        (theHart.is_cheriot() && !theHart.pcc.is_tagged()))
    {
        return nullptr;
    }
    const Context *const context = contexts.find(theHart);
    return context == nullptr ? nullptr : blocks.find({theHart.pc, context});
}

void Translator::code_changed(uint32_t address, uint32_t size)
{
    const uint64_t last = uint64_t{address} + size - 1;
    blocks.invalidate(address, last, [this](TranslatedBlock &block) {
        emitter->entry_turn(block, block.dead);
        hasCodeChanged = true;
    });
}

} // namespace griotte::machine
