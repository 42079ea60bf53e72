// Any text as a .vhx file, at an address the first bytes choose.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "machine/image/image.h"

using namespace griotte::machine;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint32_t address = 0;
    if (size < sizeof address) {
        return 0;
    }
    std::memcpy(&address, data, sizeof address);
    const std::string_view text(reinterpret_cast<const char *>(data) + sizeof address,
                                size - sizeof address);
    const auto image = vhx_read(text, "fuzz", address);
    if (image.has_value() &&
        (image->segments.size() != 1 || image->segments[0].bytes.size() % 4 != 0))
    {
        std::abort();
    }
    return 0;
}
