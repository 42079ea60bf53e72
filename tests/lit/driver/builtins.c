// Every builtin: its type, and what the back end gets.
// RUN: %ir_cc -O1 %s | FileCheck %s
// RUN: %ir_cxx -O1 -x c++ %s | FileCheck %s
#include <stddef.h>
#ifdef __cplusplus
extern "C" {
#endif
// A function of this name is the user's own.
static unsigned cheri_bounds_set(unsigned x) { return x + 1; }

// CHECK-LABEL: @numbers(
unsigned numbers(void *p)
{
    // CHECK: call i32 @cheriot.address_get(ptr
    // CHECK: call i32 @cheriot.base_get(ptr
    // CHECK: call i32 @cheriot.top_get(ptr
    // CHECK: call i32 @cheriot.length_get(ptr
    // CHECK: call i32 @cheriot.perms_get(ptr
    // CHECK: call i32 @cheriot.type_get(ptr
    // CHECK: call i32 @cheriot.high_get(ptr
    return __builtin_cheri_address_get(p) ^ __builtin_cheri_base_get(p) * 3 ^
           __builtin_cheri_top_get(p) * 5 ^ __builtin_cheri_length_get(p) * 7 ^
           __builtin_cheri_perms_get(p) * 9 ^ __builtin_cheri_type_get(p) * 11 ^
           __builtin_cheri_high_get(p) * 13 ^ cheri_bounds_set(1);
}

// CHECK-LABEL: @offset(
// CHECK: [[ADDRESS:%.*]] = {{.*}}call i32 @cheriot.address_get(ptr
// CHECK: [[BASE:%.*]] = {{.*}}call i32 @cheriot.base_get(ptr
// CHECK: sub i32 [[ADDRESS]], [[BASE]]
unsigned offset(void *p) { return __builtin_cheri_offset_get(p); }

// The argument's type comes back.
// CHECK-LABEL: @moved(
// CHECK: call ptr @cheriot.address_set(ptr {{.*}}, i32 {{.*}})
// CHECK: getelementptr i8, ptr {{.*}}, i32 4
const volatile int *moved(const volatile int *p, unsigned a)
{
    return __builtin_cheri_offset_increment(__builtin_cheri_address_set(p, a), 4);
}

// CHECK-LABEL: @bounded(
// CHECK: call ptr @cheriot.bounds_set(ptr {{.*}}@array, i32 {{.*}}8)
// CHECK: call ptr @cheriot.bounds_set_exact(ptr
// CHECK: call ptr @cheriot.bounds_set_round_down(ptr
int array[4];
int *bounded(void)
{
    int *p = __builtin_cheri_bounds_set(array, 8);
    p = __builtin_cheri_bounds_set_exact(p, 8);
    return __builtin_cheri_bounds_set_round_down(p, 4);
}

// CHECK-LABEL: @sealed(
// CHECK: call ptr @cheriot.perms_and(ptr
// CHECK: call ptr @cheriot.seal(ptr
// CHECK: call ptr @cheriot.unseal(ptr
// CHECK: call ptr @cheriot.tag_clear(ptr
char *sealed(char *p, void *key)
{
    p = __builtin_cheri_perms_and(p, 3);
    p = __builtin_cheri_unseal(__builtin_cheri_seal(p, key), key);
    return __builtin_cheri_tag_clear(p);
}

// CHECK-LABEL: @questions(
// CHECK: call {{.*}}i1 @cheriot.tag_get(ptr
// CHECK: call i32 @cheriot.type_get(ptr
// CHECK: icmp {{ne|eq}} i32
// CHECK: call {{.*}}i1 @cheriot.equal_exact(ptr
// CHECK: call {{.*}}i1 @cheriot.subset_test(ptr
unsigned questions(void *p, void *q)
{
    return __builtin_cheri_tag_get(p) | __builtin_cheri_sealed_get(p) << 1 |
           __builtin_cheri_equal_exact(p, q) << 2 | __builtin_cheri_subset_test(p, q) << 3;
}

// A tag asked for again goes through the load filter, whatever is known of the register.
// CHECK-LABEL: @temporal(
// CHECK: store volatile ptr
// CHECK: load volatile ptr
// CHECK: call {{.*}}i1 @cheriot.tag_get(ptr
int temporal(void *p) { return __builtin_cheri_tag_get_temporal(p); }

// CHECK-LABEL: @others(
// CHECK: call i32 @cheriot.round_representable_length(i32
// CHECK: call i32 @cheriot.representable_alignment_mask(i32
unsigned others(unsigned n)
{
    return __builtin_cheri_round_representable_length(n) ^
           __builtin_cheri_representable_alignment_mask(n);
}

// CHECK-LABEL: @registers(
// CHECK: call ptr @cheriot.program_counter_get()
// CHECK: call ptr @cheriot.global_data_get()
// CHECK: call ptr @cheriot.stack_get()
int registers(void)
{
    return __builtin_cheri_program_counter_get() != __builtin_cheri_global_data_get() &&
           __builtin_cheri_stack_get() != NULL;
}

// Reading the same thing twice is reading it once, and unused is not read at all.
// CHECK-LABEL: @once(
// CHECK-COUNT-1: call i32 @cheriot.length_get
// CHECK-NOT: call i32
unsigned once(void *p)
{
    (void)__builtin_cheri_base_get(p);
    return __builtin_cheri_length_get(p) + __builtin_cheri_length_get(p);
}

#if !__has_builtin(__builtin_cheri_top_get) || !__has_builtin(__builtin_cheri_bounds_set)
#error builtins are not known by name
#endif
#ifdef __cplusplus
}
#endif
