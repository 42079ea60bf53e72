// Timeouts are unions of the size of a capability and passed as one. A compiler passes a timeout; here
// it is anything.

#include "attack.inc"

        import  __import_switcher, __export_switcher
        import  __import_allocator_heap_allocate, __export_allocator_heap_allocate
        import  __import_allocator_heap_quarantine_flush, __export_allocator_heap_quarantine_flush

        .macro  call_on slot
        cincoffset csp, csp, -16
        csc     cra, 8(csp)
        import_load ct1, \slot
        import_load ct2, __import_switcher
        cjalr   ct2
        clc     cra, 8(csp)
        cincoffset csp, csp, 16
        cret
        .endm

        // int allocate_with_register(const void *timeout, AllocatorCapability quota, size_t bytes, uint32_t flags)
        function allocate_with_register
        call_on __import_allocator_heap_allocate

        // int flush_with_register(const void *timeout)
        function flush_with_register
        call_on __import_allocator_heap_quarantine_flush
