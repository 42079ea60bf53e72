#include "machine/devices/htif.h"

namespace griotte::machine {

namespace {

uint32_t mask_of(uint32_t size)
{
    return size == 4 ? ~0u : (1u << (8 * size)) - 1;
}

} // namespace

void Htif::reset()
{
    low = high = 0;
    repeats = 0;
    isHighWritten = false;
}

std::optional<uint32_t> Htif::mmio_load(uint32_t offset, uint32_t size)
{
    const uint32_t word = offset < 4 ? low : high;
    return (word >> (8 * (offset & 3))) & mask_of(size);
}

bool Htif::mmio_store(uint32_t offset, uint32_t size, uint32_t value)
{
    uint32_t &word = offset < 4 ? low : high;
    if (size != 4) {
        const unsigned shift = 8 * (offset & 3);
        word = (word & ~(mask_of(size) << shift)) | ((value & mask_of(size)) << shift);
        return true;
    }
    repeats = value == word ? repeats + 1 : 1;
    word = value;
    isHighWritten = isHighWritten || offset >= 4;
    constexpr unsigned RepeatsToInsist = 3;
    if (isHighWritten || repeats >= RepeatsToInsist) {
        command_execute();
    }
    return true;
}

void Htif::command_execute()
{
    constexpr uint32_t SystemCall = 0, Terminal = 1, Write = 1;
    const uint32_t device = high >> 24;
    const uint32_t command = (high >> 16) & 0xff;
    if (device == SystemCall && (low & 1) != 0) {
        exitPort.exit_request(static_cast<int>(low >> 1), "htif");
    } else if (device == Terminal) {
        if (command == Write) {
            console.byte_write(static_cast<uint8_t>(low));
        }
        reset();
    }
}

} // namespace griotte::machine
