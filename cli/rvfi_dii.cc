// `griotte rvfi-dii`: an implementation for TestRIG.
#include <memory>

#include "cli/commands.h"
#include "cli/machine_options.h"
#include "machine/debugger/rvfi_dii.h"
#include "machine/debugger/socket.h"

namespace griotte::cli {

namespace {

/// Nothing prints here.
class NullConsole final : public machine::Console
{
public:
    void byte_write(uint8_t) override {}
    std::optional<uint8_t> byte_read() override { return std::nullopt; }
    bool input_wait() override { return false; }
};

struct RvfiArguments
{
    MachineArguments machine;
    uint16_t port = 5000;
    bool isOnce = false;
};

Result<int> rvfi_serve(const RvfiArguments &arguments)
{
    NullConsole console;
    auto loaded = TRY(machine_make(arguments.machine, console));
    auto listener = TRY(machine::Listener::create(arguments.port));
    fmt::print(stderr, "RVFI-DII on port {}\n", listener.port());
    do {
        auto connection = TRY(listener.accept());
        machine::RvfiDiiSession session(*loaded.machine);
        while (const auto command =
                   connection.receive_exactly(machine::RvfiDiiSession::CommandSize))
        {
            const auto reply = session.command(*command);
            if (!reply.has_value()) {
                fmt::print(stderr, "the peer sent no RVFI-DII command; closing\n");
                break;
            }
            if (!connection.send(*reply)) {
                break;
            }
        }
    } while (!arguments.isOnce);
    return 0;
}

} // namespace

void rvfi_dii_command_add(CLI::App &app)
{
    auto arguments = std::make_shared<RvfiArguments>();
    arguments->machine.board = "testrig";
    CLI::App *command = app.add_subcommand("rvfi-dii", "Serve TestRIG's RVFI-DII protocol");
    arguments->machine.add_to(*command, false);
    command->add_option("--port", arguments->port, "TCP port on this machine; 0: any free one")
        ->capture_default_str();
    command->add_flag("--once", arguments->isOnce, "End when the first peer leaves");
    command->callback([arguments] {
        const auto status = rvfi_serve(*arguments);
        if (!status.has_value()) {
            fmt::print(stderr, "error: {}\n", status.error().message);
        }
        exitStatus = status.value_or(ExitFailure);
    });
}

} // namespace griotte::cli
