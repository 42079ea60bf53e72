// A service with a bug in it, heap objects, a lock, and a thread waiting inside when the bug
// strikes.
//
// Its error handler does what a person would do to a device that hangs: switch it off and on again.
// A *micro-reboot* of one compartment:
//
//  1. nobody else runs in it: the handler takes the lock, unless the fault came while it was held;
//  2. threads waiting in it are sent home: they wake, see another generation, and leave;
//  3. all memory it holds is freed, known or leaked: heap_free_all();
//  4. its globals become what they were at boot;
//  5. the lock is released, and the next caller finds a service that works.
//
// All that can be wrong after a fault is in `state`, on the heap, or on the stack that is about to
// be unwound. What outlives a restart is outside `state` and is kept simple.
#include "registry.h"

#include <allocator.h>
#include <cheri.hh>
#include <debug.hh>
#include <errno.h>
#include <futex.h>
#include <locks.hh>
#include <new>
#include <priv/riscv.h>
#include <stdlib.h>
#include <string.h>

using CHERI::Capability;
using CHERI::check_pointer;
using CHERI::Permission;
using CHERI::PermissionSet;

namespace {

using Debug = ConditionalDebug<true, "Registry">;

struct Record
{
    Record *next;
    int value;
    int length;
    char name[8];
};

/// What a restart puts back. Its default is what it was at boot.
struct State
{
    Record *records = nullptr;
    int count = 0;
};
State state;

/// Outlives restarts: who holds the lock is known from the lock itself, which the handler needs.
FlagLockPriorityInherited lock;

/// Futexes, and outlive restarts. A waiter sleeps on `changes`; `generation` tells it why it woke.
uint32_t changes;
uint32_t generation;

/// Wakes those in registry_wait().
void waiters_wake()
{
    changes++;
    futex_wake(&changes, UINT32_MAX);
}

bool is_name(const char *name, size_t length)
{
    return length > 0 && check_pointer<PermissionSet{Permission::Load}>(name, length);
}

Record *record_find(const char *name, size_t length)
{
    for (Record *record = state.records; record != nullptr; record = record->next) {
        if (record->length == static_cast<int>(length) && memcmp(record->name, name, length) == 0) {
            return record;
        }
    }
    return nullptr;
}

/// Steps 2 to 4.
void registry_restart()
{
    generation++;
    waiters_wake();
    const ssize_t freed = heap_free_all(MALLOC_CAPABILITY);
    new (&state) State;
    Debug::log("restarted: {} bytes freed, generation {}.", static_cast<int>(freed),
               static_cast<int>(generation));
}

} // namespace

/// Called by the switcher after a fault in here, whatever its cause. There are two kinds of error
/// handlers. The other kind gets the registers and runs below the frames that faulted, if there is
/// stack left. This one gets neither, and the stack as it was when the call began: it has room even
/// when the fault was that there was none. Who restarts needs no more.
extern "C" ErrorRecoveryBehaviour compartment_error_handler_stackless(size_t mcause, size_t mtval)
{
    if (mcause == priv::MCAUSE_CHERI) {
        Debug::log("stopped by {}.", CHERI::extract_cheri_mtval(mtval).first);
    } else {
        Debug::log("stopped by cause {}.", static_cast<int>(mcause));
    }
    if (lock.get_owner_thread_id() != thread_id_get()) {
        lock.lock();
    }
    registry_restart();
    lock.unlock();
    // Back to the caller, with -ECOMPARTMENTFAIL.
    return ErrorRecoveryBehaviour::ForceUnwind;
}

int registry_put(const char *name, size_t length, int value)
{
    LockGuard guard{lock};
    if (!is_name(name, length) || value < 0) {
        return -EINVAL;
    }
    Record *record = record_find(name, length);
    if (record == nullptr) {
        record = static_cast<Record *>(malloc(sizeof(Record)));
        if (!Capability{record}.is_valid()) {
            return -ENOMEM;
        }
        record->length = static_cast<int>(length);
        // The bug: a name longer than eight bytes goes on behind the record. On another machine
        // that would be the next record, or the allocator's own notes.
        memcpy(record->name, name, length);
        record->next = state.records;
        state.records = record;
        state.count++;
    }
    record->value = value;
    waiters_wake();
    return 0;
}

int registry_get(const char *name, size_t length)
{
    LockGuard guard{lock};
    if (!is_name(name, length)) {
        return -EINVAL;
    }
    const Record *record = record_find(name, length);
    return record == nullptr ? -ENOENT : record->value;
}

int registry_count()
{
    LockGuard guard{lock};
    return state.count;
}

int registry_wait()
{
    // Nothing of this call is in `state`: a restart can not pull it away from under it.
    const uint32_t atCall = generation;
    const uint32_t seen = changes;
    while (changes == seen) {
        futex_wait(&changes, seen);
    }
    return generation == atCall ? registry_count() : -ECANCELED;
}
