// Writing to a string literal.
// expect: CHERI permit-store violation
#include "negative.h"

NOINLINE static void shout(char *text)
{
    for (; *text; text++) {
        *text = (char)(*text & ~0x20);
    }
}

int main(void)
{
    before();
    char *volatile text = (char *)"quiet";
    shout(text);
    return after(1);
}
