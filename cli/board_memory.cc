#include "cli/board_memory.h"

namespace griotte::cli {

namespace {

link::Range range_of(const machine::AddressRange &range)
{
    return {range.start, range.end()};
}

/// The part of `range` that a program may use as it likes: up to the revocation bitmap, if that is
/// in it, and up to where the board says the heap ends.
link::Range usable_range(const machine::AddressRange &range, const machine::BoardDescription &board)
{
    link::Range usable = range_of(range);
    if (board.shadow.has_value() && range.overlaps(*board.shadow)) {
        usable.end = board.shadow->start;
    }
    if (board.heapEnd > usable.start && board.heapEnd < usable.end) {
        usable.end = board.heapEnd;
    }
    return usable;
}

} // namespace

link::FirmwareMemory board_memory(const machine::BoardDescription &board)
{
    link::FirmwareMemory memory;
    memory.code = usable_range(board.instructionMemory, board);
    if (board.dataMemory.has_value() && *board.dataMemory != board.instructionMemory) {
        memory.data = usable_range(*board.dataMemory, board);
    }
    memory.heapStart = board.heapStart.value_or(0);
    memory.heapEnd = board.heapEnd;
    for (const auto &device : board.devices) {
        memory.devices.push_back({device.name, range_of(device.range)});
        const bool isExit = board.exitsOnHighByte && !memory.exitDevice.has_value() &&
                            (device.model == "uart" || device.model == "uart_16550");
        if (isExit) {
            memory.exitDevice = memory.devices.back();
        }
    }
    if (board.shadow.has_value()) {
        memory.devices.push_back({"shadow", range_of(*board.shadow)});
        memory.revocable = range_of(board.revocable);
    }
    return memory;
}

} // namespace griotte::cli
