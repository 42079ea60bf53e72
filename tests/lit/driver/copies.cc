// Copies of every shape, at every level: never through integers, never through a slot that cannot
// hold a tag.
// RUN: %ir_cxx -O0 %s | FileCheck %s
// RUN: %ir_cxx -O1 %s | FileCheck %s
// RUN: %ir_cxx -O2 %s | FileCheck %s
// RUN: %ir_cxx -O2 -fno-strict-aliasing %s | FileCheck %s
// RUN: %ir_cxx -O3 %s | FileCheck %s
// RUN: %ir_cxx -Os %s | FileCheck %s
// RUN: %ir_cxx -Oz %s | FileCheck %s
// RUN: %ir_cxx -O2 %s | FileCheck %s --check-prefix=FAST
// CHECK-NOT: load i64, {{.*}}align 8
// CHECK-NOT: store i64 {{.*}}align 8
// CHECK-NOT: ptrtoint {{.*}} to i64
// CHECK-NOT: inttoptr i64
// CHECK-NOT: cheriot.memcpy
// CHECK-NOT: cheriot.memmove
using size_t = decltype(sizeof(0));
#define memcpy __builtin_memcpy
#define memmove __builtin_memmove

struct One
{
    void *p;
};
struct Two
{
    void *p, *q;
};
struct Mixed
{
    int a, b;
    void *p;
};
struct Mixed2
{
    char a;
    void *p;
    short b;
    char c;
};
struct Numbers
{
    int a, b;
};
struct Nested
{
    Mixed m;
    One o[3];
};
struct Large
{
    void *p[40];
};
struct Small : One
{
    int tail;
};
struct Derived : Small
{
    char more;
};
union Either
{
    void *p;
    struct
    {
        unsigned low, high;
    } w;
    char bytes[8];
};
struct __attribute__((packed)) Packed
{
    char c;
    void *p;
};

extern "C" {
// FAST-LABEL: @one(
// FAST: load ptr
// FAST: store ptr
void one(One *a, One *b)
{
    *a = *b;
}
void two(Two &a, Two &b)
{
    Two t = a;
    a = b;
    b = t;
}
void mixed(Mixed *a, Mixed *b)
{
    *a = *b;
}
// Changing half of the numbers must not cut the copy at a place where no capability fits.
Mixed change(Mixed m)
{
    m.a = 3;
    return m;
}
void mixed2(Mixed2 *a, Mixed2 *b)
{
    *a = *b;
}
void nested(Nested *a, Nested *b)
{
    *a = *b;
}
void large(Large *a, Large *b)
{
    *a = *b;
}
Large large_by_value(Large l)
{
    l.p[3] = nullptr;
    return l;
}
void derived(Derived *a, Derived *b)
{
    static_cast<Small &>(*a) = *b;
}
// FAST-LABEL: @numbers(
// FAST-NOT: load ptr
// FAST: ret void
void numbers(Numbers *a, Numbers *b)
{
    *a = *b;
}
One pick(bool c, One *a, One *b)
{
    return c ? *a : *b;
}
One pick_in_loop(One *a, int n)
{
    One r = a[0];
    for (int i = 1; i < n; i++) {
        if (i & 3) {
            r = a[i];
        }
    }
    return r;
}
void either(Either *a, Either *b)
{
    *a = *b;
}
unsigned either_low(void *p)
{
    Either e;
    e.p = p;
    return e.w.low;
}
void *through_buffer(void *p)
{
    alignas(8) char buffer[8];
    memcpy(buffer, &p, 8);
    void *q;
    memcpy(&q, buffer, 8);
    return q;
}
void *through_unaligned_type(void *p)
{
    char buffer[16];
    memcpy(buffer, &p, 8);
    void *q;
    memmove(&q, buffer, 8);
    return q;
}
void *through_union(void *p)
{
    Either e, f;
    e.p = p;
    memcpy(f.bytes, e.bytes, 8);
    return f.p;
}
// FAST-LABEL: @unknown(
// FAST: call ptr @memcpy(
void unknown(void *a, void *b, size_t n)
{
    memcpy(a, b, n);
}
void unknown_move(void *a, void *b, size_t n)
{
    memmove(a, b, n);
}
void eight(void *a, void *b)
{
    memcpy(a, b, 8);
}
void sixteen(int *a, int *b)
{
    memmove(a, b, 16);
}
// FAST-LABEL: @loop(
void loop(void **a, void **b, int n)
{
    for (int i = 0; i < n; i++) {
        a[i] = b[i];
    }
}
void bytes(char *a, char *b, int n)
{
    for (int i = 0; i < n; i++) {
        a[i] = b[i];
    }
}
void reverse(void **a, int n)
{
    for (int i = 0, j = n - 1; i < j; i++, j--) {
        void *t = a[i];
        a[i] = a[j];
        a[j] = t;
    }
}
// A misaligned capability is copied, and keeps its tag when it happens to be aligned.
// FAST-LABEL: @packed(
// FAST: call ptr @memcpy(
void *packed(Packed *p)
{
    return p->p;
}
void packed_set(Packed *p, void *q)
{
    p->p = q;
}
void *offset_buffer(void *p)
{
    char buffer[12];
    memcpy(buffer + 3, &p, 8);
    void *q;
    memcpy(&q, buffer + 3, 8);
    return q;
}
volatile One shared;
void volatile_copy(One *a)
{
    memcpy(a, const_cast<One *>(&shared), 8);
}
void array(One (&a)[4], One (&b)[4])
{
    for (int i = 0; i < 4; i++) {
        a[i] = b[3 - i];
    }
}
Nested global;
Nested returned()
{
    return global;
}
void by_value(Nested, Two);
void pass(Two *t)
{
    by_value(global, *t);
}
auto captured(One o, int i)
{
    return [=] { return i ? o.p : nullptr; }();
}
}
