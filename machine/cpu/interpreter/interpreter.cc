// step(), and the bookkeeping of views. dispatch.cc holds run().
#include "machine/cpu/interpreter/interpreter.h"

#include "machine/cpu/interpreter/views.h"

namespace griotte::machine {

// One instruction, in the order of the specification: Sail fetch, ext_fetch_check_pc, execute.
// Architecture document, "Exceptions" for what a failing fetch reports.

std::optional<uint32_t> Interpreter::word_fetch(uint32_t pc, std::optional<uint32_t> injected)
{
    const Capability &pcc = theHart.pcc;
    const bool isCheriot = theHart.is_cheriot();
    // 1. PCC must be usable at all. It is never sealed or without Execute: CJALR, MTCC and MEPCC
    // see to that, by untagging at worst.
    if (isCheriot && !pcc.is_tagged()) {
        theHart.trap_cheri(CheriCause::TagViolation, CheriRegister::Pcc);
        return std::nullopt;
    }
    // 2. Each half is checked against PCC and memory before the next is looked at.
    uint32_t word = 0;
    for (const uint32_t offset : {0u, 2u}) {
        if (isCheriot && !pcc.contains(pc + offset, 2)) {
            // The tag goes first: MEPCC could not represent an address out of bounds.
            theHart.pcc = pcc.untagged();
            theHart.trap_cheri(CheriCause::BoundsViolation, CheriRegister::Pcc);
            return std::nullopt;
        }
        if (injected.has_value()) {
            word = *injected;
        } else {
            const auto parcel = theHart.memory().fetch(pc + offset);
            if (!parcel.has_value()) {
                theHart.trap(Cause::InstructionAccessFault, pc + offset);
                return std::nullopt;
            }
            word |= uint32_t{*parcel} << (8 * offset);
        }
        if ((word & 3) != 3) {
            return word & 0xffff;
        }
    }
    return word;
}

Operands Interpreter::operands_of(uint32_t word, isa::Mode mode)
{
    Operands operands = isa::decode(word, mode);
    if (operands.rd == 0) {
        operands.rd = Hart::DiscardRegister;
    }
    return operands;
}

std::optional<Fetched> Interpreter::step(std::optional<uint32_t> injected)
{
    const uint32_t pc = theHart.pc;
    const uint64_t remaining = theHart.clock.slice_remaining();
    const auto word = word_fetch(pc, injected);
    if (!word.has_value()) {
        theHart.clock.slice_remaining_set(remaining - 1);
        return std::nullopt;
    }
    const Operands operands = operands_of(*word, theHart.configuration().mode);
    switch (operands_execute(operands, pc)) {
    case Flow::Next:
    case Flow::Pause:
        theHart.pc = pc + operands.length;
        break;
    case Flow::Jump:
    case Flow::Elsewhere:
        break;
    }
    theHart.clock.slice_remaining_set(remaining - 1);
    return Fetched{*word, isa::decode(*word, theHart.configuration().mode)};
}

// Views.

Interpreter::Slot *Interpreter::slots_find(uint32_t pc)
{
    // Odd addresses cannot be reached: jumps clear bit 0 and MEPCC is legalised.
    const Capability &pcc = theHart.pcc;
    if (theHart.is_cheriot() && (!pcc.is_tagged() || !pcc.contains(pc, 2))) {
        return nullptr;
    }
    const uint32_t page = pc >> PageBits;
    View *&cached = lookup[lookup_index(page, pcc)];
    if (cached == nullptr || !cached->serves(page, pcc)) [[unlikely]] {
        cached = view_make(page);
    }
    return cached->slots.data();
}

size_t Interpreter::lookup_index(uint32_t page, const Capability &pcc)
{
    const Bounds bounds = pcc.bounds();
    const uint32_t mixed = page ^ (bounds.base >> 3) ^ static_cast<uint32_t>(bounds.top >> 5);
    return (mixed ^ (mixed >> 10)) % LookupSize;
}

Interpreter::View *Interpreter::view_make(uint32_t page)
{
    std::vector<std::unique_ptr<View>> &views = viewsByPage[page];
    for (const auto &view : views) {
        if (view->serves(page, theHart.pcc)) {
            return view.get();
        }
    }
    if (viewCount >= ViewLimit) {
        // A guest that keeps making PCCs may not keep making us bigger.
        flush();
        return view_make(page);
    }
    auto view = std::make_unique<View>();
    view->page = page;
    view->pccBounds = theHart.pcc.bounds();
    view->clear();
    theHart.memory().code_watch(page << PageBits);
    viewCount++;
    return views.emplace_back(std::move(view)).get();
}

void Interpreter::flush()
{
    lookup.fill(nullptr);
    viewsByPage.clear();
    viewCount = 0;
}

void Interpreter::code_changed(uint32_t address, uint32_t size)
{
    // The instruction two bytes before may reach into the changed bytes.
    const uint64_t first = address >= 2 ? address - 2 : 0;
    const uint64_t last = uint64_t{address} + size - 1;
    for (uint64_t page = first >> PageBits; page <= last >> PageBits; page++) {
        const auto found = viewsByPage.find(static_cast<uint32_t>(page));
        if (found == viewsByPage.end()) {
            continue;
        }
        for (const auto &view : found->second) {
            view->forget(first, last);
        }
    }
}

} // namespace griotte::machine
