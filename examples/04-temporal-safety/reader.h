// The compartment `reader`: is lent texts, and reads them later.
#pragma once

#include <compartment.h>

/// Notes where a text is, without any care for how long it lives. Returns 0.
int __cheri_compartment("reader") reader_remember(const char *text);

/// Claims a text: it lives until reader_drop(), whoever frees it. It counts against the reader's
/// quota as long as that. Returns 0, or what heap_claim() refuses with.
int __cheri_compartment("reader") reader_keep(const char *text);

/// Prints the text, if there still is one. Returns 0.
int __cheri_compartment("reader") reader_show();

/// Ends the claim of reader_keep(). Returns what heap_free() does.
int __cheri_compartment("reader") reader_drop();

/// Bytes left of the reader's quota.
int __cheri_compartment("reader") reader_quota();
