// The interrupt controller: RISC-V's PLIC (device `plic`), or none.
#ifndef PLATFORM_PLIC_HH
#define PLATFORM_PLIC_HH

#include <compartment-macros.h>
#include <optional>
#include <stddef.h>
#include <stdint.h>

#if DEVICE_EXISTS(plic)
/// Sources 1 to MaxIntrID, one context. Interrupts are claimed, which keeps a source quiet, and
/// completed, which allows it to interrupt again.
template <size_t MaxIntrID, typename SourceID, typename Priority>
class StandardPlic
{
public:
    /// With all sources disabled.
    StandardPlic()
    {
        for (size_t group = 0; group <= MaxIntrID / 32; group++) {
            registers()[EnableWord + group] = 0;
        }
        for (size_t source = 1; source <= MaxIntrID; source++) {
            registers()[PriorityWord + source] = 0;
        }
        registers()[ThresholdWord] = 0;
    }
    StandardPlic(const StandardPlic &) = delete;
    StandardPlic &operator=(const StandardPlic &) = delete;

    void interrupt_enable(SourceID source)
    {
        volatile uint32_t *enables = registers() + EnableWord + source / 32;
        *enables = *enables | uint32_t{1} << source % 32;
    }

    void interrupt_disable(SourceID source)
    {
        volatile uint32_t *enables = registers() + EnableWord + source / 32;
        *enables = *enables & ~(uint32_t{1} << source % 32);
    }

    /// 0 never interrupts.
    void priority_set(SourceID source, Priority priority)
    {
        registers()[PriorityWord + source] = priority;
    }

    /// The most urgent pending source, which then is not pending any more; nothing if there is
    /// none.
    std::optional<SourceID> interrupt_claim()
    {
        const uint32_t source = registers()[ClaimWord];
        return source == 0 ? std::nullopt : std::optional{static_cast<SourceID>(source)};
    }

    void interrupt_complete(SourceID source) { registers()[ClaimWord] = source; }

private:
    // Offsets in words.
    static constexpr size_t PriorityWord = 0;
    static constexpr size_t EnableWord = 0x2000 / 4;
    static constexpr size_t ThresholdWord = 0x200000 / 4;
    static constexpr size_t ClaimWord = 0x200004 / 4;

    static volatile uint32_t *registers() { return MMIO_CAPABILITY(uint32_t, plic); }
};
#endif

/// What boards without an interrupt controller have: nothing ever happens.
template <size_t MaxIntrID, typename SourceID, typename Priority>
class NoPlic
{
public:
    void interrupt_enable(SourceID) {}
    void interrupt_disable(SourceID) {}
    void priority_set(SourceID, Priority) {}
    std::optional<SourceID> interrupt_claim() { return std::nullopt; }
    void interrupt_complete(SourceID) {}
};

template <size_t MaxIntrID, typename SourceID, typename Priority>
#if DEVICE_EXISTS(plic)
using Plic = StandardPlic<MaxIntrID, SourceID, Priority>;
#else
using Plic = NoPlic<MaxIntrID, SourceID, Priority>;
#endif

#endif
