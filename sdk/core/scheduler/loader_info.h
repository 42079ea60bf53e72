// What the loader tells the scheduler of the threads, in an array that is valid only during the
// call of scheduler_entry(): the idle thread first, then those of the firmware, in the order of
// numbers.
#ifndef SCHEDULER_LOADER_INFO_H
#define SCHEDULER_LOADER_INFO_H

#include <stdint.h>

struct ThreadLoaderInfo
{
    /// Sealed with type 10, for the switcher.
    void *trustedStack;
    /// 0 to 31; a larger one is more urgent.
    uint16_t priority;
    /// The index in the array; 0 for the idle thread.
    uint16_t number;
};
#ifdef __CHERI_PURE_CAPABILITY__
static_assert(sizeof(ThreadLoaderInfo) == 16);
#endif

#endif
