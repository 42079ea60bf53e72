// Atomic operations on 1 byte.
#include "operations.hh"

extern "C" {

ATOMIC_ACCESSES(1, uint8_t)
ATOMIC_ARITHMETIC(1, uint8_t)
}
