#include "machine/cpu/translator/context.h"

#include "machine/cpu/translator/block.h"

namespace griotte::machine::translator {

Context::Context(uint32_t theId, Hart &hart)
    : id(theId), mode(hart.configuration().mode), version(hart.configuration().version),
      interruptsEnabled(hart.interruptsEnabled), pcc(hart.pcc),
      returnLink(pcc.sealed_as(interruptsEnabled ? ObjectType::ReturnSentryEnable
                                                 : ObjectType::ReturnSentryDisable))
{
    if (is_cheriot()) {
        State &state = state_of(hart);
        const auto keep = [&](const Capability &value) {
            return state.decoded.keep(decoded_make(value, hart.pc, state.plain, hart.memory()));
        };
        pccDecoded = keep(pcc);
        returnLinkDecoded = keep(returnLink);
    }
}

bool Context::serves(const Hart &hart) const
{
    if (!is_cheriot()) {
        return true; // only the address of PCC matters, and no link knows the posture
    }
    return interruptsEnabled == hart.interruptsEnabled && pcc.metadata() == hart.pcc.metadata() &&
           pcc.bounds() == hart.pcc.bounds();
}

Slot Context::link_make(uint32_t next, unsigned rd) const
{
    const bool isReturnLink = rd == Hart::ReturnAddress;
    return {.address = next,
            .decoded = isReturnLink ? returnLinkDecoded : pccDecoded,
            .metadata = isReturnLink ? returnLink.metadata() : pcc.metadata()};
}

bool may_leave_context(const Operands &operands)
{
    return is_csr_access(operands.opcode) &&
           static_cast<uint32_t>(operands.immediate) == csr::Mstatus;
}

const Context *Contexts::find(const Hart &hart)
{
    if (latest != nullptr && latest->serves(hart)) {
        return latest;
    }
    for (const Context &context : contexts) {
        if (context.serves(hart)) {
            latest = &context;
            return latest;
        }
    }
    return nullptr;
}

const Context *Contexts::find_or_make(Hart &hart)
{
    if (const Context *found = find(hart)) {
        return found;
    }
    contexts.emplace_back(static_cast<uint32_t>(contexts.size()), hart);
    latest = &contexts.back();
    return latest;
}

void Contexts::clear()
{
    contexts.clear();
    latest = nullptr;
}

} // namespace griotte::machine::translator
