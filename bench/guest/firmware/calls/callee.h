// What caller.cc calls.
#pragma once

#include <compartment.h>

#include <stddef.h>
#include <stdint.h>

/// Mixes `value` into the compartment's own sum and returns that.
uint32_t __cheri_compartment("callee") callee_mix(uint32_t value);

/// A checksum of `length` bytes, for which 64 bytes of stack are used.
uint32_t __cheri_compartment("callee") callee_checksum(const uint8_t *bytes, size_t length);

/// Passes `value` on to last_mix(): a call inside a call.
uint32_t __cheri_compartment("callee") callee_forward(uint32_t value);

/// What callee_forward() calls.
uint32_t __cheri_compartment("last") last_mix(uint32_t value);
