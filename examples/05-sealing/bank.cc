// Has the keys, and no list of its accounts: they are where its customers have them.
//
// Unsealing is the check. What comes out is an object this bank made, is alive, and has its type;
// or nothing comes out.
#include "bank.h"

#include <cheri.hh>
#include <errno.h>
#include <fail-simulator-on-error.h>
#include <locks.hh>
#include <timeout.hh>

struct Account
{
    int balance;
};

namespace {

using CHERI::Capability;

/// Taken for all that happens to accounts. An account is freed by bank_close() alone, so none goes
/// while it is in use.
FlagLockPriorityInherited lock;

/// STATIC_SEALING_TYPE makes a type that is this compartment's, and is the key to it. An import of
/// the compartment and nothing that can be handed out by mistake: it never leaves this file.
TokenKey account_key()
{
    return STATIC_SEALING_TYPE(AccountKey);
}

/// The account behind a handle with these permissions. 0, -EINVAL, -EPERM.
int account_open(AccountHandle handle, int permissions, Account *&account)
{
    // _dynamic: objects of the heap, which this bank allocated. The image may have sealed objects
    // of this type too, that anyone can define, with any balance.
    account = static_cast<Account *>(
        token_obj_unseal_dynamic(account_key(), (CHERI_SEALED(void *))handle));
    if (account == nullptr) {
        return -EINVAL;
    }
    const int held = token_permissions_get((CHERI_SEALED(void *))handle);
    return (held & permissions) == permissions ? 0 : -EPERM;
}

} // namespace

/// What an entry point and the libraries it calls need of the caller's stack, in bytes: no caller
/// can have the bank run out of it with the lock held.
inline constexpr unsigned StackNeeded = 320;

AccountHandle bank_open(AllocatorCapability quota)
{
    auto [account, handle] = non_blocking<token_allocate<Account>>(quota, account_key());
    // Zeroed memory is an account without money. The bank keeps neither of the two pointers.
    return handle.get();
}

__cheriot_minimum_stack(StackNeeded) int bank_close(AllocatorCapability quota, AccountHandle handle)
{
    LockGuard guard{lock};
    Account *account;
    if (const int error = account_open(handle, AccountPermitClose, account); error != 0) {
        return error;
    }
    // Takes the key and the quota: neither the bank nor the customer can do this alone.
    return token_obj_destroy(quota, account_key(), (CHERI_SEALED(void *))handle);
}

__cheriot_minimum_stack(StackNeeded) int bank_mint(MintLicence licenceHandle, AccountHandle handle,
                                                   int amount)
{
    LockGuard guard{lock};
    // _static: licences are defined in the image, where they can be seen, and nowhere else.
    auto *licence = static_cast<MintLicenceState *>(
        token_obj_unseal_static(STATIC_SEALING_TYPE(MintKey), (CHERI_SEALED(void *))licenceHandle));
    Account *account;
    if (licence == nullptr || account_open(handle, 0, account) != 0 || amount <= 0) {
        return -EINVAL;
    }
    if (amount > licence->limit - licence->minted) {
        return -EPERM;
    }
    licence->minted += amount;
    account->balance += amount;
    return 0;
}

__cheriot_minimum_stack(StackNeeded) int bank_balance(AccountHandle handle)
{
    LockGuard guard{lock};
    Account *account;
    const int error = account_open(handle, AccountPermitLook, account);
    return error == 0 ? account->balance : error;
}

__cheriot_minimum_stack(StackNeeded) int bank_pay(AccountHandle fromHandle, AccountHandle toHandle,
                                                  int amount)
{
    LockGuard guard{lock};
    Account *from;
    Account *to;
    if (const int error = account_open(fromHandle, AccountPermitPay, from); error != 0) {
        return error;
    }
    if (account_open(toHandle, 0, to) != 0 || amount <= 0) {
        return -EINVAL;
    }
    if (amount > from->balance) {
        return -ENOSPC;
    }
    from->balance -= amount;
    to->balance += amount;
    return 0;
}
