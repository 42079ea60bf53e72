// Sends what others leave in a ring buffer, as much at a time as the device takes at once. A thread
// of its own waits for the device to be ready for more.
//
// An interrupt is a futex: a word that counts how often it came. Code that waits for an interrupt
// is an ordinary thread that waits for a word to change. No code runs "in" an interrupt.
#include "serial.h"

#include <algorithm>
#include <allocator.h>
#include <array>
#include <cheri.hh>
#include <errno.h>
#include <fail-simulator-on-error.h>
#include <futex.h>
#include <interrupt.h>
#include <locks.hh>
#include <platform-uart.hh>
#include <thread.h>

using CHERI::check_pointer;
using CHERI::Permission;
using CHERI::PermissionSet;

/// The number of the UART's interrupt, or 0 on boards that have not wired it. `Names` is the enum
/// of the board's interrupts; asking a template argument is how one may ask for what is not there.
template <typename Names>
consteval Names uart_interrupt_number()
{
    if constexpr (requires { Names::UartInterrupt; }) {
        return Names::UartInterrupt;
    } else {
        return Names{};
    }
}

/// The right to that interrupt: to wait for it and to say that it was dealt with. A static sealed
/// object for the scheduler to open, as an allocator capability is one for the allocator.
DECLARE_AND_DEFINE_INTERRUPT_CAPABILITY(uartInterrupt, uart_interrupt_number<InterruptName>(), true,
                                        true);

namespace {

/// As many bytes as the device takes at once.
constexpr int FifoDepth = 16;
constexpr uint32_t RingSize = 256;
static_assert(RingSize >= SerialTextLimit);

/// Bytes on their way are those from `sent` to `written`, modulo RingSize. Both are futexes.
/// Writers change one, under the lock, and the driver's thread the other.
std::array<char, RingSize> ring;
uint32_t written;
uint32_t sent;
FlagLockPriorityInherited writersLock;

/// Ticks a writer may have to wait.
constexpr Ticks Patience = 100;

uint32_t space()
{
    return RingSize - (written - sent);
}

/// Waits until the device is ready for more.
class DeviceWait
{
    volatile Uart *uart;
    /// Null where there is no interrupt.
    const uint32_t *interruptCount;
    uint32_t seen = 0;

public:
    explicit DeviceWait(volatile Uart *theUart) : uart(theUart)
    {
        interruptCount = interrupt_futex_get(STATIC_SEALED_VALUE(uartInterrupt));
    }

    void wait()
    {
        if (interruptCount == nullptr) {
            // Nobody will tell: look again after a tick.
            Timeout tick{1};
            thread_sleep(&tick, ThreadSleepNoEarlyWake);
            return;
        }
        // An interrupt that came since the last look made the word differ: this does not wait then.
        while (*interruptCount == seen) {
            futex_wait(interruptCount, seen);
        }
        seen = *interruptCount;
        // Reading tells the device that it was heard; completing, that it may be heard again.
        (void)uart->intrIDandFifo;
        interrupt_complete(STATIC_SEALED_VALUE(uartInterrupt));
    }
};

} // namespace

/// The driver's thread.
int __cheri_compartment("serial") serial_run()
{
    constexpr uint32_t TransmitterReady = 1 << 1;
    volatile Uart *uart = MMIO_CAPABILITY(Uart, uart);
    DeviceWait device{uart};
    for (;;) {
        while (sent == written) {
            futex_wait(&written, sent);
        }
        // While there is something to send, the device is to say when it is ready.
        uart->intrEnable = TransmitterReady;
        while (sent != written) {
            device.wait();
            for (int i = 0; i < FifoDepth && sent != written; i++) {
                uart->data = static_cast<uint8_t>(ring[sent % RingSize]);
                sent++;
            }
            futex_wake(&sent, UINT32_MAX);
        }
        uart->intrEnable = 0;
    }
}

int serial_write(const char *text, size_t length)
{
    if (length > SerialTextLimit) {
        return -E2BIG;
    }
    Timeout timeout{Patience};
    LockGuard guard{writersLock, &timeout};
    if (!guard) {
        return -ETIMEDOUT;
    }
    while (space() < length) {
        if (futex_timed_wait(&timeout, &sent, sent) != 0) {
            return -ETIMEDOUT;
        }
    }
    // From here on nothing waits, so what is claimed and checked stays so (03).
    if (heap_claim_ephemeral(&timeout, text) != 0 ||
        !check_pointer<PermissionSet{Permission::Load}>(text, length))
    {
        return -EINVAL;
    }
    for (size_t i = 0; i < length; i++) {
        ring[(written + i) % RingSize] = text[i];
    }
    written += length;
    futex_wake(&written, 1);
    return 0;
}

int serial_flush()
{
    while (sent != written) {
        futex_wait(&sent, sent);
    }
    return 0;
}
