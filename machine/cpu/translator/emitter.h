// What turns blocks into the host's instructions. One implementation a host: emit_x86/.
#pragma once

#include <deque>
#include <memory>

#include "machine/cpu/translator/block.h"
#include "machine/cpu/translator/code_memory.h"
#include "machine/cpu/translator/state.h"

namespace griotte::machine::translator {

/// A block that can be executed.
struct TranslatedBlock
{
    BlockStart start;
    std::vector<AddressRange> ranges;
    /// What it was made from: the steps it counts at its head.
    std::vector<GuestInstruction> instructions;
    const uint8_t *entry = nullptr;
    /// Leads to the block's Entry exit; where the entry is turned to when the block dies.
    const uint8_t *dead = nullptr;
    bool isAlive = true;
};

/// Everything translated code points to. Stays where it is until all code is forgotten.
struct Sites
{
    std::deque<SlowSite> slow;
    std::deque<ExitSite> exits;

    void clear()
    {
        slow.clear();
        exits.clear();
    }
};

class Emitter
{
public:
    /// Room in the code memory that no block and its cold code outgrow.
    static constexpr size_t BlockRoom = size_t{64} << 10;

    virtual ~Emitter() = default;

    /// Executes translated code from `code` on until it exits. The hart's registers and the steps
    /// in State are current before and after; hart.pc after some exits only (ExitSite::Kind).
    virtual const ExitSite *enter(const uint8_t *code) = 0;
    /// Makes `translated.entry` of `block`. Sites are kept in `sites`.
    virtual void emit(const Block &block, TranslatedBlock &translated, Sites &sites) = 0;
    /// Code that leaves by `site`; for the slow path to go on with.
    virtual const uint8_t *exit_emit(const ExitSite &site) = 0;
    /// Makes the jump of `site` go to `code`.
    virtual void exit_link(const ExitSite &site, const uint8_t *code) = 0;
    /// Makes whatever comes to the entry of `block` go to `code` instead.
    virtual void entry_turn(const TranslatedBlock &block, const uint8_t *code) = 0;

    /// That of this host.
    static std::unique_ptr<Emitter> create(Hart &hart, CodeMemory &memory);
};

} // namespace griotte::machine::translator
