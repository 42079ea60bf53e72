// Where the instrumentation of explored code arrives.
#pragma once

namespace griotte::test {

/// The running thread is about to access memory; another may come in between.
void access_begin(const char *what, const volatile void *where);

} // namespace griotte::test
