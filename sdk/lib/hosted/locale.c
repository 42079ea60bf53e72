// The "C" locale.
#include <limits.h>
#include <locale.h>
#include <string.h>

char *setlocale(int category, const char *name)
{
    (void)category;
    static char theName[] = "C";
    _Bool isKnown =
        name == NULL || *name == '\0' || strcmp(name, "C") == 0 || strcmp(name, "POSIX") == 0;
    return isKnown ? theName : NULL;
}

struct lconv *localeconv(void)
{
    static char point[] = ".";
    static char nothing[] = "";
    static struct lconv conventions = {point,    nothing,  nothing,  nothing,  nothing,  nothing,
                                       nothing,  nothing,  nothing,  nothing,  CHAR_MAX, CHAR_MAX,
                                       CHAR_MAX, CHAR_MAX, CHAR_MAX, CHAR_MAX, CHAR_MAX, CHAR_MAX,
                                       CHAR_MAX, CHAR_MAX, CHAR_MAX, CHAR_MAX, CHAR_MAX, CHAR_MAX};
    return &conventions;
}
