// The translator: guest code as the host's instructions.
//
// Blocks of guest code (block.h) become code of the host (emitter.h) that works on the hart
// directly and goes from block to block by itself. What it cannot do in a few instructions it
// leaves to the interpreter's semantic functions, so that a trap, a device or a rule of
// capabilities has one definition. Steps are counted at the head of a block; with fewer left than
// it has, or where code cannot be fetched, single steps are taken. So slices end exactly, and traps
// are precise.
#pragma once

#include <memory>

#include "machine/cpu/translator/block_cache.h"
#include "machine/cpu/translator/emitter.h"

namespace griotte::machine {

class Translator final : public Engine, private CodeListener
{
public:
    /// `warmth` is EngineOptions'. Null when the host gives no memory for code.
    static std::unique_ptr<Translator> create(Hart &hart, uint8_t warmth);
    ~Translator() override;
    Translator(const Translator &) = delete;
    Translator &operator=(const Translator &) = delete;

    void run(uint64_t count) override;
    std::optional<Fetched> step(std::optional<uint32_t> injected) override;
    void flush() override;

private:
    using BlockStart = translator::BlockStart;
    using Context = translator::Context;
    using ExitSite = translator::ExitSite;
    using SlowSite = translator::SlowSite;
    using State = translator::State;
    using TranslatedBlock = translator::TranslatedBlock;

    Translator(Hart &hart, uint8_t warmth);

    void code_changed(uint32_t address, uint32_t size) override;
    /// The block to enter where `start` says, hart.pc, translated now if need be. Null: it cannot
    /// be fetched, or is not worth it yet.
    TranslatedBlock *block_at(const BlockStart &start);
    /// Enters `block` and follows what becomes of it. False: time to return to the machine.
    bool block_run(TranslatedBlock *block);
    /// Steps from the specification to the next jump, where there is no block. False: as
    /// block_run().
    bool steps_take();
    /// Steps along the instructions of `block`, which has more than are left. False: as
    /// block_run().
    bool block_begin(const TranslatedBlock &block);
    /// Whether the hart comes to `pc` often enough to translate it.
    bool is_warm(uint32_t pc);
    /// Executes a site for translated code; where to go on.
    static const uint8_t *slow(void *self, const SlowSite *site);
    const uint8_t *site_execute(const SlowSite &site);
    /// The block where a jump of the guest to hart.pc goes on. Null: that is not known yet, or
    /// something else comes first.
    TranslatedBlock *continue_elsewhere();

    Hart &theHart;
    State &state;
    Interpreter interpreter;
    translator::CodeMemory code;
    std::unique_ptr<translator::Emitter> emitter;
    translator::Contexts contexts;
    translator::BlockCache blocks;
    translator::Sites sites;
    const uint8_t warmth;
    /// How often the hart came to a place, by its address modulo the size.
    std::array<uint8_t, 8192> visits{};
    /// Counts flushes: pointers into the above are good as long as it stays.
    uint64_t generation = 0;
    /// Memory::layout_changes() that the code and the decoded capabilities are made for.
    uint64_t layoutChanges = 0;
    /// A block died since translated code was last entered.
    bool hasCodeChanged = false;
    ExitSite leaveExit;
    ExitSite elsewhereExit;
    const uint8_t *leaveCode = nullptr;
    const uint8_t *elsewhereCode = nullptr;
};

} // namespace griotte::machine
