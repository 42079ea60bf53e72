// The compartment `vault`: the victim. Has secrets, and lends things as a generous service might.
#pragma once

#include <compartment.h>
#include <token.h>

/// Where the secret is, as a number. Numbers are no secret.
ptraddr_t __cheri_compartment("vault") vault_secret_address();

/// 16 bytes to write to. They lie in the middle of 48 bytes of the vault's.
char *__cheri_compartment("vault") vault_buffer_lend();

/// A number to be read.
const int *__cheri_compartment("vault") vault_constant_lend();

struct Branch
{
    int *leaf;
    Branch *next;
};

/// A tree to be read: the pointer lacks Store and LoadMutable. Each branch has a leaf.
const Branch *__cheri_compartment("vault") vault_tree_lend();

/// An object of 32 bytes on the vault's quota to write to, until vault_object_free(), which
/// returns 0.
char *__cheri_compartment("vault") vault_object_lend();
int __cheri_compartment("vault") vault_object_free();

struct Treasure;

/// An object that only the vault can open.
CHERI_SEALED(struct Treasure *) __cheri_compartment("vault") vault_treasure_lend();

/// What is in it, for whoever brings it.
int __cheri_compartment("vault") vault_treasure_count(CHERI_SEALED(struct Treasure *) treasure);

/// 1 if everything is as it was, 0 if somebody got at it.
int __cheri_compartment("vault") vault_is_intact();

/// The bytes its quota lacks when nothing is lent. 0.
int __cheri_compartment("vault") vault_clean();
