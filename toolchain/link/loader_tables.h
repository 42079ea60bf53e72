// The tables of a firmware's loader: every capability it has to make, and what it checks them
// against (docs/reference/compartments.md, "The tables of the loader").
#pragma once

#include <cstdint>
#include <vector>

#include "base/error.h"
#include "toolchain/link/firmware_state.h"

namespace griotte::link {

/// Bytes of the tables. Output sections must be there; addresses need not be.
uint32_t loader_tables_size(const Firmware &firmware);

/// Sets Domain::records. Addresses must be final. Complains of capabilities that cannot be, and of
/// quotas larger than the heap.
Result<void> firmware_records_make(Firmware &firmware);

/// The tables' bytes.
std::vector<uint8_t> loader_tables_make(const Firmware &firmware);

/// CRC-32 (IEEE 802.3, reflected) of `bytes`.
uint32_t checksum(std::span<const uint8_t> bytes);

} // namespace griotte::link
