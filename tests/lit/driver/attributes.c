// The same in C.
// RUN: %ir_cc -std=c23 %s | FileCheck %s
[[cheriot::compartment("alloc")]] int allocate(int);
[[cheriot::interrupt_state(disabled)]] int quiet(void) { return allocate(1); }
// CHECK: define {{.*}}@quiet() [[QUIET:#[0-9]+]]
[[cheriot::minimum_stack(512)]] __attribute__((cheriot_libcall)) int library(void) { return 1; }
// CHECK: define {{.*}}@library() [[LIBRARY:#[0-9]+]]
__attribute__((cheri_ccallback)) int callback(int x) { return x; }
// CHECK: define {{.*}}@callback(i32 {{.*}}) [[CALLBACK:#[0-9]+]]
// CHECK-NOT: llvm.global.annotations
// CHECK-DAG: attributes [[QUIET]] = {{.*}}"cheriot.interrupt_state"="disabled"
// CHECK-DAG: attributes [[LIBRARY]] = {{.*}}"cheriot.libcall"{{.*}}"cheriot.minimum_stack"="512"
// CHECK-DAG: attributes [[CALLBACK]] = {{.*}}"cheriot.callback"
