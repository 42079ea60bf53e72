#include "keeper.h"

#include <allocator.h>
#include <cheri.hh>
#include <stdlib.h>

extern "C" {
/// What nobody else ever reaches. In assembly it is known by its name.
uint32_t hoard[16] = {SecretNumber};

int fill_and_call(Callback callback, void *argument);
int fill_and_sleep();
int fill_and_spin();
/// Counts the rounds of the two threads.
uint32_t turns;
}

ptraddr_t keeper_start()
{
    return CHERI::Capability{hoard}.base();
}

ptraddr_t keeper_end()
{
    return CHERI::Capability{hoard}.top();
}

int keeper_call(Callback callback, void *argument)
{
    return fill_and_call(callback, argument);
}

int keeper_free()
{
    constexpr size_t Words = 64;
    auto **object = static_cast<void **>(malloc(Words * sizeof(void *)));
    for (size_t index = 0; index < Words; index += 2) {
        object[index] = hoard;
        *reinterpret_cast<uint32_t *>(&object[index + 1]) = SecretNumber;
    }
    return free(object);
}

int keeper_turns()
{
    return static_cast<int>(turns);
}

int keeper_leak_number()
{
    return SecretNumber;
}

void *keeper_leak_hoard()
{
    return hoard;
}

void *keeper_leak_path()
{
    static void *inner[2] = {nullptr, hoard};
    static void *outer[2] = {nullptr, inner};
    return outer;
}

/// A thread that interrupts others, and waits with its registers full.
int __cheri_compartment("keeper") keeper_run()
{
    return fill_and_sleep();
}

/// A thread that is interrupted by others, with its registers full.
int __cheri_compartment("keeper") keeper_spin()
{
    return fill_and_spin();
}
