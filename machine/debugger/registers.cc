#include "machine/debugger/registers.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <vector>

#include <fmt/format.h>

namespace griotte::machine {

namespace {

enum class Kind : uint8_t
{
    Integer,
    ProgramCounter,
    Capability,
    Tags,
    Csr,
};

struct Register
{
    Kind kind;
    /// General or capability register index, or CSR number.
    uint32_t index;
    std::string name;
    [[nodiscard]] size_t size() const { return kind == Kind::Capability ? 8 : 4; }
};

// Capabilities after c15, in the order of their tag bits.
enum : uint32_t
{
    IndexPcc = 16,
    IndexMtcc,
    IndexMtdc,
    IndexMScratchC,
    IndexMepcc,
    CapabilityCount,
};
constexpr std::array<const char *, CapabilityCount - IndexPcc> SpecialNames = {
    "pcc", "mtcc", "mtdc", "mscratchc", "mepcc"};

struct CsrEntry
{
    uint32_t number;
    const char *name;
};
constexpr CsrEntry CommonCsrs[] = {{csr::Mstatus, "mstatus"},  {csr::Mie, "mie"},
                                   {csr::Mip, "mip"},          {csr::Mcause, "mcause"},
                                   {csr::Mtval, "mtval"},      {csr::Mcycle, "mcycle"},
                                   {csr::Minstret, "minstret"}};

std::vector<Register> registers_of(const Hart &hart)
{
    std::vector<Register> list;
    const unsigned count = hart.configuration().mode == isa::Mode::Rv32i ? 32 : 16;
    for (unsigned index = 0; index < count; index++) {
        list.push_back({Kind::Integer, index, register_name(index)});
    }
    list.push_back({Kind::ProgramCounter, 0, "pc"});
    if (hart.is_cheriot()) {
        for (unsigned index = 0; index < CapabilityCount; index++) {
            list.push_back(
                {Kind::Capability, index,
                 index < IndexPcc ? fmt::format("c{}", index) : SpecialNames[index - IndexPcc]});
        }
        list.push_back({Kind::Tags, 0, "tags"});
    }
    for (const CsrEntry &entry : CommonCsrs) {
        list.push_back({Kind::Csr, entry.number, entry.name});
    }
    if (hart.is_cheriot()) {
        list.push_back({Kind::Csr, csr::Mshwm, "mshwm"});
        list.push_back({Kind::Csr, csr::Mshwmb, "mshwmb"});
    }
    return list;
}

Capability capability_at(const Hart &hart, uint32_t index)
{
    switch (index) {
    case IndexPcc:
        return hart.pcc_current();
    case IndexMtcc:
        return hart.mtcc;
    case IndexMtdc:
        return hart.mtdc;
    case IndexMScratchC:
        return hart.mscratchc;
    case IndexMepcc:
        return hart.mepcc;
    default:
        return hart.registers[index];
    }
}

void capability_set(Hart &hart, uint32_t index, const Capability &value)
{
    switch (index) {
    case IndexPcc:
        hart.pcc = value;
        hart.pc = value.address() & ~uint32_t{1};
        break;
    case IndexMtcc:
        hart.special_register_write(SpecialRegister::Mtcc, value);
        break;
    case IndexMtdc:
        hart.special_register_write(SpecialRegister::Mtdc, value);
        break;
    case IndexMScratchC:
        hart.special_register_write(SpecialRegister::MScratchC, value);
        break;
    case IndexMepcc:
        hart.special_register_write(SpecialRegister::Mepcc, value);
        break;
    case 0:
        break;
    default:
        hart.registers[index] = value;
        break;
    }
}

std::string word_bytes(uint32_t value)
{
    std::string bytes(sizeof value, '\0');
    std::memcpy(bytes.data(), &value, sizeof value);
    return bytes;
}

std::string capability_bytes(const Capability &value)
{
    return word_bytes(value.address()) + word_bytes(value.metadata());
}

uint32_t word_at(const std::string &bytes, size_t offset)
{
    uint32_t value = 0;
    std::memcpy(&value, bytes.data() + offset, sizeof value);
    return value;
}

uint32_t tags_of(const Hart &hart)
{
    uint32_t tags = 0;
    for (uint32_t index = 0; index < CapabilityCount; index++) {
        tags |= capability_at(hart, index).is_tagged() ? 1u << index : 0;
    }
    return tags;
}

void feature_open(std::string &xml, const char *name)
{
    xml += fmt::format("<feature name=\"{}\">\n", name);
}

} // namespace

unsigned debug_register_count(const Hart &hart)
{
    return static_cast<unsigned>(registers_of(hart).size());
}

std::optional<std::string> debug_register_read(const Hart &hart, unsigned number)
{
    const auto list = registers_of(hart);
    if (number >= list.size()) {
        return std::nullopt;
    }
    const Register &entry = list[number];
    switch (entry.kind) {
    case Kind::Integer:
        return word_bytes(hart.registers[entry.index].address());
    case Kind::ProgramCounter:
        return word_bytes(hart.pc);
    case Kind::Capability:
        return capability_bytes(capability_at(hart, entry.index));
    case Kind::Tags:
        return word_bytes(tags_of(hart));
    case Kind::Csr:
        return word_bytes(hart.csr_read(entry.index).value_or(0));
    }
    return std::nullopt;
}

std::optional<std::string> debug_register_read(const Hart &hart, const SavedRegisters &saved,
                                               unsigned number)
{
    const auto list = registers_of(hart);
    if (number >= list.size()) {
        return std::nullopt;
    }
    const Register &entry = list[number];
    switch (entry.kind) {
    case Kind::Integer:
        return word_bytes(saved.registers[entry.index].address());
    case Kind::ProgramCounter:
        return word_bytes(saved.mepcc.address());
    case Kind::Capability:
        if (entry.index > IndexPcc) {
            return "";
        }
        return capability_bytes(entry.index == IndexPcc ? saved.mepcc
                                                        : saved.registers[entry.index]);
    case Kind::Tags: {
        uint32_t tags = saved.mepcc.is_tagged() ? 1u << IndexPcc : 0;
        for (uint32_t index = 0; index < saved.registers.size(); index++) {
            tags |= saved.registers[index].is_tagged() ? 1u << index : 0;
        }
        return word_bytes(tags);
    }
    case Kind::Csr:
        switch (entry.index) {
        case csr::Mstatus:
            return word_bytes(saved.mstatus);
        case csr::Mcause:
            return word_bytes(saved.mcause);
        case csr::Mshwm:
            return word_bytes(saved.mshwm);
        case csr::Mshwmb:
            return word_bytes(saved.mshwmb);
        default:
            return "";
        }
    }
    return std::nullopt;
}

size_t debug_register_size(const Hart &hart, unsigned number)
{
    return registers_of(hart)[number].size();
}

bool debug_register_write(Hart &hart, unsigned number, const std::string &bytes, bool mayForge)
{
    const auto list = registers_of(hart);
    if (number >= list.size() || bytes.size() != list[number].size()) {
        return false;
    }
    const Register &entry = list[number];
    switch (entry.kind) {
    case Kind::Integer:
        // Only a changed value makes the capability an integer: debuggers write all registers back.
        if (entry.index != 0 && hart.registers[entry.index].address() != word_at(bytes, 0)) {
            hart.registers[entry.index] = Capability::from_integer(word_at(bytes, 0));
        }
        return true;
    case Kind::ProgramCounter:
        hart.pc = word_at(bytes, 0) & ~uint32_t{1};
        return true;
    case Kind::Capability: {
        const Capability old = capability_at(hart, entry.index);
        const auto value = Capability::from_memory(word_at(bytes, 0), word_at(bytes, 4), mayForge);
        if (old.address() != value.address() || old.metadata() != value.metadata() ||
            (mayForge && !old.is_tagged()))
        {
            capability_set(hart, entry.index, value);
        }
        return true;
    }
    case Kind::Tags:
        return word_at(bytes, 0) == tags_of(hart);
    case Kind::Csr:
        return hart.csr_write(entry.index, word_at(bytes, 0));
    }
    return false;
}

std::string debug_target_description(const Hart &hart)
{
    std::string xml =
        "<?xml version=\"1.0\"?>\n"
        "<!DOCTYPE target SYSTEM \"gdb-target.dtd\">\n"
        "<target version=\"1.0\">\n"
        "<architecture>riscv:rv32</architecture>\n"
        // Without it a gdb built for Linux hosts steps with breakpoints, past every trap.
        "<osabi>none</osabi>\n";
    Kind previous = Kind::Tags;
    bool isOpen = false;
    unsigned number = 0;
    for (const Register &entry : registers_of(hart)) {
        const Kind group = entry.kind == Kind::ProgramCounter ? Kind::Integer
                           : entry.kind == Kind::Tags         ? Kind::Capability
                                                              : entry.kind;
        if (!isOpen || group != previous) {
            xml += isOpen ? "</feature>\n" : "";
            feature_open(xml, group == Kind::Integer      ? "org.gnu.gdb.riscv.cpu"
                              : group == Kind::Capability ? "org.griotte.cheriot"
                                                          : "org.gnu.gdb.riscv.csr");
            isOpen = true;
            previous = group;
        }
        const char *type = entry.kind == Kind::ProgramCounter ? "code_ptr"
                           : entry.kind == Kind::Capability   ? "uint64"
                                                              : "int";
        const char *generic = entry.kind == Kind::ProgramCounter ? " generic=\"pc\""
                              : entry.name == "sp"               ? " generic=\"sp\""
                              : entry.name == "ra"               ? " generic=\"ra\""
                              : entry.name == "s0"               ? " generic=\"fp\""
                                                                 : "";
        const std::string dwarf =
            entry.kind == Kind::Integer ? fmt::format(" dwarf_regnum=\"{}\"", entry.index) : "";
        const std::string shown =
            entry.kind == Kind::Integer ? fmt::format("x{}", entry.index) : entry.name;
        xml += fmt::format("  <reg name=\"{}\" bitsize=\"{}\" regnum=\"{}\" type=\"{}\"{}{}/>\n",
                           shown, entry.size() * 8, number++, type, generic, dwarf);
    }
    return xml + "</feature>\n</target>\n";
}

std::optional<Capability> capability_by_name(const Hart &hart, std::string_view name)
{
    for (uint32_t index = 0; index < CapabilityCount; index++) {
        const bool isMatch =
            index < IndexPcc
                ? name == fmt::format("c{}", index) ||
                      name == fmt::format("c{}", index == 0 ? "null" : register_name(index))
                : name == SpecialNames[index - IndexPcc];
        if (isMatch) {
            return capability_at(hart, index);
        }
    }
    return std::nullopt;
}

std::vector<std::string> capability_names()
{
    std::vector<std::string> names;
    for (uint32_t index = 0; index < CapabilityCount; index++) {
        names.push_back(index == 0         ? "cnull"
                        : index < IndexPcc ? fmt::format("c{}", register_name(index))
                                           : SpecialNames[index - IndexPcc]);
    }
    return names;
}

} // namespace griotte::machine
