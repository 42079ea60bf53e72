// Has something to say and no UART to say it with. In C: a compartment is code, its globals and its
// entry points, in whatever language.
#include "console.h"

#include <errno.h>

/// A compartment's globals are its own. This has the name of one of the console's, and nothing else
/// to do with it.
static int lines = 40;

/// Where the thread starts. Calls to the console look like any other: the compiler sees from their
/// declaration that they leave the compartment, and goes through the switcher.
int __cheri_compartment("greeter") greet(void)
{
    console_print("Hello from the greeter.");

    // A pointer given as an argument is lent. The console can read this text, in these bounds; it
    // can not keep the pointer, as pointers to a stack can be stored nowhere but on a stack.
    const char onStack[] = "This line is on the greeter's stack.";
    console_print(onStack);

    // The console falls over this one. That is the end of the call and not of the console: its
    // caller is told, its globals are as they were left, its entry points are open.
    const int result = console_print(NULL);

    lines++;
    if (result == -ECOMPARTMENTFAIL && lines == 41 && console_lines() == 3) {
        console_print("That call failed, and here we are.");
    }
    return 0;
}
