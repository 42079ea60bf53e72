// May look. Tries to do more.
#include "auditor.h"

#include <debug.hh>
#include <errno.h>
#include <fail-simulator-on-error.h>

namespace {
using Debug = ConditionalDebug<true, "Auditor">;
} // namespace

int auditor_review(AccountHandle account, AccountHandle pocket)
{
    const int balance = bank_balance(account);
    Debug::log("there are {} coins in it.", balance);

    const int attempt = bank_pay(account, pocket, balance);
    Debug::log("paying with it: {}", attempt == -EPERM ? "refused" : "done");

    // Permissions are taken off and never put on, whatever one asks for.
    AccountHandle more =
        token_permissions_and(account, AccountPermitLook | AccountPermitPay | AccountPermitClose);
    Debug::log("asking for all permissions and paying again: {}",
               bank_pay(more, pocket, balance) == -EPERM ? "refused" : "done");
    return balance;
}
