// The platform-level interrupt controller of cheriot-safe: up to 31 sources, one target.
//
//  0x000000 + 4n  priority of source n (3 bits); offset 0: bit n set makes source n edge-triggered
//  0x001000       pending, bit n for source n (read-only)
//  0x002000       enable, bit n for source n
//  0x200000       threshold
//  0x200004       read: claim the best pending source; write: complete it
//
// Hardware of 2023 numbered the enable bits from source 1 at bit 0. Software of that time set a run
// of low bits, so a board may ask for the old numbering ("plic_2023"). Rises are latched whatever the
// trigger, because the revoker's interrupt lasts one clock; a level source is pending also while its
// wire is up.
#include <array>

#include "machine/devices/device_registry.h"
#include "machine/devices/interrupt_source.h"

namespace griotte::machine {

namespace {

constexpr uint32_t SourceLimit = 31;

class Plic final : public Device, public InterruptController
{
  public:
    Plic(unsigned enableShift, const DeviceContext &context)
        : externalLine(context.externalLine), enableShift(enableShift)
    {}

    void reset() override
    {
        priorities.fill(0);
        enabled = threshold = latched = raised = claimed = edgeTriggered = 0;
        externalLine(false);
    }

    [[nodiscard]] uint32_t source_limit() const override { return SourceLimit; }

    void source_set(uint32_t source, bool isRaised) override
    {
        const uint32_t bit = 1u << source;
        if (isRaised && (raised & bit) == 0) {
            latched |= bit;
        }
        raised = isRaised ? raised | bit : raised & ~bit;
        externalLine(best_source() != 0);
    }

    std::optional<uint32_t> mmio_load(uint32_t offset, uint32_t size) override
    {
        if (size != 4) {
            return std::nullopt;
        }
        if (offset == EdgeSelect) {
            return edgeTriggered;
        }
        if (offset <= 4 * SourceLimit) {
            return priorities[offset / 4];
        }
        switch (offset) {
        case Pending:
            return pending();
        case Enable:
            return enabled >> enableShift;
        case Threshold:
            return threshold;
        case Claim: {
            const uint32_t source = best_source();
            latched &= ~(1u << source);
            claimed |= source == 0 ? 0 : 1u << source;
            return source;
        }
        default:
            return 0;
        }
    }

    bool mmio_store(uint32_t offset, uint32_t size, uint32_t value) override
    {
        if (size != 4) {
            return false;
        }
        if (offset == EdgeSelect) {
            edgeTriggered = value;
        } else if (offset <= 4 * SourceLimit) {
            priorities[offset / 4] = static_cast<uint8_t>(value & 7);
        } else if (offset == Enable) {
            enabled = value << enableShift;
        } else if (offset == Threshold) {
            threshold = value & 7;
        } else if (offset == Claim && value >= 1 && value <= SourceLimit) {
            claimed &= ~(1u << value);
        }
        return true;
    }

    uint64_t update() override
    {
        externalLine(best_source() != 0);
        return Never;
    }

  private:
    enum Register : uint32_t
    {
        EdgeSelect = 0,
        Pending = 0x1000,
        Enable = 0x2000,
        Threshold = 0x20'0000,
        Claim = 0x20'0004,
    };

    [[nodiscard]] uint32_t pending() const
    {
        return (latched | (raised & ~edgeTriggered)) & ~claimed;
    }

    /// The enabled pending source of the highest priority above the threshold; of equals the lowest
    /// number. 0: none.
    [[nodiscard]] uint32_t best_source() const
    {
        uint32_t best = 0;
        uint32_t bestPriority = threshold;
        const uint32_t candidates = pending() & enabled;
        for (uint32_t source = 1; source <= SourceLimit; source++) {
            if (((candidates >> source) & 1) != 0 && priorities[source] > bestPriority) {
                best = source;
                bestPriority = priorities[source];
            }
        }
        return best;
    }

    InterruptLine externalLine;
    unsigned enableShift;
    std::array<uint8_t, SourceLimit + 1> priorities{};
    uint32_t enabled = 0;
    uint32_t threshold = 0;
    /// Rises not yet claimed, the wires now, sources claimed and not completed; bit n for source n.
    uint32_t latched = 0;
    uint32_t raised = 0;
    uint32_t claimed = 0;
    uint32_t edgeTriggered = 0;
};

template <unsigned EnableShift>
std::unique_ptr<Device> make(const DeviceParameters &, const DeviceContext &context)
{
    return std::make_unique<Plic>(EnableShift, context);
}

const DeviceModel Registered{"plic", make<0>};
const DeviceModel Registered2023{"plic_2023", make<1>};

} // namespace

} // namespace griotte::machine
