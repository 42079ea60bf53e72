// Calls a compartment that does a little, in three ways: with a number, with a pointer to this
// thread's stack, and through to a third compartment.
#include "callee.h"

#include <bench.h>

int __cheri_compartment("caller") caller_run()
{
    uint32_t state = 1;
    uint32_t sum = 0;
    for (int round = 0; round < ROUNDS; round++) {
        sum = sum * 17 + callee_mix(next(state));
        uint8_t bytes[32];
        for (uint8_t &byte : bytes) {
            byte = static_cast<uint8_t>(sum++);
        }
        sum += callee_checksum(bytes, sizeof(bytes));
        sum ^= callee_forward(sum);
    }
    finish(sum);
}
