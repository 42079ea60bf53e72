#include "debug_info/stack_variables.h"

#include <vector>

#include <dwarf.h>
#include <elfutils/libdw.h>

#include "debug_info/dwarf_file.h"

namespace griotte {

namespace {

/// DWARF numbers of the registers that frames are made with.
constexpr size_t ReturnAddress = 1;
constexpr size_t StackPointer = 2;

/// Deeper recursion than this is not walked.
constexpr unsigned FrameLimit = 256;

/// What one call of a function has: where it is and what the registers were there.
struct Frame
{
    uint32_t pc;
    StackVariables::Registers registers;
};

/// A register's value moved: what DW_OP_breg and the like say.
std::optional<uint32_t> moved(const Frame &frame, uint64_t number, uint64_t distance)
{
    if (number >= frame.registers.size()) {
        return std::nullopt;
    }
    return frame.registers[number] + static_cast<uint32_t>(distance);
}

/// The address that an expression of one operation says, with the frame's base for what is relative
/// to it.
std::optional<uint32_t> evaluate(const Dwarf_Op &operation, const Frame &frame,
                                 std::optional<uint32_t> base)
{
    if (operation.atom == DW_OP_fbreg) {
        return base.has_value() ? std::optional(*base + static_cast<uint32_t>(operation.number))
                                : std::nullopt;
    }
    if (operation.atom >= DW_OP_breg0 && operation.atom <= DW_OP_breg31) {
        return moved(frame, operation.atom - DW_OP_breg0, operation.number);
    }
    if (operation.atom == DW_OP_bregx) {
        return moved(frame, operation.number, operation.number2);
    }
    return std::nullopt;
}

/// DW_AT_frame_base: a register whose value it is.
std::optional<uint32_t> frame_base(Dwarf_Die &function, const Frame &frame)
{
    Dwarf_Attribute attribute;
    Dwarf_Op *operations = nullptr;
    size_t count = 0;
    if (dwarf_attr_integrate(&function, DW_AT_frame_base, &attribute) == nullptr ||
        dwarf_getlocation_addr(&attribute, frame.pc, &operations, &count, 1) != 1 || count != 1)
    {
        return std::nullopt;
    }
    if (operations[0].atom >= DW_OP_reg0 && operations[0].atom <= DW_OP_reg31) {
        return moved(frame, operations[0].atom - DW_OP_reg0, 0);
    }
    return evaluate(operations[0], frame, std::nullopt);
}

uint32_t size_of(Dwarf_Die &variable)
{
    Dwarf_Attribute attribute;
    Dwarf_Die type;
    Dwarf_Word size = 0;
    if (dwarf_attr_integrate(&variable, DW_AT_type, &attribute) == nullptr ||
        dwarf_formref_die(&attribute, &type) == nullptr ||
        dwarf_aggregate_size(&type, &size) != 0 || size > UINT32_MAX)
    {
        return 0;
    }
    return static_cast<uint32_t>(size);
}

std::string name_of(Dwarf_Die &die)
{
    const char *name = dwarf_diename(&die);
    return name == nullptr ? std::string() : std::string(name);
}

bool is_function(Dwarf_Die &die)
{
    return dwarf_tag(&die) == DW_TAG_subprogram;
}

/// Looks among the variables one scope declares.
std::optional<StackVariable> scope_search(Dwarf_Die &scope, const Frame &frame,
                                          std::optional<uint32_t> base, uint32_t address)
{
    Dwarf_Die child;
    if (dwarf_child(&scope, &child) != 0) {
        return std::nullopt;
    }
    do {
        const int tag = dwarf_tag(&child);
        Dwarf_Attribute location;
        Dwarf_Op *operations = nullptr;
        size_t count = 0;
        if ((tag != DW_TAG_variable && tag != DW_TAG_formal_parameter) ||
            dwarf_attr(&child, DW_AT_location, &location) == nullptr ||
            dwarf_getlocation_addr(&location, frame.pc, &operations, &count, 1) != 1 || count != 1)
        {
            continue;
        }
        const auto start = evaluate(operations[0], frame, base);
        const uint32_t size = size_of(child);
        if (start.has_value() && address - *start < size) {
            return StackVariable{name_of(child), {}, *start, size};
        }
    } while (dwarf_siblingof(&child, &child) == 0);
    return std::nullopt;
}

/// The value that a saved register's rule says: at an address of the frame, where the caller's
/// capability has its address in the low word.
std::optional<uint32_t> rule_apply(Dwarf_Frame *rules, int number, const Frame &frame,
                                   uint32_t frameAddress, const StackVariables::WordReader &read)
{
    Dwarf_Op memory[3];
    Dwarf_Op *operations = nullptr;
    size_t count = 0;
    if (dwarf_frame_register(rules, number, memory, &operations, &count) != 0) {
        return std::nullopt;
    }
    if (count == 0) {
        // Undefined, which points to the memory given, or the same as here.
        return operations == nullptr ? moved(frame, static_cast<uint64_t>(number), 0)
                                     : std::nullopt;
    }
    if (operations[0].atom != DW_OP_call_frame_cfa) {
        return std::nullopt;
    }
    uint64_t distance = 0;
    if (count == 2 && operations[1].atom == DW_OP_plus_uconst) {
        distance = operations[1].number;
    } else if (count != 1) {
        return std::nullopt;
    }
    return read(frameAddress + static_cast<uint32_t>(distance));
}

} // namespace

class StackVariables::DebugInformation
{
public:
    explicit DebugInformation(std::span<const uint8_t> elf) : bytes(elf.begin(), elf.end()) {}

    std::optional<StackVariable> frame_search(const Frame &frame, uint32_t address)
    {
        Dwarf_Die unit;
        if (!unit_find(frame.pc, unit)) {
            return std::nullopt;
        }
        Dwarf_Die *scopes = nullptr;
        const int count = dwarf_getscopes(&unit, frame.pc, &scopes);
        const std::unique_ptr<Dwarf_Die, decltype(&std::free)> owner(scopes, std::free);
        if (count <= 0) {
            return std::nullopt;
        }
        // Innermost first; the function is the first that is no block or inlined call.
        const std::span found(scopes, static_cast<size_t>(count));
        size_t outermost = 0;
        while (outermost < found.size() && !is_function(found[outermost])) {
            outermost++;
        }
        if (outermost == found.size()) {
            return std::nullopt;
        }
        const auto base = frame_base(found[outermost], frame);
        for (Dwarf_Die &scope : found.first(outermost + 1)) {
            if (auto variable = scope_search(scope, frame, base, address)) {
                variable->function = name_of(found[outermost]);
                return variable;
            }
        }
        return std::nullopt;
    }

    /// The outermost inlined call that `pc` is in.
    std::optional<SourceLine> inlined_call(uint32_t pc)
    {
        Dwarf_Die unit;
        if (!unit_find(pc, unit)) {
            return std::nullopt;
        }
        Dwarf_Die *scopes = nullptr;
        const int count = dwarf_getscopes(&unit, pc, &scopes);
        const std::unique_ptr<Dwarf_Die, decltype(&std::free)> owner(scopes, std::free);
        if (count <= 0) {
            return std::nullopt;
        }
        // Those go on with where the innermost inlined function was written; what is wanted is
        // where it was put.
        Dwarf_Die *around = nullptr;
        const int aroundCount = dwarf_getscopes_die(&scopes[0], &around);
        const std::unique_ptr<Dwarf_Die, decltype(&std::free)> aroundOwner(around, std::free);
        Dwarf_Die *call = nullptr;
        for (int index = 0; index < aroundCount && !is_function(around[index]); index++) {
            call = dwarf_tag(&around[index]) == DW_TAG_inlined_subroutine ? &around[index] : call;
        }
        const auto number_of = [call](unsigned name) -> std::optional<uint64_t> {
            Dwarf_Attribute attribute;
            Dwarf_Word value = 0;
            return call != nullptr && dwarf_attr(call, name, &attribute) != nullptr &&
                           dwarf_formudata(&attribute, &value) == 0
                       ? std::optional<uint64_t>(value)
                       : std::nullopt;
        };
        const auto fileNumber = number_of(DW_AT_call_file);
        const auto line = number_of(DW_AT_call_line);
        Dwarf_Files *files = nullptr;
        size_t fileCount = 0;
        if (!fileNumber.has_value() || !line.has_value() || *line > INT32_MAX ||
            dwarf_getsrcfiles(&unit, &files, &fileCount) != 0 || *fileNumber >= fileCount)
        {
            return std::nullopt;
        }
        const char *name = dwarf_filesrc(files, *fileNumber, nullptr, nullptr);
        return name == nullptr ? std::nullopt
                               : std::optional(SourceLine{name, static_cast<int>(*line)});
    }

    /// The frame of the call that `frame` is inside of.
    std::optional<Frame> caller_of(const Frame &frame, const WordReader &read)
    {
        Dwarf_Frame *rules = nullptr;
        Dwarf_CFI *frames = dwarf() == nullptr ? nullptr : dwarf_getcfi(dwarf());
        if (frames == nullptr || dwarf_cfi_addrframe(frames, frame.pc, &rules) != 0) {
            return std::nullopt;
        }
        const std::unique_ptr<Dwarf_Frame, decltype(&std::free)> owner(rules, std::free);
        Dwarf_Op *operations = nullptr;
        size_t count = 0;
        if (dwarf_frame_cfa(rules, &operations, &count) != 0 || count != 1) {
            return std::nullopt;
        }
        const auto frameAddress = evaluate(operations[0], frame, std::nullopt);
        if (!frameAddress.has_value()) {
            return std::nullopt;
        }
        Frame caller = frame;
        for (const int number : {1, 8, 9}) {
            const auto value = rule_apply(rules, number, frame, *frameAddress, read);
            if (!value.has_value()) {
                return std::nullopt;
            }
            caller.registers[static_cast<size_t>(number)] = *value;
        }
        // The call is before what it returns to.
        caller.pc = caller.registers[ReturnAddress] - 1;
        caller.registers[StackPointer] = *frameAddress;
        return caller;
    }

private:
    /// Opened when it is first asked: most runs end without a fault.
    Dwarf *dwarf()
    {
        if (!file.has_value()) {
            file.emplace(bytes);
        }
        return file->get();
    }

    bool unit_find(uint32_t pc, Dwarf_Die &found)
    {
        return dwarf() != nullptr && !file->units_visit([pc, &found](Dwarf_Die &unit) {
            found = unit;
            return dwarf_haspc(&unit, pc) != 1;
        });
    }

    std::vector<uint8_t> bytes;
    std::optional<DwarfFile> file;
};

StackVariables::StackVariables() = default;
StackVariables::StackVariables(StackVariables &&) noexcept = default;
StackVariables &StackVariables::operator=(StackVariables &&) noexcept = default;
StackVariables::~StackVariables() = default;

StackVariables StackVariables::read(std::span<const uint8_t> elf)
{
    StackVariables result;
    result.information = std::make_unique<DebugInformation>(elf);
    return result;
}

std::optional<StackVariable> StackVariables::find(uint32_t address, uint32_t pc,
                                                  Registers registers,
                                                  const WordReader &wordRead) const
{
    if (information == nullptr) {
        return std::nullopt;
    }
    std::optional<Frame> frame = Frame{pc, registers};
    for (unsigned depth = 0; frame.has_value() && depth < FrameLimit; depth++) {
        if (auto variable = information->frame_search(*frame, address)) {
            return variable;
        }
        frame = information->caller_of(*frame, wordRead);
    }
    return std::nullopt;
}

std::optional<SourceLine> StackVariables::inlined_call(uint32_t pc) const
{
    return information == nullptr ? std::nullopt : information->inlined_call(pc);
}

} // namespace griotte
