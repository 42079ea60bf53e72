// Properties 3, 4 and 5: nothing is accessed after it was freed, no pointer to a stack is kept
// beyond it, and what was lent for a call is not kept beyond that.
#include "lifetimes.h"
#include "attack.hh"
#include "vault.h"

#include <cheri.hh>

extern "C" {
int free_with_saved_register(char *object);
int free_with_interior_pointer(char *object);
int free_with_copy_in_stack(char *object);
int stack_pointer_into_globals();
int stack_pointer_made_global();
int stack_pointer_through_heap(void **slot);
int loan_keep(const Loan *loan);
int loan_use();
int loan_use_more();
int loan_find();

/// What the attacks keep.
void *kept;
void *keptMore;

/// For assembly, which then calls a function of its own compartment.
int object_free()
{
    return vault_object_free();
}
}

namespace {

char *volatile keptObject;
char *volatile *keptOnHeap;
int *volatile keptStackPointer;
const Loan *volatile keptLoan;
const int *volatile keptInner;

int written_after_free()
{
    volatile char *object = vault_object_lend();
    object[0] = 'x';
    vault_object_free();
    object[0] = 'y';
    return 1;
}

int read_through_alias()
{
    keptObject = vault_object_lend() + 8;
    vault_object_free();
    return *keptObject + 1;
}

int read_through_heap()
{
    // In memory that is not freed, and that the revoker may not have come by yet.
    keptOnHeap = static_cast<char *volatile *>(malloc(sizeof(char *)));
    *keptOnHeap = vault_object_lend();
    vault_object_free();
    return **keptOnHeap + 1;
}

int freed_twice()
{
    char *object = vault_object_lend();
    vault_object_free();
    return heap_free(MALLOC_CAPABILITY, object);
}

int used_in_time()
{
    volatile char *object = vault_object_lend();
    object[0] = 'x';
    const int result = object[0];
    vault_object_free();
    return result;
}

int stack_pointer_in_global()
{
    int local = 0;
    keptStackPointer = &local;
    *keptStackPointer = 1;
    return 1;
}

int stack_pointer_in_heap()
{
    int local = 0;
    auto *slot = static_cast<int *volatile *>(malloc(sizeof(int *)));
    *slot = &local;
    **slot = 1;
    return 1;
}

int stack_pointer_in_shared_object()
{
    // Where another thread would find it.
    int local = 0;
    auto *slot = const_cast<int *volatile *>(SHARED_OBJECT(int *, mailbox));
    *slot = &local;
    **slot = 1;
    return 1;
}

const Loan *volatile *letter()
{
    return const_cast<const Loan *volatile *>(SHARED_OBJECT(const Loan *, letter));
}

int stack_pointer_on_stack()
{
    int local = 0;
    int *volatile onStack = &local;
    *onStack = 1;
    return local;
}

const Attack attacks[] = {
    {"writing to an object after it was freed", written_after_free},
    {"reading it by a pointer into it, in a global", read_through_alias},
    {"reading it by a pointer on the heap", read_through_heap},
    {"freeing it twice", freed_twice},
    {"control: using it in time", used_in_time},
    {"asm: reading it by a register that calls save",
     [] { return free_with_saved_register(vault_object_lend()); }},
    {"asm: reading it by a pointer to its end, moved back",
     [] { return free_with_interior_pointer(vault_object_lend()); }},
    {"asm: reading it by a pointer on the stack",
     [] { return free_with_copy_in_stack(vault_object_lend()); }},
    {"a stack pointer in a global", stack_pointer_in_global},
    {"a stack pointer on the heap", stack_pointer_in_heap},
    {"a stack pointer in a shared object", stack_pointer_in_shared_object},
    {"control: a stack pointer on the stack", stack_pointer_on_stack},
    {"asm: csp in a global", stack_pointer_into_globals},
    {"asm: csp with all permissions asked for, in a global", stack_pointer_made_global},
    {"asm: csp on the heap",
     [] { return stack_pointer_through_heap(static_cast<void **>(malloc(sizeof(void *)))); }},
    {"a loan kept in a global", [] { return keptLoan->value; }},
    {"a loan kept in a shared object", [] { return (*letter())->value; }},
    {"what a loan pointed to, kept in a global", [] { return *keptInner; }},
    {"asm: a loan kept in a global", loan_use},
    {"asm: a loan with all permissions asked for, kept in a global", loan_use_more},
    {"asm: a loan left on the stack", loan_find},
};

} // namespace

int lifetimes_show(const Loan *loan)
{
    keptLoan = loan;
    keptInner = loan->inner;
    *letter() = loan;
    loan_keep(loan);
    // It is good for as long as the call.
    return loan->value + *loan->inner;
}

ATTACKS_CAUSE_NOTED()
ATTACKS_DEFINE(lifetimes, attacks)
