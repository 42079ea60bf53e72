// The compartment `serial`: the driver of the UART. Others leave text with it and go on.
#pragma once

#include <compartment.h>
#include <stddef.h>

/// The longest text it takes at a time, in bytes.
inline constexpr size_t SerialTextLimit = 128;

/// Leaves `length` bytes to be sent. 0; -E2BIG beyond SerialTextLimit; -EINVAL if they can not be
/// read; -ETIMEDOUT if there was no room for them for too long.
int __cheri_compartment("serial") serial_write(const char *text, size_t length);

/// Waits until all that was left is sent. 0.
int __cheri_compartment("serial") serial_flush();
