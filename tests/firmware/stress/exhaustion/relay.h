// Compartments that only call back: to use trusted stack up, one frame or two at a time.
#pragma once

#include <compartment.h>

/// What they call.
typedef __cheri_callback int (*Callback)(int depth);

/// What the callback returns, or the switcher's error. One frame for the call, one for the
/// callback.
int __cheri_compartment("inner") inner_call(Callback callback, int depth);

/// The same through `inner`: one frame more.
int __cheri_compartment("relay") relay_call(Callback callback, int depth);
