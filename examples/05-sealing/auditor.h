// The compartment `auditor`: looks at accounts it is shown.
#pragma once

#include "bank.h"

/// Prints what is in an account, and tries to make off with it, to `pocket`. Returns what is in it.
int __cheri_compartment("auditor") auditor_review(AccountHandle account, AccountHandle pocket);
