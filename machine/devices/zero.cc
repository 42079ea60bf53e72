// A stand-in for a device griotte has no model of: reads as zero, forgets what is written. A board
// file chooses it ("models") where software must be able to touch the registers and does not need
// an answer.
#include "machine/devices/device_registry.h"

namespace griotte::machine {

namespace {

class Zero final : public Device
{
public:
    void reset() override {}
    std::optional<uint32_t> mmio_load(uint32_t, uint32_t) override { return 0; }
    bool mmio_store(uint32_t, uint32_t, uint32_t) override { return true; }
};

std::unique_ptr<Device> make(const DeviceParameters &, const DeviceContext &)
{
    return std::make_unique<Zero>();
}

const DeviceModel registered{"zero", make};

} // namespace

} // namespace griotte::machine
