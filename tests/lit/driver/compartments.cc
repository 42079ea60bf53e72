// From C++ to calls between domains: mangled names, classes, templates, lambdas, what the compiler
// calls for the language.
// RUN: %cxx -mabi=cheriot -cheri-compartment=mine -ffreestanding -nostdinc++ -std=c++23 -O0 -S -o - %s \
// RUN:   | FileCheck %s
// RUN: %cxx -mabi=cheriot -cheri-compartment=mine -ffreestanding -nostdinc++ -std=c++23 -O2 -S -o - %s \
// RUN:   | FileCheck %s --check-prefixes=CHECK,FAST
// RUN: %cxx -mabi=cheriot -cheri-compartment=mine -ffreestanding -nostdinc++ -std=c++23 -O2 -c -o %t.o %s
// RUN: llvm-readobj --section-groups %t.o | FileCheck %s --check-prefix=GROUPS

#define ENTRY(name) __attribute__((cheriot_compartment(name)))
#define LIBRARY __attribute__((cheriot_libcall))
#define CALLBACK __attribute__((cheriot_ccallback))
#define DISABLED [[cheriot::interrupt_state(disabled)]]

using Callback = CALLBACK int (*)(int);

namespace space {
ENTRY("pool") int submit(Callback);
}
extern "C" ENTRY("pool") int submit_plainly(int);

// CHECK-LABEL: _Z10use_lambdav:
// FAST: %cheriot_compartment_hi(__import_mine__ZZ10use_lambdavEN3$_08__invokeEi.{{[0-9a-f]+}})
// CHECK: %cheriot_compartment_hi(__import_pool__ZN5space6submitEPFiiE)
// CHECK: cjalr ct2
// CHECK: %cheriot_compartment_hi(__import_pool_submit_plainly)
int use_lambda()
{
    return space::submit([](int x) CALLBACK { return x * 2; }) + submit_plainly(1);
}

struct Base
{
    virtual int plain();
    DISABLED virtual int quiet();
    LIBRARY virtual int library();
    DISABLED int method();
    LIBRARY int libraryMethod();
    int member;
};
int Base::plain()
{
    return member;
}
DISABLED int Base::quiet()
{
    return member + 1;
}
LIBRARY int Base::library()
{
    return member + 2;
}

// A pointer to a member function leads to what is in the import.
int (Base::*pointers[])() = {&Base::method, &Base::libraryMethod};

// What every file has of a library is each domain's own; what it has of its own domain is exported
// with the function.
LIBRARY inline __attribute__((noinline)) int everywhere(int x)
{
    return x + 3;
}
DISABLED inline int quiet_everywhere(int x)
{
    static int counter;
    return counter += x;
}
template <typename T>
LIBRARY T generic(T x)
{
    return x;
}
template int generic<int>(int);
// CHECK-LABEL: _Z14use_everywherei:
// CHECK: %cheriot_compartment_hi(__import_mine__Z16quiet_everywherei)
// CHECK: {{j|cjal}} _Z10everywherei
int use_everywhere(int x)
{
    return everywhere(quiet_everywhere(x));
}

// For the language: guards. There is nothing to destroy, since compartments do not end.
struct Counted
{
    Counted();
    ~Counted();
};
// CHECK-LABEL: _Z5localv:
// CHECK-DAG: %cheriot_compartment_hi(__import_libcalls___cxa_guard_acquire)
// CHECK-DAG: %cheriot_compartment_hi(__import_libcalls___cxa_guard_release)
// CHECK-NOT: __cxa_atexit
// CHECK-LABEL: .size _Z5localv
void local()
{
    static Counted counted;
}

extern "C" ENTRY("mine") int plain_name(Base &base)
{
    return base.quiet();
}
namespace space {
ENTRY("mine") int in_namespace(Callback f, long long x)
{
    return f(static_cast<int>(x));
}
} // namespace space

// CHECK-LABEL: _ZTV4Base:
// CHECK: .quad %chericap(_ZN4Base5plainEv)
// CHECK-NEXT: .quad %chericap(__library_export_mine__ZN4Base5quietEv)
// CHECK-NEXT: .quad %chericap(__library_export_libcalls__ZN4Base7libraryEv)
// CHECK-LABEL: __griotte_member__ZN4Base6methodEv:
// CHECK-NEXT: .quad %chericap(__library_export_mine__ZN4Base6methodEv)
// CHECK-LABEL: __griotte_member__ZN4Base13libraryMethodEv:
// CHECK-NEXT: .quad %chericap(__library_export_libcalls__ZN4Base13libraryMethodEv)

// CHECK-DAG: .globl __library_export_mine__ZN4Base5quietEv
// CHECK-DAG: .globl __library_export_libcalls__ZN4Base7libraryEv
// CHECK-DAG: .globl __export_mine_plain_name
// CHECK-DAG: .globl __export_mine__ZN5space12in_namespaceEPFiiEx
// CHECK-DAG: .section .cheriot.exports,"G",@progbits,_Z7genericIiET_S0_,comdat
// CHECK-DAG: .section .cheriot.exports,"G",@progbits,_Z16quiet_everywherei,comdat
// CHECK-DAG: .weak __library_export_mine__Z16quiet_everywherei
// CHECK-NOT: __library_export_libcalls__Z10everywherei

// GROUPS: Signature: _Z7genericIiET_S0_
// GROUPS: .cheriot.exports
// GROUPS: Signature: _Z16quiet_everywherei
// GROUPS: .cheriot.exports
