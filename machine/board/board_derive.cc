#include "machine/board/board_derive.h"

#include <algorithm>
#include <cctype>

namespace griotte::machine {

namespace {

bool is_clear(const BoardDescription &board, const AddressRange &range)
{
    return std::ranges::none_of(
        board.memory, [&range](const auto &entry) { return entry.range.overlaps(range); });
}

/// Whether `name` is `stem` alone or followed by a number.
bool is_numbered(std::string_view name, std::string_view stem)
{
    return name.starts_with(stem) &&
           std::ranges::all_of(name.substr(stem.size()), [](unsigned char character) {
               return std::isdigit(character) != 0;
           });
}

std::string lower_case(std::string_view text)
{
    std::string result(text);
    std::ranges::transform(result, result.begin(), [](unsigned char character) {
        return static_cast<char>(std::tolower(character));
    });
    return result;
}

std::string uart_model(const BoardDescription &board)
{
    if (board.is_defined("SUNBURST")) {
        return "uart_opentitan";
    }
    return board.is_defined("MICROSOFT_CHERIOT_SAFE") ? "uart" : "uart_16550";
}

} // namespace

void board_memory_derive(BoardDescription &board)
{
    if (board.memory.empty()) {
        board.memory.push_back({"instruction_memory", board.instructionMemory});
        if (board.dataMemory.has_value() && is_clear(board, *board.dataMemory)) {
            board.memory.push_back({"data_memory", *board.dataMemory});
        }
        // The heap goes on past the memory that holds globals on some boards, or is elsewhere.
        const AddressRange holder = board.dataMemory.value_or(board.instructionMemory);
        const uint64_t heapStart =
            board.heapStart.value_or(0) >= holder.end() ? *board.heapStart : holder.end();
        if (board.heapEnd > heapStart) {
            const AddressRange heap{static_cast<uint32_t>(heapStart), board.heapEnd - heapStart};
            if (is_clear(board, heap)) {
                board.memory.push_back({"heap", heap});
            }
        }
    }
    if (board.shadow.has_value() && is_clear(board, *board.shadow)) {
        board.memory.push_back({"shadow", *board.shadow});
    }
}

void board_revocable_derive(BoardDescription &board, std::optional<uint32_t> revocableStart)
{
    if (!board.shadow.has_value()) {
        return;
    }
    constexpr uint64_t AddressSpace = uint64_t{1} << 32;
    constexpr uint64_t BytesPerBitmapByte = uint64_t{8} * GranuleSize;
    const uint32_t start =
        revocableStart.value_or(board.dataMemory.value_or(board.instructionMemory).start);
    board.revocable = {start,
                       std::min(board.shadow->length * BytesPerBitmapByte, AddressSpace - start)};
}

std::string board_model_guess(const BoardDescription &board,
                              const BoardDescription::DeviceEntry &device)
{
    /// Up to mtime's high word.
    constexpr uint64_t SiFiveClintLength = 0xc000;
    if (device.name == "clint") {
        return device.range.length >= SiFiveClintLength ? "clint_sifive" : "clint";
    }
    for (const char *model : {"plic", "revoker", "entropy", "cycle_counter"}) {
        if (device.name == model) {
            return model;
        }
    }
    if (is_numbered(device.name, "uart")) {
        return uart_model(board);
    }
    const bool isCheriotSafePin =
        board.is_defined("MICROSOFT_CHERIOT_SAFE") && device.name.starts_with("gpio");
    const bool isPin = is_numbered(device.name, "gpio") && !board.is_defined("SUNBURST");
    return isCheriotSafePin || isPin ? "gpio" : "";
}

const BoardDescription::InterruptEntry *board_interrupt_guess(const BoardDescription &board,
                                                              std::string_view device)
{
    const std::string wanted = lower_case(device);
    for (const std::string &candidate : {wanted, wanted + "0"}) {
        for (const auto &interrupt : board.interrupts) {
            if (lower_case(interrupt.name) == candidate + "interrupt") {
                return &interrupt;
            }
        }
    }
    return nullptr;
}

} // namespace griotte::machine
