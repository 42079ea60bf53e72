// Fills in the addresses: every relocation of docs/reference/instruction-set.md applied to a copy
// of its section.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "toolchain/link/complaints.h"
#include "toolchain/link/layout.h"
#include "toolchain/link/symbol_table.h"

namespace griotte::link {

/// The relocation at the AUIPCC or AUICGP that the low part `low` of `section` completes, in the
/// section of the label that `low` names. Null when there is none there. low_parts_pair() has to
/// have run.
const Relocation *high_part_find(const Section &section, const Relocation &low);

/// How far the target of a COMPARTMENT_HI relocation lies from what the instruction adds to: PC for
/// what PCC reaches, `cgp` for the rest.
int64_t high_part_distance(const Section &section, const Relocation &high, uint32_t cgp);

class Relocator
{
public:
    /// `cgp` is the address start-up code puts in CGP. Complaints go to `complaints`.
    Relocator(uint32_t theCgp, Complaints &theComplaints) : cgp(theCgp), complaints(theComplaints)
    {}

    /// The bytes of a section that is not of zeros, its inputs relocated. Addresses must be final.
    std::vector<uint8_t> contents_make(const OutputSection &output);
    /// Relocates `bytes`, a copy of the section's.
    void section_relocate(const Section &section, std::span<uint8_t> bytes);

private:
    struct Place;

    void relocation_apply(const Place &place);
    void debug_apply(const Place &place);
    void data_apply(const Place &place, uint64_t value);
    void uleb128_apply(const Place &place, uint64_t value);
    void absolute_apply(const Place &place, uint32_t value);
    void branch_apply(const Place &place, unsigned bits);
    void padding_fill(const Place &place);
    void high_apply(const Place &place);
    void low_apply(const Place &place);
    void size_apply(const Place &place);
    void capability_apply(const Place &place);
    void immediate_set(const Place &place, uint32_t word, int32_t immediate);
    template <typename... Arguments>
    void complain(const Place &place, fmt::format_string<Arguments...> format,
                  Arguments &&...arguments);

    uint32_t cgp;
    Complaints &complaints;
};

} // namespace griotte::link
