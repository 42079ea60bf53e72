#include "machine/observe/fault_report.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include <fmt/ranges.h>

#include "base/text.h"
#include "machine/observe/guest_system.h"

namespace griotte::machine {

namespace {

/// "4 bytes", "1 byte".
std::string bytes_describe(uint64_t count)
{
    return fmt::format("{} byte{}", count, count == 1 ? "" : "s");
}

std::string permissions_describe(const Capability &capability)
{
    static constexpr std::array<std::pair<Permission, const char *>, 12> Names = {{
        {Permission::Global, "global"},
        {Permission::Load, "load"},
        {Permission::Store, "store"},
        {Permission::Execute, "execute"},
        {Permission::LoadStoreCapability, "load/store capabilities"},
        {Permission::LoadGlobal, "load global"},
        {Permission::LoadMutable, "load mutable"},
        {Permission::StoreLocal, "store local"},
        {Permission::AccessSystemRegisters, "access system registers"},
        {Permission::Seal, "seal"},
        {Permission::Unseal, "unseal"},
        {Permission::User0, "user 0"},
    }};
    std::vector<std::string_view> held;
    for (const auto &[permission, name] : Names) {
        if (capability.may(permission)) {
            held.emplace_back(name);
        }
    }
    return held.empty() ? "no permissions" : fmt::format("{}", fmt::join(held, ", "));
}

/// "'line' (80 bytes), a variable of 'parse'": the same on the stack of the stopped hart.
std::string variable_describe(uint32_t base, uint32_t pc, const Hart &hart, const Program &program)
{
    StackVariables::Registers registers = {};
    for (size_t number = 0; number < registers.size(); number++) {
        registers[number] = hart.registers[number].address();
    }
    const auto wordRead = [&hart](uint32_t address) -> std::optional<uint32_t> {
        std::array<uint8_t, 4> bytes = {};
        if (!hart.memory().host_read(address, bytes).has_value()) {
            return std::nullopt;
        }
        return bytes[0] | (uint32_t{bytes[1]} << 8) | (uint32_t{bytes[2]} << 16) |
               (uint32_t{bytes[3]} << 24);
    };
    const auto variable = program.variables.find(base, pc, registers, wordRead);
    if (!variable.has_value() || variable->name.empty()) {
        return {};
    }
    std::string result = fmt::format("'{}' ({}), a variable of '{}'", variable->name,
                                     bytes_describe(variable->size), variable->function);
    if (base != variable->address) {
        result += fmt::format(", + 0x{:x}", base - variable->address);
    }
    return result;
}

/// Where [address, address + size) lies against the bounds of `authority`.
std::string distance_describe(const Capability &authority, uint32_t address, uint32_t size,
                              const std::string &object)
{
    const Bounds bounds = authority.bounds();
    const std::string what =
        fmt::format("{}the {} at 0x{:08x}", object.empty() ? "" : object + ", ",
                    bytes_describe(authority.length()), bounds.base);
    const uint64_t end = uint64_t{address} + size;
    if (address >= bounds.top) {
        return fmt::format("{} past the end of {}", bytes_describe(address - bounds.top), what);
    }
    if (end <= bounds.base) {
        return fmt::format("{} before the start of {}", bytes_describe(bounds.base - address),
                           what);
    }
    if (end > bounds.top) {
        return fmt::format("its last {} past the end of {}", bytes_describe(end - bounds.top),
                           what);
    }
    return fmt::format("its first {} before the start of {}", bytes_describe(bounds.base - address),
                       what);
}

const char *loss_describe(TagLossReason reason)
{
    switch (reason) {
    case TagLossReason::Unrepresentable:
        return "its address was moved too far from its bounds to be represented";
    case TagLossReason::SealedModified:
        return "it was sealed and an instruction tried to change it";
    case TagLossReason::BoundsExceeded:
        return "new bounds were asked for that it did not cover";
    case TagLossReason::SealingRefused:
        return "it was sealed or unsealed without the authority for that type";
    case TagLossReason::Cleared:
        return "the program cleared the tag itself";
    case TagLossReason::Revoked:
        return "the memory it points to was freed: the load filter found it revoked";
    case TagLossReason::LoadedWithoutPermission:
        return "it was loaded through a capability without permission to load capabilities";
    case TagLossReason::StoredLocal:
        return "it is local and was stored where only global capabilities may go";
    case TagLossReason::Overwritten:
        return "part of it was overwritten with data";
    }
    return "";
}

class Report
{
public:
    Report(const Hart &theHart, const Commit &theCommit, const Program &theProgram)
        : hart(theHart), commit(theCommit), program(theProgram)
    {}

    std::string make()
    {
        const TrapRecord &trap = commit.trap;
        const bool isCheri = trap.mcause == static_cast<uint32_t>(Cause::Cheri);
        line("{}{}{} at {}", isCheri ? "CHERI " : "",
             isCheri ? cheri_cause_describe(trap.mtval) : cause_describe(trap.mcause),
             isCheri ? " through " + cheri_register_name(trap.mtval) : "",
             place_describe(trap.pc, program));
        if (commit.word != 0) {
            std::string assembly =
                isa::disassemble(commit.word, trap.pc, hart.configuration().mode);
            std::ranges::replace(assembly, '\t', ' ');
            line("  instruction  {}", assembly);
        }
        system_explain();
        if (isCheri) {
            cheri_explain();
        } else {
            plain_explain();
        }
        return text;
    }

private:
    template <typename... Arguments>
    void line(fmt::format_string<Arguments...> format, Arguments &&...arguments)
    {
        text += fmt::format(format, std::forward<Arguments>(arguments)...) + "\n";
    }

    /// On whose behalf that was, and who called.
    void system_explain()
    {
        const std::string situation = situation_describe(commit.trap.pc, hart, program);
        if (situation.empty()) {
            return;
        }
        line("  in           {}", situation);
        const auto thread = GuestSystem(hart, *program.firmware).running_thread();
        if (!thread.has_value()) {
            return;
        }
        for (const std::string &caller : callers_describe(*thread, hart, program)) {
            line("  called by    {}", caller);
        }
    }

    /// What `capability` points to: the object its bounds begin in.
    [[nodiscard]] std::string object_describe(const Capability &capability) const
    {
        std::string variable = variable_describe(capability.base(), commit.trap.pc, hart, program);
        const bool isOnStack = program.firmware.has_value() &&
                               program.firmware->thread_of_stack(capability.base()).has_value();
        if (isOnStack && !variable.empty() && !capability.is_sealed()) {
            return variable;
        }
        const std::string target = target_describe(capability, hart, program);
        return target.empty() ? variable : target;
    }

    /// Who allocated and freed what `capability` points to, if it is on the heap.
    void heap_explain(const Capability &capability)
    {
        const HeapObject *object =
            program.heap == nullptr ? nullptr : program.heap->find(capability.base());
        if (object == nullptr) {
            return;
        }
        line("  allocated    by {}", heap_actor_describe(object->allocated, program));
        if (object->freed.has_value()) {
            line("  freed        by {}", heap_actor_describe(*object->freed, program));
        }
    }

    /// Both, for a capability that is what it seems to be.
    void target_explain(const Capability &capability)
    {
        if (!program.firmware.has_value()) {
            return;
        }
        const std::string object = object_describe(capability);
        if (!object.empty()) {
            line("  pointing to  {}", object);
        }
        heap_explain(capability);
    }

    void cheri_explain()
    {
        const uint32_t number = commit.trap.mtval >> 5;
        const auto cause = static_cast<CheriCause>(commit.trap.mtval & 0x1f);
        const bool isGeneral = number < Hart::RegisterCount;
        if (!isGeneral) {
            line("  capability   {} {}", cheri_register_name(commit.trap.mtval),
                 number == static_cast<uint32_t>(CheriRegister::Pcc) ? to_string(hart.mepcc)
                                                                     : to_string(hart.pcc));
            return;
        }
        const Capability &authority =
            commit.instruction.rs1 == number ? commit.rs1Value : hart.registers[number];
        line("  capability   {} = {}", cheri_register_name(commit.trap.mtval),
             to_string(authority));
        switch (cause) {
        case CheriCause::TagViolation:
            tag_explain(authority);
            break;
        case CheriCause::SealViolation:
            line("  why          it is {}, and a sealed capability can be neither used nor jumped "
                 "to in this way",
                 object_type_describe(authority));
            target_explain(authority);
            break;
        case CheriCause::BoundsViolation: {
            const uint32_t address = accessed_address();
            line("  why          {} at 0x{:08x} is {}", bytes_describe(access_size()), address,
                 distance_describe(authority, address, access_size(), object_describe(authority)));
            heap_explain(authority);
            break;
        }
        default:
            line("  why          it grants only: {}", permissions_describe(authority));
            target_explain(authority);
            break;
        }
    }

    void tag_explain(const Capability &value)
    {
        if (value.metadata() == 0) {
            line("  why          it is an integer (0x{:x}), never a capability", value.address());
            const std::string there = program.firmware.has_value()
                                          ? address_describe(value.address(), hart, program)
                                          : "";
            if (!there.empty()) {
                line("  there lies   {}", there);
            }
            return;
        }
        const auto loss = hart.tagLosses.find(value);
        if (!loss.has_value()) {
            line("  why          it has no tag: its bits are those of a capability, but they were "
                 "written as data");
            return;
        }
        line("  why          {}", loss_describe(loss->reason));
        line("  lost at      {}", place_describe(loss->pc, program));
        if (loss->location != 0) {
            line("  in memory    {}", place_describe(loss->location, program));
        }
        line("  it was       {} ({})", to_string(loss->before), object_type_describe(loss->before));
        const std::string object = object_describe(loss->before);
        if (!object.empty() && loss->before.is_revocable()) {
            line("  pointing to  {}", object);
            heap_explain(loss->before);
        }
    }

    void plain_explain()
    {
        switch (static_cast<Cause>(commit.trap.mcause)) {
        case Cause::LoadAccessFault:
        case Cause::StoreAccessFault:
        case Cause::InstructionAccessFault:
            line("  why          there is no memory or device that takes this access at 0x{:08x}",
                 commit.trap.mtval);
            break;
        case Cause::LoadMisaligned:
        case Cause::StoreMisaligned:
            line(
                "  why          0x{:08x} is not a multiple of 8, as a capability in memory must be",
                commit.trap.mtval);
            break;
        case Cause::IllegalInstruction:
            line("  why          0x{:x} is no instruction here, or one that names what does not "
                 "exist",
                 commit.word);
            break;
        default:
            break;
        }
    }

    [[nodiscard]] uint32_t accessed_address() const
    {
        return commit.rs1Value.address() + static_cast<uint32_t>(commit.instruction.immediate);
    }
    [[nodiscard]] uint32_t access_size() const
    {
        return data_access_size(commit.instruction.opcode);
    }

    const Hart &hart;
    const Commit &commit;
    const Program &program;
    std::string text;
};

} // namespace

Commit fault_commit_reconstruct(const Hart &hart, const TrapRecord &trap)
{
    // A trap changes no general register, so the operands are still there.
    Commit commit;
    commit.pc = trap.pc;
    commit.isTrap = true;
    commit.trap = trap;
    const auto low = hart.memory().fetch(trap.pc);
    const auto high = hart.memory().fetch(trap.pc + 2);
    const bool isFetchFault = trap.mcause == static_cast<uint32_t>(Cause::InstructionAccessFault);
    if (!low.has_value() || isFetchFault) {
        return commit;
    }
    commit.word = (*low & 3) == 3 ? *low | (uint32_t{high.value_or(0)} << 16) : *low;
    commit.instruction = isa::decode(commit.word, hart.configuration().mode);
    commit.rs1Value = hart.registers[commit.instruction.rs1];
    commit.rs2Value = hart.registers[commit.instruction.rs2];
    return commit;
}

std::string fault_report(const Hart &hart, const Commit &commit, const Program &program)
{
    return Report(hart, commit, program).make();
}

void FaultReporter::step_done(const Hart &hart, const Commit &commit)
{
    const auto cause = static_cast<Cause>(commit.trap.mcause);
    // The handler that is not there, of a trap that was reported.
    const bool isLockUp =
        commit.word == 0 && !hart.mtcc.is_tagged() && commit.pc == hart.mtcc.address();
    const bool isFault = commit.isTrap && !isLockUp && !commit.isInterrupt &&
                         cause != Cause::EnvironmentCall && cause != Cause::Breakpoint;
    if (isFault) {
        sink(fault_report(hart, commit, program));
    }
}

} // namespace griotte::machine
