// UARTs in the manner of the 16550, registers every four bytes, in two flavours: "uart" is
// cheriot-safe's, "uart_16550" the classic. Sail's simulator has a small part of either.
//
//  offset  read                           write                    differences
//  0x00    received byte (pops)           byte to send             while LCR bit 7: divisor low
//  0x04    IER                            IER                      while LCR bit 7: divisor high
//  0x08    IIR                            FCR                      see interrupt_identify()
//  0x0c    LCR                            LCR
//  0x10    MCR                            MCR                      classic: bit 4 loopback
//  0x14    LSR                            -                        reading clears the overrun bit
//  0x18    MSR                            -                        cheriot-safe: 0
//  0x1c    scratch                        scratch
//  0x20    control, bit 0 loopback        control                  cheriot-safe
//  0x24    divisor fraction, 4 bits       divisor fraction         cheriot-safe; also at 0xc0
//
// LSR: 0 received, 1 overrun, 5 and 6 transmitter idle. Sending takes no time, so both of 5 and 6
// are always set. The interrupt line is up while an enabled condition holds: IER bit 0 received,
// bit 1 transmitter empty, bit 2 overrun. In the classic, "transmitter empty" is an event: raised
// by sending and by enabling it, gone when IIR has told of it. Accesses narrower than four bytes
// work at the register's first byte.
#include "machine/devices/device_registry.h"
#include "machine/devices/uart_wire.h"

namespace griotte::machine {

namespace {

enum class Flavour : uint8_t
{
    CheriotSafe,
    Classic,
};

class Uart final : public Device
{
public:
    Uart(Flavour theFlavour, const DeviceParameters &parameters, const DeviceContext &context)
        : flavour(theFlavour), wire(QueueDepth, parameters, context),
          line(context.interruptLine(parameters.name))
    {}

    void reset() override
    {
        interruptEnable = lineControl = modemControl = scratch = control = fraction = 0;
        divisor = 0;
        areQueuesOn = isOverrun = isEmptyingTold = false;
        wire.reset();
        line(false);
    }

    std::optional<uint32_t> mmio_load(uint32_t offset, uint32_t) override
    {
        switch (offset) {
        case Data:
            return is_divisor_selected() ? divisor & 0xffu : wire.take().value_or(0);
        case InterruptEnable:
            return is_divisor_selected() ? uint32_t{divisor} >> 8 : interruptEnable;
        case InterruptIdentify:
            return interrupt_identify();
        case LineControl:
            return lineControl;
        case ModemControl:
            return modemControl;
        case LineStatus: {
            const uint32_t status = line_status();
            isOverrun = false;
            return status;
        }
        case ModemStatus:
            return modem_status();
        case Scratch:
            return scratch;
        case Control:
            return control;
        case Fraction:
        case FractionAgain:
            return fraction;
        default:
            return 0;
        }
    }

    bool mmio_store(uint32_t offset, uint32_t, uint32_t value) override
    {
        const auto byte = static_cast<uint8_t>(value);
        switch (offset) {
        case Data:
            data_write(byte);
            break;
        case InterruptEnable:
            interrupt_enable_write(byte);
            break;
        case FifoControl:
            fifo_control_write(byte);
            break;
        case LineControl:
            lineControl = byte;
            break;
        case ModemControl:
            modemControl = byte;
            loopback_set();
            break;
        case Scratch:
            scratch = byte;
            break;
        case Control:
            control = is_classic() ? 0 : byte;
            loopback_set();
            break;
        case Fraction:
        case FractionAgain:
            fraction = is_classic() ? 0 : byte & 0xf;
            break;
        default:
            break;
        }
        return true;
    }

    uint64_t update() override
    {
        line(is_interrupting());
        return Never;
    }

private:
    enum Register : uint32_t
    {
        Data = 0x00,
        InterruptEnable = 0x04,
        InterruptIdentify = 0x08,
        FifoControl = 0x08,
        LineControl = 0x0c,
        ModemControl = 0x10,
        LineStatus = 0x14,
        ModemStatus = 0x18,
        Scratch = 0x1c,
        Control = 0x20,
        Fraction = 0x24,
        FractionAgain = 0xc0,
    };
    static constexpr size_t QueueDepth = 16;
    // LSR.
    static constexpr uint32_t DataReady = 1u << 0;
    static constexpr uint32_t Overrun = 1u << 1;
    static constexpr uint32_t TransmitterIdle = 0x60;
    // IER.
    static constexpr uint32_t EnableReceived = 1u << 0;
    static constexpr uint32_t EnableEmpty = 1u << 1;
    static constexpr uint32_t EnableStatus = 1u << 2;
    // LCR, MCR, control.
    static constexpr uint32_t DivisorSelect = 1u << 7;
    static constexpr uint32_t ClassicLoopback = 1u << 4;
    static constexpr uint32_t CheriotSafeLoopback = 1u << 0;

    [[nodiscard]] bool is_classic() const { return flavour == Flavour::Classic; }
    [[nodiscard]] bool is_divisor_selected() const { return (lineControl & DivisorSelect) != 0; }

    void loopback_set()
    {
        wire.loopback_set(is_classic() ? (modemControl & ClassicLoopback) != 0
                                       : (control & CheriotSafeLoopback) != 0);
    }

    void data_write(uint8_t byte)
    {
        if (is_divisor_selected()) {
            divisor = static_cast<uint16_t>((divisor & 0xff00u) | byte);
            return;
        }
        wire.send(byte);
        isOverrun = wire.overrun_take() || isOverrun;
        isEmptyingTold = false;
    }

    void interrupt_enable_write(uint8_t byte)
    {
        if (is_divisor_selected()) {
            divisor = static_cast<uint16_t>((divisor & 0xffu) | (uint32_t{byte} << 8));
            return;
        }
        const bool isEnabling = (byte & ~interruptEnable & EnableEmpty) != 0;
        interruptEnable = is_classic() ? byte & 0xf : byte;
        isEmptyingTold = isEmptyingTold && !isEnabling;
    }

    void fifo_control_write(uint8_t byte)
    {
        constexpr uint32_t Enable = 1u << 0, ClearReceived = 1u << 1;
        if (!is_classic()) {
            return; // stored by the hardware and never used
        }
        areQueuesOn = (byte & Enable) != 0;
        if ((byte & ClearReceived) != 0) {
            wire.received_clear();
        }
    }

    bool is_interrupting()
    {
        // The console is only asked when somebody wants to know.
        return ((interruptEnable & EnableReceived) != 0 && (line_status() & DataReady) != 0) ||
               ((interruptEnable & EnableEmpty) != 0 && !isEmptyingTold) ||
               ((interruptEnable & EnableStatus) != 0 && isOverrun);
    }

    uint32_t line_status()
    {
        wire.fill();
        return TransmitterIdle | (wire.level() != 0 ? DataReady : 0) | (isOverrun ? Overrun : 0);
    }

    /// Classic: who interrupts, by priority, bit 0 clear; 1 for nobody. cheriot-safe: bits 3 to 1
    /// the first condition that holds, enabled or not, and bit 0 set when there is one; the idle
    /// transmitter comes first, so it always reads 0xc3.
    uint32_t interrupt_identify()
    {
        if (!is_classic()) {
            return 0xc3;
        }
        const uint32_t queues = areQueuesOn ? 0xc0 : 0;
        if ((interruptEnable & EnableStatus) != 0 && isOverrun) {
            return queues | 0x6;
        }
        if ((interruptEnable & EnableReceived) != 0 && (line_status() & DataReady) != 0) {
            return queues | 0x4;
        }
        if ((interruptEnable & EnableEmpty) != 0 && !isEmptyingTold) {
            isEmptyingTold = true;
            return queues | 0x2;
        }
        return queues | 0x1;
    }

    /// Classic: carrier, data set ready and clear to send; looped back, what MCR drives.
    [[nodiscard]] uint32_t modem_status() const
    {
        if (!is_classic()) {
            return 0;
        }
        if ((modemControl & ClassicLoopback) == 0) {
            return 0xb0;
        }
        const uint32_t driven = modemControl;
        return ((driven & 2) << 3) | ((driven & 1) << 5) | ((driven & 0xc) << 4);
    }

    Flavour flavour;
    UartWire wire;
    InterruptLine line;
    uint8_t interruptEnable = 0;
    uint8_t lineControl = 0;
    uint8_t modemControl = 0;
    uint8_t scratch = 0;
    uint8_t control = 0;
    uint8_t fraction = 0;
    uint16_t divisor = 0;
    bool areQueuesOn = false;
    bool isOverrun = false;
    /// Classic: IIR has told that the transmitter is empty.
    bool isEmptyingTold = false;
};

template <Flavour TheFlavour>
std::unique_ptr<Device> make(const DeviceParameters &parameters, const DeviceContext &context)
{
    return std::make_unique<Uart>(TheFlavour, parameters, context);
}

const DeviceModel registered{"uart", make<Flavour::CheriotSafe>};
const DeviceModel registeredClassic{"uart_16550", make<Flavour::Classic>};

} // namespace

} // namespace griotte::machine
