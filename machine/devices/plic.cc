// The platform-level interrupt controller of cheriot-safe: up to 31 sources, one target.
//
//  0x000000       edge select: bit n set makes source n edge-triggered
//  0x000000 + 4n  priority of source n (3 bits; 0 never interrupts)
//  0x001000       pending, bit n for source n (read-only; RISC-V PLIC specification)
//  0x002000       enable, bit n for source n
//  0x200000       threshold: only higher priorities raise the hart's line
//  0x200004       read: claim the best pending source, whatever the threshold; write: complete it
//
// Each source has a gateway, as in the hardware: a rise (or, level-triggered, a wire that is up)
// makes it pending and closes the gateway until the source is completed, so a one-clock pulse such
// as the revoker's is kept, and one that comes between claim and completion is lost. Unlike the
// hardware, a claim while another source is claimed returns the next one, not the same again.
//
// Hardware of 2023 numbered enable and edge bits from source 1 at bit 0 (model "plic_2023").
#include <array>

#include "machine/devices/device_registry.h"
#include "machine/devices/interrupt_source.h"

namespace griotte::machine {

namespace {

constexpr uint32_t SourceLimit = 31;

class Plic final : public Device, public InterruptController
{
public:
    /// `bitShift`: source 1's bit in the enable and edge registers is bit 1 - bitShift.
    Plic(unsigned bitShift, const DeviceContext &context)
        : externalLine(context.externalLine), bitShift(bitShift)
    {}

    void reset() override
    {
        priorities.fill(0);
        enabled = threshold = pending = closed = edgeTriggered = raised = 0;
        externalLine(false);
    }

    [[nodiscard]] uint32_t source_limit() const override { return SourceLimit; }

    void source_set(uint32_t source, bool isRaised) override
    {
        const uint32_t bit = 1u << source;
        const bool isRise = isRaised && (raised & bit) == 0;
        raised = isRaised ? raised | bit : raised & ~bit;
        if (isRise && (closed & bit) == 0) {
            pending |= bit;
            closed |= bit;
        }
        external_line_set();
    }

    std::optional<uint32_t> mmio_load(uint32_t offset, uint32_t size) override
    {
        if (size != 4) {
            return std::nullopt;
        }
        if (offset == EdgeSelect) {
            return edgeTriggered >> bitShift;
        }
        if (offset <= 4 * SourceLimit) {
            return priorities[offset / 4];
        }
        switch (offset) {
        case Pending:
            return pending;
        case Enable:
            return enabled >> bitShift;
        case Threshold:
            return threshold;
        case Claim: {
            const uint32_t source = best_source(0);
            pending &= ~(source == 0 ? 0 : 1u << source);
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
            edgeTriggered = (value << bitShift) & AllSources;
            gateways_sample();
        } else if (offset <= 4 * SourceLimit) {
            priorities[offset / 4] = static_cast<uint8_t>(value & 7);
        } else if (offset == Enable) {
            enabled = (value << bitShift) & AllSources;
        } else if (offset == Threshold) {
            threshold = value & 7;
        } else if (offset == Claim && value >= 1 && value <= SourceLimit) {
            closed &= ~(1u << value);
            gateways_sample();
        }
        return true;
    }

    uint64_t update() override
    {
        external_line_set();
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
    /// Bit 0 would be source 0, which means "none".
    static constexpr uint32_t AllSources = ~uint32_t{1};

    /// Level-triggered sources whose wire is up become pending where the gateway is open.
    void gateways_sample()
    {
        const uint32_t entering = raised & ~edgeTriggered & ~closed;
        pending |= entering;
        closed |= entering;
    }

    void external_line_set() { externalLine(best_source(threshold) != 0); }

    /// The enabled pending source of the highest priority above `floor`; of equals the lowest
    /// number. 0: none.
    [[nodiscard]] uint32_t best_source(uint32_t floor) const
    {
        uint32_t best = 0;
        uint32_t bestPriority = floor;
        const uint32_t candidates = pending & enabled;
        for (uint32_t source = 1; source <= SourceLimit && candidates != 0; source++) {
            if (((candidates >> source) & 1) != 0 && priorities[source] > bestPriority) {
                best = source;
                bestPriority = priorities[source];
            }
        }
        return best;
    }

    InterruptLine externalLine;
    unsigned bitShift;
    std::array<uint8_t, SourceLimit + 1> priorities{};
    uint32_t threshold = 0;
    // Bit n for source n.
    uint32_t enabled = 0;
    uint32_t edgeTriggered = 0;
    /// The wires now.
    uint32_t raised = 0;
    uint32_t pending = 0;
    /// Gateways that let nothing in: pending or claimed, and not completed.
    uint32_t closed = 0;
};

template <unsigned BitShift>
std::unique_ptr<Device> make(const DeviceParameters &, const DeviceContext &context)
{
    return std::make_unique<Plic>(BitShift, context);
}

const DeviceModel registered{"plic", make<0>};
const DeviceModel registered2023{"plic_2023", make<1>};

} // namespace

} // namespace griotte::machine
