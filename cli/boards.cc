// `griotte boards`: what boards there are, and what is on one.
#include "cli/commands.h"

#include <memory>

#include "machine/board/board_description.h"

namespace griotte::cli {

namespace {

Result<void> board_print(const std::string &name)
{
    const machine::BoardDescription board = TRY(machine::board_read(name));
    for (const auto &region : board.memory) {
        fmt::print("{:<18} 0x{:08x}-0x{:08x}  {}\n", region.name, region.range.start,
                   region.range.end(),
                   region.kind == machine::Memory::RegionKind::Rom ? "rom" : "ram");
    }
    for (const auto &device : board.devices) {
        fmt::print("{:<18} 0x{:08x}-0x{:08x}  {}\n", device.name, device.range.start,
                   device.range.end(),
                   device.model.empty() ? "not modelled: accesses fault" : device.model);
    }
    if (board.shadow.has_value()) {
        fmt::print("{:<18} 0x{:08x}-0x{:08x}  revocation bitmap of 0x{:08x}-0x{:x}\n", "shadow",
                   board.shadow->start, board.shadow->end(), board.revocable.start,
                   board.revocable.end());
    }
    return {};
}

} // namespace

void boards_command_add(CLI::App &app)
{
    auto name = std::make_shared<std::string>();
    CLI::App *command = app.add_subcommand("boards", "List the boards, or what one consists of");
    command->add_option("board", *name, "Built-in board or board JSON");
    command->callback([name] {
        exitStatus = 0;
        if (name->empty()) {
            for (const std::string &board : machine::board_names()) {
                fmt::print("{}\n", board);
            }
            return;
        }
        const auto result = board_print(*name);
        if (!result.has_value()) {
            fmt::print(stderr, "error: {}\n", result.error().message);
            exitStatus = ExitFailure;
        }
    });
}

} // namespace griotte::cli
