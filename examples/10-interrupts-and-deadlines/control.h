// The compartment `control`: something that must be done once a tick.
#pragma once

#include <compartment.h>

/// Waits until it was done `count` times since boot. 0.
int __cheri_compartment("control") control_wait(int count);
