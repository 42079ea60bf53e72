// Reset, traps and CSRs.
#include "machine/cpu/hart.h"

namespace griotte::machine {

namespace {

constexpr uint32_t MstatusMie = 1u << 3;
constexpr uint32_t MstatusMpie = 1u << 7;
/// Machine mode is the only mode: MPP reads as 0b11 whatever is written.
constexpr uint32_t MstatusMpp = 3u << 11;
constexpr uint32_t InterruptMask = (1u << static_cast<uint32_t>(Interrupt::Software)) |
                                   (1u << static_cast<uint32_t>(Interrupt::Timer)) |
                                   (1u << static_cast<uint32_t>(Interrupt::External));
constexpr uint32_t InhibitCycle = 1u << 0;
constexpr uint32_t InhibitInstret = 1u << 2;
/// mccsr: the CHERI enable and dirty bits, hard-wired on.
constexpr uint32_t MccsrValue = 0b11;

constexpr uint32_t extension(char letter)
{
    return 1u << (letter - 'A');
}

uint32_t misa_value(isa::Mode mode)
{
    constexpr uint32_t Mxl32 = 1u << 30;
    constexpr uint32_t Common = Mxl32 | extension('C') | extension('M');
    switch (mode) {
    case isa::Mode::Cheriot:
        return Common | extension('E') | extension('X');
    case isa::Mode::Rv32e:
        return Common | extension('E');
    case isa::Mode::Rv32i:
        break;
    }
    return Common | extension('I');
}

constexpr uint32_t low_word(uint64_t value)
{
    return static_cast<uint32_t>(value);
}
constexpr uint32_t high_word(uint64_t value)
{
    return static_cast<uint32_t>(value >> 32);
}
constexpr uint64_t low_replaced(uint64_t old, uint32_t word)
{
    return (old & ~uint64_t{0xffff'ffff}) | word;
}
constexpr uint64_t high_replaced(uint64_t old, uint32_t word)
{
    return (old & 0xffff'ffff) | (uint64_t{word} << 32);
}

} // namespace

Hart::Hart(Memory &memory, HartConfiguration configuration)
    : theMemory(memory), theConfiguration(configuration)
{
    reset();
}

void Hart::reset()
{
    registers.fill(Capability());
    pcc = Capability::root_executable();
    pc = theConfiguration.resetPc;
    mtcc = Capability::root_executable();
    mtdc = Capability::root_memory();
    mscratchc = Capability::root_sealing();
    mepcc = Capability::root_executable();
    ztopc = Capability();
    clock.reset();
    interruptsEnabled = false;
    previousInterruptsEnabled = false;
    mie = mip = mcause = mtval = mscratch = mtvec = mepc = mshwm = mshwmb = mcountinhibit = 0;
    isWaiting = false;
    isLockedUp = false;
    lastTrap = {};
    statistics = {};
    tagLosses.clear();
    stepsUnretired = instretOffset = cycleOffset = lastTrapStep = 0;
}

// Traps: architecture document, "Exceptions"; Sail trap_handler and handle_trap_extension.

void Hart::trap(Cause cause, uint32_t theMtval)
{
    trap_enter(static_cast<uint32_t>(cause), theMtval);
}

void Hart::trap_enter(uint32_t theMcause, uint32_t theMtval)
{
    // A handler that cannot be fetched would trap on its own first instruction for ever. The first
    // trap is the one worth reporting, so it stays in lastTrap.
    const uint32_t handler = is_cheriot() ? mtcc.address() : mtvec & ~uint32_t{3};
    const bool isFetchTrap =
        theMcause == static_cast<uint32_t>(Cause::InstructionAccessFault) ||
        (theMcause == static_cast<uint32_t>(Cause::Cheri) &&
         theMtval >> 5 == static_cast<uint32_t>(CheriRegister::Pcc) &&
         (theMtval & 0x1f) != static_cast<uint32_t>(CheriCause::AccessSystemRegistersViolation));
    stepsUnretired++;
    if (isFetchTrap && pc == handler && lastTrap.count != 0 && clock.steps() == lastTrapStep + 1) {
        isLockedUp = true;
        return;
    }
    lastTrapStep = clock.steps();
    statistics.traps++;
    lastTrap = {theMcause, theMtval, pc, lastTrap.count + 1};
    mcause = theMcause;
    mtval = theMtval;
    previousInterruptsEnabled = interruptsEnabled;
    interruptsEnabled = false;
    if (is_cheriot()) {
        mepcc = pcc_current();
        pcc = mtcc;
    } else {
        mepc = pc;
    }
    pc = handler;
}

void Hart::trap_return()
{
    interruptsEnabled = previousInterruptsEnabled;
    previousInterruptsEnabled = true;
    if (is_cheriot()) {
        pcc = mepcc;
        pc = mepcc.address();
    } else {
        pc = mepc;
    }
}

void Hart::interrupt_line_set(Interrupt line, bool isPending)
{
    const uint32_t bit = 1u << static_cast<uint32_t>(line);
    mip = isPending ? mip | bit : mip & ~bit;
}

void Hart::interrupt_take()
{
    const uint32_t due = mip & mie;
    for (const Interrupt line : {Interrupt::External, Interrupt::Software, Interrupt::Timer}) {
        const auto number = static_cast<uint32_t>(line);
        if ((due & (1u << number)) != 0) {
            statistics.interrupts++;
            statistics.traps--; // trap_enter() counts every entry
            trap_enter(CauseInterrupt | number, 0);
            return;
        }
    }
}

// CSRs: Sail riscv_insts_zicsr, legalize_* and cheri_sys_regs. CHERIoT has no mtvec and no mepc:
// MTCC and MEPCC replace them.

std::optional<uint32_t> Hart::csr_read(uint32_t number) const
{
    switch (number) {
    case csr::Mstatus:
        return (interruptsEnabled ? MstatusMie : 0) |
               (previousInterruptsEnabled ? MstatusMpie : 0) | MstatusMpp;
    case csr::Misa:
        return misa_value(theConfiguration.mode);
    case csr::Mie:
        return mie;
    case csr::Mip:
        return mip;
    case csr::Mcause:
        return mcause;
    case csr::Mtval:
        return mtval;
    case csr::Mscratch:
        return mscratch;
    case csr::Mcountinhibit:
        return mcountinhibit;
    case csr::Mcycle:
    case csr::Cycle:
    case csr::Time:
        return low_word(cycles());
    case csr::Mcycleh:
    case csr::Cycleh:
    case csr::Timeh:
        return high_word(cycles());
    case csr::Minstret:
    case csr::Instret:
        return low_word(instructions_retired());
    case csr::Minstreth:
    case csr::Instreth:
        return high_word(instructions_retired());
    case csr::Mstatush:
    case csr::Mvendorid:
    case csr::Marchid:
    case csr::Mimpid:
    case csr::Mhartid:
        return 0;
    case csr::Tselect:
        return ~uint32_t{0}; // no triggers
    default:
        break;
    }
    if (is_cheriot()) {
        switch (number) {
        case csr::Mccsr:
            return MccsrValue;
        case csr::Mshwm:
            return mshwm;
        case csr::Mshwmb:
            return mshwmb;
        default:
            return std::nullopt;
        }
    }
    switch (number) {
    case csr::Mtvec:
        return mtvec;
    case csr::Mepc:
        return mepc;
    default:
        return std::nullopt;
    }
}

bool Hart::csr_write(uint32_t number, uint32_t value)
{
    constexpr uint32_t ReadOnlyQuarter = 0b11u << 10;
    if (!csr_read(number).has_value() || (number & ReadOnlyQuarter) == ReadOnlyQuarter) {
        return false;
    }
    switch (number) {
    case csr::Mstatus:
        interruptsEnabled = (value & MstatusMie) != 0;
        previousInterruptsEnabled = (value & MstatusMpie) != 0;
        break;
    case csr::Mie:
        mie = value & InterruptMask;
        break;
    case csr::Mcause:
        mcause = value;
        break;
    case csr::Mtval:
        mtval = value;
        break;
    case csr::Mscratch:
        mscratch = value;
        break;
    case csr::Mcountinhibit:
        counters_inhibit(value);
        break;
    // The instruction that writes mcycle is itself a cycle; the one that writes minstret does not
    // count itself.
    case csr::Mcycle:
        cycles_write(low_replaced(cycles(), value));
        break;
    case csr::Mcycleh:
        cycles_write(high_replaced(cycles(), value));
        break;
    case csr::Minstret:
        instret_write(low_replaced(instructions_retired(), value));
        break;
    case csr::Minstreth:
        instret_write(high_replaced(instructions_retired(), value));
        break;
    case csr::Mshwm:
        mshwm = value & ~uint32_t{15};
        break;
    case csr::Mshwmb:
        mshwmb = value & ~uint32_t{15};
        break;
    case csr::Mtvec:
        mtvec = value & ~uint32_t{3};
        break;
    case csr::Mepc:
        mepc = value & ~uint32_t{1};
        break;
    default:
        break; // legal to write, nothing to change
    }
    return true;
}

bool Hart::csr_is_public(uint32_t number)
{
    switch (number) {
    case csr::Mcycle:
    case csr::Minstret:
    case csr::Mcycleh:
    case csr::Minstreth:
    case csr::Cycle:
    case csr::Time:
    case csr::Instret:
    case csr::Cycleh:
    case csr::Timeh:
    case csr::Instreth:
        return true;
    default:
        return false;
    }
}

uint64_t Hart::instructions_retired() const
{
    return (mcountinhibit & InhibitInstret) != 0 ? instretOffset
                                                 : instructions_retired_total() + instretOffset;
}

uint64_t Hart::cycles() const
{
    return (mcountinhibit & InhibitCycle) != 0 ? cycleOffset : clock.cycles() + cycleOffset;
}

void Hart::cycles_write(uint64_t value)
{
    cycleOffset = (mcountinhibit & InhibitCycle) != 0 ? value : value - clock.cycles();
}

void Hart::instret_write(uint64_t value)
{
    // Counted at the end of this very step, which must not show.
    instretOffset =
        (mcountinhibit & InhibitInstret) != 0 ? value : value - (instructions_retired_total() + 1);
}

void Hart::counters_inhibit(uint32_t value)
{
    // While inhibited an offset holds the counter's frozen value.
    const uint64_t cyclesNow = cycles();
    const uint64_t instretNow = instructions_retired();
    mcountinhibit = value & (InhibitCycle | InhibitInstret);
    cycleOffset = (mcountinhibit & InhibitCycle) != 0 ? cyclesNow : cyclesNow - clock.cycles();
    instretOffset = (mcountinhibit & InhibitInstret) != 0
                        ? instretNow
                        : instretNow - instructions_retired_total();
}

// Special capability registers: Sail CSpecialRW.

Capability *Hart::special_register(uint32_t number)
{
    if (!is_cheriot()) {
        return nullptr;
    }
    switch (static_cast<SpecialRegister>(number)) {
    case SpecialRegister::Mtcc:
        return &mtcc;
    case SpecialRegister::Mtdc:
        return &mtdc;
    case SpecialRegister::MScratchC:
        return &mscratchc;
    case SpecialRegister::Mepcc:
        return &mepcc;
    case SpecialRegister::ZTopC:
        return theConfiguration.hasStackZeroing ? &ztopc : nullptr;
    }
    return nullptr;
}

void Hart::special_register_write(SpecialRegister which, const Capability &value)
{
    // MTCC and MEPCC must stay usable as PCC: an address with low bits set, a sealed or an
    // unexecutable capability loses its tag here rather than surprise a later fetch.
    auto legalised = [&value](uint32_t lowBits) {
        const bool isInvalid = (value.address() & lowBits) != 0 || value.is_sealed() ||
                               !value.may(Permission::Execute);
        return value.untagged_if(isInvalid).with_address_unchecked(value.address() & ~lowBits);
    };
    switch (which) {
    case SpecialRegister::Mtcc:
        mtcc = legalised(3);
        break;
    case SpecialRegister::Mepcc:
        mepcc = legalised(1);
        break;
    case SpecialRegister::Mtdc:
        mtdc = value;
        break;
    case SpecialRegister::MScratchC:
        mscratchc = value;
        break;
    case SpecialRegister::ZTopC:
        stack_zero(value);
        break;
    }
}

void Hart::stack_zero(const Capability &value)
{
    // The Ibex engine zeroes words from the capability's address down to its base while the program
    // runs on; a store into the rest waits. Doing all of it at once looks the same to software,
    // which then reads the finished state: address at the base, no tag.
    ztopc = value;
    if (!value.authorises(Permission::Store)) {
        return;
    }
    const uint32_t end = value.address() & ~uint32_t{3};
    for (uint32_t at = value.base() & ~uint32_t{3};
         at < end && value.in_cached_bounds(at, sizeof(uint32_t)); at += sizeof(uint32_t))
    {
        if (theMemory.store<uint32_t>(at, 0) == Access::Fault) {
            break;
        }
    }
    ztopc = value.untagged().with_address_unchecked(value.base());
}

const char *register_name(unsigned index)
{
    static constexpr std::array<const char *, Hart::RegisterCount> Names = {
        "zero", "ra", "sp", "gp", "tp",  "t0",  "t1", "t2", "s0", "s1", "a0",
        "a1",   "a2", "a3", "a4", "a5",  "a6",  "a7", "s2", "s3", "s4", "s5",
        "s6",   "s7", "s8", "s9", "s10", "s11", "t3", "t4", "t5", "t6"};
    return index < Names.size() ? Names[index] : "?";
}

} // namespace griotte::machine
