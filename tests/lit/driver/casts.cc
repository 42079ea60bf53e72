// Pointers and integers: an address has 32 bits, and only those.
// RUN: %ir_cxx -O1 %s 2>%t.err | FileCheck %s
// RUN: FileCheck %s --check-prefix=WARN < %t.err
// RUN: %ir_cxx -O1 -Wno-cheri-capability-misuse -Werror %s -o %t.ll
using size_t = decltype(sizeof(0));
extern "C" {
// CHECK-LABEL: @address(
// CHECK: [[A:%.*]] = ptrtoint ptr %p to i32
// CHECK-NEXT: ret i32 [[A]]
unsigned address(void *p)
{
    return reinterpret_cast<unsigned>(p);
}
// CHECK-LABEL: @wide(
// CHECK: ptrtoint {{.*}}ptr %p to i32
// CHECK-NOT: ptrtoint ptr %p to i64
unsigned long long wide(void *p)
{
    return reinterpret_cast<unsigned long long>(p);
}
// CHECK-LABEL: @narrow(
// CHECK: ptrtoint {{.*}}ptr %p to i32
unsigned char narrow(void *p)
{
    return (unsigned char)reinterpret_cast<size_t>(p);
}
// CHECK-LABEL: @pointer(
// CHECK: inttoptr i32 %{{.*}} to ptr
void *pointer(unsigned long long x)
{
    return reinterpret_cast<void *>(x);
}
// CHECK-LABEL: @minus_one(
// CHECK: ret ptr inttoptr (i32 -1 to ptr)
void *minus_one()
{
    return (void *)-1;
}
// CHECK-LABEL: @difference(
// CHECK: ptrtoint {{.*}}ptr %{{.*}} to i32
// CHECK-NOT: i64
// CHECK: ret i32
int difference(int *p, int *q)
{
    return p - q;
}

void *round_trip(char *p)
{
    unsigned a = reinterpret_cast<unsigned>(p);
    // WARN: casts.cc:[[#@LINE+1]]:12: warning: this pointer was made from an integer and has no tag
    return reinterpret_cast<void *>((a + 7) & ~7u);
}
// An address of a device is no round trip.
// WARN-NOT: warning:
volatile int *device()
{
    return reinterpret_cast<volatile int *>(0x10000000);
}
// WARN: 1 warning generated.
}
