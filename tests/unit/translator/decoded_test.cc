// Decoded capabilities against the capabilities themselves, over random ones.
#include "machine/cpu/translator/decoded.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

namespace griotte::machine::translator {
namespace {

constexpr uint32_t Ram = 0x8000'0000, RamSize = 0x10000, Rom = 0x1000'0000, Bitmap = Ram + 0x8000;

class DecodedTest : public testing::Test
{
protected:
    DecodedTest() : memory(std::move(Memory::create().value()))
    {
        EXPECT_TRUE(memory->region_add("ram", {Ram, RamSize}, Memory::RegionKind::Ram));
        EXPECT_TRUE(memory->region_add("rom", {Rom, 0x1000}, Memory::RegionKind::Rom));
        EXPECT_TRUE(memory->revocation_set({Ram, RamSize / 2}, Bitmap));
    }

    /// Tagged, near memory or anywhere, of any root, sealed at times.
    Capability capability_make()
    {
        const std::array roots = {Capability::root_memory(), Capability::root_memory(),
                                  Capability::root_executable(), Capability::root_sealing()};
        const auto any = static_cast<uint32_t>(random());
        const std::array addresses = {Ram + any % RamSize,        Ram + any % RamSize,
                                      Rom + any % 0x1000,         any,
                                      0xffff'f000 + any % 0x1000, any % 0x1000};
        Capability value = roots[random() % 4].with_address(addresses[random() % 6]);
        if (random() % 8 != 0) {
            const Capability bounded =
                value.with_bounds(static_cast<uint32_t>(random() >> (32 + random() % 32)));
            value = bounded.is_tagged() ? bounded : value;
        }
        const Capability weakened = value.and_permissions(static_cast<uint32_t>(random()));
        value = random() % 2 == 0 && weakened.is_tagged() ? weakened : value;
        const Capability moved =
            value.with_address(value.address() + static_cast<uint32_t>(random() % 1024));
        value = moved.is_tagged() ? moved : value;
        return random() % 8 == 0 ? value.with_object_type(static_cast<uint32_t>(random() % 8))
                                 : value;
    }
    Decoded decode(const Capability &value)
    {
        return decoded_make(value, value.address(), memory->plain_range_widest(), *memory);
    }

    std::mt19937_64 random{1};
    std::unique_ptr<Memory> memory;
};

} // namespace

TEST_F(DecodedTest, WindowsAllowOnlyWhatTheCapabilityAndTheRamAllow)
{
    using enum Permission;
    struct Limit
    {
        uint32_t Window::*field;
        uint32_t size;
        Permissions needed;
        bool isStore;
    };
    const std::array<Limit, 6> limits = {{
        {&Window::load1, 1, Load, false},
        {&Window::load4, 4, Load, false},
        {&Window::load8, 8, Load | LoadStoreCapability | LoadGlobal | LoadMutable, false},
        {&Window::store1, 1, Store, true},
        {&Window::store4, 4, Store, true},
        {&Window::store8, 8, Store | LoadStoreCapability, true},
    }};
    uint64_t allowed = 0;
    for (int round = 0; round < 100'000; round++) {
        const Capability value = capability_make();
        const Window window = decode(value).window;
        for (const Limit &limit : limits) {
            // The edges, and anywhere.
            const uint32_t length = window.*limit.field;
            for (const uint32_t offset : {0u, length - 1, length, static_cast<uint32_t>(random())})
            {
                const uint32_t address = window.base + offset;
                const Memory::Region *const region = memory->region_at(address, limit.size);
                const bool isAllowed = value.authorises(limit.needed) &&
                                       value.in_cached_bounds(address, limit.size) &&
                                       region != nullptr &&
                                       !(limit.isStore && region->kind == Memory::RegionKind::Rom);
                if (offset < length) {
                    ASSERT_TRUE(isAllowed) << to_string(value) << " at " << address;
                    allowed++;
                }
            }
        }
        for (const uint32_t offset : {0u, window.reach - 1, static_cast<uint32_t>(random())}) {
            if (offset < window.reach) {
                const Capability moved = value.with_address(window.base + offset);
                ASSERT_TRUE(moved.is_tagged() && moved.bounds() == value.bounds())
                    << to_string(value);
            }
        }
    }
    EXPECT_GT(allowed, 100'000u);
}

TEST_F(DecodedTest, WindowsLackNothingOfAnObjectInTheRam)
{
    const Capability value = Capability::root_memory().with_address(Ram + 0x4000).with_bounds(100);
    const Window window = decode(value).window;
    EXPECT_EQ(window.base, Ram + 0x4000);
    EXPECT_EQ(window.load1, 100u);
    EXPECT_EQ(window.load4, 97u);
    EXPECT_EQ(window.load8, 93u);
    EXPECT_EQ(window.store1, 100u);
    EXPECT_EQ(window.store4, 97u);
    EXPECT_EQ(window.store8, 93u);
    EXPECT_EQ(window.reach, 101u);
}

TEST_F(DecodedTest, AreTheCapabilityTheyWereMadeOf)
{
    for (int round = 0; round < 100'000; round++) {
        const Capability value = capability_make();
        const Decoded decoded = decode(value);
        // Wherever its metadata word is found to mean the same.
        const uint32_t address =
            random() % 2 == 0 || decoded.span == 0
                ? value.address()
                : decoded.base + static_cast<uint32_t>(random()) % decoded.span;
        const Capability expected = Capability::from_memory(address, value.metadata(), true);
        const Capability again =
            Capability::from_decoded(address, value.metadata(), {decoded.base, decoded.top},
                                     Permissions(decoded.permissions), decoded.objectType);
        ASSERT_EQ(again, expected);
        ASSERT_EQ(again.bounds(), expected.bounds()) << to_string(expected);
        ASSERT_EQ(again.permissions(), expected.permissions());
        ASSERT_EQ(again.object_type(), expected.object_type());
        const auto anywhere = static_cast<uint32_t>(random());
        for (const uint32_t to : {expected.base() - 1, expected.base(), address, anywhere}) {
            ASSERT_EQ(again.keeps_bounds_at(to), expected.keeps_bounds_at(to));
        }
    }
}

TEST_F(DecodedTest, KnowWhereTheyAreRevoked)
{
    for (int round = 0; round < 20'000; round++) {
        const Capability value = capability_make();
        const Decoded decoded = decode(value);
        if (const auto bit = memory->revocation_bit(value.base()); bit && value.is_revocable()) {
            EXPECT_EQ(decoded.revocationByte, bit->byte);
            EXPECT_EQ(decoded.revocationBit, bit->mask);
        } else {
            EXPECT_EQ(decoded.revocationBit, 0);
        }
    }
}

TEST_F(DecodedTest, TableFindsWhatItHasAndKeepsWhatIsHeld)
{
    // Registers, as the table sees them: places that must go on meaning the same.
    constexpr size_t Registers = 32;
    auto table = std::make_unique<DecodedTable>();
    std::array<uint32_t, Registers> held;
    std::array<Decoded, Registers> meant;
    held.fill(DecodedTable::None);
    const auto is_held = [&](uint32_t place) {
        return std::ranges::find(held, place) != held.end();
    };
    const auto move = [&](uint32_t from, uint32_t to) { std::ranges::replace(held, from, to); };
    const Capability kept = Capability::root_executable().with_address(Ram);
    const uint32_t keptPlace = table->keep(decode(kept));
    uint64_t found = 0;
    std::vector<Capability> seen;
    for (int round = 0; round < 200'000; round++) {
        const Capability value = seen.size() < 2000 || random() % 2 == 0
                                     ? capability_make()
                                     : seen[random() % seen.size()];
        seen.push_back(value);
        const size_t index = random() % Registers;
        held[index] = DecodedTable::None;
        uint32_t place = table->find(value.address(), value.metadata());
        if (place == DecodedTable::None) {
            place = table->insert(decode(value), is_held, move);
        } else {
            found++;
        }
        held[index] = place;
        meant[index] = decode(value);
        ASSERT_EQ(table->at(place).base, value.base()) << to_string(value);
        ASSERT_EQ(table->at(place).top, value.top());
        ASSERT_EQ(table->at(place).permissions, value.permissions().bits());
        ASSERT_EQ(table->at(place).objectType, value.object_type());
        for (size_t other = 0; other < Registers; other++) {
            if (held[other] != DecodedTable::None) {
                ASSERT_EQ(table->at(held[other]).base, meant[other].base);
                ASSERT_EQ(table->at(held[other]).top, meant[other].top);
                ASSERT_EQ(table->at(held[other]).permissions, meant[other].permissions);
            }
        }
        ASSERT_EQ(table->at(DecodedTable::None).window.load1, 0u);
        ASSERT_EQ(table->at(keptPlace).top, kept.top());
    }
    EXPECT_GT(found, 1000u);
}

} // namespace griotte::machine::translator
