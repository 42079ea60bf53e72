// The background revoker (TBRE): sweeps memory and clears the tags of revoked capabilities.
//
//  0x00  start     first address to sweep
//  0x04  end       one past the last
//  0x08  go        write: begin a sweep; read: 0x5500 in the top half
//  0x0c  epoch     bits 31..1 sweeps completed, bit 0 busy
//  0x10  status    interrupt pending; cleared by itself once the interrupt is enabled
//  0x14  enable    interrupt enable
//
// A sweep takes CyclesPerGranule cycles of virtual time a granule, in address order, while the hart
// runs on; a capability copied behind the sweep is caught by the load filter, as in hardware.
#include <algorithm>

#include "machine/capability/capability.h"
#include "machine/devices/device_registry.h"

namespace griotte::machine {

namespace {

class Revoker final : public Device
{
  public:
    explicit Revoker(const DeviceContext &context)
        : clock(context.clock), memory(context.memory),
          line(context.interruptLine("RevokerInterrupt"))
    {}

    void reset() override
    {
        start = end = completed = 0;
        isBusy = isPending = isEnabled = false;
        line(false);
    }

    std::optional<uint32_t> mmio_load(uint32_t offset, uint32_t size) override
    {
        sweep_advance();
        const uint32_t shift = 8 * (offset & 3);
        const uint32_t mask = size == 4 ? ~0u : (1u << (8 * size)) - 1;
        return (word_read(offset & ~3u) >> shift) & mask;
    }

    bool mmio_store(uint32_t offset, uint32_t size, uint32_t value) override
    {
        sweep_advance();
        if (size != 4) {
            return false;
        }
        switch (offset) {
        case Start:
            start = value & ~(GranuleSize - 1);
            break;
        case End:
            end = value;
            break;
        case Go:
            sweep_begin();
            break;
        case Status:
            isPending = false;
            break;
        case Enable:
            isEnabled = (value & 1) != 0;
            break;
        default:
            break;
        }
        return true;
    }

    uint64_t update() override
    {
        sweep_advance();
        if (isPending && isEnabled) {
            // A pulse: the interrupt controller latches the rise.
            line(true);
            line(false);
            isPending = false;
        }
        return isBusy ? sweepEnd : Never;
    }

  private:
    enum Register : uint32_t
    {
        Start = 0x00,
        End = 0x04,
        Go = 0x08,
        Epoch = 0x0c,
        Status = 0x10,
        Enable = 0x14,
    };
    static constexpr uint32_t Version = 0x5500'0000;
    /// Two reads of a 33-bit word and a look-up, and the hart goes first.
    static constexpr uint64_t CyclesPerGranule = 3;

    void sweep_begin()
    {
        if (isBusy) {
            return;
        }
        isBusy = true;
        position = start;
        sweepStart = clock.cycles();
        const uint64_t granules =
            end > start ? (uint64_t{end} - start + GranuleSize - 1) / GranuleSize : 0;
        sweepEnd = sweepStart + granules * CyclesPerGranule + 1;
    }

    void sweep_advance()
    {
        if (!isBusy) {
            return;
        }
        const uint64_t elapsed = clock.cycles() - sweepStart;
        const uint64_t reached =
            std::min<uint64_t>(end, start + elapsed / CyclesPerGranule * GranuleSize);
        for (; position < reached; position += GranuleSize) {
            granule_sweep(static_cast<uint32_t>(position));
        }
        if (clock.cycles() >= sweepEnd) {
            isBusy = false;
            isPending = true;
            completed++;
        }
    }

    void granule_sweep(uint32_t address)
    {
        if (!memory.tag_at(address)) {
            return;
        }
        uint32_t low = 0;
        uint32_t high = 0;
        bool tag = false;
        if (memory.capability_load(address, low, high, tag) == Access::Fault) {
            return;
        }
        const auto capability = Capability::from_memory(low, high, tag);
        if (tag && capability.is_revocable() && memory.is_revoked(capability.base())) {
            (void)memory.host_tag_set(address, false);
        }
    }

    [[nodiscard]] uint32_t word_read(uint32_t offset) const
    {
        switch (offset) {
        case Start:
            return start;
        case End:
            return end;
        case Go:
            return Version;
        case Epoch:
            return (completed << 1) | (isBusy ? 1 : 0);
        case Status:
            return isPending ? 1 : 0;
        case Enable:
            return isEnabled ? 1 : 0;
        default:
            return 0;
        }
    }

    const Clock &clock;
    Memory &memory;
    InterruptLine line;
    uint32_t start = 0;
    uint32_t end = 0;
    uint32_t completed = 0;
    bool isBusy = false;
    bool isPending = false;
    bool isEnabled = false;
    uint64_t position = 0;
    uint64_t sweepStart = 0;
    uint64_t sweepEnd = 0;
};

const DeviceModel Registered{
    "revoker",
    [](const DeviceParameters &, const DeviceContext &context) -> std::unique_ptr<Device> {
        return std::make_unique<Revoker>(context);
    }};

} // namespace

} // namespace griotte::machine
