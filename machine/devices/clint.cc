// The core-local interruptor: machine timer and software interrupt, in its two layouts.
//
//               msip    mtimecmp      mtime         timer pending when   elsewhere
//  clint        0x0     0x18, 0x1c    0x10, 0x14    mtime >  mtimecmp    reads 0   (cheriot-safe)
//  clint_sifive 0x0     0x4000, 4004  0xbff8, bffc  mtime >= mtimecmp    faults    (Sail, SiFive)
//
// mtime counts cycles of virtual time, divided by the board's cycles per tick. It may be written,
// as in cheriot-safe since 2025 (before, and in Sail, writes had no effect or faulted).
#include <algorithm>
#include <utility>

#include "machine/devices/device_registry.h"

namespace griotte::machine {

namespace {

struct Layout
{
    uint32_t compare;
    uint32_t time;
    bool isStrict;
    /// Whether the block answers where it has no register, and for part of one.
    bool isLenient;
};
constexpr Layout CheriotSafe{0x18, 0x10, true, true};
constexpr Layout SiFive{0x4000, 0xbff8, false, false};

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
        timeOffset = 0;
        softwareLine(false);
        timerLine(false);
    }

    std::optional<uint32_t> mmio_load(uint32_t offset, uint32_t size) override
    {
        const auto word = word_read(offset & ~3u);
        if (size == 4 || !word.has_value()) {
            return word;
        }
        if (!layout.isLenient) {
            return std::nullopt;
        }
        return (*word >> (8 * (offset & 3))) & ((1u << (8 * size)) - 1);
    }

    bool mmio_store(uint32_t offset, uint32_t size, uint32_t value) override
    {
        if (size != 4) {
            return false;
        }
        if (offset == 0) {
            isSoftwarePending = (value & 1) != 0;
        } else if (offset == layout.compare || offset == layout.compare + 4) {
            compare = word_replaced(compare, offset != layout.compare, value);
        } else if (offset == layout.time || offset == layout.time + 4) {
            timeOffset = word_replaced(time(), offset != layout.time, value) - ticks();
        } else {
            return layout.isLenient;
        }
        return true;
    }

    uint64_t update() override
    {
        softwareLine(isSoftwarePending);
        timerLine(is_timer_due());
        return is_timer_due() ? Never : cycle_due();
    }

private:
    /// Ticks since reset.
    [[nodiscard]] uint64_t ticks() const { return clock.cycles() / cyclesPerTick; }
    [[nodiscard]] uint64_t time() const { return ticks() + timeOffset; }
    [[nodiscard]] bool is_timer_due() const
    {
        return layout.isStrict ? time() > compare : time() >= compare;
    }

    /// The first cycle at which mtime passes the comparison, while it has not.
    [[nodiscard]] uint64_t cycle_due() const
    {
        if (layout.isStrict && compare == ~uint64_t{0}) {
            return Never;
        }
        const uint64_t ticksLeft = compare + (layout.isStrict ? 1 : 0) - time();
        const uint64_t tickDue = ticks() + ticksLeft;
        const bool isBeyondTime = tickDue < ticksLeft || tickDue > Never / cyclesPerTick;
        return isBeyondTime ? Never : tickDue * cyclesPerTick;
    }

    static uint64_t word_replaced(uint64_t old, bool isHigh, uint32_t word)
    {
        return isHigh ? (old & 0xffff'ffff) | (uint64_t{word} << 32)
                      : (old & ~uint64_t{0xffff'ffff}) | word;
    }

    [[nodiscard]] std::optional<uint32_t> word_read(uint32_t offset) const
    {
        if (offset == 0) {
            return isSoftwarePending ? 1 : 0;
        }
        for (const auto &[place, value] :
             {std::pair(layout.compare, compare), std::pair(layout.time, time())})
        {
            if (offset == place) {
                return static_cast<uint32_t>(value);
            }
            if (offset == place + 4) {
                return static_cast<uint32_t>(value >> 32);
            }
        }
        return layout.isLenient ? std::optional<uint32_t>(0) : std::nullopt;
    }

    const Layout &layout;
    const Clock &clock;
    InterruptLine softwareLine;
    InterruptLine timerLine;
    uint64_t cyclesPerTick;
    bool isSoftwarePending = false;
    uint64_t compare = 0;
    /// What a guest's write to mtime added to the count of ticks.
    uint64_t timeOffset = 0;
};

template <const Layout &TheLayout>
std::unique_ptr<Device> make(const DeviceParameters &parameters, const DeviceContext &context)
{
    return std::make_unique<Clint>(TheLayout, parameters, context);
}

const DeviceModel registered{"clint", make<CheriotSafe>};
const DeviceModel registeredSiFive{"clint_sifive", make<SiFive>};

} // namespace

} // namespace griotte::machine
