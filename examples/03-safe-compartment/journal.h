// The compartment `journal`: keeps short texts, for callers it does not trust.
#pragma once

#include <compartment.h>
#include <stddef.h>

/// The longest text the journal takes, in bytes.
inline constexpr size_t JournalTextLimit = 24;

/// Keeps a copy of `length` bytes at `text`. Needs permission to load and nothing else, and keeps
/// no pointer.
///
/// The entry's number, from 0; or
///
///  * -EINVAL: `text` is no pointer to so many readable bytes;
///  * -E2BIG: `length` is more than JournalTextLimit;
///  * -ENOSPC: the journal is full.
int __cheri_compartment("journal") journal_append(const char *text, size_t length);

/// Copies entry `number` to `buffer`, which needs permission to store. The bytes copied; or
///
///  * -ENOENT: there is no such entry;
///  * -EINVAL: `buffer` is no pointer to so much writable memory.
int __cheri_compartment("journal") journal_read(int number, char *buffer, size_t size);
