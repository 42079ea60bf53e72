// General-purpose pins of cheriot-safe.
//
//  0x0  input          what the outside drives; nothing is connected, so 0
//  0x4  output
//  0x8  output enable
#include "machine/devices/device_registry.h"

namespace griotte::machine {

namespace {

class Gpio final : public Device
{
public:
    void reset() override { output = outputEnable = 0; }

    std::optional<uint32_t> mmio_load(uint32_t offset, uint32_t size) override
    {
        if (size != 4) {
            return std::nullopt;
        }
        switch (offset) {
        case Output:
            return output;
        case OutputEnable:
            return outputEnable;
        default:
            return 0;
        }
    }

    bool mmio_store(uint32_t offset, uint32_t size, uint32_t value) override
    {
        if (size != 4) {
            return false;
        }
        if (offset == Output) {
            output = value;
        } else if (offset == OutputEnable) {
            outputEnable = value;
        }
        return true;
    }

private:
    enum Register : uint32_t
    {
        Output = 0x4,
        OutputEnable = 0x8,
    };

    uint32_t output = 0;
    uint32_t outputEnable = 0;
};

std::unique_ptr<Device> make(const DeviceParameters &, const DeviceContext &)
{
    return std::make_unique<Gpio>();
}

const DeviceModel registered{"gpio", make};

} // namespace

} // namespace griotte::machine
