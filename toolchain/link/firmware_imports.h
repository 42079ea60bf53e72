// What each domain is given at boot: its import slots and the capabilities in its data, held
// against the rules of docs/reference/compartments.md.
#pragma once

#include "base/error.h"
#include "toolchain/link/firmware_state.h"

namespace griotte::link {

/// 4. Reads what is wanted of each domain: Domain::imports, Firmware::initialisers. Complains of
/// every rule that is broken.
Result<void> firmware_imports_collect(Firmware &firmware);

/// Whether `symbol` is a static sealed object.
bool is_sealed_object(const Symbol &symbol);

/// The sealing type of a static sealed object of `domain`; null when its first words name none.
const Export *sealing_type_find(const Domain &domain, const Symbol &object);

/// Whether objects of the type are allocator capabilities: their first word is a quota in bytes.
bool is_quota(const Export &sealingType);
/// Bytes of an allocator capability as the allocator sees it.
inline constexpr uint32_t QuotaSize = 24;

/// Of a static sealed object: the type's number and a zero, before what its owner sees.
inline constexpr uint32_t SealedHeaderSize = 8;
/// The address of a capability to one, from its base: the payload's, and the three user
/// permissions.
inline constexpr uint32_t SealedAddressOffset = 15;
/// So the least such an object has, being a multiple of 8.
inline constexpr uint32_t SealedLeastSize = 16;

} // namespace griotte::link
