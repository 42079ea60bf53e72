// Faults in a firmware's own terms.
#include "machine/observe/fault_report.h"
#include "tests/unit/observe/sample_system.h"

namespace griotte::machine {
namespace {

/// A store through `authority` at VaultOpen that faulted.
Commit fault_of(const Capability &authority, CheriCause cause)
{
    Commit commit;
    commit.pc = 0x8000'1040;
    commit.instruction.rs1 = 10;
    commit.instruction.opcode = isa::Opcode::SW;
    commit.rs1Value = authority;
    commit.isTrap = true;
    commit.trap = {static_cast<uint32_t>(Cause::Cheri), cheri_mtval(cause, 10), 0x8000'1040, 1};
    return commit;
}

class FaultReportTest : public SampleSystem
{};

TEST_F(FaultReportTest, NamesThreadCompartmentsAndCallers)
{
    depth_set(2);
    const std::string report = fault_report(
        machine->hart(), fault_of(Capability::from_integer(0x8000'3104), CheriCause::TagViolation),
        program);
    EXPECT_EQ(report, "CHERI tag violation through ca0 at 0x80001040\n"
                      "  in           vault, on thread 1 (vault.run)\n"
                      "  called by    vault: 0x80001202\n"
                      "  capability   ca0 = 0x80003104 (v:0 0x80003000-0x80003000 l:0x0 o:0x0 p: - "
                      "------ -- ---)\n"
                      "  why          it is an integer (0x80003104), never a capability\n"
                      "  there lies   globals of vault\n");
}

TEST_F(FaultReportTest, SaysWhatASealedCapabilityIsFor)
{
    const auto entry = Capability::root_memory().with_address(0x8000'2014).with_object_type(9);
    const std::string report =
        fault_report(machine->hart(), fault_of(entry, CheriCause::SealViolation), program);
    EXPECT_NE(report.find("  pointing to  sealed export entry vault.vault_open\n"),
              std::string::npos)
        << report;
}

TEST_F(FaultReportTest, SaysNothingOfSystemsOnBareMetal)
{
    program.firmware.reset();
    const std::string report = fault_report(
        machine->hart(), fault_of(Capability::from_integer(0x8000'3104), CheriCause::TagViolation),
        program);
    EXPECT_EQ(report.find("  in  "), std::string::npos) << report;
    EXPECT_EQ(report.find("there lies"), std::string::npos) << report;
}

} // namespace
} // namespace griotte::machine
