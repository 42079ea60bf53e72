#include "hello.h"
#include <text.h>
__attribute__((cheri_compartment("hello"))) int say_hello(void) { return text_is_empty(HELLO); }
