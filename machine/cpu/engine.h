// What executes instructions: the interface of the interpreter and the translator.
//
// An engine works on a hart and keeps nothing of its own that the guest could tell. Two engines
// given the same hart and memory leave them the same after the same number of steps.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "isa/instruction.h"

namespace griotte::machine {

class Hart;

enum class EngineKind : uint8_t
{
    /// Decoded code, one semantic function an instruction: the definition.
    Interpreter,
    /// Basic blocks to the host's instructions. Only on hosts that engine_is_available() knows.
    Translator,
};

struct EngineOptions
{
    EngineKind kind = EngineKind::Interpreter;
    /// How often the translator comes to a place before it translates it: translating costs more
    /// than interpreting a few times. 1 for tests that want everything translated.
    uint8_t warmth = 8;
};

/// The bits of an instruction and what they mean.
struct Fetched
{
    uint32_t word = 0;
    isa::Instruction instruction;
};

class Engine
{
public:
    virtual ~Engine() = default;

    /// Executes up to `count` steps. Returns early when the machine should look at devices and
    /// interrupts: after a device access, a CSR write, WFI, an unmasking or a lock-up, and now and
    /// then without need. Takes no interrupts itself.
    virtual void run(uint64_t count) = 0;

    /// Executes one instruction, `injected` in place of memory's if given. Returns what it was;
    /// nothing when the fetch trapped.
    virtual std::optional<Fetched> step(std::optional<uint32_t> injected) = 0;

    /// Forgets everything made from code.
    virtual void flush() = 0;
};

/// Whether this host can have an engine of `kind`.
bool engine_is_available(EngineKind kind);
/// An engine for `hart`, which must outlive it; the interpreter where the kind is not available.
/// A memory has one engine at a time.
std::unique_ptr<Engine> engine_make(EngineOptions options, Hart &hart);

} // namespace griotte::machine
