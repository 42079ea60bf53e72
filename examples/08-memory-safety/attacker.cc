// All that memory safety is good against, tried from within. Nothing here is privileged, and
// nothing has to be: on most microcontrollers each of these works.
#include "attacker.h"
#include "vault.h"

#include <cheri.hh>
#include <errno.h>
#include <stdlib.h>

using CHERI::Capability;

namespace {

int lastCause;

/// Places to keep what should not be kept.
int *volatile keptStackPointer;
const char *volatile keptLoan;

int address_made_up()
{
    // A number is no pointer: it has no tag.
    auto *secret = reinterpret_cast<volatile int *>(vault_secret_address());
    return *secret;
}

int past_the_end()
{
    volatile char *buffer = vault_buffer_lend();
    buffer[16] = 'x';
    return 1;
}

int bounds_widened()
{
    // Bounds shrink. Asking for more loses the tag.
    Capability<volatile char> buffer{vault_buffer_lend()};
    buffer.bounds() = 2 * buffer.length();
    *buffer = 'x';
    return 1;
}

int after_free()
{
    volatile char *object = vault_object_lend();
    object[0] = 'x';
    vault_object_free();
    object[0] = 'y';
    return 1;
}

int stack_pointer_kept()
{
    // To write to the stack once somebody else's frames are there. The pointer loses its tag on the
    // way into a global: it lacks Global, and only stacks take such pointers.
    int local = 0;
    keptStackPointer = &local;
    *keptStackPointer = 1;
    return 1;
}

int loan_kept()
{
    return *keptLoan;
}

int constant_written()
{
    *const_cast<volatile int *>(vault_constant_lend()) = 0;
    return 1;
}

int tree_written()
{
    volatile int *leaf = vault_tree_lend()->leaf;
    *leaf = 0;
    return 1;
}

int seal_ignored()
{
    auto *treasure = reinterpret_cast<volatile int *>(vault_treasure_lend());
    return *treasure;
}

int data_executed()
{
    auto *code = reinterpret_cast<void (*)()>(vault_buffer_lend());
    code();
    return 1;
}

/// Deeper than any stack.
[[gnu::noinline]] int stack_exhausted(int depth)
{
    volatile char frame[64] = {};
    return depth == 0 ? 0 : stack_exhausted(depth - 1) + frame[0];
}

/// Words that are not 0 below this function's frame, where the vault's frames have been.
[[gnu::noinline]] int stack_searched()
{
    Capability<const volatile int> stack{
        static_cast<const volatile int *>(__builtin_cheri_stack_get())};
    int count = 0;
    while (stack.address() > stack.base()) {
        stack -= 1;
        count += *stack != 0 ? 1 : 0;
    }
    return count;
}

/// Bytes allocated beyond the quota of 4096.
int memory_hoarded()
{
    constexpr int Block = 128;
    int bytes = 0;
    while (Capability{malloc(Block)}.is_valid()) {
        bytes += Block;
    }
    return bytes > MALLOC_QUOTA ? bytes : 0;
}

} // namespace

/// Notes why. (Without a stack, so that it also hears of the end of the stack.)
extern "C" ErrorRecoveryBehaviour compartment_error_handler_stackless(size_t mcause, size_t mtval)
{
    lastCause = static_cast<int>(mcause << 16 | mtval);
    return ErrorRecoveryBehaviour::ForceUnwind;
}

int attacker_try(Attack attack)
{
    switch (attack) {
    case Attack::AddressMadeUp:
        return address_made_up();
    case Attack::PastTheEnd:
        return past_the_end();
    case Attack::BoundsWidened:
        return bounds_widened();
    case Attack::AfterFree:
        return after_free();
    case Attack::StackPointerKept:
        return stack_pointer_kept();
    case Attack::LoanKept:
        return loan_kept();
    case Attack::ConstantWritten:
        return constant_written();
    case Attack::TreeWritten:
        return tree_written();
    case Attack::SealIgnored:
        return seal_ignored();
    case Attack::DataExecuted:
        return data_executed();
    case Attack::StackExhausted:
        return stack_exhausted(1000) + 1;
    case Attack::StackSearched:
        return stack_searched();
    case Attack::MemoryHoarded:
        return memory_hoarded();
    }
    return -EINVAL;
}

int attacker_cause()
{
    return lastCause;
}

int attacker_show(const char *loan)
{
    keptLoan = loan;
    return 0;
}

/// Where the attacker's own thread starts, to keep the processor from everybody else.
int __cheri_compartment("attacker") attacker_hog()
{
    for (;;) {
        __asm__ volatile("");
    }
}
