// Library `debug`: writes log messages to the UART, for everyone who has not got the UART.
//
// It runs with interrupts disabled, so that lines stay whole, on the stack of its caller, which may
// lie to it: at worst the caller faults.
#include "printer.hh"
#include <compartment-macros.h>
#include <platform-uart.hh>

namespace {
struct UartOutput
{
    void write(char character) { MMIO_CAPABILITY(Uart, uart)->blocking_write(character); }
};
} // namespace

__cheriot_interrupt_state(disabled) void debug_log_message_write(const char *context,
                                                                 const char *format,
                                                                 DebugFormatArgument *arguments,
                                                                 size_t argumentCount)
{
    debug::Printer<UartOutput> printer;
    debug::log_write(printer, context, format, arguments, argumentCount);
}

__cheriot_interrupt_state(disabled) void debug_report_failure(const char *kind, const char *file,
                                                              const char *function, int line,
                                                              const char *format,
                                                              DebugFormatArgument *arguments,
                                                              size_t argumentCount)
{
    debug::Printer<UartOutput> printer;
    debug::failure_write(printer, kind, {file, function, line}, format, arguments, argumentCount);
}
