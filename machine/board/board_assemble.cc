#include "machine/board/board_assemble.h"

#include <algorithm>
#include <functional>
#include <iterator>

#include "machine/devices/device_registry.h"
#include "machine/devices/interrupt_source.h"

namespace griotte::machine {

namespace {

/// Answers for a device griotte has no model of: every access faults, as if nothing were there.
class UnmodelledDevice final : public Device
{
  public:
    void reset() override {}
    std::optional<uint32_t> mmio_load(uint32_t, uint32_t) override { return std::nullopt; }
    bool mmio_store(uint32_t, uint32_t, uint32_t) override { return false; }
};

bool is_interrupt_controller(const BoardDescription::DeviceEntry &entry)
{
    return entry.model.starts_with("plic");
}

} // namespace

Result<std::vector<NamedDevice>> board_assemble(const BoardDescription &board, Hart &hart,
                                                Console &console, ExitPort &exitPort)
{
    Memory &memory = hart.memory();
    for (const auto &entry : board.memory) {
        TRY_VOID(memory.region_add(entry.name, entry.range, entry.kind));
    }
    if (board.shadow.has_value()) {
        TRY_VOID(memory.revocation_set(board.revocable, board.shadow->start));
    }

    InterruptController *controller = nullptr;
    auto hart_line = [&hart](Interrupt line) {
        return [&hart, line](bool isRaised) { hart.interrupt_line_set(line, isRaised); };
    };
    auto named_line = [&board, &controller](std::string_view name) -> InterruptLine {
        const auto found =
            std::ranges::find(board.interrupts, name, &BoardDescription::InterruptEntry::name);
        if (controller == nullptr || found == board.interrupts.end() || found->number == 0 ||
            found->number > controller->source_limit()) {
            return [](bool) {};
        }
        return [controller, number = found->number](bool isRaised) {
            controller->source_set(number, isRaised);
        };
    };
    const DeviceContext context{hart.clock,
                                memory,
                                console,
                                exitPort,
                                hart_line(Interrupt::Software),
                                hart_line(Interrupt::Timer),
                                hart_line(Interrupt::External),
                                named_line};

    // The interrupt controller first: the others' lines lead to it.
    std::vector<BoardDescription::DeviceEntry> entries;
    std::ranges::copy_if(board.devices, std::back_inserter(entries), is_interrupt_controller);
    std::ranges::copy_if(board.devices, std::back_inserter(entries),
                         std::not_fn(is_interrupt_controller));
    std::vector<NamedDevice> devices;
    for (const auto &entry : entries) {
        const DeviceParameters parameters{entry.name, entry.range, board.cyclesPerTick,
                                          board.entropySeed, board.exitsOnHighByte};
        std::unique_ptr<Device> device =
            entry.model.empty() ? std::make_unique<UnmodelledDevice>()
                                : TRY(device_create(entry.model, parameters, context));
        if (is_interrupt_controller(entry)) {
            controller = dynamic_cast<InterruptController *>(device.get());
        }
        TRY_VOID(memory.device_add(entry.name, entry.range, *device));
        devices.push_back({entry.name, std::move(device)});
    }
    for (const NamedDevice &entry : devices) {
        entry.device->reset();
    }
    return devices;
}

} // namespace griotte::machine
