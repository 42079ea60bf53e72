// The core-local interruptor: machine timer and software interrupt, in its two layouts.
//
//               msip    mtimecmp      mtime         timer pending when
//  clint        0x0     0x18, 0x1c    0x10, 0x14    mtime >  mtimecmp     (cheriot-safe)
//  clint_sifive 0x0     0x4000, 4004  0xbff8, bffc  mtime >= mtimecmp     (Sail, SiFive)
//
// mtime counts cycles of virtual time, divided by the board's cycles per tick. In cheriot-safe it is
// read-only; in the SiFive layout it may be written.
#include <algorithm>

#include "machine/devices/device_registry.h"

namespace griotte::machine {

namespace {

struct Layout
{
    uint32_t compare;
    uint32_t time;
    bool isStrict;
    bool isTimeWritable;
};
constexpr Layout CheriotSafe{0x18, 0x10, true, false};
constexpr Layout SiFive{0x4000, 0xbff8, false, true};

class Clint final : public Device
{
  public:
    Clint(const Layout &layout, const DeviceParameters &parameters, const DeviceContext &context)
        : layout(layout), clock(context.clock), softwareLine(context.softwareLine),
          timerLine(context.timerLine),
          cyclesPerTick(std::max<uint64_t>(1, parameters.cyclesPerTick))
    {}

    void reset() override
    {
        isSoftwarePending = false;
        compare = 0;
        offset = 0;
        softwareLine(false);
        timerLine(false);
    }

    std::optional<uint32_t> mmio_load(uint32_t address, uint32_t size) override
    {
        // A narrow access reads its part of the word.
        const uint32_t shift = 8 * (address & 3);
        const uint32_t mask = size == 4 ? ~0u : (1u << (8 * size)) - 1;
        return (word_read(address & ~3u) >> shift) & mask;
    }

    bool mmio_store(uint32_t address, uint32_t size, uint32_t value) override
    {
        if (size != 4) {
            return false;
        }
        if (address == 0) {
            isSoftwarePending = (value & 1) != 0;
        } else if (address == layout.compare || address == layout.compare + 4) {
            compare = word_replaced(compare, address != layout.compare, value);
        } else if (layout.isTimeWritable &&
                   (address == layout.time || address == layout.time + 4)) {
            offset = word_replaced(time(), address != layout.time, value) - time_raw();
        }
        return true;
    }

    uint64_t update() override
    {
        softwareLine(isSoftwarePending);
        timerLine(is_timer_due());
        if (is_timer_due()) {
            return Never;
        }
        // The first cycle at which mtime passes the comparison.
        const uint64_t wanted = compare + (layout.isStrict ? 1 : 0);
        if (wanted < compare) {
            return Never;
        }
        const uint64_t ticks = wanted - time();
        const uint64_t now = clock.cycles();
        const uint64_t sinceTick = now % cyclesPerTick;
        if (ticks > (Never - now) / cyclesPerTick - 1) {
            return Never;
        }
        return now - sinceTick + ticks * cyclesPerTick;
    }

  private:
    [[nodiscard]] uint64_t time_raw() const { return clock.cycles() / cyclesPerTick; }
    [[nodiscard]] uint64_t time() const { return time_raw() + offset; }
    [[nodiscard]] bool is_timer_due() const
    {
        return layout.isStrict ? time() > compare : time() >= compare;
    }
    static uint64_t word_replaced(uint64_t old, bool isHigh, uint32_t word)
    {
        return isHigh ? (old & 0xffff'ffff) | (uint64_t{word} << 32)
                      : (old & ~uint64_t{0xffff'ffff}) | word;
    }
    [[nodiscard]] uint32_t word_read(uint32_t address) const
    {
        if (address == 0) {
            return isSoftwarePending ? 1 : 0;
        }
        for (const auto &[place, value] : {std::pair(layout.compare, compare),
                                           std::pair(layout.time, time())}) {
            if (address == place) {
                return static_cast<uint32_t>(value);
            }
            if (address == place + 4) {
                return static_cast<uint32_t>(value >> 32);
            }
        }
        return 0;
    }

    const Layout &layout;
    const Clock &clock;
    InterruptLine softwareLine;
    InterruptLine timerLine;
    uint64_t cyclesPerTick;
    bool isSoftwarePending = false;
    uint64_t compare = 0;
    /// What a guest's write to mtime added to the count of ticks.
    uint64_t offset = 0;
};

template <const Layout &TheLayout>
std::unique_ptr<Device> make(const DeviceParameters &parameters, const DeviceContext &context)
{
    return std::make_unique<Clint>(TheLayout, parameters, context);
}

const DeviceModel Registered{"clint", make<CheriotSafe>};
const DeviceModel RegisteredSiFive{"clint_sifive", make<SiFive>};

} // namespace

} // namespace griotte::machine
