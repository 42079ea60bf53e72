// What is for its own domain alone needs that domain's name; calling others does not.
// RUN: %cc -mabi=cheriot -c -o /dev/null %s
// RUN: rm -f %t.o
// RUN: not %cc -mabi=cheriot -DOWN -c -o %t.o %s 2>&1 | FileCheck %s
// RUN: not ls %t.o
// RUN: %cc -mabi=cheriot -cheri-compartment=mine -DOWN -c -o %t.o %s
// RUN: not %cc -mabi=cheriot -cheri-compartment=mine -O2 -DTAIL -c -o %t.o %s 2>&1 \
// RUN:   | FileCheck %s --check-prefix=TAIL
__attribute__((cheriot_compartment("other"))) int other(int);
__attribute__((cheriot_libcall)) int library(int);
int call(int x)
{
    return other(x) + library(x);
}
#ifdef OWN
// CHECK: error: 'quiet' is exported for its own compartment or library, and that has no name: say -cheri-compartment=NAME
__attribute__((interrupt_state(disabled))) int quiet(int x)
{
    return x;
}
#endif
#ifdef TAIL
// TAIL: error: {{.*}}this call must be a tail call, but entry points, callbacks and functions with an interrupt state are called, never jumped to
int jump(int x)
{
    [[clang::musttail]] return other(x);
}
#endif
