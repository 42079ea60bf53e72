// The compartment `relay`: calls back. Attackers come through it to be called as anybody is.
#pragma once

#include <compartment.h>

using Callback = __cheri_callback int (*)(void *argument);

/// What `callback` returns; -ECOMPARTMENTFAIL if it was stopped.
int __cheri_compartment("relay") relay_call(Callback callback, void *argument);
