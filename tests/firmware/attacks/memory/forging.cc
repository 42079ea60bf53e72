// Property 1: nothing is accessed without a pointer to it. Where the vault's secret is, is known;
// what is tried is to make a pointer of that.
#include "attack.hh"
#include "vault.h"

#include <string.h>

extern "C" {
int forge_from_null(ptraddr_t address);
int forge_from_globals(ptraddr_t address);
int forge_by_words(ptraddr_t address, void **slot);
int forge_with_special_register();
int forge_with_csr();
int forge_by_sealing(ptraddr_t address);
}

namespace {

/// A pointer, and the same bytes.
union Pun
{
    volatile int *pointer;
    uint32_t words[2];
};

int own;
Pun pun;

int number_cast()
{
    return *reinterpret_cast<volatile int *>(vault_secret_address());
}

int address_overwritten()
{
    // Bounds and permissions of a good pointer, another address.
    pun.pointer = &own;
    pun.words[0] = vault_secret_address();
    return *pun.pointer;
}

int bytes_copied()
{
    // Byte by byte even a pointer one has does not arrive.
    static volatile int *volatile original = &own;
    static volatile int *volatile copy;
    for (size_t index = 0; index < sizeof(original); index++) {
        reinterpret_cast<volatile char *>(&copy)[index] =
            reinterpret_cast<volatile char *>(&original)[index];
    }
    return *copy + 1;
}

int copied_whole()
{
    static volatile int *original = &own;
    volatile int *copy = nullptr;
    memcpy(&copy, &original, sizeof(copy));
    return *copy + 1;
}

const Attack attacks[] = {
    {"a number as a pointer", number_cast},
    {"a pointer with another address written over its own", address_overwritten},
    {"a pointer copied byte by byte", bytes_copied},
    {"control: a pointer copied as one", copied_whole},
    {"asm: null moved to the address", [] { return forge_from_null(vault_secret_address()); }},
    {"asm: the globals' pointer moved to the address",
     [] { return forge_from_globals(vault_secret_address()); }},
    {"asm: two words stored, a pointer loaded",
     [] {
         static void *slot;
         return forge_by_words(vault_secret_address(), &slot);
     }},
    {"asm: the switcher's special register", forge_with_special_register},
    {"asm: mstatus", forge_with_csr},
    {"asm: a number sealed with a number", [] { return forge_by_sealing(9); }},
};

} // namespace

ATTACKS_CAUSE_NOTED()
ATTACKS_DEFINE(forging, attacks)
