// The compartment `attacker`: has whatever it is given, and wants more.
#pragma once

#include <compartment.h>

enum class Attack
{
    AddressMadeUp,
    PastTheEnd,
    BoundsWidened,
    AfterFree,
    StackPointerKept,
    LoanKept,
    ConstantWritten,
    TreeWritten,
    SealIgnored,
    DataExecuted,
    StackExhausted,
    StackSearched,
    MemoryHoarded,
};

/// Tries an attack. Returns how much it got, which is 0 when it got nothing; -ECOMPARTMENTFAIL: it
/// was stopped.
int __cheri_compartment("attacker") attacker_try(Attack attack);

/// Why it was stopped the last time: `mcause` in the upper half, `mtval` in the lower.
int __cheri_compartment("attacker") attacker_cause();

/// Shows the attacker something for the time of the call. Returns 0.
int __cheri_compartment("attacker") attacker_show(const char *loan);
