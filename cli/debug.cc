// `griotte debug`: waits for gdb or lldb.
#include <memory>

#include "cli/commands.h"
#include "cli/machine_options.h"
#include "cli/stdio_console.h"
#include "machine/debugger/gdb_server.h"

namespace griotte::cli {

namespace {

struct DebugArguments
{
    MachineArguments machine;
    FirmwareArguments firmware;
    std::string uart = "-";
    uint16_t port = 3333;
    bool isOnce = false;
};

Result<int> debug(DebugArguments &arguments, const CLI::App &command)
{
    TRY_VOID(arguments.machine.firmware_take(command, arguments.firmware));
    auto console = TRY(StdioConsole::create(arguments.uart));
    auto loaded = TRY(machine_make(arguments.machine, *console));
    auto listener = TRY(machine::Listener::create(arguments.port));
    fmt::print(stderr, "waiting for a debugger: target remote :{}\n", listener.port());
    while (true) {
        auto connection = TRY(listener.accept());
        const machine::ServeResult result =
            machine::gdb_serve(*loaded.machine, loaded.program.get(), connection);
        console->flush();
        if (result == machine::ServeResult::Killed || arguments.isOnce) {
            return 0;
        }
        fmt::print(stderr, "debugger gone; waiting for another\n");
    }
}

} // namespace

void debug_command_add(CLI::App &app)
{
    auto arguments = std::make_shared<DebugArguments>();
    CLI::App *command =
        app.add_subcommand("debug", "Load an image and wait for gdb-multiarch or lldb");
    arguments->machine.add_to(*command, false);
    arguments->firmware.build_options_add(*command);
    command->add_option("--port", arguments->port, "TCP port on this machine; 0: any free one")
        ->capture_default_str();
    command
        ->add_option("--uart", arguments->uart, "Where UART output goes: a file, or - for stdout")
        ->capture_default_str();
    command->add_flag("--once", arguments->isOnce, "End when the first debugger leaves");
    command->callback([arguments, command] {
        const auto status = debug(*arguments, *command);
        if (!status.has_value()) {
            fmt::print(stderr, "error: {}\n", status.error().message);
        }
        exitStatus = status.value_or(ExitFailure);
    });
}

} // namespace griotte::cli
