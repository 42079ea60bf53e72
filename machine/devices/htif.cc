#include "machine/devices/htif.h"

namespace griotte::machine {

std::optional<uint32_t> Htif::mmio_load(uint32_t offset, uint32_t size)
{
    // Commands are done as soon as they are given: software that waits for the word to clear does
    // not wait.
    (void)size;
    return offset < Size ? std::optional<uint32_t>(0) : std::nullopt;
}

bool Htif::mmio_store(uint32_t offset, uint32_t size, uint32_t value)
{
    if (size != 4) {
        return false;
    }
    if (offset == 0) {
        lowWrites = value == low ? lowWrites + 1 : 1;
        low = value;
        if (lowWrites > 1 && (low & 1) != 0) {
            high = 0;
            command_execute();
        }
    } else {
        high = value;
        command_execute();
    }
    return true;
}

void Htif::command_execute()
{
    const uint32_t device = high >> 24;
    const uint32_t command = (high >> 16) & 0xff;
    if (device == 0 && (low & 1) != 0) {
        exitPort.exit_request(static_cast<int>(low >> 1), "htif");
    } else if (device == 1 && command == 1) {
        console.byte_write(static_cast<uint8_t>(low));
    }
    low = high = lowWrites = 0;
}

} // namespace griotte::machine
