// Event groups, as FreeRTOS has them: 24 bits that threads set, clear and wait for. In library
// `event_group`. For code that is ported; new code is better off with futexes, or the locks made of
// them.
#ifndef EVENT_H
#define EVENT_H

#include <compartment-macros.h>
#include <stdint.h>
#include <stdlib.h>
#include <timeout.h>

struct EventGroup;

__BEGIN_DECLS

/// Makes an event group with no bit set and puts it into `*outGroup`. -ENOMEM without memory in
/// time.
int __cheri_libcall eventgroup_create(TimeoutArgument timeout, AllocatorCapability heapCapability,
                                      struct EventGroup **outGroup);

/// Waits until all of `bitsWanted` are set at one time, or with `waitForAll` false any of them;
/// with `clearOnExit` clears them then. `*outBits` becomes the bits as they were when that was so,
/// or at the end of the timeout.
///
/// 0; -ETIMEDOUT; -ERANGE if `bitsWanted` is 0 or more than 24 bits; -ENOENT if the group was
/// destroyed; what futex_timed_wait() returns otherwise.
int __cheri_libcall eventgroup_wait(TimeoutArgument timeout, struct EventGroup *group,
                                    uint32_t *outBits, uint32_t bitsWanted, _Bool waitForAll,
                                    _Bool clearOnExit);

/// Sets bits and wakes whom that concerns. `*outBits` becomes the bits set after that, whatever the
/// result. 0, -ETIMEDOUT when others did not let it in time, or errors as of eventgroup_wait():
/// then nothing was set.
int __cheri_libcall eventgroup_set(TimeoutArgument timeout, struct EventGroup *group,
                                   uint32_t *outBits, uint32_t bitsToSet);

/// Clears bits. Results as of eventgroup_set.
int __cheri_libcall eventgroup_clear(TimeoutArgument timeout, struct EventGroup *group,
                                     uint32_t *outBits, uint32_t bitsToClear);

/// The bits, which may be out of date at once. 0.
int __cheri_libcall eventgroup_get(struct EventGroup *group, uint32_t *outBits);

/// Ends all waits, with -ENOENT, and frees the group. 0; what heap_can_free() says against that, or
/// an error of the group's lock, and then nothing happened.
int __cheri_libcall eventgroup_destroy(AllocatorCapability heapCapability,
                                       struct EventGroup *group);

/// The same without waiting for whoever uses the group just now: for error handlers.
int __cheri_libcall eventgroup_destroy_force(AllocatorCapability heapCapability,
                                             struct EventGroup *group);

__END_DECLS

#endif
