// The compartment `heartbeat`: beats every second tick, and knows if it was late.
#pragma once

#include <compartment.h>
#include <stdint.h>

/// Waits for the next beat. 0, or -ETIMEDOUT if there is none for ten ticks.
int __cheri_compartment("heartbeat") heartbeat_wait();

/// How many beats there were, and how many of them came more than a tick late.
int __cheri_compartment("heartbeat") heartbeat_beats();
int __cheri_compartment("heartbeat") heartbeat_missed();
