// Aggregates of eight bytes, aligned to eight, are passed in a register; others by reference.
// RUN: %cxx -O0 -S -emit-llvm %s -o - | FileCheck %s
// RUN: %cxx -O2 -S %s -o - | FileCheck %s --check-prefix=ASM
// RUN: %cc -x c -O2 -S %s -o - | FileCheck %s --check-prefix=ASM
#ifdef __cplusplus
#define EXTERN extern "C"
#else
#define EXTERN
#endif

struct Wrapped
{
    int *pointer;
};
struct Large
{
    int *pointer;
    int number;
};
struct Numbers
{
    int first;
    int second;
};
union Either
{
    long long number;
    int *pointer;
};

// CHECK-LABEL: define {{.*}}i32 @wrapped_read(ptr %wrapped)
// CHECK: [[VARIABLE:%.*]] = alloca %struct.Wrapped, align 8
// CHECK: store ptr %wrapped, ptr [[VARIABLE]], align 8
// ASM-LABEL: wrapped_read:
// ASM-NEXT: clw a0, 0(ca0)
// ASM-NEXT: cret
EXTERN int wrapped_read(struct Wrapped wrapped)
{
    return *wrapped.pointer;
}

// CHECK-LABEL: define {{.*}}i32 @either_read(ptr %either, i32
// ASM-LABEL: either_read:
// ASM: clw a0, 0(ca0)
EXTERN int either_read(union Either either, int count)
{
    return *either.pointer + count;
}

// CHECK-LABEL: define {{.*}}i32 @large_read(ptr {{.*}}byval(%struct.Large) align 8
// ASM-LABEL: large_read:
// ASM: clc ca0, 0(ca0)
EXTERN int large_read(struct Large large)
{
    return *large.pointer;
}

// CHECK-LABEL: define {{.*}}i32 @numbers_read(ptr {{.*}}byval(%struct.Numbers) align 4
EXTERN int numbers_read(struct Numbers numbers)
{
    return numbers.first;
}

// Through a pointer, and of a variadic function's fixed parameters, the same; its variable ones
// are in memory as they are.
// CHECK-LABEL: define {{.*}}i32 @pass(
// CHECK: [[VALUE:%.*]] = load ptr, ptr %agg.tmp, align 8
// CHECK: call {{.*}}i32 %{{.*}}(ptr [[VALUE]])
// CHECK: call {{.*}}i32 (ptr, ...) @format(ptr {{[^,b]*}}, ptr {{.*}}byval(%struct.Wrapped)
EXTERN int format(struct Wrapped wrapped, ...);
EXTERN int pass(int (*callee)(struct Wrapped), struct Wrapped wrapped)
{
    return callee(wrapped) + format(wrapped, wrapped);
}
