// The background revoker (TBRE): sweeps memory and clears the tags of revoked capabilities.
//
//  0x00  start     address in the first granule to sweep
//  0x04  end       address in the last granule to sweep
//  0x08  go        write: begin a sweep, unless one runs; read: 0x5500 in the top half
//  0x0c  epoch     bits 31..1 sweeps completed, bit 0 busy
//  0x10  status    a completed sweep not reported yet (0 while the interrupt is enabled); write:
//  clear 0x14  enable    interrupt enable
//
// A sweep runs beside the hart: it takes CyclesPerGranule cycles of virtual time a granule and
// handles memory a line of GranulesPerLine at a time, at the cycle the last granule of the line is
// due. A capability copied to where the sweep has been is caught by the load filter, as in
// hardware. The rule is the load filter's: tagged, not a sealing capability, base marked in the
// bitmap. Addresses without memory are passed over. Start and end count when a sweep begins.
//
// The interrupt is one pulse, when a sweep ends while enabled or enabling finds one ended; the
// interrupt controller keeps it.
#include <algorithm>
#include <cassert>

#include "machine/capability/capability.h"
#include "machine/devices/device_registry.h"

namespace griotte::machine {

namespace {

class Revoker final : public Device
{
public:
    Revoker(const DeviceParameters &parameters, const DeviceContext &context)
        : clock(context.clock), memory(context.memory), line(context.interruptLine(parameters.name))
    {}

    void reset() override
    {
        start = end = completed = 0;
        isBusy = isUnreported = isEnabled = false;
        line(false);
    }

    std::optional<uint32_t> mmio_load(uint32_t offset, uint32_t size) override
    {
        update();
        const uint32_t shift = 8 * (offset & 3);
        const uint32_t mask = size == 4 ? ~0u : (1u << (8 * size)) - 1;
        return (word_read(offset & ~3u) >> shift) & mask;
    }

    bool mmio_store(uint32_t offset, uint32_t size, uint32_t value) override
    {
        update();
        if (size != 4) {
            return false;
        }
        switch (offset) {
        case Start:
            start = value;
            break;
        case End:
            end = value;
            break;
        case Go:
            sweep_begin();
            break;
        case Status:
            isUnreported = false;
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
        while (isBusy && clock.cycles() >= lineDue) {
            line_sweep();
        }
        if (isUnreported && isEnabled) {
            line(true);
            line(false);
            isUnreported = false;
        }
        return isBusy ? lineDue : Never;
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
    /// Two reads of a 33-bit word and one of the bitmap; the hart's accesses go first.
    static constexpr uint64_t CyclesPerGranule = 3;
    /// A page: few enough that a sweep stays spread over its time, and many enough that engines
    /// are not interrupted all the time.
    static constexpr uint64_t GranulesPerLine = 512;

    void sweep_begin()
    {
        if (isBusy) {
            return;
        }
        isBusy = true;
        position = start / GranuleSize;
        // The hardware looks at `end` after the first granule, so a sweep has at least one.
        last = std::max(position, uint64_t{end} / GranuleSize);
        lineDue = clock.cycles();
        line_schedule();
    }

    [[nodiscard]] uint64_t line_length() const
    {
        return std::min(GranulesPerLine, last - position + 1);
    }

    void line_schedule() { lineDue += line_length() * CyclesPerGranule; }

    void line_sweep()
    {
        const uint64_t lineEnd = position + line_length();
        for (; position < lineEnd; position++) {
            granule_sweep(static_cast<uint32_t>(position * GranuleSize));
        }
        if (position <= last) {
            line_schedule();
            return;
        }
        isBusy = false;
        isUnreported = true;
        completed++;
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
            [[maybe_unused]] const auto cleared = memory.host_tag_set(address, false);
            assert(cleared.has_value()); // it had a tag, so it is memory
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
            return isUnreported ? 1 : 0;
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
    /// A sweep has ended and no interrupt said so.
    bool isUnreported = false;
    bool isEnabled = false;
    // The sweep: its next and last granule, by number, and when the line of the next is due.
    uint64_t position = 0;
    uint64_t last = 0;
    uint64_t lineDue = 0;
};

std::unique_ptr<Device> make(const DeviceParameters &parameters, const DeviceContext &context)
{
    return std::make_unique<Revoker>(parameters, context);
}

const DeviceModel registered{"revoker", make};

} // namespace

} // namespace griotte::machine
