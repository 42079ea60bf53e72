#include "toolchain/link/layout.h"

#include <algorithm>

#include <elf.h>

#include "machine/capability/bounds.h"

namespace griotte::link {

bool OutputSection::is_zero_filled() const
{
    return type == SHT_NOBITS;
}

bool OutputSection::is_allocated() const
{
    return (flags & SHF_ALLOC) != 0;
}

uint32_t Section::address() const
{
    return output == nullptr ? 0 : output->address + outputOffset;
}

void section_append(OutputSection &output, Section &section)
{
    if (output.inputs.empty()) {
        output.type = section.type;
    } else if (output.type != section.type) {
        output.type = SHT_PROGBITS;
    }
    output.flags |= section.flags & (SHF_ALLOC | SHF_WRITE | SHF_EXECINSTR);
    output.alignment = std::max(output.alignment, section.alignment);
    output.inputs.push_back(&section);
    section.output = &output;
}

void section_pack(OutputSection &output)
{
    output.size = 0;
    for (Section *section : output.inputs) {
        output.size = round_up(output.size, section->alignment);
        section->outputOffset = static_cast<uint32_t>(output.size);
        output.size += section->size_after();
    }
}

bool is_representable(uint32_t base, uint32_t length)
{
    return uint64_t{base} + length <= machine::AddressSpaceSize &&
           machine::bounds_set(base, length).isExact;
}

uint64_t representable_length(uint32_t length)
{
    const uint32_t rounded = machine::representable_length(length);
    return rounded == 0 && length != 0 ? machine::AddressSpaceSize : rounded;
}

Range representable_inside(Range range)
{
    // Past this length a capability counts in steps of 16 MiB; a little less memory, counted in 16
    // KiB, is more.
    constexpr uint64_t LongestFine = uint64_t{machine::MantissaMask}
                                     << machine::MaximumSmallExponent;
    // Each turn cuts the ends to what the length needs; a shorter length never needs more.
    while (range.start < range.end) {
        const uint64_t size = std::min(range.size(), LongestFine);
        const uint64_t alignment = machine::representable_alignment(static_cast<uint32_t>(size));
        const uint64_t start = round_up(range.start, alignment);
        const Range cut{start, std::min(range.end & ~(alignment - 1), start + LongestFine)};
        if (cut == range) {
            return range;
        }
        if (cut.start >= cut.end) {
            break;
        }
        range = cut;
    }
    return {range.start, range.start};
}

} // namespace griotte::link
