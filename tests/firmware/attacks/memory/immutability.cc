// Properties 6 and 7: nothing is written through a pointer that may not write, nor through what is
// reached from one that is immutable in depth.
#include "attack.hh"
#include "vault.h"

#include <atomic>
#include <string.h>

extern "C" {
int constant_write_with_permissions(const int *constant);
int tree_write_capability(const Branch *tree);
int constant_write_byte(const int *constant);
int constant_write_word(const int *constant);
int tree_write_leaf(const Branch *tree);
int tree_write_through_copy(const Branch *tree, const Branch **slot);
int tree_write_through_more(const Branch *tree);
int own_write(int *number);
}

namespace {

int constant_cast()
{
    *const_cast<volatile int *>(vault_constant_lend()) = 0;
    return 1;
}

int constant_copied_over()
{
    static const int zero = 0;
    memcpy(const_cast<int *>(vault_constant_lend()), &zero, sizeof(zero));
    return 1;
}

int constant_exchanged()
{
    // By a library that has no interrupts and no opinion.
    return std::atomic_ref{*const_cast<int *>(vault_constant_lend())}.exchange(0);
}

int leaf_written()
{
    volatile int *leaf = vault_tree_lend()->leaf;
    *leaf = 0;
    return 1;
}

int far_leaf_written()
{
    volatile int *leaf = vault_tree_lend()->next->leaf;
    *leaf = 0;
    return 1;
}

int leaf_of_copy_written()
{
    // The copy is the attacker's own and may be written. What it holds was loaded.
    static Branch copy;
    memcpy(&copy, vault_tree_lend(), sizeof(copy));
    *const_cast<volatile int *>(copy.leaf) = 0;
    return 1;
}

int branch_replaced()
{
    static int own;
    const_cast<Branch *>(vault_tree_lend())->leaf = &own;
    return 1;
}

int all_read()
{
    const Branch *tree = vault_tree_lend();
    return *vault_constant_lend() + *tree->leaf + *tree->next->leaf;
}

const Attack attacks[] = {
    {"writing to a constant", constant_cast},
    {"copying over a constant", constant_copied_over},
    {"exchanging a constant atomically", constant_exchanged},
    {"control: reading all of it", all_read},
    {"asm: asking for all permissions, and writing",
     [] { return constant_write_with_permissions(vault_constant_lend()); }},
    {"asm: storing a capability", [] { return tree_write_capability(vault_tree_lend()); }},
    {"asm: storing a byte", [] { return constant_write_byte(vault_constant_lend()); }},
    {"asm: storing a word", [] { return constant_write_word(vault_constant_lend()); }},
    {"writing to a leaf", leaf_written},
    {"writing to a leaf further away", far_leaf_written},
    {"writing to a leaf of a copy", leaf_of_copy_written},
    {"replacing a leaf", branch_replaced},
    {"asm: writing to a leaf", [] { return tree_write_leaf(vault_tree_lend()); }},
    {"asm: writing to a leaf, its branch kept and loaded again",
     [] {
         static const Branch *slot;
         return tree_write_through_copy(vault_tree_lend(), &slot);
     }},
    {"asm: asking for all permissions, and writing to a leaf",
     [] { return tree_write_through_more(vault_tree_lend()); }},
    {"control: writing to what is its own (asm)",
     [] {
         static int own;
         return own_write(&own);
     }},
};

} // namespace

ATTACKS_CAUSE_NOTED()
ATTACKS_DEFINE(immutability, attacks)
