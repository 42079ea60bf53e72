// The architectural state of the one hart, and how traps and CSRs change it.
//
// An engine (interpreter/, later translator/) executes instructions against this state; everything
// two engines must agree on is here. Registers hold capabilities; in the RV32 modes only their
// addresses matter. Architecture document, "CHERIoT state"; Sail cheri_regs, cheri_sys_regs,
// cheri_sys_exceptions and the base model's riscv_sys_control.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "isa/instruction.h"
#include "machine/capability/capability.h"
#include "machine/cpu/clock.h"
#include "machine/cpu/tag_loss.h"
#include "machine/cpu/trap.h"
#include "machine/memory/memory.h"

namespace griotte::machine {

/// Which edition of the CHERIoT ISA (docs/reference/isa-versions.md lists the differences).
enum class IsaVersion : uint8_t
{
    V0_5,
    V1_0,
};

struct HartConfiguration
{
    isa::Mode mode = isa::Mode::Cheriot;
    IsaVersion version = IsaVersion::V1_0;
    /// The Ibex stack-zeroing engine's ZTOPC register (SCR 27), absent from the specification.
    bool hasStackZeroing = false;
    uint32_t resetPc = 0x8000'0000;
};

/// Special capability registers by their CSpecialRW number.
enum class SpecialRegister : uint32_t
{
    ZTopC = 27,
    Mtcc = 28,
    Mtdc = 29,
    MScratchC = 30,
    Mepcc = 31,
};

namespace csr {
inline constexpr uint32_t Mstatus = 0x300, Misa = 0x301, Mie = 0x304, Mtvec = 0x305,
                          Mcountinhibit = 0x320, Mstatush = 0x310, Mscratch = 0x340, Mepc = 0x341,
                          Mcause = 0x342, Mtval = 0x343, Mip = 0x344, Tselect = 0x7a0,
                          Mcycle = 0xb00, Minstret = 0xb02, Mcycleh = 0xb80, Minstreth = 0xb82,
                          Mccsr = 0xbc0, Mshwm = 0xbc1, Mshwmb = 0xbc2, Cycle = 0xc00, Time = 0xc01,
                          Instret = 0xc02, Cycleh = 0xc80, Timeh = 0xc81, Instreth = 0xc82,
                          Mvendorid = 0xf11, Marchid = 0xf12, Mimpid = 0xf13, Mhartid = 0xf14;
} // namespace csr

/// The exception or interrupt last taken, kept for observers; not architectural.
struct TrapRecord
{
    uint32_t mcause = 0;
    uint32_t mtval = 0;
    uint32_t pc = 0;
    /// Traps and interrupts since reset.
    uint64_t count = 0;
};

/// Counts that observers and `--stats` report; not architectural.
struct Statistics
{
    uint64_t traps = 0;
    uint64_t interrupts = 0;
    /// Capability loads whose tag the load filter cleared.
    uint64_t loadsFiltered = 0;
};

class Hart
{
public:
    static constexpr unsigned RegisterCount = 32;
    /// Writes to register 0 are aimed here by the decoder and never read.
    static constexpr unsigned DiscardRegister = 32;
    /// cra and cgp, which some instructions mean without naming them.
    static constexpr unsigned ReturnAddress = 1;
    static constexpr unsigned GlobalPointer = 3;

    Hart(Memory &memory, HartConfiguration configuration);

    /// Reset state: the roots in PCC, MTCC, MEPCC, MTDC and MScratchC, every register null.
    void reset();

    [[nodiscard]] const HartConfiguration &configuration() const { return theConfiguration; }
    [[nodiscard]] bool is_cheriot() const { return theConfiguration.mode == isa::Mode::Cheriot; }
    Memory &memory() { return theMemory; }
    [[nodiscard]] const Memory &memory() const { return theMemory; }

    // Registers. The engine reads and writes the array; index 0 stays null.
    std::array<Capability, RegisterCount + 1> registers;
    /// Room beside the registers where an engine that generates code keeps what it derives from
    /// them, so that one base reaches both. Not state of the hart.
    static constexpr size_t EngineRoomSize = size_t{192} << 10;
    alignas(64) std::array<std::byte, EngineRoomSize> engineRoom;
    /// Bounds and permissions of the program counter. Its address is only current when
    /// pcc_current() makes it so; `pc` is the program counter.
    Capability pcc;
    uint32_t pc = 0;
    Clock clock;

    /// PCC with the program counter as its address.
    [[nodiscard]] Capability pcc_current() const { return pcc_at(pc); }
    /// PCC with `address`; untagged when that cannot be represented.
    [[nodiscard]] Capability pcc_at(uint32_t address) const { return pcc.with_address(address); }

    // Special capability registers.
    Capability mtcc, mtdc, mscratchc, mepcc, ztopc;

    // Machine-mode CSRs as the specification lays them out.
    bool interruptsEnabled = false;         // mstatus.MIE
    bool previousInterruptsEnabled = false; // mstatus.MPIE
    uint32_t mie = 0;
    uint32_t mip = 0;
    uint32_t mcause = 0;
    uint32_t mtval = 0;
    uint32_t mscratch = 0;
    uint32_t mtvec = 0; // RV32 modes; CHERIoT has MTCC
    uint32_t mepc = 0;  // RV32 modes; CHERIoT has MEPCC
    uint32_t mshwm = 0;
    uint32_t mshwmb = 0;
    uint32_t mcountinhibit = 0;

    /// Sleeping in WFI until an enabled interrupt is pending.
    bool isWaiting = false;
    /// The trap last taken.
    TrapRecord lastTrap;
    /// Set when a trap found no usable handler (untagged MTCC, or a handler that traps on its own
    /// first fetch): the machine can make no progress and stops.
    bool isLockedUp = false;

    /// Takes a synchronous exception at `pc`: sets MEPCC, mcause, mtval, the interrupt stack, and
    /// continues at the handler.
    void trap(Cause cause, uint32_t theMtval);
    void trap_cheri(CheriCause cause, uint32_t theRegister)
    {
        trap(Cause::Cheri, cheri_mtval(cause, theRegister));
    }
    void trap_cheri(CheriCause cause, CheriRegister theRegister)
    {
        trap_cheri(cause, static_cast<uint32_t>(theRegister));
    }
    /// Illegal instruction. mtval is zero, as in the Sail model and CHERIoT Ibex.
    void trap_illegal() { trap(Cause::IllegalInstruction, 0); }
    /// MRET.
    void trap_return();

    /// Sets or clears the pending bit of an interrupt line.
    void interrupt_line_set(Interrupt line, bool isPending);
    /// Whether an enabled interrupt is pending, whatever mstatus.MIE says: what wakes WFI.
    [[nodiscard]] bool is_interrupt_wanted() const { return (mip & mie) != 0; }
    /// Whether the next step would be an interrupt entry.
    [[nodiscard]] bool is_interrupt_due() const
    {
        return interruptsEnabled && is_interrupt_wanted();
    }
    /// Enters the handler of the highest-priority interrupt due: external, software, timer.
    void interrupt_take();

    /// Reads a CSR. Nothing: it does not exist in this mode.
    [[nodiscard]] std::optional<uint32_t> csr_read(uint32_t number) const;
    /// Writes a CSR with the specification's legalisation. False: no such CSR, or read-only.
    bool csr_write(uint32_t number, uint32_t value);
    /// Whether PCC without Access System Registers may still read CSR `number`.
    static bool csr_is_public(uint32_t number);

    /// minstret and mcycle as the guest sees them.
    [[nodiscard]] uint64_t instructions_retired() const;
    [[nodiscard]] uint64_t cycles() const;
    /// Retired since reset, whatever the guest wrote to minstret.
    [[nodiscard]] uint64_t instructions_retired_total() const
    {
        return clock.steps() - stepsUnretired;
    }

    /// The register that CSpecialRW `number` names, or null when there is none.
    Capability *special_register(uint32_t number);
    /// Writes a special register with the validation CSpecialRW does (MTCC, MEPCC).
    void special_register_write(SpecialRegister which, const Capability &value);

    /// Lowers mshwm when a store at `address` falls in [mshwmb, mshwm). RV32 modes have no such
    /// register and leave it at zero, which makes this a no-op.
    void high_water_mark_update(uint32_t address)
    {
        if (address < mshwm && address >= mshwmb) {
            mshwm = address & ~uint32_t{15};
        }
    }

    /// Counts since reset.
    Statistics statistics;
    /// Why values in registers and memory lost their tags; for explanations only.
    TagLossLog tagLosses;

private:
    void trap_enter(uint32_t theMcause, uint32_t theMtval);
    void cycles_write(uint64_t value);
    void instret_write(uint64_t value);
    void counters_inhibit(uint32_t value);
    void stack_zero(const Capability &value);

    Memory &theMemory;
    HartConfiguration theConfiguration;
    uint64_t stepsUnretired = 0;
    uint64_t instretOffset = 0;
    uint64_t cycleOffset = 0;
    uint64_t lastTrapStep = 0;
};

/// ABI name of general register `index`: "zero", "ra", "sp" …
const char *register_name(unsigned index);

} // namespace griotte::machine
