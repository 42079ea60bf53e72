// A source of numbers that look random and follow from a seed: the same run draws the same numbers.
//
//  any word   read: the next number
//
// Not for secrets: whoever knows the seed knows the numbers.
#include "machine/devices/device_registry.h"

namespace griotte::machine {

namespace {

class Entropy final : public Device
{
public:
    explicit Entropy(uint64_t theSeed) : seed(theSeed), state(theSeed) {}

    void reset() override { state = seed; }

    std::optional<uint32_t> mmio_load(uint32_t, uint32_t size) override
    {
        // SplitMix64 (Steele, Lea and Flood 2014): any seed will do, also 0.
        state += 0x9e37'79b9'7f4a'7c15;
        uint64_t mixed = state;
        mixed = (mixed ^ (mixed >> 30)) * 0xbf58'476d'1ce4'e5b9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94d0'49bb'1331'11eb;
        mixed ^= mixed >> 31;
        const auto word = static_cast<uint32_t>(mixed >> 32);
        return size == 4 ? word : word & ((1u << (8 * size)) - 1);
    }
    bool mmio_store(uint32_t, uint32_t, uint32_t) override { return true; }

private:
    uint64_t seed;
    uint64_t state;
};

std::unique_ptr<Device> make(const DeviceParameters &parameters, const DeviceContext &)
{
    return std::make_unique<Entropy>(parameters.seed);
}

const DeviceModel registered{"entropy", make};

} // namespace

} // namespace griotte::machine
