// Atomic operations on 4 bytes.
#include "operations.hh"

extern "C" {

ATOMIC_ACCESSES(4, uint32_t)
ATOMIC_ARITHMETIC(4, uint32_t)
}
