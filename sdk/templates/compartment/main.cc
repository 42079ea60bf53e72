#include "counter.h"

#include <debug.hh>

/// Log lines begin with this name.
using Debug = ConditionalDebug<true, "@NAME@">;

/// Where the thread begins (firmware.toml, [[threads]]).
void __cheri_compartment("main") main_run()
{
    const int numbers[] = {1, 2, 3, 4};
    Debug::log("the sum of four numbers is {}", counter_add(numbers, 4));
    // One too many: the counter faults in its loop, and only its call fails.
    Debug::log("of five, the call says {}", counter_add(numbers, 5));
    Debug::log("and this compartment goes on");
}
