// C and C++ pass them alike, and they keep their tags; C's transparent union too.
// RUN: rm -rf %t && mkdir %t
// RUN: %cc -O0 -c %s -o %t/c0.o && %cc -O2 -c %s -o %t/c2.o
// RUN: %cxx -x c++ -O0 -DCALLEES -c %s -o %t/cxx0.o && %cxx -x c++ -O2 -DCALLEES -c %s -o %t/cxx2.o
// RUN: %cc %t/c0.o %t/cxx2.o -o %t/a.elf && %run -q %t/a.elf | FileCheck %s
// RUN: %cc %t/c2.o %t/cxx0.o -o %t/b.elf && %run -q %t/b.elf | FileCheck %s
// CHECK: 42 43 1000000007 44 45
#include <stdio.h>

struct Wrapped
{
    int *pointer;
};

#ifdef CALLEES

union Argument
{
    int *pointer;
    unsigned long long number;
};

extern "C" int wrapped_read(struct Wrapped wrapped)
{
    wrapped.pointer++;
    return wrapped.pointer[-1];
}
extern "C" int pointer_read(Argument argument)
{
    return *argument.pointer;
}
extern "C" unsigned long long number_read(int, Argument argument)
{
    return argument.number;
}
// The sixth argument is the last in a register, the seventh on the stack.
extern "C" int seventh_read(int, int, int, int, int, Wrapped sixth, Wrapped seventh)
{
    return *sixth.pointer + *seventh.pointer;
}

#else

typedef union __attribute__((__transparent_union__))
{
    int *pointer;
    unsigned long long number;
} Argument;

int wrapped_read(struct Wrapped wrapped);
int pointer_read(Argument argument);
unsigned long long number_read(int first, Argument argument);
int seventh_read(int, int, int, int, int, struct Wrapped, struct Wrapped);

int main(void)
{
    int values[] = {42, 43, 1, 44};
    struct Wrapped wrapped = {values};
    struct Wrapped other = {&values[3]};
    struct Wrapped one = {&values[2]};
    int (*volatile read)(struct Wrapped) = wrapped_read;
    printf("%d %d %llu %d %d\n", read(wrapped), pointer_read(&values[1]),
           number_read(0, 1000000007ULL), wrapped_read(other),
           seventh_read(1, 2, 3, 4, 5, one, other));
    return wrapped.pointer == values ? 0 : 1;
}

#endif
