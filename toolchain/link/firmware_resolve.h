// What names mean across domains, and what of each is wanted.
#pragma once

#include "base/error.h"
#include "toolchain/link/firmware_state.h"

namespace griotte::link {

/// 1. Reads all files. Sets Firmware::domains but for what later steps set, the loader, and what is
/// exported.
Result<void> firmware_read(Firmware &firmware);

/// 2. Finds what undefined names of each domain mean elsewhere (Domain::targets), the entry points
/// of threads, and the functions that are known to others by their names. Names nobody knows stay
/// undefined: they matter only if something wanted refers to them.
Result<void> firmware_resolve(Firmware &firmware);

/// 3. Marks what is wanted, from compartments' exports, threads and the loader on. Sets
/// Export::isWanted, Domain::isInImage and `discarded`; complains of what is wanted and not there.
Result<void> firmware_mark(Firmware &firmware);

/// Why `name`, which nothing a domain may import defines, cannot be had, and what to do; empty when
/// it is no name of something in another domain.
std::string missing_describe(Firmware &firmware, std::string_view name);

} // namespace griotte::link
