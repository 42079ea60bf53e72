// Any bytes as an object or an archive, linked for a small memory.
#include <cstddef>
#include <cstdint>

#include "toolchain/link/baremetal.h"

using namespace griotte::link;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    BaremetalOptions options;
    options.layout.code = {0x8000'0000, 0x8004'0000};
    options.layout.stackSize = 1024;
    options.layout.devices = {{"uart", {0x1000'0000, 0x1000'0100}}};
    // The first byte chooses how, so that a hostile entry point is no obstacle.
    const uint8_t choice = size == 0 ? 0 : data[0];
    const std::vector<uint8_t> bytes(data + (size == 0 ? 0 : 1), data + size);
    options.collectsGarbage = (choice & 1) != 0;
    if ((choice & 2) != 0) {
        options.entry = "other";
        options.definitions.emplace_back("other", 0x8000'0000);
    }
    std::vector<InputFile> files = {{"fuzz", bytes, (choice & 4) != 0}};
    if ((choice & 8) != 0) {
        files.push_back(files.front());
    }
    (void)baremetal_link(files, options);
    return 0;
}
