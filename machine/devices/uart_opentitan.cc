// The OpenTitan UART, which Sonata boards have.
//
//  0x00  INTR_STATE   0 send queue low, 1 receive queue at its level, 2 all sent (write 1 to
//  clear),
//                     3 receive overflow (write 1 to clear), 8 send queue empty
//  0x04  INTR_ENABLE  as above
//  0x08  INTR_TEST    write: sets the clearable bits of INTR_STATE
//  0x10  CTRL         0 send enable, 1 receive enable, 4 loopback; the rest is kept
//  0x14  STATUS       1 receive full, 2 send empty, 3 send idle, 4 receive idle, 5 receive empty
//  0x18  RDATA        received byte (pops)
//  0x1c  WDATA        byte to send, while enabled
//  0x20  FIFO_CTRL    write: 0 clears the receive queue; 4..2 receive level 1, 2, 4 ... 32, 62
//  0x24  FIFO_STATUS  7..0 bytes to send (0), 23..16 bytes received
//
// Sending takes no time. Overrides, sampling and the receive timeout are not modelled: 0x28 to 0x30
// read as 0. Not modelled either: accesses of other than four bytes.
#include <array>

#include "machine/devices/device_registry.h"
#include "machine/devices/uart_wire.h"

namespace griotte::machine {

namespace {

class OpenTitanUart final : public Device
{
public:
    OpenTitanUart(const DeviceParameters &parameters, const DeviceContext &context)
        : wire(QueueDepth, parameters, context), line(context.interruptLine(parameters.name))
    {}

    void reset() override
    {
        interruptEvents = interruptEnable = control = fifoControl = 0;
        wire.reset();
        line(false);
    }

    std::optional<uint32_t> mmio_load(uint32_t offset, uint32_t size) override
    {
        if (size != 4) {
            return std::nullopt;
        }
        switch (offset) {
        case InterruptState:
            return interrupt_state();
        case InterruptEnable:
            return interruptEnable;
        case Control:
            return control;
        case Status:
            return status();
        case ReadData:
            return is_receiving() ? wire.take().value_or(0) : 0;
        case FifoControl:
            return fifoControl;
        case FifoStatus:
            receive();
            return static_cast<uint32_t>(wire.level()) << 16;
        default:
            return 0;
        }
    }

    bool mmio_store(uint32_t offset, uint32_t size, uint32_t value) override
    {
        if (size != 4) {
            return false;
        }
        switch (offset) {
        case InterruptState:
            interruptEvents &= ~value;
            break;
        case InterruptEnable:
            interruptEnable = value & AllInterrupts;
            break;
        case InterruptTest:
            interruptEvents |= value & Events;
            break;
        case Control:
            control = value;
            wire.loopback_set((control & Loopback) != 0);
            break;
        case WriteData:
            byte_send(static_cast<uint8_t>(value));
            break;
        case FifoControl:
            if ((value & ClearReceived) != 0) {
                wire.received_clear();
            }
            fifoControl = value & FifoLevels;
            break;
        default:
            break;
        }
        return true;
    }

    uint64_t update() override
    {
        // The console is only asked when somebody wants to know.
        line(interruptEnable != 0 && (interrupt_state() & interruptEnable) != 0);
        return Never;
    }

private:
    enum Register : uint32_t
    {
        InterruptState = 0x00,
        InterruptEnable = 0x04,
        InterruptTest = 0x08,
        Control = 0x10,
        Status = 0x14,
        ReadData = 0x18,
        WriteData = 0x1c,
        FifoControl = 0x20,
        FifoStatus = 0x24,
    };
    static constexpr size_t QueueDepth = 64;
    // INTR_STATE.
    static constexpr uint32_t SendLow = 1u << 0;
    static constexpr uint32_t ReceiveLevel = 1u << 1;
    static constexpr uint32_t SendDone = 1u << 2;
    static constexpr uint32_t ReceiveOverflow = 1u << 3;
    static constexpr uint32_t SendEmpty = 1u << 8;
    static constexpr uint32_t AllInterrupts = 0x1ff;
    /// Bits that stay until cleared; the others follow the queues.
    static constexpr uint32_t Events = AllInterrupts & ~(SendLow | ReceiveLevel | SendEmpty);
    // CTRL.
    static constexpr uint32_t SendOn = 1u << 0;
    static constexpr uint32_t ReceiveOn = 1u << 1;
    static constexpr uint32_t Loopback = 1u << 4;
    // FIFO_CTRL.
    static constexpr uint32_t ClearReceived = 1u << 0;
    static constexpr uint32_t FifoLevels = 0xfc;

    [[nodiscard]] bool is_receiving() const { return (control & ReceiveOn) != 0; }

    [[nodiscard]] size_t receive_level() const
    {
        constexpr std::array<size_t, 8> Levels{1, 2, 4, 8, 16, 32, 62, 62};
        return Levels[(fifoControl >> 2) & 7];
    }

    void receive()
    {
        if (is_receiving()) {
            wire.fill(receive_level());
        }
    }

    void byte_send(uint8_t byte)
    {
        if ((control & SendOn) == 0) {
            return;
        }
        wire.send(byte);
        interruptEvents |= SendDone | (wire.overrun_take() ? ReceiveOverflow : 0);
    }

    uint32_t interrupt_state()
    {
        receive();
        return interruptEvents | SendLow | SendEmpty |
               (wire.level() >= receive_level() ? ReceiveLevel : 0);
    }

    uint32_t status()
    {
        constexpr uint32_t ReceiveFull = 1u << 1, SendIdleAndEmpty = 3u << 2, ReceiveIdle = 1u << 4,
                           ReceiveEmpty = 1u << 5;
        receive();
        return SendIdleAndEmpty | ReceiveIdle | (wire.level() == 0 ? ReceiveEmpty : 0) |
               (wire.level() == wire.capacity() ? ReceiveFull : 0);
    }

    UartWire wire;
    InterruptLine line;
    uint32_t interruptEvents = 0;
    uint32_t interruptEnable = 0;
    uint32_t control = 0;
    uint32_t fifoControl = 0;
};

std::unique_ptr<Device> make(const DeviceParameters &parameters, const DeviceContext &context)
{
    return std::make_unique<OpenTitanUart>(parameters, context);
}

const DeviceModel registered{"uart_opentitan", make};

} // namespace

} // namespace griotte::machine
