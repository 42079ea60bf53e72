// What can wait: watching the others, and telling of it.
#include "control.h"
#include "serial.h"

#include <deadline.h>
#include <errno.h>
#include <fail-simulator-on-error.h>
#include <interrupt.h>
#include <simulator.h>
#include <string_view>
#include <thread.h>

/// To watch thread 2, and not to change anything about it: `mayBegin` is false.
DECLARE_AND_DEFINE_DEADLINE_CAPABILITY(controlWatch, 2, false, 0);
/// For this compartment's own thread.
DECLARE_AND_DEFINE_DEADLINE_CAPABILITY(housekeepingDeadline, 4, true, TIMERCYCLES_PER_TICK);

namespace {

constexpr int ControlPeriods = 20;
constexpr int Periods = 8;
constexpr uint64_t Period = 2 * TIMERCYCLES_PER_TICK;

void print(std::string_view text)
{
    serial_write(text.data(), text.size());
}

/// Not below 0.
void print(int number)
{
    char digits[10];
    size_t start = sizeof(digits);
    do {
        digits[--start] = static_cast<char>('0' + number % 10);
        number /= 10;
    } while (number != 0);
    print(std::string_view{digits + start, sizeof(digits) - start});
}

/// Sleeps to the end of each period, for a number of them.
void periods_run()
{
    AbsoluteMonotonicTimeout next = platform_monotonic_time_read();
    for (int i = 0; i < Periods; i++) {
        next += Period;
        thread_sleep(next, ThreadSleepNoEarlyWake);
    }
}

void rights_try()
{
    print("Changing control's deadline: ");
    print(deadline_begin(STATIC_SEALED_VALUE(controlWatch)) == -EPERM ? "refused\n" : "done\n");
    print("Completing an interrupt without the right to: ");
    print(interrupt_complete(nullptr) == -EPERM ? "refused\n" : "done\n");
}

void statistics_print(const char *name, int priority, DeadlineCapability capability)
{
    DeadlineStatistics statistics;
    const int result = deadline_statistics_get(capability, &statistics);
    print(name);
    print(", priority ");
    print(priority);
    // How often it was late depends on the board; that it was does not.
    if (result != 0 || statistics.wakes == 0) {
        print(": no statistics\n");
    } else if (statistics.missed == 0) {
        print(": never more than a tick late\n");
    } else {
        print(": more than a tick late at times\n");
    }
}

} // namespace

int __cheri_compartment("housekeeping") housekeeping_run()
{
    print("This text is sent 16 bytes at a time, whenever the UART is ready.\n");
    rights_try();

    deadline_begin(STATIC_SEALED_VALUE(housekeepingDeadline));
    periods_run();
    control_wait(ControlPeriods);
    statistics_print("control", 3, STATIC_SEALED_VALUE(controlWatch));
    statistics_print("housekeeping", 1, STATIC_SEALED_VALUE(housekeepingDeadline));

    serial_flush();
    // The other threads would go on forever.
    simulation_exit(0);
}
