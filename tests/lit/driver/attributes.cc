// CHERIoT's attributes in every spelling become function attributes of IR, declarations included.
// RUN: %ir_cxx %s | FileCheck %s
// RUN: %ir_cxx -mabi=cheriot -cheri-compartment=net %s | FileCheck %s

static_assert(__has_attribute(cheriot_compartment) && __has_attribute(cheri_compartment));
static_assert(__has_attribute(cheriot_libcall) && __has_attribute(cheriot_minimum_stack));
static_assert(__has_attribute(cheriot_ccallback) && __has_attribute(cheri_ccallback));
static_assert(__has_attribute(cheri_no_subobject_bounds));

#define CHECKED extern "C" __attribute__((used))

__attribute__((cheri_compartment("net"))) int send(int);
__attribute__((cheriot_compartment("net"))) int send(int x)
{
    return x;
}
// CHECK: define {{.*}}@_Z4sendi({{.*}} [[SEND:#[0-9]+]]
[[cheriot::compartment("alloc")]] int allocate(int);
int use(int x)
{
    return allocate(x);
}
// CHECK: call {{.*}}@_Z8allocatei({{.*}}) [[NOINLINE:#[0-9]+]]
// CHECK: declare {{.*}}@_Z8allocatei(i32 {{.*}}) [[ALLOCATE:#[0-9]+]]

CHECKED [[cheriot::interrupt_state(disabled)]] void disabled() {}
// CHECK: define {{.*}}@disabled() [[DISABLED:#[0-9]+]]
CHECKED __attribute__((interrupt_state(enabled))) void enabled() {}
// CHECK: define {{.*}}@enabled() [[ENABLED:#[0-9]+]]
CHECKED [[cheri::interrupt_state("inherit")]] void inherit() {}
// CHECK: define {{.*}}@inherit() [[INHERIT:#[0-9]+]]

constexpr int Stack = 0x180;
CHECKED [[cheriot::minimum_stack(Stack)]] __attribute__((cheri_libcall)) void library() {}
// CHECK: define {{.*}}@library() [[LIBRARY:#[0-9]+]]
CHECKED __attribute__((cheriot_minimum_stack(256))) [[cheriot::libcall]] void other() {}
// CHECK: define {{.*}}@other() [[OTHER:#[0-9]+]]

// Callbacks are types of their own.
using Callback = __attribute__((cheriot_ccallback)) int (*)(int);
template <typename, typename>
constexpr bool isSame = false;
template <typename T>
constexpr bool isSame<T, T> = true;
static_assert(!isSame<Callback, int (*)(int)>);
CHECKED __attribute__((cheri_ccallback)) int callback(int x)
{
    return x;
}
// CHECK: define {{.*}}i32 @callback(i32 {{.*}}) [[CALLBACK:#[0-9]+]]
CHECKED int callback_call(Callback f)
{
    return f(1);
}
// CHECK-LABEL: define {{.*}}@callback_call(
// CHECK: call noundef i32 %{{[0-9]+}}(i32 {{.*}}1) [[CALL:#[0-9]+]]
Callback callbackTaken = callback;

namespace name {
struct S
{
    [[cheriot::interrupt_state(disabled)]] int method();
    template <typename T>
    [[cheriot::interrupt_state(enabled)]] T generic(T t)
    {
        return t;
    }
};
int S::method()
{
    return generic(1);
}
} // namespace name
// CHECK: define {{.*}}@_ZN4name1S6methodEv({{.*}}) [[DISABLED]]
// CHECK: define {{.*}}@_ZN4name1S7genericIiEET_S2_({{.*}}) [[ENABLED]]

struct __attribute__((cheri_no_subobject_bounds)) Whole
{
    int a[4] __attribute__((__cheri_no_subobject_bounds__));
};

// CHECK-DAG: attributes [[SEND]] = {{.*}}"cheriot.compartment"="net"
// CHECK-DAG: attributes [[ALLOCATE]] = {{.*}}"cheriot.compartment"="alloc"
// CHECK-DAG: attributes [[NOINLINE]] = { {{.*}}noinline
// CHECK-DAG: attributes [[DISABLED]] = {{.*}}"cheriot.interrupt_state"="disabled"
// CHECK-DAG: attributes [[ENABLED]] = {{.*}}"cheriot.interrupt_state"="enabled"
// CHECK-DAG: attributes [[INHERIT]] = {{.*}}"cheriot.interrupt_state"="inherit"
// CHECK-DAG: attributes [[LIBRARY]] = {{.*}}"cheriot.libcall"{{.*}}"cheriot.minimum_stack"="384"
// CHECK-DAG: attributes [[OTHER]] = {{.*}}"cheriot.libcall"{{.*}}"cheriot.minimum_stack"="256"
// CHECK-DAG: attributes [[CALLBACK]] = {{.*}}"cheriot.callback"
// CHECK-DAG: attributes [[CALL]] = { {{.*}}"cheriot.callback"
