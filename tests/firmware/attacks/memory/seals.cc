// Property 8: what is sealed is neither looked into nor changed, only handed back.
#include "attack.hh"
#include "vault.h"

#include <cheri.hh>
#include <timeout.hh>
#include <token.h>

extern "C" {
int seal_move(void *sealed);
int seal_narrow(void *sealed);
int seal_unseal_with(void *sealed, void *key);
int seal_jump(void *sealed);
int seal_load_capability(void *sealed);
}

namespace {

struct Own
{
    int value;
};

TokenKey own_key()
{
    return STATIC_SEALING_TYPE(OwnKey);
}

void *treasure()
{
    return reinterpret_cast<void *>(vault_treasure_lend());
}

int looked_into()
{
    return *static_cast<volatile int *>(treasure());
}

int opened_with_own_key()
{
    auto opened = token_obj_unseal(own_key(), reinterpret_cast<CHERI_SEALED(void *)>(treasure()));
    return *static_cast<volatile int *>(opened);
}

int opened_with_key_at_address()
{
    // The number of the vault's type is no secret either: it is the address of an export entry.
    CHERI::Capability key{reinterpret_cast<char *>(own_key())};
    for (ptraddr_t address = key.address() - 64; address < key.address() + 64; address += 4) {
        CHERI::Capability other{key};
        other.address() = address;
        void *opened = token_obj_unseal(reinterpret_cast<TokenKey>(other.get()),
                                        reinterpret_cast<CHERI_SEALED(void *)>(treasure()));
        if (cheri_is_valid(opened)) {
            return 1;
        }
    }
    return 0;
}

int destroyed()
{
    return token_obj_destroy(MALLOC_CAPABILITY, own_key(),
                             reinterpret_cast<CHERI_SEALED(void *)>(treasure()));
}

int freed()
{
    return heap_free(MALLOC_CAPABILITY, treasure());
}

int substituted()
{
    // One's own object where the vault expects its own.
    auto [unsealed, sealed] = blocking_forever<token_allocate<Own>>(MALLOC_CAPABILITY, own_key());
    unsealed->value = 1000;
    const int result =
        vault_treasure_count(reinterpret_cast<CHERI_SEALED(struct Treasure *)>(sealed.get()));
    token_obj_destroy(MALLOC_CAPABILITY, own_key(), sealed.get());
    return result;
}

int brought_back()
{
    return vault_treasure_count(vault_treasure_lend());
}

const Attack attacks[] = {
    {"looking into a sealed object", looked_into},
    {"opening it with another key", opened_with_own_key},
    {"opening it with another key moved to other types", opened_with_key_at_address},
    {"destroying it", destroyed},
    {"freeing it", freed},
    {"handing in another object", substituted},
    {"control: bringing it back", brought_back},
    {"asm: another address in it", [] { return seal_move(treasure()); }},
    {"asm: other bounds for it", [] { return seal_narrow(treasure()); }},
    {"asm: the instruction, with another key",
     [] { return seal_unseal_with(treasure(), own_key()); }},
    {"asm: jumping into it", [] { return seal_jump(treasure()); }},
    {"asm: loading a capability from it", [] { return seal_load_capability(treasure()); }},
};

} // namespace

ATTACKS_CAUSE_NOTED()
ATTACKS_DEFINE(seals, attacks)
