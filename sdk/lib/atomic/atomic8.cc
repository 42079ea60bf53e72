// Atomic operations on 8 bytes.
#include "operations.hh"

extern "C" {

ATOMIC_ACCESSES(8, uint64_t)
ATOMIC_ARITHMETIC(8, uint64_t)
}
