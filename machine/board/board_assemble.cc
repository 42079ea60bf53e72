#include "machine/board/board_assemble.h"

#include <algorithm>
#include <functional>
#include <iterator>

#include "machine/devices/device_registry.h"
#include "machine/devices/interrupt_source.h"

namespace griotte::machine {

namespace {

/// Answers for a device griotte has no model of: every access faults, as if nothing were there, but
/// the range has a name.
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

Result<void> memory_add(const BoardDescription &board, Memory &memory)
{
    for (const auto &entry : board.memory) {
        TRY_VOID(memory.region_add(entry.name, entry.range, entry.kind));
    }
    if (board.shadow.has_value()) {
        TRY_VOID(memory.revocation_set(board.revocable, board.shadow->start));
    }
    return {};
}

/// Creates the devices and connects them.
class Assembler
{
public:
    Assembler(const BoardDescription &theBoard, Hart &theHart, Console &console, ExitPort &exitPort)
        : board(theBoard), memory(theHart.memory()),
          context{theHart.clock,
                  memory,
                  console,
                  exitPort,
                  hart_line(theHart, Interrupt::Software),
                  hart_line(theHart, Interrupt::Timer),
                  hart_line(theHart, Interrupt::External),
                  [this](std::string_view name) { return interrupt_line(name); }}
    {}

    Result<std::vector<NamedDevice>> run()
    {
        // The interrupt controller first: the others' lines lead to it.
        std::vector<BoardDescription::DeviceEntry> entries;
        std::ranges::copy_if(board.devices, std::back_inserter(entries), is_interrupt_controller);
        std::ranges::copy_if(board.devices, std::back_inserter(entries),
                             std::not_fn(is_interrupt_controller));
        for (const auto &entry : entries) {
            TRY_VOID(device_add(entry));
        }
        for (const NamedDevice &entry : devices) {
            entry.device->reset();
        }
        return std::move(devices);
    }

private:
    static InterruptLine hart_line(Hart &hart, Interrupt line)
    {
        return [&hart, line](bool isRaised) { hart.interrupt_line_set(line, isRaised); };
    }

    /// The controller's input for the device called `name`.
    [[nodiscard]] InterruptLine interrupt_line(std::string_view name) const
    {
        const auto found =
            std::ranges::find(board.devices, name, &BoardDescription::DeviceEntry::name);
        if (controller == nullptr || found == board.devices.end() || found->interrupt == 0) {
            return [](bool) {};
        }
        return [target = controller, source = found->interrupt](bool isRaised) {
            target->source_set(source, isRaised);
        };
    }

    Result<void> device_add(const BoardDescription::DeviceEntry &entry)
    {
        if (!entry.model.empty() && controller != nullptr &&
            entry.interrupt > controller->source_limit())
        {
            return fail("device '{}': its interrupt is number {}, and the interrupt controller has "
                        "{} sources",
                        entry.name, entry.interrupt, controller->source_limit());
        }
        const DeviceParameters parameters{entry.name, entry.range, board.cyclesPerTick,
                                          board.entropySeed, board.exitsOnHighByte};
        std::unique_ptr<Device> device = entry.model.empty()
                                             ? std::make_unique<UnmodelledDevice>()
                                             : TRY(device_create(entry.model, parameters, context));
        if (is_interrupt_controller(entry)) {
            controller = dynamic_cast<InterruptController *>(device.get());
        }
        TRY_VOID(memory.device_add(entry.name, entry.range, *device));
        devices.push_back({entry.name, std::move(device)});
        return {};
    }

    const BoardDescription &board;
    Memory &memory;
    InterruptController *controller = nullptr;
    DeviceContext context;
    std::vector<NamedDevice> devices;
};

} // namespace

Result<std::vector<NamedDevice>> board_assemble(const BoardDescription &board, Hart &hart,
                                                Console &console, ExitPort &exitPort)
{
    if (auto added = memory_add(board, hart.memory()); !added.has_value()) {
        return context(fmt::format("board '{}'", board.name), std::move(added).error());
    }
    auto devices = Assembler(board, hart, console, exitPort).run();
    if (!devices.has_value()) {
        return context(fmt::format("board '{}'", board.name), std::move(devices).error());
    }
    return devices;
}

} // namespace griotte::machine
