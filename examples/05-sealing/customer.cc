// Holds accounts and a licence, and tries what one can do to a sealed object.
#include "auditor.h"
#include "bank.h"

#include <allocator.h>
#include <cheri.hh>
#include <debug.hh>
#include <errno.h>
#include <fail-simulator-on-error.h>

using CHERI::Capability;

/// This firmware's one licence: 100 coins. Whoever reads the image's report sees it, and who has
/// it.
DECLARE_AND_DEFINE_MINT_LICENCE(mint100, 100);

namespace {

using Debug = ConditionalDebug<true, "Customer">;

const char *outcome(int result)
{
    switch (result) {
    case 0:
        return "done";
    case -EINVAL:
        return "refused: EINVAL";
    case -EPERM:
        return "refused: EPERM";
    case -ENOSPC:
        return "refused: ENOSPC";
    default:
        return result > 0 ? "done" : "refused";
    }
}

void money_move(AccountHandle savings, AccountHandle shop)
{
    MintLicence licence = STATIC_SEALED_VALUE(mint100);
    Debug::log("minting 60: {}", outcome(bank_mint(licence, savings, 60)));
    Debug::log("minting 60 more: {}", outcome(bank_mint(licence, savings, 60)));
    Debug::log("paying 25: {}", outcome(bank_pay(savings, shop, 25)));
    Debug::log("paying 50: {}", outcome(bank_pay(savings, shop, 50)));
    Debug::log("savings {}, shop {}", bank_balance(savings), bank_balance(shop));
}

void seals_try(AccountHandle account)
{
    Capability handle{account};
    Debug::log("the handle is a pointer: {}, and sealed: {}", handle.is_valid(),
               handle.is_sealed());
    Capability moved = handle;
    moved.address() += 8;
    Debug::log("moved by 8 bytes it is still one: {}", moved.is_valid());
    Debug::log("the bank on that: {}", outcome(bank_balance(moved)));
    Debug::log("the bank on a licence as an account: {}",
               outcome(bank_balance((AccountHandle)STATIC_SEALED_VALUE(mint100))));
    Debug::log("the bank on a quota as an account: {}",
               outcome(bank_balance((AccountHandle)MALLOC_CAPABILITY)));
    Debug::log("freeing it without the bank: {}",
               outcome(heap_free(MALLOC_CAPABILITY, (void *)account)));
}

} // namespace

int __cheri_compartment("customer") customer_run()
{
    AccountHandle savings = bank_open(MALLOC_CAPABILITY);
    AccountHandle shop = bank_open(MALLOC_CAPABILITY);
    money_move(savings, shop);

    auditor_review(token_permissions_and(savings, AccountPermitLook), shop);

    seals_try(savings);

    Debug::log("closing: {}, {}", outcome(bank_close(MALLOC_CAPABILITY, savings)),
               outcome(bank_close(MALLOC_CAPABILITY, shop)));
    Debug::log("looking into what was closed: {}", outcome(bank_balance(savings)));
    Debug::log("all memory is back: {}", heap_quota_remaining(MALLOC_CAPABILITY) == MALLOC_QUOTA);
    return 0;
}
