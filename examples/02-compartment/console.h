// The compartment `console`: the only code of this firmware that can reach the UART.
#pragma once

#include <compartment.h>

__BEGIN_DECLS

/// Prints a zero-terminated line, after its number. Returns 0.
int __cheri_compartment("console") console_print(const char *line);

/// How many lines were begun.
int __cheri_compartment("console") console_lines(void);

__END_DECLS
