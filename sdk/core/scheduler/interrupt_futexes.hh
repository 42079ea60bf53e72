// The board's interrupts. The build defines CHERIOT_INTERRUPT_CONFIGURATION from the board's
// `interrupts`: `{number,priority,isEdgeTriggered}` for each, separated by commas.
#pragma once

#include "interrupts.hh"
#include <platform-plic.hh>

namespace scheduler {

inline constexpr InterruptDescription BoardInterrupts[] = {
#ifdef CHERIOT_INTERRUPT_CONFIGURATION
    CHERIOT_INTERRUPT_CONFIGURATION
#else
    {0, 0, false} // no interrupt has number 0
#endif
};

using BoardController = Plic<largest_number(BoardInterrupts), uint32_t, uint32_t>;

extern Interrupts<BoardController, sizeof(BoardInterrupts) / sizeof(BoardInterrupts[0])> interrupts;

} // namespace scheduler
