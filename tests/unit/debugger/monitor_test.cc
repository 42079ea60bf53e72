// Monitor commands that know the firmware.
#include "machine/debugger/monitor.h"
#include "tests/unit/observe/sample_system.h"

namespace griotte::machine {
namespace {

class MonitorTest : public SampleSystem
{
protected:
    std::string ask(std::string_view command)
    {
        return monitor_command(*machine, &program, command);
    }
};

TEST_F(MonitorTest, WhatisAnswersForAddressesAndRegisters)
{
    EXPECT_EQ(ask("whatis 0x80001050"), "0x80001050: code of vault\n");
    EXPECT_EQ(ask("whatis 0xf0000000"), "0xf0000000: nothing that is known\n");
    machine->hart().registers[10] = stack_at(0x8000'4100);
    EXPECT_EQ(ask("whatis ca0"), "ca0: stack of thread 1 (vault.run)\n");
    machine->hart().registers[11] = Capability::from_integer(0x8000'3104);
    EXPECT_EQ(ask("whatis ca1"), "ca1: globals of vault\n");
    EXPECT_EQ(ask("whatis sausage"), "'sausage' is neither a capability register nor an address\n");
    EXPECT_EQ(monitor_command(*machine, nullptr, "whatis 0x80001050"),
              "the program is not known here\n");
}

TEST_F(MonitorTest, CompartmentsListsTheDomains)
{
    EXPECT_EQ(ask("compartments"),
              "switcher             switcher    code 0x80000000-0x80000400\n"
              "vault                compartment code 0x80001000-0x80001800 globals "
              "0x80003100-0x80003140\n"
              "debug                library     code 0x80001800-0x80001a00\n");
}

TEST_F(MonitorTest, ThreadsSaysWhereEachIs)
{
    depth_set(2);
    machine->hart().pc = VaultOpen;
    EXPECT_EQ(ask("threads"), "  0 (idle): has not begun\n"
                              "* 1 (vault.run): at 0x80001040\n"
                              "      called by vault: 0x80001202\n");
}

TEST_F(MonitorTest, HeapSaysWhoseAnObjectIs)
{
    depth_set(2);
    Memory &memory = machine->memory();
    const uint32_t bit = (Heap - memory.revocation_covered().start) / GranuleSize;
    const uint32_t word = memory.revocation_bitmap() + bit / 32 * 4;
    ASSERT_EQ(memory.store<uint32_t>(word, ~0u), Access::Done);
    program.firmware_watch(*machine);
    EXPECT_EQ(ask("heap 0x80005808"),
              "0x80005808: in no heap object, and in none that was freed lately\n");
    ASSERT_EQ(memory.store<uint32_t>(word, ~0u ^ (6u << bit % 32)), Access::Done);
    EXPECT_EQ(ask("heap 0x80005808"),
              "0x80005808: 16 bytes at 0x80005808\n"
              "  allocated by vault: 0x80001202, on thread 1 (vault.run)\n");
    ASSERT_EQ(memory.store<uint32_t>(word, ~0u), Access::Done);
    EXPECT_EQ(ask("heap 0x80005810"), "0x80005810: 16 bytes at 0x80005808, freed\n"
                                      "  allocated by vault: 0x80001202, on thread 1 (vault.run)\n"
                                      "  freed by vault: 0x80001202, on thread 1 (vault.run)\n");
}

TEST_F(MonitorTest, BareMetalHasNoCompartments)
{
    program.firmware.reset();
    for (const char *command : {"compartments", "threads", "heap 0"}) {
        EXPECT_EQ(ask(command), "this is no firmware: its image says nothing of compartments\n");
    }
}

} // namespace
} // namespace griotte::machine
