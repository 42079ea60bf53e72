// Where everything in a firmware goes (docs/reference/compartments.md, "Memory of an image").
#pragma once

#include "base/error.h"
#include "toolchain/link/firmware_state.h"

namespace griotte::link {

/// 5. Sorts what is wanted into output sections, and makes the stacks and shared objects.
Result<void> firmware_sections_arrange(Firmware &firmware);

/// 6. Gives everything an address, and the linker's symbols their values. May run again when
/// sections changed their sizes. Fails when it does not fit, saying by how much and what is large.
Result<void> firmware_addresses_assign(Firmware &firmware);

/// Bytes of each domain in the image, by what they are. Addresses must be final.
std::vector<DomainSizes> firmware_sizes(const Firmware &firmware);

/// Bytes of a thread's hazard slots: two capabilities.
inline constexpr uint32_t HazardSlotsPerThread = 16;

/// Pointers to the output sections.
std::vector<OutputSection *> pointers(std::deque<OutputSection> &sections);

} // namespace griotte::link
