#include "machine/capability/capability.h"
#include "tests/unit/devices/device_bench.h"

namespace griotte::machine {

namespace {

class RevokerTest : public DeviceBench
{
protected:
    RevokerTest()
    {
        EXPECT_TRUE(
            memory->region_add("ram", {Ram, 0x1'0000}, Memory::RegionKind::Ram).has_value());
        EXPECT_TRUE(
            memory->region_add("shadow", {Shadow, 0x400}, Memory::RegionKind::Ram).has_value());
        EXPECT_TRUE(memory->revocation_set({Ram, 0x1'0000}, Shadow).has_value());
        device_make("revoker", {.name = "revoker"});
    }

    /// Stores a capability to [base, base + 8) at `address`.
    void capability_put(uint32_t address, uint32_t base)
    {
        const auto capability = Capability::root_memory().with_address(base).with_bounds(8);
        ASSERT_TRUE(capability.is_tagged());
        put(address, capability);
    }
    void put(uint32_t address, const Capability &capability)
    {
        ASSERT_NE(memory->capability_store(address, capability.address(), capability.metadata(),
                                           capability.is_tagged()),
                  Access::Fault);
    }
    void revoke(uint32_t base, bool isRevoked = true)
    {
        const uint32_t granule = (base - Ram) / GranuleSize;
        uint8_t byte = 0;
        ASSERT_NE(memory->load(Shadow + granule / 8, byte), Access::Fault);
        const auto bit = static_cast<uint8_t>(1u << (granule % 8));
        byte = static_cast<uint8_t>(isRevoked ? byte | bit : byte & ~bit);
        ASSERT_NE(memory->store(Shadow + granule / 8, byte), Access::Fault);
    }
    void sweep(uint32_t first, uint32_t last)
    {
        store(Start, first);
        store(End, last);
        store(Go, 1);
    }

    static constexpr uint32_t Ram = 0x2004'0000, Shadow = 0x200f'0000;
    static constexpr uint32_t Object = Ram + 0x8000;
    static constexpr uint32_t Start = 0x0, End = 0x4, Go = 0x8, Epoch = 0xc, Status = 0x10,
                              Enable = 0x14;
    /// Virtual time a granule takes, and granules handled at once.
    static constexpr uint64_t CyclesPerGranule = 3, Line = 512;
};

} // namespace

TEST_F(RevokerTest, SaysWhatItIs)
{
    EXPECT_EQ(load(Go) >> 16, 0x5500u);
    EXPECT_EQ(load(Epoch), 0u);
    EXPECT_EQ(interruptName, "revoker");
}

TEST_F(RevokerTest, ClearsTagsOfCapabilitiesWhoseBaseIsRevoked)
{
    capability_put(Ram, Object);
    capability_put(Ram + 8, Object + 8);
    revoke(Object);
    sweep(Ram, Ram + 0xff8);
    pass(10'000);
    EXPECT_FALSE(memory->tag_at(Ram));
    EXPECT_TRUE(memory->tag_at(Ram + 8));
    uint32_t word = 0;
    ASSERT_NE(memory->load(Ram, word), Access::Fault);
    EXPECT_EQ(word, Object) << "only the tag goes";
}

TEST_F(RevokerTest, LooksAtTheBaseNotTheAddress)
{
    put(Ram,
        Capability::root_memory().with_address(Object).with_bounds(64).with_address(Object + 32));
    put(Ram + 8, Capability::root_memory().with_address(Object).with_bounds(64));
    revoke(Object + 32);
    sweep(Ram, Ram + 8);
    pass(1000);
    EXPECT_TRUE(memory->tag_at(Ram));
    revoke(Object);
    sweep(Ram, Ram + 8);
    pass(1000);
    EXPECT_FALSE(memory->tag_at(Ram));
    EXPECT_FALSE(memory->tag_at(Ram + 8));
}

TEST_F(RevokerTest, SparesSealingCapabilitiesLikeTheLoadFilter)
{
    const auto sealing = Capability::root_sealing().with_address(Object).with_bounds(8);
    ASSERT_TRUE(sealing.is_tagged());
    put(Ram, sealing);
    capability_put(Ram + 8, Object);
    revoke(Object);
    sweep(Ram, Ram + 8);
    pass(1000);
    EXPECT_TRUE(memory->tag_at(Ram));
    EXPECT_FALSE(memory->tag_at(Ram + 8));
}

TEST_F(RevokerTest, TakesTimeInVirtualTime)
{
    sweep(Ram, Ram + 255 * GranuleSize);
    EXPECT_EQ(load(Epoch), 1u) << "busy, nothing completed";
    pass(256 * CyclesPerGranule - 1);
    EXPECT_EQ(load(Epoch), 1u);
    pass(1);
    EXPECT_EQ(load(Epoch), 2u) << "idle, one completed";
}

TEST_F(RevokerTest, SweepsALineAtTheCycleItIsDueHoweverItIsAsked)
{
    // Two benches cannot share the clock; so the same sweep twice, asked often and asked once.
    for (const uint64_t step : {uint64_t{1}, 4 * Line * CyclesPerGranule}) {
        clock.reset();
        device->reset();
        for (uint32_t granule = 0; granule < 4 * Line; granule++) {
            capability_put(Ram + granule * GranuleSize, Object);
        }
        revoke(Object);
        sweep(Ram, Ram + (4 * Line - 1) * GranuleSize);
        while (clock.cycles() < 2 * Line * CyclesPerGranule) {
            pass(std::min(step, 2 * Line * CyclesPerGranule - clock.cycles()));
        }
        EXPECT_FALSE(memory->tag_at(Ram + (2 * Line - 1) * GranuleSize));
        EXPECT_TRUE(memory->tag_at(Ram + 2 * Line * GranuleSize));
    }
}

TEST_F(RevokerTest, AnnouncesEachLineAsAnEvent)
{
    EXPECT_EQ(device->update(), Device::Never);
    sweep(Ram, Ram + (Line + 9) * GranuleSize);
    EXPECT_EQ(device->update(), Line * CyclesPerGranule);
    EXPECT_EQ(pass(Line * CyclesPerGranule), (Line + 10) * CyclesPerGranule);
    EXPECT_EQ(pass(10 * CyclesPerGranule), Device::Never);
}

TEST_F(RevokerTest, LeavesBehindItWhatIsStoredBehindIt)
{
    revoke(Object);
    sweep(Ram, Ram + (2 * Line - 1) * GranuleSize);
    pass(Line * CyclesPerGranule);
    capability_put(Ram, Object);
    capability_put(Ram + Line * GranuleSize, Object);
    pass(Line * CyclesPerGranule);
    EXPECT_TRUE(memory->tag_at(Ram)) << "the sweep had passed: the load filter's business";
    EXPECT_FALSE(memory->tag_at(Ram + Line * GranuleSize));
}

TEST_F(RevokerTest, SweepsTheGranuleThatHoldsTheEndAndAtLeastOne)
{
    revoke(Object);
    for (const uint32_t address : {Ram, Ram + 8, Ram + 16}) {
        capability_put(address, Object);
    }
    sweep(Ram + 4, Ram + 8);
    pass(1000);
    EXPECT_FALSE(memory->tag_at(Ram));
    EXPECT_FALSE(memory->tag_at(Ram + 8));
    EXPECT_TRUE(memory->tag_at(Ram + 16));
    sweep(Ram + 16, Ram);
    pass(1000);
    EXPECT_FALSE(memory->tag_at(Ram + 16)) << "an end before the start still sweeps one granule";
}

TEST_F(RevokerTest, PassesOverAddressesWithoutMemory)
{
    sweep(0, 0x1000);
    pass(10'000);
    EXPECT_EQ(load(Epoch), 2u);
    sweep(0xffff'ff00, 0xffff'ffff);
    pass(10'000);
    EXPECT_EQ(load(Epoch), 4u);
}

TEST_F(RevokerTest, GoDuringASweepIsIgnoredAndNewBoundsCountNextTime)
{
    sweep(Ram, Ram + (Line - 1) * GranuleSize);
    pass(10);
    store(End, Ram + 0x8000);
    store(Go, 1);
    pass(Line * CyclesPerGranule - 10);
    EXPECT_EQ(load(Epoch), 2u);
    EXPECT_EQ(load(End), Ram + 0x8000u);
}

TEST_F(RevokerTest, InterruptsOnceWhenASweepEndsEnabled)
{
    store(Enable, 1);
    sweep(Ram, Ram + 8);
    EXPECT_EQ(interrupt.rises, 0u);
    pass(1000);
    EXPECT_EQ(interrupt.rises, 1u);
    EXPECT_FALSE(interrupt.isLit) << "a pulse";
    EXPECT_EQ(load(Status), 0u);
    pass(1000);
    EXPECT_EQ(interrupt.rises, 1u);
}

TEST_F(RevokerTest, EnablingReportsASweepThatHasEnded)
{
    sweep(Ram, Ram + 8);
    pass(1000);
    EXPECT_EQ(interrupt.rises, 0u);
    EXPECT_EQ(load(Status), 1u);
    store(Enable, 1);
    EXPECT_EQ(interrupt.rises, 1u);
    EXPECT_EQ(load(Status), 0u);
}

TEST_F(RevokerTest, WritingTheStatusForgetsASweepThatHasEnded)
{
    sweep(Ram, Ram + 8);
    pass(1000);
    store(Status, 1);
    EXPECT_EQ(load(Status), 0u);
    store(Enable, 1);
    EXPECT_EQ(interrupt.rises, 0u);
    EXPECT_EQ(load(Enable), 1u);
}

TEST_F(RevokerTest, EpochCanBeReadByTheByte)
{
    sweep(Ram, Ram + 8);
    pass(1000);
    EXPECT_EQ(load(Epoch, 1), 2u);
    EXPECT_FALSE(device->mmio_store(Epoch, 1, 0));
}

TEST_F(RevokerTest, ResetStopsASweep)
{
    sweep(Ram, Ram + 0x1000);
    device->reset();
    EXPECT_EQ(load(Epoch), 0u);
    EXPECT_EQ(load(Start), 0u);
    pass(100'000);
    EXPECT_EQ(load(Epoch), 0u);
}

} // namespace griotte::machine
