// Pointers to member functions hold the address of a slot with the function's capability.
// RUN: %ir_cxx -O1 %s | FileCheck %s
// RUN: %ir_cxx -O0 %s | FileCheck %s --check-prefix=SLOTS
struct A
{
    int x;
    virtual int overridden(int);
    int plain(int);
    int inlined(int a) { return a + x; }
    static int free(int);
};
struct B
{
    int y;
    int other(int);
};
struct C : B, A
{};
using Pointer = int (A::*)(int);

// SLOTS: @table = {{.*}}[{ i32, i32 } { i32 1, i32 0 }, { i32, i32 } { i32 ptrtoint (ptr
// @__griotte_member__ZN1A5plainEi to i32), i32 0 }, {{.*}}@__griotte_member__ZN1A7inlinedEi
// SLOTS-SAME: zeroinitializer]
Pointer table[] = {&A::overridden, &A::plain, &A::inlined, nullptr};
// SLOTS-DAG: @__griotte_member__ZN1A5plainEi = linkonce_odr hidden constant ptr @_ZN1A5plainEi,
// comdat, align 8 SLOTS-DAG: @__griotte_member__ZN1A7inlinedEi = linkonce_odr hidden constant ptr
// @_ZN1A7inlinedEi, comdat, align 8
unsigned address_of_free()
{
    return reinterpret_cast<unsigned>(&A::free);
}

extern "C" {
// CHECK-LABEL: define {{.*}}@call(
// CHECK: [[PCC:%.*]] = {{.*}}call ptr @cheriot.program_counter_get()
// CHECK: [[SLOT:%.*]] = {{.*}}call ptr @cheriot.address_set(ptr [[PCC]], i32
// CHECK: load ptr
// CHECK-NOT: inttoptr
// CHECK: call noundef i32 %
int call(A *a, Pointer p)
{
    return (a->*p)(1);
}
// CHECK-LABEL: define {{.*}}@direct(
// CHECK: call noundef i32 @_ZN1A5plainEi(
int direct(A *a)
{
    return (a->*&A::plain)(1);
}
// CHECK-LABEL: define {{.*}}@equal(
// CHECK: ptrtoint (ptr @__griotte_member__ZN1A5plainEi to i32)
// CHECK: icmp eq i32
bool equal(Pointer p)
{
    return p == &A::plain;
}
}
Pointer chosen(bool b)
{
    return b ? &A::plain : &A::overridden;
}
int (C::*converted(int (B::*p)(int)))(int)
{
    return p;
}
template <auto Function>
int through(A *a)
{
    return (a->*Function)(2);
}
int used(A *a)
{
    return through<&A::plain>(a) + through<&A::overridden>(a);
}
