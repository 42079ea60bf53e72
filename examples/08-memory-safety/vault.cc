// What it lends is cut down to what it means to lend. That is all of its defence.
#include "vault.h"

#include <algorithm>
#include <array>
#include <cheri.hh>
#include <fail-simulator-on-error.h>
#include <stdlib.h>
#include <timeout.hh>

using CHERI::Capability;
using CHERI::Permission;
using CHERI::PermissionSet;

struct Treasure
{
    int gold;
};

namespace {

constexpr int Secret = 0x5ec2e7;
int secret = Secret;

constexpr int Answer = 42;
int constant = Answer;

int leaf = Answer;
Branch tree = {&leaf};

constexpr size_t Part = 16;
constexpr char Untouched = '.';
/// A part for others between two that are the vault's.
std::array<char, 3 * Part> table;

char *object;

constexpr int Gold = 100;
Treasure *treasure;
CHERI_SEALED(struct Treasure *) sealedTreasure;

} // namespace

ptraddr_t vault_secret_address()
{
    return Capability{&secret}.address();
}

char *vault_buffer_lend()
{
    table.fill(Untouched);
    Capability buffer{table.data() + Part};
    buffer.bounds() = Part;
    return buffer;
}

const int *vault_constant_lend()
{
    Capability pointer{&constant};
    pointer.permissions() &= PermissionSet{Permission::Global, Permission::Load};
    return pointer;
}

const Branch *vault_tree_lend()
{
    // LoadStoreCapability: the leaf may be found. Without LoadMutable it is found without Store.
    Capability pointer{&tree};
    pointer.permissions() &= PermissionSet{Permission::Global, Permission::Load,
                                           Permission::LoadStoreCapability, Permission::LoadGlobal};
    return pointer;
}

char *vault_object_lend()
{
    object = static_cast<char *>(malloc(Part));
    return object;
}

int vault_object_free()
{
    return free(object);
}

CHERI_SEALED(struct Treasure *) vault_treasure_lend()
{
    auto [unsealed, sealed] = blocking_forever<token_allocate<Treasure>>(
        MALLOC_CAPABILITY, STATIC_SEALING_TYPE(TreasureKey));
    unsealed->gold = Gold;
    treasure = unsealed;
    sealedTreasure = sealed.get();
    return sealedTreasure;
}

int vault_is_intact()
{
    const auto isUntouched = [](char byte) { return byte == 0 || byte == Untouched; };
    const bool isTableIntact = std::all_of(table.begin(), table.begin() + Part, isUntouched) &&
                               std::all_of(table.begin() + 2 * Part, table.end(), isUntouched);
    return secret == Secret && constant == Answer && leaf == Answer && isTableIntact &&
           (treasure == nullptr || treasure->gold == Gold);
}
