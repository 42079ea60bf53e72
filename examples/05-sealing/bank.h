// The compartment `bank`: accounts, held by its customers as sealed objects.
//
// A sealed pointer can be stored, passed on and handed back, and that is all: it can be neither
// used nor changed without the bank's key. Whoever has one has the account, in as far as the
// permissions on it go.
#pragma once

#include <compartment.h>
#include <stdlib.h>
#include <token.h>

/// What may be done with an account, by the permissions of a pointer to it. They can be taken off a
/// pointer (token_permissions_and), and never put back.
enum AccountPermission
{
    AccountPermitLook = 1 << 0,
    AccountPermitPay = 1 << 1,
    AccountPermitClose = 1 << 2,
};

/// An account. Nobody but the bank knows what is in it.
struct Account;
typedef CHERI_SEALED(struct Account *) AccountHandle;

/// The right to make money, up to a limit: part of the image, in the report for all to see.
struct MintLicenceState
{
    int limit;
    /// The bank's: zero.
    int minted;
};
typedef CHERI_SEALED(struct MintLicenceState *) MintLicence;

/// Defines the licence `name` for the compartment that says so; STATIC_SEALED_VALUE(name) is its
/// value.
#define DECLARE_AND_DEFINE_MINT_LICENCE(name, limit)                                               \
    DECLARE_AND_DEFINE_STATIC_SEALED_VALUE(struct MintLicenceState, bank, MintKey, name, limit, 0)

/// Opens an account without money in it. The caller's quota pays for the memory. Untagged if it
/// does not suffice.
AccountHandle __cheri_compartment("bank") bank_open(AllocatorCapability quota);

/// Gives back an account's memory: needs AccountPermitClose, and the quota it was opened with. 0,
/// or -EINVAL, -EPERM, or what token_obj_destroy() returns. What was in it is gone.
int __cheri_compartment("bank") bank_close(AllocatorCapability quota, AccountHandle account);

/// Puts new money into an account. 0, -EINVAL if one is none, or -EPERM beyond the licence's limit.
int __cheri_compartment("bank") bank_mint(MintLicence licence, AccountHandle account, int amount);

/// What is in an account: needs AccountPermitLook. Or -EINVAL, -EPERM.
int __cheri_compartment("bank") bank_balance(AccountHandle account);

/// Moves money: needs AccountPermitPay on `from`. 0, -EINVAL, -EPERM, or -ENOSPC if `from` has not
/// so much.
int __cheri_compartment("bank") bank_pay(AccountHandle from, AccountHandle to, int amount);
