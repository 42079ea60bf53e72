// Where the instrumentation of explored code arrives.
#pragma once

#include <cstddef>

namespace griotte::test {

/// The running thread is about to access memory; another may come in between.
void access_begin(const char *what, const volatile void *where);

/// What is in memory now becomes part of what the running thread knows.
void access_seen(const volatile void *where, size_t size);

} // namespace griotte::test
