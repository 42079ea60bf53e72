// How memory is moved: by granules, the size of a pointer, wherever both sides allow it.
//
// A granule is read and written as a `void *`, so on CHERIoT the tag goes with it; whether the
// eight bytes hold a capability does not matter. Where the two sides disagree about alignment no
// granule can hold a capability on both, and bytes are all there is to move.
//
// Nothing is ever read or written outside the given bytes: the capabilities these functions are
// called with may end exactly there.
#ifndef GRANULES_H
#define GRANULES_H

#include <address.h>
#include <stddef.h>
#include <stdint.h>

/// These functions *are* memcpy and memset: the compiler must not turn their loops into calls of
/// them.
#define NO_BUILTIN __attribute__((__no_builtin__))

typedef void *__attribute__((__may_alias__)) Granule;
typedef uint32_t __attribute__((__may_alias__)) Word;

enum
{
    GranuleSize = sizeof(Granule),
    WordSize = sizeof(Word),
    /// Granules a loop moves at once: what the six argument registers can hold, less the pointers.
    Unroll = 4,
    BlockSize = Unroll * GranuleSize
};

/// True if a number is a multiple of `power`, a power of two.
static inline int is_multiple(size_t number, size_t power)
{
    return (number & (power - 1)) == 0;
}

#endif
