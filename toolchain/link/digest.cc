#include "toolchain/link/digest.h"

#include <array>

#include <fmt/format.h>
#include <nettle/sha2.h>

namespace griotte::link {

std::string sha256_hex(std::span<const uint8_t> bytes)
{
    sha256_ctx context;
    sha256_init(&context);
    sha256_update(&context, bytes.size(), bytes.data());
    std::array<uint8_t, SHA256_DIGEST_SIZE> digest{};
    sha256_digest(&context, digest.size(), digest.data());
    std::string text;
    for (const uint8_t byte : digest) {
        text += fmt::format("{:02x}", byte);
    }
    return text;
}

} // namespace griotte::link
