// What the software_revoker compartment does for the allocator, on boards without a revoker.
#ifndef SOFTWARE_REVOKER_H
#define SOFTWARE_REVOKER_H

#include <cdefs.h>
#include <stdint.h>

__BEGIN_DECLS

/// Sweeps some more memory, beginning a sweep if none is running. 0. Interrupts are deferred for
/// parts of it only.
int __cheri_compartment("software_revoker") revoker_tick(void);

/// The epoch, to read: bits 31-1 count sweeps completed, bit 0 says that one is running. It wraps.
const uint32_t *__cheri_compartment("software_revoker") revoker_epoch_get(void);

__END_DECLS

#endif
