// The smallest firmware: one compartment, one thread.
#include <cheri.hh>
#include <debug.hh>
#include <fail-simulator-on-error.h> // a fault in here ends the run with status 1
#include <thread.h>

using CHERI::Capability;

/// Lines of this compartment begin with "Hello". With `false` in the place of `true` nothing of
/// them would be left in the image.
using Debug = ConditionalDebug<true, "Hello">;

namespace {

int counts[3];

/// Says what a pointer can do. All of that is in the pointer itself: no table is asked.
void pointer_describe(const char *name, const Capability<int> pointer)
{
    Debug::log("a pointer to {}: {} bytes, permissions {}", name,
               static_cast<int>(pointer.length()), pointer.permissions());
}

} // namespace

/// Where the thread of firmware.toml starts. `__cheri_compartment` names the compartment the
/// function is an entry point of; there is no other way in.
int __cheri_compartment("hello") say_hello()
{
    Debug::log("Hello, world.");
    // Unsigned numbers are printed in hexadecimal, signed ones in decimal.
    Debug::log("I am thread {} of {}.", static_cast<int>(thread_id_get()),
               static_cast<int>(thread_count()));

    int squares[5] = {0, 1, 4, 9, 16};
    pointer_describe("my stack", squares);
    pointer_describe("my globals", counts);

    // When its last thread has ended, so does the simulation, with status 0.
    return 0;
}
