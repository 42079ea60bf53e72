// The timer of the scheduler: mtime and mtimecmp of the core-local interruptor (device `clint`).
#ifndef PLATFORM_TIMER_HH
#define PLATFORM_TIMER_HH

#include <compartment-macros.h>
#include <stddef.h>
#include <stdint.h>

/// One hart's timer. Both registers are 64 bits wide and accessed by halves, so all of these are
/// to be called with interrupts disabled.
class StandardClint
{
public:
    /// There is nothing to prepare: the first setnext() or clear() sets all there is.
    static void init() {}

    /// The present.
    static uint64_t time()
    {
        volatile uint32_t *registers = MMIO_CAPABILITY(uint32_t, clint) + TimeWord;
        uint32_t low;
        uint32_t high;
        do {
            high = registers[1];
            low = registers[0];
        } while (high != registers[1]);
        return uint64_t{high} << 32 | low;
    }

    /// Asks for an interrupt at a time; one that is past comes at once. Replaces the one before.
    static void setnext(uint64_t nextTime)
    {
        volatile uint32_t *registers = MMIO_CAPABILITY(uint32_t, clint) + CompareWord;
        // Never in between, or the halves of two times might make one that is past.
        registers[1] = UINT32_MAX;
        registers[0] = static_cast<uint32_t>(nextTime);
        registers[1] = static_cast<uint32_t>(nextTime >> 32);
    }

    /// The time last asked for; later than any real one after clear().
    static uint64_t next()
    {
        volatile uint32_t *registers = MMIO_CAPABILITY(uint32_t, clint) + CompareWord;
        return uint64_t{registers[1]} << 32 | registers[0];
    }

    /// Asks for no interrupt.
    static void clear()
    {
        volatile uint32_t *registers = MMIO_CAPABILITY(uint32_t, clint) + CompareWord;
        registers[1] = UINT32_MAX;
    }

private:
    // Offsets in words.
#ifdef MICROSOFT_CHERIOT_SAFE
    static constexpr size_t TimeWord = 0x10 / 4;
    static constexpr size_t CompareWord = 0x18 / 4;
#else
    static constexpr size_t TimeWord = 0xbff8 / 4;
    static constexpr size_t CompareWord = 0x4000 / 4;
#endif
};

using TimerCore = StandardClint;

#endif
