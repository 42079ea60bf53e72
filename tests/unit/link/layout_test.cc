// Ranges a capability can express, over random sizes and places.
#include "machine/capability/bounds.h"
#include "toolchain/link/layout.h"

#include <random>

#include <gtest/gtest.h>

#include "machine/capability/capability.h"
#include "tests/unit/link/object_builder.h"
#include "toolchain/link/baremetal.h"

using namespace griotte::link;

namespace {

/// What the machine says: the plain twin of is_representable().
bool is_exact_on_machine(Range range)
{
    const auto capability = griotte::machine::Capability::root_memory()
                                .with_address(static_cast<uint32_t>(range.start))
                                .with_bounds_exact(static_cast<uint32_t>(range.size()));
    return capability.is_tagged();
}

} // namespace

TEST(Representable, IsWhatTheMachineSays)
{
    std::mt19937 random(3);
    for (int round = 0; round < 100'000; round++) {
        const auto base = static_cast<uint32_t>(random()) << random() % 20;
        const auto length = static_cast<uint32_t>(random()) >> (1 + random() % 30);
        if (uint64_t{base} + length <= uint64_t{1} << 32) {
            ASSERT_EQ(is_representable(base, length),
                      is_exact_on_machine({base, uint64_t{base} + length}));
        }
    }
}

TEST(Representable, PaddedLengthOnAlignedBaseIsExact)
{
    std::mt19937 random(4);
    for (int round = 0; round < 100'000; round++) {
        const auto wanted = static_cast<uint32_t>(random()) >> (4 + random() % 28);
        const auto length = static_cast<uint32_t>(representable_length(wanted));
        const uint32_t alignment = griotte::machine::representable_alignment(wanted);
        const auto base =
            static_cast<uint32_t>(round_up(static_cast<uint32_t>(random()) >> 1, alignment));
        ASSERT_GE(length, wanted);
        ASSERT_TRUE(is_representable(base, length)) << base << " " << wanted;
    }
}

TEST(Representable, InsideAnyRangeThereIsOneNearlyAsLarge)
{
    std::mt19937 random(5);
    for (int round = 0; round < 100'000; round++) {
        const uint64_t start = static_cast<uint32_t>(random()) >> 1;
        const Range outer{start, start + (static_cast<uint32_t>(random()) >> (4 + random() % 28))};
        const Range inner = representable_inside(outer);
        ASSERT_GE(inner.start, outer.start);
        ASSERT_LE(inner.end, outer.end);
        if (inner.size() == 0) {
            ASSERT_LT(outer.size(), 2u) << outer.start << " " << outer.end;
            continue;
        }
        ASSERT_TRUE(is_exact_on_machine(inner));
        const uint64_t possible = std::min(outer.size(), uint64_t{511} << 14);
        ASSERT_GE(inner.size() + possible / 64, possible);
    }
}

TEST(BaremetalLayout, BoundsAreExactForAnySizes)
{
    std::mt19937 random(6);
    for (int round = 0; round < 300; round++) {
        ObjectBuilder builder;
        const auto text = builder.section_add(
            ".text", SHF_ALLOC | SHF_EXECINSTR,
            std::vector<uint8_t>(4 + (random() >> (12 + random() % 18)) / 4 * 4), 4);
        builder.symbol_add("_start", text);
        builder.section_add(".rodata.x", SHF_ALLOC, std::vector<uint8_t>(random() % 5000), 8);
        builder.section_add(".data.x", SHF_ALLOC | SHF_WRITE, std::vector<uint8_t>(random() % 999),
                            1u << random() % 8);
        builder.zeros_add(".bss.x", static_cast<uint32_t>(random()) >> (10 + random() % 18));
        BaremetalOptions options;
        options.collectsGarbage = false;
        options.layout.code = {0x8000'0000 + random() % 4096, 0x8200'0000};
        options.layout.stackSize = 64 + static_cast<uint32_t>(random() % 100'000);
        const auto image =
            baremetal_link(std::vector<InputFile>{{"x.o", builder.build(), false}}, options);
        ASSERT_TRUE(image.has_value()) << image.error().message;
        // The ranges as the map tells them.
        size_t line = image->map.find('\n') + 1;
        uint64_t last = 0;
        for (int region = 0; region < 4; region++) {
            const uint64_t start = std::stoull(image->map.substr(line, 10), nullptr, 16);
            const uint64_t end = std::stoull(image->map.substr(line + 11, 10), nullptr, 16);
            ASSERT_TRUE(is_exact_on_machine({start, end})) << image->map.substr(0, 400);
            ASSERT_GE(start, last) << image->map.substr(0, 400);
            last = end;
            line = image->map.find('\n', line) + 1;
        }
        ASSERT_LE(last, 0x8200'0000u);
    }
}
