// LA_ABS(x): the address of the linker's symbol `x`, as a number without any rights. Such symbols
// say where things lie in the whole image, which no compartment has a capability to.
#ifndef ABSOLUTE_ADDRESS_H
#define ABSOLUTE_ADDRESS_H

#include <cdefs.h>

#define LA_ABS(x)                                                                                  \
    ({                                                                                             \
        ptraddr_t theAddress;                                                                      \
        __asm__("lui  %0, %%hi(" #x ")\n"                                                          \
                "addi %0, %0, %%lo(" #x ")\n"                                                      \
                : "=r"(theAddress));                                                               \
        theAddress;                                                                                \
    })

#endif
