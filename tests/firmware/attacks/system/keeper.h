// The compartment `keeper`: the victim of the group `leaks`. It fills whatever it can reach with
// secrets, numbers and capabilities to its hoard, and then does what compartments do. C names,
// because half of it is in assembly.
#pragma once

#include "relay.h"
#include <compartment.h>

extern "C" {
/// Where the hoard is, as numbers.
ptraddr_t __cheri_compartment("keeper") keeper_start();
ptraddr_t __cheri_compartment("keeper") keeper_end();

/// Fills its registers and its stack, and calls back with `argument`. What that returns.
int __cheri_compartment("keeper") keeper_call(Callback callback, void *argument);

/// Fills its registers and its stack, and returns 0.
int __cheri_compartment("keeper") keeper_return();

/// Fills its registers and its stack, and faults.
int __cheri_compartment("keeper") keeper_fault();

/// Fills an object on the heap and frees it. 0.
int __cheri_compartment("keeper") keeper_free();

/// How often its threads were where they have registers full of secrets.
int __cheri_compartment("keeper") keeper_turns();

/// Leaks made on purpose: a number; the hoard; and the hoard behind two other pointers.
int __cheri_compartment("keeper") keeper_leak_number();
void *__cheri_compartment("keeper") keeper_leak_hoard();
void *__cheri_compartment("keeper") keeper_leak_path();
}

/// The secret numbers are this and the seven above it.
constexpr uint32_t SecretNumber = 0x5ec2e7a0;
