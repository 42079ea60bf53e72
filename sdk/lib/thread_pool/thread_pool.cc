// Compartment `thread_pool` (thread_pool.h): holds other compartments' calls until a thread is
// free. It is handed sealed capabilities only, so all it could do is call them, or not.
#include <cheri.hh>
#include <errno.h>
#include <ring_buffer.hh>
#include <switcher.h>
#include <thread_pool.h>

using CHERI::Capability;
using CHERI::Permission;

namespace {
/// Many push, and take turns; any idle thread pops.
RingBuffer<ThreadPoolMessage, 16, TicketLock, FlagLock> messages;
} // namespace

// With less stack, or none trusted, a caller could not wake a thread of the pool, or those who wait
// behind it.
__cheriot_minimum_stack(0x300) int thread_pool_async(ThreadPoolCallback fn,
                                                     CHERI_SEALED(void *) data)
{
    // What could not be kept, or not be called, is refused here: it would fault a thread of the
    // pool.
    const Capability<void> function{reinterpret_cast<void *>(fn)};
    const Capability<void, true> argument{data};
    bool isFunctionGood = function.is_valid() &&
                          function.type() == CheriSealTypeSealedImportTableEntries &&
                          function.permissions().contains(Permission::Global);
    bool isArgumentGood =
        !argument.is_valid() ||
        (argument.is_sealed() && argument.permissions().contains(Permission::Global));
    if (!isFunctionGood || !isArgumentGood) {
        return -EINVAL;
    }
    if (!trusted_stack_has_space(1)) {
        return -ENOTENOUGHTRUSTEDSTACK;
    }
    messages.push({fn, data});
    return 0;
}

int thread_pool_run()
{
    while (true) {
        ThreadPoolMessage message = messages.pop();
        message.invoke(message.data);
    }
}
