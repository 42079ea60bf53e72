// rand: rand_r with a state of its own.
#include <stdlib.h>

static unsigned state = 1;

int rand(void)
{
    return rand_r(&state);
}

void srand(unsigned seed)
{
    state = seed;
}
