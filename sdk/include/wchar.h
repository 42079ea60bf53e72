// wchar.h: the types only. There are no wide-character functions; C++ headers want these names.
#ifndef WCHAR_H
#define WCHAR_H

#include <stddef.h>

typedef __WINT_TYPE__ wint_t;
#define WEOF ((wint_t) - 1)

/// The state of a multibyte conversion: the only encoding is ASCII, which has none.
typedef struct
{
    unsigned char unused;
} mbstate_t;

#endif
