// Any text as a board file, and as a patch on a board; a board that reads is built.
#include <cstddef>
#include <cstdint>
#include <memory>

#include "machine/board/board_assemble.h"
#include "machine/board/board_json.h"

using namespace griotte::machine;

namespace {

class NullConsole final : public Console
{
public:
    void byte_write(uint8_t) override {}
    std::optional<uint8_t> byte_read() override { return std::nullopt; }
    bool input_wait() override { return false; }
};

class NullExitPort final : public ExitPort
{
public:
    void exit_request(int, std::string_view) override {}
};

/// Builds the board when its memory is small enough to be quick.
void assemble(const BoardDescription &board)
{
    constexpr uint64_t Quick = 1u << 24;
    uint64_t total = 0;
    for (const auto &entry : board.memory) {
        total += entry.range.length;
    }
    auto memory = Memory::create();
    if (total > Quick || !memory.has_value()) {
        return;
    }
    NullConsole console;
    NullExitPort exitPort;
    Hart hart(**memory, HartConfiguration{.resetPc = board.resetPc});
    const auto devices = board_assemble(board, hart, console, exitPort);
    if (!devices.has_value()) {
        return;
    }
    for (const auto &[name, device] : *devices) {
        (void)device->update();
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const std::string_view text(reinterpret_cast<const char *>(data), size);
    if (const auto board = board_parse(text, "fuzz")) {
        assemble(*board);
    }
    if (const auto patch = board_json_parse(text, "fuzz")) {
        const auto base = board_json_read("sail", {});
        (void)board_patch_apply(*base, *patch, "fuzz");
    }
    return 0;
}
