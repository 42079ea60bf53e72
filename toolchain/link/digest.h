// Hashes by which people recognise bytes: SHA-256 (FIPS 180-4), as the field's reports have it.
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace griotte::link {

/// In hexadecimal: 64 small letters and digits.
std::string sha256_hex(std::span<const uint8_t> bytes);

} // namespace griotte::link
