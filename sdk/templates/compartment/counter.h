// What compartment counter does for others.
#pragma once

#include <compartment.h>

/// Adds the `count` numbers at `numbers` to the sum and returns it. Negative, as every call of a
/// compartment may be, when the compartment failed.
int __cheri_compartment("counter") counter_add(const int *numbers, int count);
