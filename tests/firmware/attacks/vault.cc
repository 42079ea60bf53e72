// What it lends is cut down to what it means to lend. That is all of its defence.
#include "vault.h"

#include <algorithm>
#include <allocator.h>
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

int leaves[2] = {Answer, Answer};
Branch branches[2] = {{&leaves[0], &branches[1]}, {&leaves[1], nullptr}};

constexpr size_t Part = 16;
constexpr char Untouched = '.';
/// A part for others between two that are the vault's.
std::array<char, 3 * Part> table;

constexpr size_t ObjectSize = 32;
char *object;

constexpr int Gold = 100;
Treasure *treasure;
CHERI_SEALED(struct Treasure *) sealedTreasure;

TokenKey treasure_key()
{
    return STATIC_SEALING_TYPE(TreasureKey);
}

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
    // LoadStoreCapability: the rest may be found. Without LoadMutable it is found without Store.
    Capability pointer{&branches[0]};
    pointer.permissions() &= PermissionSet{Permission::Global, Permission::Load,
                                           Permission::LoadStoreCapability, Permission::LoadGlobal};
    return pointer;
}

char *vault_object_lend()
{
    object = static_cast<char *>(malloc(ObjectSize));
    return object;
}

int vault_object_free()
{
    char *const freed = object;
    object = nullptr;
    return free(freed);
}

CHERI_SEALED(struct Treasure *) vault_treasure_lend()
{
    if (treasure == nullptr) {
        auto [unsealed, sealed] =
            blocking_forever<token_allocate<Treasure>>(MALLOC_CAPABILITY, treasure_key());
        unsealed->gold = Gold;
        treasure = unsealed;
        sealedTreasure = sealed.get();
    }
    return sealedTreasure;
}

int vault_treasure_count(CHERI_SEALED(struct Treasure *) sealed)
{
    Capability<Treasure> brought{token_unseal(treasure_key(), Sealed<Treasure>{sealed})};
    return brought.is_valid() ? brought->gold : -EINVAL;
}

int vault_is_intact()
{
    const auto isUntouched = [](char byte) { return byte == 0 || byte == Untouched; };
    const auto isAnswer = [](int leaf) { return leaf == Answer; };
    return secret == Secret && constant == Answer && branches[0].next == &branches[1] &&
           std::all_of(std::begin(leaves), std::end(leaves), isAnswer) &&
           std::all_of(table.begin(), table.begin() + Part, isUntouched) &&
           std::all_of(table.begin() + 2 * Part, table.end(), isUntouched) &&
           (treasure == nullptr || treasure->gold == Gold);
}

int vault_clean()
{
    heap_free(MALLOC_CAPABILITY, object);
    object = nullptr;
    token_obj_destroy(MALLOC_CAPABILITY, treasure_key(), sealedTreasure);
    treasure = nullptr;
    return MALLOC_QUOTA - static_cast<int>(heap_quota_remaining(MALLOC_CAPABILITY));
}
