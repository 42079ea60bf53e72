// The compartment `plugin`: works for the worker, on memory the worker gives it.
#pragma once

#include <compartment.h>
#include <stdlib.h>

/// Takes all of `quota`. How many blocks it got.
int __cheri_compartment("plugin") plugin_run(AllocatorCapability quota);

/// How many of its blocks there are still.
int __cheri_compartment("plugin") plugin_blocks();
