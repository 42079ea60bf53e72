#include <algorithm>

#include "tests/unit/devices/device_bench.h"

namespace griotte::machine {

namespace {

class Registry : public DeviceBench
{};

} // namespace

TEST_F(Registry, KnowsEveryModelOfTheFolder)
{
    const auto models = device_models();
    EXPECT_TRUE(std::ranges::is_sorted(models));
    for (const char *model :
         {"clint", "clint_sifive", "cycle_counter", "entropy", "gpio", "plic", "plic_2023",
          "revoker", "uart", "uart_16550", "uart_opentitan", "zero"})
    {
        EXPECT_TRUE(std::ranges::binary_search(models, model)) << model;
    }
}

TEST_F(Registry, EveryModelSurvivesAnyAccessAndResets)
{
    for (const std::string &model : device_models()) {
        device_make(model, {.name = model, .range = {0, 0x40'0000}});
        for (const uint32_t size : {1u, 2u, 4u}) {
            for (uint32_t offset = 0; offset < 0x100; offset += size) {
                (void)device->mmio_store(offset, size, ~0u);
                (void)device->mmio_load(offset, size);
                pass(1);
            }
        }
        for (const uint32_t offset : {0x1000u, 0x2000u, 0x4000u, 0xbff8u, 0x20'0000u, 0x3f'fffcu}) {
            (void)device->mmio_store(offset, 4, ~0u);
            (void)device->mmio_load(offset, 4);
        }
        device->reset();
        clock.reset();
        EXPECT_GT(device->update(), 0u) << model;
    }
}

TEST_F(Registry, NamesTheNearestModelToAnUnknownOne)
{
    const auto made = device_create("clnt", {.name = "timer"}, context);
    ASSERT_FALSE(made.has_value());
    EXPECT_NE(made.error().message.find("device 'timer': there is no model 'clnt'; did you mean "
                                        "'clint'?"),
              std::string::npos)
        << made.error().message;
}

} // namespace griotte::machine
