// Any text as what an image says of its firmware: read, then asked about addresses near all that
// it named.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "machine/image/firmware_facts.h"

using namespace griotte::machine;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const auto facts = FirmwareFacts::parse({reinterpret_cast<const char *>(data), size});
    if (!facts.has_value()) {
        return 0;
    }
    for (const DomainFacts &domain : facts->domains) {
        for (const AddressRange &range : {domain.code, domain.globals, domain.exportTable}) {
            (void)facts->address_describe(range.start);
            (void)facts->address_describe(static_cast<uint32_t>(range.end()));
            (void)facts->sealing_type_describe(range.start);
        }
    }
    for (uint32_t number = 0; number <= facts->threads.size(); number++) {
        (void)facts->thread_describe(number);
        (void)facts->thread_of_trusted_stack(facts->trusted_stack(number).start);
    }
    (void)facts->address_describe(0);
    (void)facts->address_describe(0xffff'ffff);
    return 0;
}
