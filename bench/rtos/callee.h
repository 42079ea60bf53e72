// What bench.cc calls: a compartment and a library that do nothing.
#pragma once

#include <compartment.h>

/// Returns.
int __cheri_compartment("callee") callee_empty();

/// Returns, after having stored to the last of so many bytes of stack: the switcher has to zero
/// them.
int __cheri_compartment("callee") callee_stack_256();
int __cheri_compartment("callee") callee_stack_1024();

/// Returns.
int __cheri_libcall plain_empty();
