// Capabilities in C++: pointers that can be asked for bounds and permissions, sets of permissions,
// pointers or errors, and what a fault says.
#ifndef CHERI_HH
#define CHERI_HH

#include <cheri.h>
#include <cheri/fault.hh>
#include <cheri/permission_set.hh>
#include <magic_enum/magic_enum.hpp>

#ifdef __CHERI_PURE_CAPABILITY__
#include <cheri/capability.hh>
#include <cheri/check_pointer.hh>
#include <cheri/error_or.hh>
#endif

namespace CHERI {
/// Calls `fn` with interrupts disabled and returns its result. Nothing else runs meanwhile: keep it
/// short.
template <typename T>
__cheriot_interrupt_state(disabled) auto with_interrupts_disabled(T &&fn)
{
    return fn();
}
} // namespace CHERI

#endif
