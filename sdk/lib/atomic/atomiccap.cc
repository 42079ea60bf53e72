// Atomic operations on capabilities. A capability is compared with all it is: address, bounds,
// permissions and tag.
#include "operations.hh"

using Capability = void *;

#ifdef __CHERI_PURE_CAPABILITY__
template <>
inline bool atomic::is_same(Capability left, Capability right)
{
    return __builtin_cheri_equal_exact(left, right);
}
#endif

extern "C" {

ATOMIC_ACCESSES(cap, Capability)
}
