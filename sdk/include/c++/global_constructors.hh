// Constructors of global objects. Nothing runs them by itself: a compartment that has any calls
// GlobalConstructors::run() in each entry point that needs them, and the first call does it.
#ifndef GLOBAL_CONSTRUCTORS_HH
#define GLOBAL_CONSTRUCTORS_HH

#include <locks.h>

// The linker's: the compartment's own.
extern "C" {
extern void (*const __init_array_start[])() __attribute__((weak, visibility("hidden")));
}

namespace GlobalConstructors {
/// Runs this compartment's global constructors unless that was done; waits if another thread is at
/// it, or traps if there is not enough stack for that.
inline void run()
{
    static OnceState state;
    int result = run_once(&state, [] {
        if (__init_array_start == nullptr) {
            return;
        }
        auto *constructor = &__init_array_start[0];
        size_t count = __builtin_cheri_length_get(constructor) / sizeof(*constructor);
        for (size_t i = 0; i < count; i++) {
            constructor[i]();
        }
    });
    if (result != 0) {
        __builtin_trap();
    }
}
} // namespace GlobalConstructors

#endif
