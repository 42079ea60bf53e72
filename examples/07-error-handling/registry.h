// The compartment `registry`: values by name. It has a bug, and restarts when somebody finds it.
#pragma once

#include <compartment.h>
#include <stddef.h>
#include <timeout.h>

/// Remembers `value`, not negative, for a name of `length` bytes. 0, -EINVAL for an invalid name or
/// value, -ENOMEM. -ECOMPARTMENTFAIL: the registry has restarted, and is empty.
int __cheri_compartment("registry") registry_put(const char *name, size_t length, int value);

/// The value of a name, or -ENOENT, or -EINVAL for an invalid name.
int __cheri_compartment("registry") registry_get(const char *name, size_t length);

/// How many names there are.
int __cheri_compartment("registry") registry_count();

/// Waits until a name is put. The number of names then, or -ECANCELED: the registry has restarted
/// meanwhile.
int __cheri_compartment("registry") registry_wait();
