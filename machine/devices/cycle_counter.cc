// The system timer in cheriot-safe's interrupt block: a 32-bit count of cycles.
//
//  0x14  count   one more each cycle since reset; a write sets it
//
// The block's other registers serve interrupts nothing is connected to; they read 0.
#include "machine/devices/device_registry.h"

namespace griotte::machine {

namespace {

class CycleCounter final : public Device
{
public:
    explicit CycleCounter(const Clock &clock) : clock(clock) {}

    void reset() override { offset = 0; }

    std::optional<uint32_t> mmio_load(uint32_t address, uint32_t size) override
    {
        if (size != 4) {
            return std::nullopt;
        }
        return address == Count ? static_cast<uint32_t>(clock.cycles()) + offset : 0;
    }

    bool mmio_store(uint32_t address, uint32_t size, uint32_t value) override
    {
        if (size != 4) {
            return false;
        }
        if (address == Count) {
            offset = value - static_cast<uint32_t>(clock.cycles());
        }
        return true;
    }

private:
    static constexpr uint32_t Count = 0x14;

    const Clock &clock;
    /// What a write to the count added.
    uint32_t offset = 0;
};

std::unique_ptr<Device> make(const DeviceParameters &, const DeviceContext &context)
{
    return std::make_unique<CycleCounter>(context.clock);
}

const DeviceModel registered{"cycle_counter", make};

} // namespace

} // namespace griotte::machine
