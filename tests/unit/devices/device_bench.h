// A bench to test one device on: virtual time moved by hand, memory, a recorded console, and lamps
// on its wires. No hart.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "machine/devices/device_registry.h"

namespace griotte::machine {

class RecordedConsole final : public Console
{
public:
    void byte_write(uint8_t byte) override { output += static_cast<char>(byte); }
    std::optional<uint8_t> byte_read() override
    {
        if (input.empty()) {
            return std::nullopt;
        }
        const uint8_t byte = input.front();
        input.pop_front();
        return byte;
    }
    bool input_wait() override { return !input.empty(); }

    void type(std::string_view text) { input.insert(input.end(), text.begin(), text.end()); }

    std::string output;
    std::deque<uint8_t> input;
};

class RecordedExit final : public ExitPort
{
public:
    void exit_request(int code, std::string_view protocol) override
    {
        requests.emplace_back(code, protocol);
    }

    std::vector<std::pair<int, std::string>> requests;
};

/// A wire that can be looked at.
struct Lamp
{
    bool isLit = false;
    /// Changes from dark to lit.
    unsigned rises = 0;

    InterruptLine line()
    {
        return [this](bool isRaised) {
            rises += isRaised && !isLit ? 1 : 0;
            isLit = isRaised;
        };
    }
};

class DeviceBench : public ::testing::Test
{
protected:
    /// Puts a device of `model` on the bench, reset.
    Device &device_make(std::string_view model, DeviceParameters parameters = {})
    {
        auto made = device_create(model, parameters, context);
        EXPECT_TRUE(made.has_value()) << made.error().message;
        device = std::move(*made);
        device->reset();
        device->update();
        return *device;
    }

    /// A word access as the machine does it: the device is brought to the present afterwards.
    uint32_t load(uint32_t offset, uint32_t size = 4)
    {
        const auto value = device->mmio_load(offset, size);
        EXPECT_TRUE(value.has_value()) << "load of " << size << " at " << offset << " faults";
        device->update();
        return value.value_or(0);
    }
    void store(uint32_t offset, uint32_t value, uint32_t size = 4)
    {
        EXPECT_TRUE(device->mmio_store(offset, size, value)) << "store at " << offset << " faults";
        device->update();
    }

    /// Lets `cycles` pass; the device's next event.
    uint64_t pass(uint64_t cycles)
    {
        clock.cycles_add(cycles);
        return device->update();
    }

    Clock clock;
    std::unique_ptr<Memory> memory = std::move(*Memory::create());
    RecordedConsole console;
    RecordedExit exitPort;
    Lamp software;
    Lamp timer;
    Lamp external;
    /// The device's own interrupt, and the name it asked for it by.
    Lamp interrupt;
    std::string interruptName;
    DeviceContext context{clock,
                          *memory,
                          console,
                          exitPort,
                          software.line(),
                          timer.line(),
                          external.line(),
                          [this](std::string_view name) {
                              interruptName = name;
                              return interrupt.line();
                          }};
    std::unique_ptr<Device> device;
};

} // namespace griotte::machine
