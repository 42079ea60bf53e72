#include "debug_info/variable_lines.h"

#include <algorithm>
#include <iterator>

#include <dwarf.h>
#include <elfutils/libdw.h>

#include "debug_info/dwarf_file.h"

namespace griotte {

/// Goes through the entries of an ELF file's compilation units. The name is not local because
/// VariableLines knows it as a friend.
class VariableReader
{
public:
    explicit VariableReader(VariableLines &theResult) : result(theResult) {}

    void read(const DwarfFile &file)
    {
        file.units_visit([this](Dwarf_Die &unit) {
            children_read(unit, 0);
            return true;
        });
    }

private:
    /// Sources nest less; a file that nests more is none a compiler made.
    static constexpr unsigned DepthLimit = 64;
    static constexpr unsigned EntryLimit = 4u << 20;

    void children_read(Dwarf_Die &parent, unsigned depth)
    {
        Dwarf_Die child;
        if (depth >= DepthLimit || dwarf_child(&parent, &child) != 0) {
            return;
        }
        do {
            if (++entries > EntryLimit) {
                return;
            }
            if (dwarf_tag(&child) == DW_TAG_variable) {
                variable_read(child);
            } else {
                children_read(child, depth + 1);
            }
        } while (dwarf_siblingof(&child, &child) == 0);
    }

    void variable_read(Dwarf_Die &die)
    {
        Dwarf_Attribute location;
        Dwarf_Op *operations = nullptr;
        size_t count = 0;
        int line = 0;
        const char *file = file_of(die);
        const bool isOneOperation = dwarf_attr(&die, DW_AT_location, &location) != nullptr &&
                                    dwarf_getlocation(&location, &operations, &count) == 0 &&
                                    count == 1;
        const auto address =
            isOneOperation ? address_of(location, operations[0]) : std::optional<Dwarf_Addr>();
        if (!address.has_value() || *address > UINT32_MAX || file == nullptr ||
            dwarf_decl_line(&die, &line) != 0)
        {
            return;
        }
        result.byAddress.try_emplace(static_cast<uint32_t>(*address),
                                     VariableLines::Variable{size_of(die), {file, line}});
    }

    /// By its number, because dwarf_decl_file() takes number 0 for none: since DWARF 5 it is the
    /// unit's own source.
    static const char *file_of(Dwarf_Die &die)
    {
        Dwarf_Attribute attribute;
        Dwarf_Word number = 0;
        Dwarf_Die unit;
        Dwarf_Files *files = nullptr;
        size_t count = 0;
        const bool isKnown = dwarf_attr_integrate(&die, DW_AT_decl_file, &attribute) != nullptr &&
                             dwarf_formudata(&attribute, &number) == 0 &&
                             dwarf_diecu(&die, &unit, nullptr, nullptr) != nullptr &&
                             dwarf_getsrcfiles(&unit, &files, &count) == 0 && number < count;
        return isKnown ? dwarf_filesrc(files, number, nullptr, nullptr) : nullptr;
    }

    /// The address that `operation` is all of, in itself or in the unit's table of addresses.
    static std::optional<Dwarf_Addr> address_of(Dwarf_Attribute &location,
                                                const Dwarf_Op &operation)
    {
        if (operation.atom == DW_OP_addr) {
            return operation.number;
        }
        Dwarf_Attribute entry;
        Dwarf_Addr address = 0;
        const bool isInTable = operation.atom == DW_OP_addrx &&
                               dwarf_getlocation_attr(&location, &operation, &entry) == 0 &&
                               dwarf_formaddr(&entry, &address) == 0;
        return isInTable ? std::optional(address) : std::nullopt;
    }

    static uint32_t size_of(Dwarf_Die &die)
    {
        Dwarf_Attribute attribute;
        Dwarf_Die type;
        Dwarf_Word size = 0;
        const bool isKnown = dwarf_attr_integrate(&die, DW_AT_type, &attribute) != nullptr &&
                             dwarf_formref_die(&attribute, &type) != nullptr &&
                             dwarf_aggregate_size(&type, &size) == 0 && size <= UINT32_MAX;
        return isKnown ? static_cast<uint32_t>(size) : 0;
    }

    VariableLines &result;
    unsigned entries = 0;
};

VariableLines VariableLines::read(std::span<const uint8_t> elf)
{
    VariableLines result;
    const DwarfFile file(elf);
    VariableReader(result).read(file);
    return result;
}

std::optional<SourceLine> VariableLines::find(uint32_t address) const
{
    const auto after = byAddress.upper_bound(address);
    if (after == byAddress.begin()) {
        return std::nullopt;
    }
    const auto &[start, variable] = *std::prev(after);
    const bool isInside = address - start < std::max(variable.size, 1u);
    return isInside ? std::optional(variable.declaration) : std::nullopt;
}

} // namespace griotte
