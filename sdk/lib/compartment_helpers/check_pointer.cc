// Library `compartment_helpers`: what a compartment asks of a pointer it was given. What a caller
// may try is everything; the answers must not be wrong for any capability, and finding them must
// not fault.
#include <allocator.h>
#include <cheri.hh>
#include <timeout.h>

using namespace CHERI;

bool check_pointer(const volatile void *ptr, size_t space, uint32_t rawPermissions,
                   bool checkStackNeeded)
{
    const Capability<const volatile void> pointer{ptr};
    if (!pointer.is_valid() || pointer.is_sealed() ||
        !PermissionSet::from_raw(rawPermissions).can_derive_from(pointer.permissions()))
    {
        return false;
    }
    // The address of a capability may be outside its bounds, on either side.
    ptraddr_t address = pointer.address();
    if (address < pointer.base() || address > pointer.top() || pointer.top() - address < space) {
        return false;
    }
    if (checkStackNeeded) {
        // The stack pointer's bounds are what the switcher gave this compartment: its caller's
        // frames are above, and it is the caller's to say what may be done with them.
        const Capability<void> stack{__builtin_cheri_stack_get()};
        return pointer.top() <= stack.base() || pointer.base() >= stack.top();
    }
    return true;
}

bool check_timeout_pointer(const Timeout *timeout)
{
    constexpr PermissionSet Needed{Permission::Load, Permission::Store};
    return !heap_address_is_valid(timeout) &&
           check_pointer(timeout, sizeof(Timeout), Needed.as_raw(), false);
}
