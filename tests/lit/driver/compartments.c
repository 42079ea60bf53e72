// From C to calls between domains: what the front end and the passes contribute. The rest is in
// codegen/domain-*.ll.
// RUN: %cc -mabi=cheriot -cheri-compartment=mine -ffreestanding -O0 -S -o - %s | FileCheck %s
// RUN: %cc -mabi=cheriot -cheri-compartment=mine -ffreestanding -O2 -S -o - %s | FileCheck %s
// RUN: %cc -target riscv32-unknown-cheriotrtos -cheri-compartment=mine -ffreestanding -Oz -S -o - %s \
// RUN:   | FileCheck %s
// Bare metal has neither imports nor exports.
// RUN: %cc -ffreestanding -O2 -S -o - %s | FileCheck %s --check-prefix=BARE --allow-empty
// BARE-NOT: {{import|export}}
// By way of IR and without the passes it comes to the same.
// RUN: %cc -mabi=cheriot -cheri-compartment=mine -ffreestanding -O2 -S -emit-llvm -o %t.ll %s
// RUN: FileCheck %s --check-prefix=IR < %t.ll
// RUN: %cc -S -o - %t.ll | FileCheck %s
// RUN: %cc -mabi=cheriot -cheri-compartment=mine -S -o - %t.ll | FileCheck %s
// IR: !{i32 1, !"cheriot-compartment", !"mine"}
// Objects are what their assembly says.
// RUN: %cc -mabi=cheriot -cheri-compartment=mine -ffreestanding -O2 -c -o %t.o %s
// RUN: %cc -mabi=cheriot -cheri-compartment=mine -ffreestanding -O2 -S -o %t.s %s && %as %t.s -o %t.as.o
// RUN: llvm-objdump -s -j .cheriot.exports %t.o | tail -n +3 > %t.bytes
// RUN: llvm-objdump -s -j .cheriot.exports %t.as.o | tail -n +3 | cmp - %t.bytes

typedef __SIZE_TYPE__ size_t;
#define ENTRY(name) __attribute__((cheriot_compartment(name)))
#define LIBRARY __attribute__((cheriot_libcall))
#define CALLBACK __attribute__((cheriot_ccallback))
#define DISABLED __attribute__((interrupt_state(disabled)))

// ---- declarations of others

ENTRY("other") int other(int, void *);
// CHECK-LABEL: call_other:
// CHECK: %cheriot_compartment_hi(__import_other_other)
// CHECK: cjalr ct2
int call_other(int x, void *p)
{
    return other(x, p);
}

typedef CALLBACK int (*Callback)(int);
// CHECK-LABEL: call_callback:
// CHECK: %cheriot_compartment_hi(__import_switcher)
// CHECK: cjalr ct2
int call_callback(Callback f, int x)
{
    return f(x);
}

// ---- functions of this file, before whom they call or after

// An entry point is called with its convention even by its own file, never inlined.
ENTRY("mine") static inline __attribute__((always_inline)) int entry_inline(int x)
{
    return x + 1;
}
// CHECK-LABEL: call_entry:
// CHECK: cjal entry_inline
// CHECK: cjal entry
int call_entry(int x)
{
    int entry(int);
    return entry_inline(x) + entry(x);
}
ENTRY("mine") int entry(int x)
{
    return x * 2;
}

DISABLED static inline int quiet(int x)
{
    static int counter;
    return counter += x;
}
// CHECK-LABEL: call_quiet:
// CHECK: %cheriot_compartment_hi([[QUIET:__import_mine_quiet\.[0-9a-f]+]])
int call_quiet(int x)
{
    return quiet(x) + 1;
}

CALLBACK static int called_back(int x)
{
    return x + 2;
}
// CHECK-LABEL: take_callback:
// CHECK: clc ca0, {{.*}}(ca0)
Callback take_callback(void)
{
    return called_back;
}

// ---- what nobody wrote

typedef struct
{
    char bytes[300];
} Large;
// CHECK-LABEL: copy:
// CHECK: %cheriot_compartment_hi(__import_libcalls_memcpy)
void copy(Large *to, const Large *from)
{
    *to = *from;
}
// CHECK-LABEL: fill:
// CHECK: %cheriot_compartment_hi(__import_libcalls_memset)
void fill(char *to, int size)
{
    for (int i = 0; i < size; i++) {
        to[i] = 0;
    }
    __builtin_memset(to, 1, size);
}
// CHECK-LABEL: divide:
// CHECK: %cheriot_compartment_hi(__import_libcalls___divdi3)
long long divide(long long x, long long y)
{
    return x / y;
}
// CHECK-LABEL: count:
// CHECK: %cheriot_compartment_hi(__import_libcalls___atomic_fetch_add_4)
// CHECK: cjalr
// CHECK: cret
int count(int *counter)
{
    return __atomic_fetch_add(counter, 1, __ATOMIC_SEQ_CST);
}
// CHECK-LABEL: exchange:
// CHECK: %cheriot_compartment_hi(__import_libcalls___atomic_exchange_cap)
void *exchange(void **slot, void *value)
{
    return __atomic_exchange_n(slot, value, __ATOMIC_SEQ_CST);
}
// CHECK-LABEL: compare:
// CHECK: %cheriot_compartment_hi(__import_libcalls_{{memcmp|bcmp}})
int compare(const char *a, const char *b, size_t size)
{
    return __builtin_memcmp(a, b, size) == 0;
}
// CHECK-LABEL: root:
// CHECK: %cheriot_compartment_hi(__import_libcalls_sqrt)
double root(double x)
{
    return __builtin_sqrt(x) + 1;
}
// CHECK-LABEL: parts:
// CHECK: %cheriot_compartment_hi(__import_libcalls_frexp)
double parts(double x, int *exponent)
{
    return __builtin_frexp(x, exponent) + 1;
}
// What the source declares is what it says, whatever its name.
// CHECK-LABEL: measure:
// CHECK: {{j|cjal}} strlen
size_t strlen(const char *);
size_t measure(const char *text)
{
    return strlen(text);
}

// ---- other names

// CHECK-LABEL: call_labelled:
// CHECK: %cheriot_compartment_hi(__import_other_label)
ENTRY("other") int labelled(int) __asm__("label");
int call_labelled(int x)
{
    return labelled(x);
}

// An alias is called, and exported, as what it is an alias of.
LIBRARY int original(int x)
{
    return x;
}
LIBRARY int alias(int x) __attribute__((alias("original")));

// A weak function that is not there is a null import.
// CHECK-LABEL: call_weak:
// CHECK: %cheriot_compartment_hi(__import_libcalls_weak)
// CHECK: cjalr
LIBRARY __attribute__((weak)) int weak(int);
int call_weak(int x)
{
    return weak ? weak(x) : x;
}

// Found by its name alone.
// CHECK: .globl compartment_error_handler
// CHECK: compartment_error_handler:
int compartment_error_handler(void *frame, size_t cause, size_t value)
{
    return cause == value && frame != 0;
}

// ---- data

Callback callbacks[] = {called_back, 0};
// CHECK: callbacks:
// CHECK-NEXT: .quad %chericap(__export_mine_called_back.{{[0-9a-f]+}})
struct
{
    int number;
    int (*functions[2])(int);
} operations = {1, {original, quiet}};
// CHECK: operations:
// CHECK: .quad %chericap(__library_export_libcalls_original)
// CHECK-NEXT: .quad %chericap(__library_export_mine_quiet.{{[0-9a-f]+}})

// ---- exports

// CHECK-DAG: .globl __export_mine_entry{{$}}
// CHECK-DAG: .globl __library_export_mine_quiet.
// CHECK-DAG: .globl __export_mine_called_back.
// CHECK-DAG: .globl __library_export_libcalls_original
// CHECK-DAG: .globl __library_export_libcalls_alias
// CHECK-DAG: .weak __library_export_libcalls_weak
