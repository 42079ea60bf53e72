// The capabilities of a firmware, as its loader is told of them (docs/reference/compartments.md,
// "The tables of the loader").
#pragma once

#include <cstdint>

#include "toolchain/link/symbol_table.h"

namespace griotte::link {

/// What a capability may do. The first seven are what bare-metal images have.
enum class RecordKind : uint8_t
{
    Data = 0,
    Constants = 1,
    Code = 2,
    Device = 3,
    SentryInherit = 4,
    SentryDisable = 5,
    SentryEnable = 6,
    ExportEntry = 7,
    SealedObject = 8,
    SealingKey = 9,
    SharedObject = 10,
    Globals = 11,
    HardwareKey = 12,
    Stack = 13,
    Heap = 14,
    RevocableMemory = 15,
    HazardSlots = 16,
    /// To all dynamic sealing types; base and length are zero.
    TokenKeys = 17,
};
static_assert(static_cast<uint32_t>(RecordKind::SentryEnable) ==
              static_cast<uint32_t>(CapabilityKind::SentryEnable));

/// One capability.
struct Record
{
    /// Where it goes: a multiple of 8.
    uint32_t location = 0;
    uint32_t base = 0;
    /// At most LengthLimit, as is `offset`.
    uint32_t length = 0;
    /// Of the address, from the base.
    uint32_t offset = 0;
    RecordKind kind = RecordKind::Data;
    /// Of a device or shared object as its import has them; of a hardware key bit 4 to unseal and
    /// bit 3 to seal.
    uint8_t permissions = 0;

    constexpr bool operator==(const Record &) const = default;
};
inline constexpr uint32_t RecordLengthLimit = (1u << 24) - 1;

} // namespace griotte::link
