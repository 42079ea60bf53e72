#include "machine/debugger/threads.h"

#include <algorithm>

#include <fmt/format.h>

namespace griotte::machine {

DebugThreads::DebugThreads(const Hart &theHart, const Program *program)
    : hart(theHart),
      facts(program != nullptr && program->firmware.has_value() ? &*program->firmware : nullptr)
{}

uint32_t DebugThreads::processor_id() const
{
    return facts == nullptr ? 1 : static_cast<uint32_t>(facts->threads.size()) + 2;
}

uint32_t DebugThreads::id_of(uint32_t number) const
{
    return number == 0 ? static_cast<uint32_t>(facts->threads.size()) + 1 : number;
}

std::optional<uint32_t> DebugThreads::number_of(uint32_t id) const
{
    if (facts == nullptr || id == 0 || id >= processor_id()) {
        return std::nullopt;
    }
    return id <= facts->threads.size() ? id : 0;
}

uint32_t DebugThreads::current() const
{
    if (facts == nullptr) {
        return processor_id();
    }
    const auto running = GuestSystem(hart, *facts).running_thread();
    return running.has_value() ? id_of(*running) : processor_id();
}

std::vector<uint32_t> DebugThreads::ids() const
{
    std::vector<uint32_t> result;
    for (uint32_t id = 1; id < processor_id(); id++) {
        if (is_alive(id)) {
            result.push_back(id);
        }
    }
    if (current() == processor_id()) {
        result.push_back(processor_id());
    }
    return result;
}

bool DebugThreads::is_alive(uint32_t id) const
{
    const auto number = number_of(id);
    return id == current() || (number.has_value() && GuestSystem(hart, *facts).depth(*number) != 0);
}

std::string DebugThreads::describe(uint32_t id) const
{
    const auto number = number_of(id);
    if (!number.has_value()) {
        return facts == nullptr ? "the processor" : "the processor, for no thread";
    }
    if (*number == 0) {
        return "idle";
    }
    const ThreadFacts &thread = facts->threads[*number - 1];
    std::string text = fmt::format("{}.{}, priority {}", thread.compartment,
                                   name_without_parameters(thread.entry), thread.priority);
    const GuestSystem system(hart, *facts);
    const uint32_t depth = system.depth(*number);
    const DomainFacts *inside = depth == 0 ? nullptr : system.callee(*number, depth - 1);
    if (inside != nullptr && depth > 1) {
        text += ", in " + inside->name;
    }
    return text;
}

std::optional<SavedRegisters> DebugThreads::saved_registers(uint32_t id) const
{
    const auto number = number_of(id);
    if (!number.has_value() || id == current()) {
        return std::nullopt;
    }
    return GuestSystem(hart, *facts).saved_registers(*number);
}

} // namespace griotte::machine
