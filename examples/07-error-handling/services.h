// Three small services with the same mistake, and different ways to live with it.
#pragma once

#include <compartment.h>
#include <stddef.h>

/// The sum of `count` numbers. No error handler: a pointer that is bad, or good for fewer, unwinds
/// the call.
int __cheri_compartment("careless") careless_sum(const int *numbers, size_t count);

/// The same. An error handler says what happened before the call is unwound.
int __cheri_compartment("reporting") reporting_sum(const int *numbers, size_t count);

/// The same. A fault while adding up is -EINVAL.
int __cheri_compartment("scoped") scoped_sum(const int *numbers, size_t count);

/// How many calls of scoped_sum() there were, and how many of them went wrong.
int __cheri_compartment("scoped") scoped_calls();
int __cheri_compartment("scoped") scoped_errors();
