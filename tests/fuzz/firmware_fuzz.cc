// Any bytes as an object of a compartment, a library, the switcher or the loader, linked into a
// firmware whose other parts are sound.
#include <cstddef>
#include <cstdint>

#include <elf.h>

#include "tests/unit/link/object_builder.h"
#include "toolchain/link/firmware.h"

using namespace griotte::link;

namespace {

constexpr uint32_t Code = SHF_ALLOC | SHF_EXECINSTR;

/// A function, and an export of it when `symbol` is not empty.
std::vector<uint8_t> object_make(const char *function, const std::string &symbol, uint8_t flags)
{
    ObjectBuilder builder;
    const auto text = builder.section_add(".text", Code, words({0x13, 0x13}));
    const auto code = builder.symbol_add(function, text, 0, 8, STB_GLOBAL, STT_FUNC);
    if (!symbol.empty()) {
        const auto exports =
            builder.section_add(".cheriot.exports", 0, words({0, uint32_t{flags} << 24}));
        builder.symbol_add(symbol, exports, 0, 8, STB_GLOBAL, STT_OBJECT);
        builder.relocation_add(exports, 0, RelocationType::Word32, code);
    }
    return builder.build();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    // The first byte chooses whose object it is, and how the rest is linked.
    const uint8_t choice = size == 0 ? 0 : data[0];
    const InputFile input{"fuzz", {data + (size == 0 ? 0 : 1), data + size}, (choice & 4) != 0};
    FirmwareDescription description;
    description.name = "fuzz.elf";
    description.memory.code = {0x8000'0000, 0x8004'0000};
    description.memory.devices = {{"uart", {0x1000'0000, 0x1000'0100}}};
    description.sharedObjects = {{"object", 12}};
    description.domains = {
        {"switcher",
         DomainKind::Switcher,
         {{"switcher", object_make("compartment_call", "__export_switcher", 0xa), false}}},
        {"app",
         DomainKind::Compartment,
         {{"app", object_make("run", "__export_app_run", 1), false}}},
        {"lib",
         DomainKind::Library,
         {{"lib", object_make("helper", "__library_export_libcalls_helper", 8), false}}},
    };
    description.loaderFiles = {{"loader", object_make("_start", "", 0), false}};
    description.threads = {{"app", "run", 1, 512, 2}};
    description.collectsGarbage = (choice & 8) != 0;
    const size_t place = choice & 3;
    if (place < description.domains.size()) {
        description.domains[place].files.push_back(input);
    } else {
        description.loaderFiles.push_back(input);
    }
    (void)firmware_link(description);
    return 0;
}
