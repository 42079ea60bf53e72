// The system a machine runs, as far as registers and memory tell: which thread, on whose behalf,
// called by whom.
//
// MTDC is the running thread's trusted stack, whose frames say which compartments are being called
// (sdk/core/switcher/trusted_stack.h; docs/reference/compartments.md). Nothing is asked of the
// guest. What it left in memory is shown and not relied on: all numbers are checked against the
// image's own account of its threads.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "machine/cpu/hart.h"
#include "machine/image/firmware_facts.h"

namespace griotte::machine {

/// What the switcher keeps of a thread that is not running, in its trusted stack.
struct SavedRegisters
{
    /// c1 to c15; c0 is null.
    std::array<Capability, 16> registers;
    /// Where it goes on.
    Capability mepcc;
    uint32_t mstatus = 0;
    uint32_t mcause = 0;
    uint32_t mshwm = 0;
    uint32_t mshwmb = 0;
};

class GuestSystem
{
public:
    /// A compartment call in progress.
    struct Call
    {
        /// The callee; null when the frame names none, as the idle thread's own.
        const DomainFacts *compartment = nullptr;
        /// Where its caller goes on: an address in that compartment, or in a library it uses.
        /// Nothing for a thread's own entry.
        std::optional<uint32_t> returnAddress;
        /// Where that compartment itself goes on, when the address above is a library's and a
        /// return address of the compartment is found on the stack above it.
        std::optional<uint32_t> ownReturnAddress;
    };

    GuestSystem(const Hart &theHart, const FirmwareFacts &theFacts) : hart(theHart), facts(theFacts)
    {}

    /// Whose turn it is; nothing while the scheduler chooses, and before the system has started.
    [[nodiscard]] std::optional<uint32_t> running_thread() const;
    /// How many calls thread `number` is in; 0 when its trusted stack makes no sense.
    [[nodiscard]] uint32_t depth(uint32_t number) const;
    /// Of thread `number` the calls in progress, its own entry first.
    [[nodiscard]] std::vector<Call> calls(uint32_t number) const;
    /// The compartment of call `index` of thread `number`, its own entry being 0; or null.
    [[nodiscard]] const DomainFacts *callee(uint32_t number, uint32_t index) const;
    /// Where thread `number` goes on when it is next its turn: what its trusted stack has as its
    /// MEPCC.
    [[nodiscard]] std::optional<uint32_t> saved_pc(uint32_t number) const;
    /// The registers of a thread that is not running; nothing when its trusted stack makes no
    /// sense.
    [[nodiscard]] std::optional<SavedRegisters> saved_registers(uint32_t number) const;

    /// The sealing type of the sealed object behind `sealed`: "sealing type 'vault.Key'", "a
    /// dynamic sealing type"; empty when it is no sealed object.
    [[nodiscard]] std::string sealed_object_type(const Capability &sealed) const;

private:
    [[nodiscard]] std::optional<uint32_t> word_at(uint32_t address) const;
    [[nodiscard]] std::optional<Capability> capability_at(uint32_t address) const;
    [[nodiscard]] std::optional<uint32_t> frame_address(uint32_t number, uint32_t index) const;
    [[nodiscard]] std::optional<uint32_t> own_return_find(const DomainFacts &caller,
                                                          const Capability &stack) const;

    const Hart &hart;
    const FirmwareFacts &facts;
};

} // namespace griotte::machine
