// Functions of different interrupt postures are not inlined into each other.
// RUN: %ir_cc -O2 %s | FileCheck %s
int counter;
[[cheriot::interrupt_state(disabled)]] static int quiet(void) { return counter++; }
[[cheriot::interrupt_state(disabled)]] static int quiet_too(void) { return counter += 2; }
[[cheriot::interrupt_state(inherit)]] static int plain(void) { return counter += 3; }
[[cheriot::interrupt_state(enabled)]] __attribute__((always_inline)) static inline int loud(void)
{
    return counter += 4;
}
// CHECK-LABEL: define {{.*}}@from_any(
// CHECK: call {{.*}}@quiet()
// CHECK: call {{.*}}@quiet_too()
// CHECK-NOT: call {{.*}}@plain
// CHECK: ret
int from_any(void) { return quiet() + quiet_too() + plain(); }
// CHECK-LABEL: define {{.*}}@from_quiet(
// CHECK-NOT: call {{.*}}@quiet
// CHECK-NOT: call {{.*}}@plain
// CHECK: call {{.*}}@loud()
// CHECK: ret
[[cheriot::interrupt_state(disabled)]] int from_quiet(void) { return quiet() + plain() + loud(); }
