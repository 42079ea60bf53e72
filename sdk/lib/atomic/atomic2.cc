// Atomic operations on 2 bytes.
#include "operations.hh"

extern "C" {

ATOMIC_ACCESSES(2, uint16_t)
ATOMIC_ARITHMETIC(2, uint16_t)
}
