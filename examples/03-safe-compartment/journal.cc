// A service that no caller can bring out of step.
//
// What comes from outside is wrong until it was checked: a pointer may be null, a number without a
// tag, sealed, out of bounds, not to be read or written, or freed by another thread at any moment.
// The order of what is done about it matters:
//
//  0. stack: with too little of it the journal could be stopped anywhere. The switcher sees to
//  that,
//     before the call, if it is told how much is needed;
//  1. numbers, which cost nothing to check;
//  2. the lock, as waiting for it may call the scheduler, and a call ends the claim of step 3;
//  3. a claim, so that the caller's memory stays what it is while it is used;
//  4. the pointer: now it can be checked, and what was found stays true;
//  5. one copy, and from there on the copy.
#include "journal.h"

#include <algorithm>
#include <allocator.h>
#include <array>
#include <cheri.hh>
#include <errno.h>
#include <fail-simulator-on-error.h> // a fault in here would be a bug in here
#include <locks.hh>

using CHERI::check_pointer;
using CHERI::Permission;
using CHERI::PermissionSet;

namespace {

struct Entry
{
    std::array<char, JournalTextLimit> text;
    size_t length;
};

std::array<Entry, 4> entries;
int entryCount;

/// Threads in here take turns. Whoever waits lends the owner its priority, so that an urgent caller
/// is not kept waiting by threads less urgent than itself.
FlagLockPriorityInherited lock;

/// How long a caller may be kept waiting, in ticks, by those in here before it.
constexpr Ticks Patience = 10;

/// Steps 3 and 4: whether `pointer` can be used in such ways for so many bytes, until the next call
/// to another compartment.
template <PermissionSet Permissions>
bool is_usable(auto *pointer, size_t size)
{
    Timeout timeout{Patience};
    return heap_claim_ephemeral(&timeout, pointer) == 0 &&
           check_pointer<Permissions>(pointer, size);
}

} // namespace

/// What an entry point and the libraries it calls need of the caller's stack, in bytes.
inline constexpr unsigned StackNeeded = 384;

__cheriot_minimum_stack(StackNeeded) int journal_append(const char *text, size_t length)
{
    if (length > JournalTextLimit) {
        return -E2BIG;
    }
    Timeout timeout{Patience};
    LockGuard guard{lock, &timeout};
    if (!guard) {
        return -ETIMEDOUT;
    }
    if (!is_usable<PermissionSet{Permission::Load}>(text, length)) {
        return -EINVAL;
    }
    if (entryCount == static_cast<int>(entries.size())) {
        return -ENOSPC;
    }
    Entry &entry = entries[entryCount];
    std::copy_n(text, length, entry.text.begin());
    entry.length = length;
    return entryCount++;
}

__cheriot_minimum_stack(StackNeeded) int journal_read(int number, char *buffer, size_t size)
{
    Timeout timeout{Patience};
    LockGuard guard{lock, &timeout};
    if (!guard) {
        return -ETIMEDOUT;
    }
    if (number < 0 || number >= entryCount) {
        return -ENOENT;
    }
    const Entry &entry = entries[number];
    const size_t length = std::min(size, entry.length);
    if (!is_usable<PermissionSet{Permission::Store}>(buffer, length)) {
        return -EINVAL;
    }
    std::copy_n(entry.text.begin(), length, buffer);
    return static_cast<int>(length);
}
