// The interpreter: the machine's definition, and fast enough to live in.
//
// Each instruction is one semantic function (integer.h, control.h, data.h, capabilities.h). They
// are reached in two ways that share them: step() fetches, checks, decodes and executes one
// instruction straight from the specification; run() executes many from decoded code. Decoded code
// is kept in *views*: one 4 KiB page of code as seen through one PCC, so that being inside a view
// already says that the fetch is allowed. Slots outside the bounds of PCC, or that cross the page,
// hold a handler that falls back to step(). Stores to a page that has a view put its slots back to
// undecoded.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

#include "machine/cpu/engine.h"
#include "machine/cpu/hart.h"
#include "machine/cpu/interpreter/flow.h"

namespace griotte::machine {

class Interpreter final : public Engine, private CodeListener
{
public:
    explicit Interpreter(Hart &hart);
    ~Interpreter() override;
    Interpreter(const Interpreter &) = delete;
    Interpreter &operator=(const Interpreter &) = delete;

    void run(uint64_t count) override;
    std::optional<Fetched> step(std::optional<uint32_t> injected) override;
    std::optional<Fetched> step() { return step(std::nullopt); }
    void flush() override;

    /// What executes `opcode` in `mode`, for other engines to fall back on. It expects the hart's
    /// `pc` and clock to be those of the instruction, and advances neither unless it jumps.
    using SemanticFunction = Flow (*)(Hart &, const Operands &, uint32_t pc);
    static SemanticFunction semantic_function(isa::Mode mode, isa::Opcode opcode);
    /// Decoded, with register 0 as a destination turned into the discard register.
    static Operands operands_of(uint32_t word, isa::Mode mode);

    // The rest is for the dispatch functions in dispatch.cc.

    struct Slot;
    struct View;
    using Handler = void(__attribute__((preserve_none)) *)(Interpreter &, Hart &, const Slot *,
                                                           Slot *, uint32_t, uint64_t);

    /// A decoded instruction and the function that executes it and goes on to the next.
    struct Slot
    {
        Handler handler;
        Operands operands;
    };

    /// Handlers for a mode, by opcode and length.
    struct Handlers;

    /// The slots of the page of `pc` under the hart's PCC, or null when PCC cannot be executed.
    Slot *slots_find(uint32_t pc);
    /// Decodes the slot at `pc` of the view whose slots are `slots`.
    void slot_decode(Slot *slots, uint32_t pc);

private:
    static constexpr uint32_t SlotsPerPage = PageSize / 2;
    static constexpr size_t LookupSize = 1024;
    static constexpr size_t ViewLimit = 4096;

    void code_changed(uint32_t address, uint32_t size) override;
    View *view_make(uint32_t page);
    std::optional<uint32_t> word_fetch(uint32_t pc, std::optional<uint32_t> injected);
    Flow operands_execute(const Operands &operands, uint32_t pc);
    static size_t lookup_index(uint32_t page, const Capability &pcc);

    Hart &theHart;
    const Handlers &handlers;
    std::unordered_map<uint32_t, std::vector<std::unique_ptr<View>>> viewsByPage;
    size_t viewCount = 0;
    std::array<View *, LookupSize> lookup{};
};

} // namespace griotte::machine
