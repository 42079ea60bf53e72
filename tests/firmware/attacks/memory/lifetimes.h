// What the group `lifetimes` is shown for the time of a call.
#pragma once

#include <compartment.h>

struct Loan
{
    int value;
    const int *inner;
};

/// Shows it something. Returns the sum of both numbers.
int __cheri_compartment("lifetimes") lifetimes_show(const Loan *loan);
