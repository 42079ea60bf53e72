#include "machine/observe/guest_system.h"

#include <cstring>

namespace griotte::machine {

namespace {

// sdk/core/switcher/trusted_stack.h.
constexpr uint32_t TrustedStackMepcc = 0;
constexpr uint32_t TrustedStackFrame = 136;
constexpr uint32_t TrustedStackMstatus = 144;
constexpr uint32_t TrustedStackMcause = 148;
constexpr uint32_t TrustedStackMshwm = 152;
constexpr uint32_t TrustedStackMshwmb = 156;
constexpr uint32_t TrustedStackFrames = 168;
constexpr uint32_t FrameCsp = 0;
constexpr uint32_t FrameExports = 8;
constexpr uint32_t FrameSize = 24;
// sdk/core/switcher/switcher.S: what a call spills on its caller's stack.
constexpr uint32_t SpillReturn = 24;
constexpr uint32_t SpillSize = 32;

/// How far above a library's frame its caller's return address is looked for, in bytes.
constexpr uint32_t ReturnSearchLimit = 2048;
/// Numbers of dynamic sealing types (kind 17 in docs/reference/compartments.md).
constexpr uint32_t DynamicTypesStart = 1u << 24;
constexpr uint32_t DynamicTypesEnd = 1u << 28;

constexpr uint32_t SealedStaticObject = 11;
constexpr uint32_t SealedDynamicObject = 12;

bool is_return_sentry(const Capability &value)
{
    const auto type = static_cast<ObjectType>(value.object_type());
    return value.is_tagged() && value.may(Permission::Execute) &&
           (type == ObjectType::ReturnSentryDisable || type == ObjectType::ReturnSentryEnable);
}

} // namespace

std::optional<uint32_t> GuestSystem::running_thread() const
{
    const auto number = facts.thread_of_trusted_stack(hart.mtdc.address());
    const bool isThread = number.has_value() && hart.mtdc.is_tagged() &&
                          hart.mtdc.address() == facts.trusted_stack(*number).start;
    return isThread ? number : std::nullopt;
}

uint32_t GuestSystem::depth(uint32_t number) const
{
    const AddressRange &trustedStack = facts.trusted_stack(number);
    const auto frame = word_at(trustedStack.start + TrustedStackFrame);
    const uint32_t first = trustedStack.start + TrustedStackFrames;
    const bool isFrame = frame.has_value() && *frame >= first &&
                         (*frame - first) % FrameSize == 0 &&
                         trustedStack.contains(*frame, FrameSize);
    return isFrame ? (*frame - first) / FrameSize + 1 : 0;
}

const DomainFacts *GuestSystem::callee(uint32_t number, uint32_t index) const
{
    const auto exports = word_at(facts.trusted_stack(number).start + TrustedStackFrames +
                                 index * FrameSize + FrameExports);
    return exports.has_value() ? facts.domain_of_exports(*exports) : nullptr;
}

std::vector<GuestSystem::Call> GuestSystem::calls(uint32_t number) const
{
    std::vector<Call> result(depth(number));
    for (uint32_t index = 0; index < result.size(); index++) {
        result[index].compartment = callee(number, index);
        const uint32_t frame =
            facts.trusted_stack(number).start + TrustedStackFrames + index * FrameSize;
        const auto stack = capability_at(frame + FrameCsp);
        if (index == 0 || !stack.has_value()) {
            continue;
        }
        result[index].returnAddress = word_at(stack->address() + SpillReturn);
        const DomainFacts *caller = result[index - 1].compartment;
        const bool isElsewhere = caller != nullptr && result[index].returnAddress.has_value() &&
                                 !caller->code.contains(*result[index].returnAddress);
        if (isElsewhere) {
            result[index].ownReturnAddress = own_return_find(*caller, *stack);
        }
    }
    return result;
}

/// The innermost return address into `caller` above what a call spilled at `stack`. Those of calls
/// that have ended may still lie there, in parts of frames that nobody has written to since.
std::optional<uint32_t> GuestSystem::own_return_find(const DomainFacts &caller,
                                                     const Capability &stack) const
{
    const uint64_t start = uint64_t{stack.address()} + SpillSize;
    const uint64_t end = std::min<uint64_t>(stack.top(), start + ReturnSearchLimit);
    for (uint64_t at = start & ~uint64_t{GranuleSize - 1}; at + GranuleSize <= end;
         at += GranuleSize)
    {
        const auto value = capability_at(static_cast<uint32_t>(at));
        if (value.has_value() && is_return_sentry(*value) && caller.code.contains(value->address()))
        {
            return value->address();
        }
    }
    return std::nullopt;
}

std::optional<uint32_t> GuestSystem::saved_pc(uint32_t number) const
{
    return word_at(facts.trusted_stack(number).start + TrustedStackMepcc);
}

std::optional<SavedRegisters> GuestSystem::saved_registers(uint32_t number) const
{
    const uint32_t start = facts.trusted_stack(number).start;
    const auto mepcc = capability_at(start + TrustedStackMepcc);
    if (depth(number) == 0 || !mepcc.has_value()) {
        return std::nullopt;
    }
    SavedRegisters saved;
    saved.mepcc = *mepcc;
    for (uint32_t index = 1; index < saved.registers.size(); index++) {
        saved.registers[index] = capability_at(start + index * GranuleSize).value_or(Capability());
    }
    saved.mstatus = word_at(start + TrustedStackMstatus).value_or(0);
    saved.mcause = word_at(start + TrustedStackMcause).value_or(0);
    saved.mshwm = word_at(start + TrustedStackMshwm).value_or(0);
    saved.mshwmb = word_at(start + TrustedStackMshwmb).value_or(0);
    return saved;
}

std::string GuestSystem::sealed_object_type(const Capability &sealed) const
{
    const uint32_t type = sealed.object_type();
    if (type != SealedStaticObject && type != SealedDynamicObject) {
        return {};
    }
    // The low three bits of its address are permissions; the type's number lies before the payload.
    const auto number = word_at((sealed.address() & ~(GranuleSize - 1)) - GranuleSize);
    if (!number.has_value()) {
        return {};
    }
    return *number >= DynamicTypesStart && *number < DynamicTypesEnd
               ? "a sealing type made at run time"
               : facts.sealing_type_describe(*number);
}

std::optional<uint32_t> GuestSystem::word_at(uint32_t address) const
{
    uint32_t word = 0;
    const std::span bytes(reinterpret_cast<uint8_t *>(&word), sizeof word);
    return hart.memory().host_read(address, bytes).has_value() ? std::optional(word) : std::nullopt;
}

std::optional<Capability> GuestSystem::capability_at(uint32_t address) const
{
    const auto low = word_at(address);
    const auto high = word_at(address + sizeof(uint32_t));
    if (!low.has_value() || !high.has_value()) {
        return std::nullopt;
    }
    return Capability::from_memory(*low, *high, hart.memory().tag_at(address));
}

} // namespace griotte::machine
