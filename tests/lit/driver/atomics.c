// Atomics: one register is atomic by itself, the rest are calls; pointers are capabilities always.
// RUN: %ir_cc -O1 %s | FileCheck %s
// RUN: %ir_cc -O0 %s | FileCheck %s --check-prefix=NONE
// RUN: %ir_cc -O2 %s | FileCheck %s --check-prefix=NONE
// NONE-NOT: {{ atomic }}
// NONE-NOT: atomicrmw
// NONE-NOT: cmpxchg ptr
// NONE-NOT: {{^}} *fence 
#include <stdatomic.h>
struct Holder { void *p; };
_Atomic(void *) pointer;
_Atomic(char *) text;
_Atomic(struct Holder) holder;
atomic_llong number;
atomic_int small;
_Atomic float real;

// CHECK-LABEL: define {{.*}}@load(
// CHECK: load volatile ptr, ptr @pointer, align 8
// CHECK-NEXT: asm sideeffect "", "~{memory}"
void *load(void) { return pointer; }
// CHECK-LABEL: define {{.*}}@store(
// CHECK: asm sideeffect "", "~{memory}"
// CHECK-NEXT: store volatile ptr %p, ptr @pointer, align 8
void store(void *p) { pointer = p; }
// CHECK-LABEL: define {{.*}}@relaxed(
// CHECK-NOT: asm
// CHECK: load volatile i32
// CHECK-NOT: asm
// CHECK: ret
int relaxed(void) { return atomic_load_explicit(&small, memory_order_relaxed); }
// CHECK-LABEL: define {{.*}}@exchange(
// CHECK: call ptr @__atomic_exchange_cap(ptr {{.*}}@pointer, ptr %p, i32 5)
void *exchange(void *p) { return atomic_exchange(&pointer, p); }
// CHECK-LABEL: define {{.*}}@compare(
// CHECK: [[OLD:%.*]] = load ptr, ptr %e
// CHECK: store ptr [[OLD]], ptr [[SLOT:%.*]], align 8
// CHECK: call i32 @__atomic_compare_exchange_cap(ptr {{.*}}@pointer, ptr {{.*}}[[SLOT]], ptr %d, i32 5, i32 5)
// CHECK: load ptr, ptr [[SLOT]]
int compare(void **e, void *d) { return atomic_compare_exchange_strong(&pointer, e, d); }
// CHECK-LABEL: define {{.*}}@holder_load(
// CHECK: load volatile ptr, ptr @holder
// CHECK: store ptr
struct Holder holder_load(void) { return holder; }
// CHECK-LABEL: define {{.*}}@holder_store(
// CHECK: store volatile ptr %{{.*}}, ptr @holder
void holder_store(struct Holder h) { holder = h; }
// CHECK-LABEL: define {{.*}}@advance(
// CHECK: load volatile ptr, ptr @text
// CHECK: getelementptr i8, ptr %{{.*}}, i32 %n
// CHECK: call i32 @__atomic_compare_exchange_cap(ptr
char *advance(int n) { return atomic_fetch_add(&text, n); }
// CHECK-LABEL: define {{.*}}@advance_unused(
// CHECK: getelementptr i8, ptr %{{.*}}, i32 -3
// CHECK: call i32 @__atomic_compare_exchange_cap(ptr
void advance_unused(void) { atomic_fetch_sub(&text, 3); }
// CHECK-LABEL: define {{.*}}@increment(
// CHECK: call i32 @__atomic_compare_exchange_cap(ptr
void increment(void) { text++; }
// CHECK-LABEL: define {{.*}}@number_add(
// CHECK: call i64 @__atomic_fetch_add_8(ptr {{.*}}@number, i64 %x, i32 5)
long long number_add(long long x) { return atomic_fetch_add(&number, x); }
// CHECK-LABEL: define {{.*}}@number_load(
// CHECK: load volatile ptr, ptr @number
long long number_load(void) { return number; }
// CHECK-LABEL: define {{.*}}@number_store(
// CHECK: store volatile ptr %{{.*}}, ptr @number
void number_store(long long x) { number = x; }
// CHECK-LABEL: define {{.*}}@small_add(
// CHECK: call i32 @__atomic_fetch_add_4(ptr {{.*}}@small, i32 %x, i32 5)
int small_add(int x) { return small += x; }
// CHECK-LABEL: define {{.*}}@real_add(
// CHECK: call i32 @__atomic_compare_exchange_4(
void real_add(float x) { real += x; }
// CHECK-LABEL: define {{.*}}@flag(
// CHECK: call zeroext i8 @__atomic_exchange_1(ptr %f, i8 zeroext 1, i32 5)
int flag(atomic_flag *f) { return atomic_flag_test_and_set(f); }
// CHECK-LABEL: define {{.*}}@generic(
// CHECK: load volatile ptr
// CHECK: store ptr
void generic(void **p, void **r) { __atomic_load(p, r, __ATOMIC_ACQUIRE); }
// CHECK-LABEL: define {{.*}}@fence_all(
// CHECK: asm sideeffect "", "~{memory}"
void fence_all(void) { atomic_thread_fence(memory_order_seq_cst); }
