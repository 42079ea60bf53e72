// A 16550-style UART with registers every four bytes: the one of cheriot-safe, a superset of what
// Sail's simulator has.
//
//  offset  read                          write
//  0x00    received byte (pops)          byte to send        divisor low while LCR bit 7 is set
//  0x04    IER                           IER                 divisor high while LCR bit 7 is set
//  0x08    IIR                           FCR
//  0x0c    LCR                           LCR
//  0x10    MCR                           MCR
//  0x14    LSR: 0 received, 5 and 6 idle -
//  0x18    MSR (0)                       -
//  0x1c    scratch                       scratch
//  0x20    control: 0 loopback           control
//  0x24    divisor fraction              divisor fraction    (also at 0xc0)
//
// Sending takes no time, so the transmitter is always idle: LSR reads 0x60. The line is raised while
// an enabled condition (IER 0: received, IER 1: transmitter empty) holds.
#include "machine/devices/device_registry.h"
#include "machine/devices/exit_message.h"

namespace griotte::machine {

namespace {

class Uart final : public Device
{
  public:
    Uart(const DeviceParameters &parameters, const DeviceContext &context)
        : console(context.console), exitPort(context.exitPort),
          line(context.interruptLine("UartInterrupt")),
          exitsOnHighByte(parameters.exitsOnHighByte), message(context.exitPort)
    {}

    void reset() override
    {
        interruptEnable = lineControl = modemControl = scratch = control = fraction = 0;
        divisor = 0;
        received.reset();
        message.reset();
        line(false);
    }

    std::optional<uint32_t> mmio_load(uint32_t offset, uint32_t) override
    {
        switch (offset) {
        case Data:
            return is_divisor_selected() ? divisor & 0xffu : byte_take();
        case InterruptEnable:
            return is_divisor_selected() ? uint32_t{divisor} >> 8 : interruptEnable;
        case InterruptIdentify:
            return interrupt_identify();
        case LineControl:
            return lineControl;
        case ModemControl:
            return modemControl;
        case LineStatus:
            receive();
            return TransmitterIdle | (received.has_value() ? DataReady : 0);
        case ModemStatus:
            return 0;
        case Scratch:
            return scratch;
        case Control:
            return control;
        case Fraction:
        case FractionAgain:
            return fraction;
        default:
            return 0; // unassigned registers of the block
        }
    }

    bool mmio_store(uint32_t offset, uint32_t, uint32_t value) override
    {
        const auto byte = static_cast<uint8_t>(value);
        switch (offset) {
        case Data:
            if (is_divisor_selected()) {
                divisor = static_cast<uint16_t>((divisor & 0xff00u) | byte);
            } else {
                byte_send(byte);
            }
            break;
        case InterruptEnable:
            if (is_divisor_selected()) {
                divisor = static_cast<uint16_t>((divisor & 0xffu) | (uint32_t{byte} << 8));
            } else {
                interruptEnable = byte & 0xf;
            }
            break;
        case LineControl:
            lineControl = byte;
            break;
        case ModemControl:
            modemControl = byte;
            break;
        case Scratch:
            scratch = byte;
            break;
        case Control:
            control = byte;
            break;
        case Fraction:
        case FractionAgain:
            fraction = byte & 0xf;
            break;
        default:
            break; // FIFO control changes nothing here; the rest is read-only
        }
        return true;
    }

    uint64_t update() override
    {
        if ((interruptEnable & EnableReceived) != 0) {
            receive();
        }
        const bool isWanted = ((interruptEnable & EnableReceived) != 0 && received.has_value()) ||
                              (interruptEnable & EnableTransmitterEmpty) != 0;
        line(isWanted);
        return Never;
    }

  private:
    enum Register : uint32_t
    {
        Data = 0x00,
        InterruptEnable = 0x04,
        InterruptIdentify = 0x08,
        LineControl = 0x0c,
        ModemControl = 0x10,
        LineStatus = 0x14,
        ModemStatus = 0x18,
        Scratch = 0x1c,
        Control = 0x20,
        Fraction = 0x24,
        FractionAgain = 0xc0,
    };
    static constexpr uint32_t DataReady = 1u << 0;
    static constexpr uint32_t TransmitterIdle = 0x60;
    static constexpr uint32_t DivisorSelect = 1u << 7;
    static constexpr uint32_t Loopback = 1u << 0;
    static constexpr uint32_t EnableReceived = 1u << 0;
    static constexpr uint32_t EnableTransmitterEmpty = 1u << 1;
    static constexpr uint8_t FirstExitByte = 0x80;

    [[nodiscard]] bool is_divisor_selected() const { return (lineControl & DivisorSelect) != 0; }

    void receive()
    {
        if (!received.has_value() && (control & Loopback) == 0) {
            received = console.byte_read();
        }
    }

    uint32_t byte_take()
    {
        receive();
        const uint32_t byte = received.value_or(0);
        received.reset();
        return byte;
    }

    void byte_send(uint8_t byte)
    {
        if ((control & Loopback) != 0) {
            received = byte;
            return;
        }
        if (message.byte_see(byte)) {
            return;
        }
        if (exitsOnHighByte && byte >= FirstExitByte) {
            exitPort.exit_request(byte & 0x7f, "uart");
            return;
        }
        console.byte_write(byte);
    }

    [[nodiscard]] uint32_t interrupt_identify() const
    {
        constexpr uint32_t None = 1, Received = 4, TransmitterEmpty = 2;
        if ((interruptEnable & EnableReceived) != 0 && received.has_value()) {
            return Received;
        }
        return (interruptEnable & EnableTransmitterEmpty) != 0 ? TransmitterEmpty : None;
    }

    Console &console;
    ExitPort &exitPort;
    InterruptLine line;
    bool exitsOnHighByte;
    ExitMessage message;
    uint8_t interruptEnable = 0;
    uint8_t lineControl = 0;
    uint8_t modemControl = 0;
    uint8_t scratch = 0;
    uint8_t control = 0;
    uint8_t fraction = 0;
    uint16_t divisor = 0;
    std::optional<uint8_t> received;
};

const DeviceModel Registered{
    "uart", [](const DeviceParameters &parameters,
               const DeviceContext &context) -> std::unique_ptr<Device> {
        return std::make_unique<Uart>(parameters, context);
    }};

} // namespace

} // namespace griotte::machine
