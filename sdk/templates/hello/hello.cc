#include <compartment.h>
#include <debug.hh>

/// Log lines begin with this name.
using Debug = ConditionalDebug<true, "@NAME@">;

/// Where the thread begins (firmware.toml, [[threads]]).
void __cheri_compartment("hello") say_hello()
{
    Debug::log("Hello from compartment {}", "hello");
}
