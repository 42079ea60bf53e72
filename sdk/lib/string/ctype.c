// ctype.h: ASCII. A range test is one subtraction and one unsigned comparison.
#include <ctype.h>

static int is_between(int character, int first, int last)
{
    return (unsigned)character - (unsigned)first <= (unsigned)(last - first);
}

int isascii(int character)
{
    return is_between(character, 0, 0x7f);
}

int isblank(int character)
{
    return character == ' ' || character == '\t';
}

int iscntrl(int character)
{
    return is_between(character, 0, 0x1f) || character == 0x7f;
}

int isdigit(int character)
{
    return is_between(character, '0', '9');
}

int isgraph(int character)
{
    return is_between(character, '!', '~');
}

int islower(int character)
{
    return is_between(character, 'a', 'z');
}

int isprint(int character)
{
    return is_between(character, ' ', '~');
}

int isspace(int character)
{
    return character == ' ' || is_between(character, '\t', '\r');
}

int isupper(int character)
{
    return is_between(character, 'A', 'Z');
}

int isalpha(int character)
{
    return isupper(character) || islower(character);
}

int isalnum(int character)
{
    return isalpha(character) || isdigit(character);
}

int ispunct(int character)
{
    return isgraph(character) && !isalnum(character);
}

int isxdigit(int character)
{
    return isdigit(character) || is_between(character | 0x20, 'a', 'f');
}

int tolower(int character)
{
    return isupper(character) ? character + ('a' - 'A') : character;
}

int toupper(int character)
{
    return islower(character) ? character - ('a' - 'A') : character;
}
