// Devices of a register or three.
//
//  gpio           0x0 input (0), 0x4 output, 0x8 output enable
//  cycle_counter  0x14 the low 32 bits of the cycle count since reset (cheriot-safe's 0x8f000600)
//  entropy        every word read is the next of a sequence fixed by the seed
#include "machine/devices/device_registry.h"

namespace griotte::machine {

namespace {

class Gpio final : public Device
{
  public:
    void reset() override { output = outputEnable = 0; }

    std::optional<uint32_t> mmio_load(uint32_t offset, uint32_t) override
    {
        switch (offset) {
        case 4:
            return output;
        case 8:
            return outputEnable;
        default:
            return 0;
        }
    }
    bool mmio_store(uint32_t offset, uint32_t, uint32_t value) override
    {
        if (offset == 4) {
            output = value;
        } else if (offset == 8) {
            outputEnable = value;
        }
        return true;
    }

  private:
    uint32_t output = 0;
    uint32_t outputEnable = 0;
};

class CycleCounter final : public Device
{
  public:
    explicit CycleCounter(const Clock &clock) : clock(clock) {}

    void reset() override {}
    std::optional<uint32_t> mmio_load(uint32_t offset, uint32_t) override
    {
        constexpr uint32_t Count = 0x14;
        return offset == Count ? static_cast<uint32_t>(clock.cycles()) : 0;
    }
    bool mmio_store(uint32_t, uint32_t, uint32_t) override { return true; }

  private:
    const Clock &clock;
};

class Entropy final : public Device
{
  public:
    explicit Entropy(uint64_t seed) : seed(seed), state(seed) {}

    void reset() override { state = seed; }
    std::optional<uint32_t> mmio_load(uint32_t, uint32_t size) override
    {
        // SplitMix64: every state follows from the seed, and neighbours look unrelated.
        state += 0x9e37'79b9'7f4a'7c15;
        uint64_t mixed = state;
        mixed = (mixed ^ (mixed >> 30)) * 0xbf58'476d'1ce4'e5b9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94d0'49bb'1331'11eb;
        const auto word = static_cast<uint32_t>(mixed >> 32);
        return size == 4 ? word : word & ((1u << (8 * size)) - 1);
    }
    bool mmio_store(uint32_t, uint32_t, uint32_t) override { return true; }

  private:
    uint64_t seed;
    uint64_t state;
};

const DeviceModel RegisteredGpio{
    "gpio", [](const DeviceParameters &, const DeviceContext &) -> std::unique_ptr<Device> {
        return std::make_unique<Gpio>();
    }};
const DeviceModel RegisteredCycleCounter{
    "cycle_counter",
    [](const DeviceParameters &, const DeviceContext &context) -> std::unique_ptr<Device> {
        return std::make_unique<CycleCounter>(context.clock);
    }};
const DeviceModel RegisteredEntropy{
    "entropy",
    [](const DeviceParameters &parameters, const DeviceContext &) -> std::unique_ptr<Device> {
        return std::make_unique<Entropy>(parameters.seed);
    }};

} // namespace

} // namespace griotte::machine
