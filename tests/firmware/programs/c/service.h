// What a compartment in C can be given and give back.
#pragma once

#include <compartment.h>
#include <stdint.h>

/// A pointer in a structure: passed as the pointer is.
struct Text
{
    const char *start;
};

/// Larger ones go by reference.
struct Pair
{
    int64_t first;
    int64_t second;
};

/// The length of a text.
int __cheri_compartment("service") service_length(struct Text text);
/// The sum of what fits no register, and arguments beyond them.
int64_t __cheri_compartment("service")
    service_sum(struct Pair pair, int64_t third, int64_t fourth, int32_t fifth, uint8_t sixth);
