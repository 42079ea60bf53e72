// What the programs that must trap share. Each says in `expect:` lines what `griotte run --explain`
// must report, and in `warns:` lines what the compiler must have said.
#ifndef NEGATIVE_H
#define NEGATIVE_H
#include "../programs/check.h"

void *malloc(size count);

/// Said right before the mistake.
static inline void before(void)
{
    out_text("before\n");
}
/// Must not be reached.
static inline int after(u64 value)
{
    out("after", value);
    return 0;
}
#endif
