// Any bytes as an ELF file: read, load, look up symbols and source lines.
#include <cstddef>
#include <cstdint>

#include "machine/image/image.h"
#include "machine/image/source_lines.h"

using namespace griotte::machine;

namespace {

Memory &memory_get()
{
    static const std::unique_ptr<Memory> memory = [] {
        auto created = Memory::create();
        (void)(*created)->region_add("ram", {0x8000'0000, 0x10'0000}, Memory::RegionKind::Ram);
        (void)(*created)->region_add("rom", {0x2000'0000, 0x1'0000}, Memory::RegionKind::Rom);
        return std::move(*created);
    }();
    return *memory;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const std::span<const uint8_t> file(data, size);
    if (const auto image = elf_read(file, "fuzz")) {
        (void)image_load(*image, memory_get());
        const uint32_t entry = image->entry.value_or(0);
        (void)image->symbol_near(entry);
        (void)image->symbol_find("tohost");
    }
    const SourceLines lines = SourceLines::read(file);
    for (const uint32_t address : {0u, 0x8000'0000u, 0xffff'ffffu}) {
        (void)lines.find(address);
    }
    return 0;
}
