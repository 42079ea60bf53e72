// The compiler version CHERIoT code asks for with __CHERIOT__, and the data layout every module
// has.
#pragma once

namespace griotte::toolchain {

/// What `__CHERIOT__` expands to: a date, yyyymmdd. Below 20260806, where headers begin to expect
/// sealed objects as attributes; those of today express them in assembly, which we take.
inline constexpr const char *CheriotDate = "20260429";

/// docs/reference/abi.md.
inline constexpr const char *CheriotTriple = "cheriot-unknown-none-elf";
inline constexpr const char *CheriotDataLayout = "e-m:e-p:64:64:64:32-i64:64-n32-S64";

} // namespace griotte::toolchain
