// The heap's core under operations libFuzzer chooses, against the model of its unit tests.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <span>

#include "tests/unit/sdk/allocator_model.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    std::span<const uint8_t> input(data, size);
    const auto choose = [&](uint32_t limit) {
        uint32_t number = 0;
        for (uint32_t range = limit - 1; range != 0 && !input.empty(); range >>= 8) {
            number = number << 8 | input.front();
            input = input.subspan(1);
        }
        return number % limit;
    };
    const uint32_t slots = choose(4);
    griotte::test::HeapDriver driver({.bytes = 3072 + 64 * choose(128), .hazardSlots = slots},
                                     choose);
    while (!input.empty() && driver.failure().empty()) {
        driver.step();
        if (driver.steps_taken() % 8 == 0) {
            driver.check();
        }
    }
    driver.finish();
    if (!driver.failure().empty()) {
        std::fprintf(stderr, "%s\n", driver.failure().c_str());
        std::abort();
    }
    return 0;
}
