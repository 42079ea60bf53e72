// Any bytes as an ELF file: read, load, look up symbols and source lines.
#include <cstddef>
#include <cstdint>

#include "debug_info/source_lines.h"
#include "debug_info/stack_variables.h"
#include "debug_info/variable_lines.h"
#include "machine/image/firmware_facts.h"
#include "machine/image/image.h"

using namespace griotte;
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
    (void)firmware_facts_read(file, "fuzz");
    const SourceLines lines = SourceLines::read(file);
    for (const uint32_t address : {0u, 0x8000'0000u, 0xffff'ffffu}) {
        (void)lines.find(address);
    }
    // Where the seeds have code; their frames are at addresses the registers and memory give.
    (void)VariableLines::read(file).find(0x8000'1000);
    const StackVariables variables = StackVariables::read(file);
    StackVariables::Registers registers = {};
    registers.fill(0x8000'8000);
    const auto wordRead = [](uint32_t address) -> std::optional<uint32_t> {
        return address % 8 == 0 ? 0x8000'0030 : 0x8000'8000;
    };
    for (const uint32_t pc : {0x8000'0018u, 0x8000'0030u}) {
        (void)variables.find(0x8000'7ff4, pc, registers, wordRead);
        (void)variables.find(1, pc, registers, wordRead);
        (void)variables.inlined_call(pc);
    }
    return 0;
}
