#include <text.h>
int text_is_empty(const char *text)
{
    return text[0] == 0;
}
