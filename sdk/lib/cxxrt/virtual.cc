// What vtables hold where there is no function to call.
#include "../runtime_failure.h"

extern "C" {

[[noreturn]] __cheri_libcall void __cxa_pure_virtual()
{
    runtime_failure("pure virtual function called");
}

[[noreturn]] __cheri_libcall void __cxa_deleted_virtual()
{
    runtime_failure("deleted virtual function called");
}
}
