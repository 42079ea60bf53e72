#include "machine/cpu/translator/slots.h"

#include <algorithm>
#include <cstring>

namespace griotte::machine::translator {

namespace {

/// The place of the decoded form and the metadata word are written at once, as translated code
/// writes and copies them: a wide load of fields just written apart would have to wait.
void slot_set(Slot &slot, uint32_t address, uint32_t metadata, uint32_t decoded)
{
    const uint64_t both = decoded | (uint64_t{metadata} << 32);
    slot.address = address;
    std::memcpy(static_cast<void *>(&slot.decoded), &both, sizeof both);
}

/// As many as the mode has.
unsigned register_count(const Hart &hart)
{
    return hart.configuration().mode == isa::Mode::Rv32i ? 32 : 16;
}

} // namespace

uint32_t decoded_find(Hart &hart, const Capability &value, uint32_t address)
{
    State &state = state_of(hart);
    const uint32_t found = state.decoded.find(value.address(), value.metadata());
    if (found != DecodedTable::None) {
        return found;
    }
    const auto is_held = [&state](uint32_t place) {
        return std::ranges::find(state.slots, place, &Slot::decoded) != state.slots.end();
    };
    const auto move = [&state](uint32_t from, uint32_t to) {
        for (Slot &slot : state.slots) {
            slot.decoded = slot.decoded == from ? to : slot.decoded;
        }
    };
    return state.decoded.insert(decoded_make(value, address, state.plain, hart.memory()), is_held,
                                move);
}

void register_write(Hart &hart, unsigned index)
{
    const State &state = state_of(hart);
    const Slot &slot = state.slots[index];
    if (!slot.is_tagged()) {
        hart.registers[index] = Capability::from_memory(slot.address, slot.metadata, false);
        return;
    }
    const Decoded &decoded = state.decoded.at(slot.decoded);
    hart.registers[index] =
        Capability::from_decoded(slot.address, slot.metadata, {decoded.base, decoded.top},
                                 Permissions(decoded.permissions), decoded.objectType);
}

void slot_write(Hart &hart, unsigned index)
{
    Slot &slot = state_of(hart).slots[index];
    const Capability &value = hart.registers[index];
    slot.decoded = DecodedTable::None; // what it held may be replaced
    slot_set(slot, value.address(), value.metadata(),
             value.is_tagged() ? decoded_find(hart, value, value.address()) : DecodedTable::None);
}

void slots_write(Hart &hart)
{
    for (unsigned index = 1; index < register_count(hart); index++) {
        slot_write(hart, index);
    }
}

void registers_write(Hart &hart)
{
    for (unsigned index = 1; index < register_count(hart); index++) {
        register_write(hart, index);
    }
}

} // namespace griotte::machine::translator
