// The compartment `worker`: works for the host, on memory the host gives it.
#pragma once

#include <compartment.h>
#include <stdlib.h>

/// Takes all of `quota`. How many blocks it got.
int __cheri_compartment("worker") worker_run(AllocatorCapability quota);

/// Splits 256 bytes off `quota` for the plugin, lets that take them, and takes the rest. How many
/// blocks the worker itself got, or the error of the splitting.
int __cheri_compartment("worker") worker_run_with_plugin(AllocatorCapability quota);

/// Tries to free all that was allocated with its quota. What heap_free_all() returns.
int __cheri_compartment("worker") worker_sweep(AllocatorCapability quota);

/// A result: one of its blocks, with its number in it. Null if there is none.
const int *__cheri_compartment("worker") worker_result();

/// How many of its blocks there are still.
int __cheri_compartment("worker") worker_blocks();
