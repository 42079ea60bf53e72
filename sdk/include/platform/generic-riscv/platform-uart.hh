// The 16550 serial line, registers four bytes apart (docs/reference/devices.md).
#ifndef PLATFORM_GENERIC_RISCV_UART_HH
#define PLATFORM_GENERIC_RISCV_UART_HH

#include <cdefs.h>
#include <platform/concepts/uart.hh>
#include <stdint.h>

/// The device's registers, each in a `RegisterType`. Only ever behind a pointer from
/// MMIO_CAPABILITY.
template <typename RegisterType = uint32_t>
class Uart16550
{
    static constexpr RegisterType DivisorLatch = 1 << 7;
    static constexpr RegisterType EightBits = 3;
    static constexpr RegisterType Received = 1 << 0;
    static constexpr RegisterType HoldingEmpty = 1 << 5;
    static constexpr RegisterType FifosOn = 1 << 0;

    static void no_custom_init() {}

public:
    /// What was received, what to send; the divisor's low byte while the latch is set.
    RegisterType data;
    /// 0 received, 1 transmitter empty, 2 line status, 3 modem; the divisor's high byte while the
    /// latch is set.
    RegisterType intrEnable;
    /// Read: which interrupt it is. Write: bit 0 turns the FIFOs on.
    RegisterType intrIDandFifo;
    /// Bits 0 and 1 the size of characters, bit 7 the divisor latch.
    RegisterType lineControl;
    RegisterType modemControl;
    /// Bit 0 something was received, bit 5 something can be sent.
    const RegisterType LineStatus;
    const RegisterType ModemStatus;
    RegisterType scratch;

    /// Simulators send at once; there the register need not be asked.
    __always_inline bool can_write() volatile
    {
#ifdef SIMULATION
        return true;
#else
        return (LineStatus & HoldingEmpty) != 0;
#endif
    }

    __always_inline bool can_read() volatile { return (LineStatus & Received) != 0; }

    /// The next byte received; waits for one.
    uint8_t blocking_read() volatile
    {
        while (!can_read()) {
        }
        return static_cast<uint8_t>(data);
    }

    /// Sends a byte when it can be sent.
    void blocking_write(uint8_t byte) volatile
    {
        while (!can_write()) {
        }
        data = byte;
    }

    /// Eight bits, one stop bit, no parity, no interrupts, FIFOs on, at the clock divided by
    /// `divisor`; `otherSetup` runs while the divisor can be set.
    template <typename T = decltype(no_custom_init)>
    void init(int divisor = 1, T &&otherSetup = no_custom_init) volatile
    {
        intrEnable = 0;
        lineControl = DivisorLatch | EightBits;
        data = divisor & 0xff;
        intrEnable = (divisor >> 8) & 0xff;
        otherSetup();
        lineControl = EightBits;
        intrIDandFifo = FifosOn;
    }
};

// A platform with another serial line defines CHERIOT_PLATFORM_CUSTOM_UART and its own `Uart`.
#ifndef CHERIOT_PLATFORM_CUSTOM_UART
using Uart = Uart16550<uint32_t>;
static_assert(IsUart<Uart>);
#endif

#endif
