// Structures by value: of every size from 1 to 40 bytes, with pointers, nested, as arguments and
// results.
#include "check.h"

#define SIZED(n)                                                                                   \
    typedef struct S##n                                                                            \
    {                                                                                              \
        u8 v[n];                                                                                   \
    } S##n;                                                                                        \
    NOINLINE static S##n make##n(u32 x)                                                            \
    {                                                                                              \
        S##n s;                                                                                    \
        for (u32 i = 0; i < n; i++) {                                                              \
            s.v[i] = (u8)(x * (i + 3));                                                            \
        }                                                                                          \
        return s;                                                                                  \
    }                                                                                              \
    NOINLINE static u64 take##n(u8 before, S##n s, u64 after)                                      \
    {                                                                                              \
        u64 sum = before + after;                                                                  \
        for (u32 i = 0; i < n; i++) {                                                              \
            sum = sum * 31 + s.v[i];                                                               \
            s.v[i] = 0;                                                                            \
        }                                                                                          \
        return sum;                                                                                \
    }                                                                                              \
    NOINLINE static S##n both##n(S##n a, S##n b, u32 which)                                        \
    {                                                                                              \
        return which ? a : b;                                                                      \
    }
#define USED(n)                                                                                    \
    {                                                                                              \
        S##n a = make##n(5), b = make##n(7), c[3] = {a, b, a};                                     \
        out("size " #n, take##n(1, a, 2) + take##n(3, both##n(a, b, 0), 4) * 3 +                   \
                            take##n(5, both##n(c[2], make##n(9), 1), 6) * 5 +                      \
                            take##n(7, c[1], 8));                                                  \
        out("kept", take##n(0, a, 0));                                                             \
    }
#define EACH(M)                                                                                    \
    M(1)                                                                                           \
    M(2)                                                                                           \
    M(3)                                                                                           \
    M(4) M(5) M(6) M(7) M(8) M(9) M(11) M(12) M(15) M(16) M(17) M(20) M(24) M(31) M(32) M(33) M(40)
EACH(SIZED)

typedef struct Pair
{
    i32 x;
    i64 y;
} Pair;
typedef struct Node
{
    struct Node *next;
    Pair pair;
    u8 tail;
} Node;
typedef struct Big
{
    u64 words[64];
    Node node;
} Big;
typedef struct Real
{
    f32 a;
    f64 b;
} Real;
typedef struct Empty
{
    u8 none[1];
} Empty;

static Node last = {0, {1, 2}, 3};

NOINLINE static Node pushed(Node n, Node *next)
{
    n.next = next;
    n.pair.x++;
    n.pair.y -= n.tail;
    return n;
}

NOINLINE static Big big(Big b, Pair p, Node n)
{
    b.words[p.x & 63] += (u64)p.y;
    b.node = n;
    b.node.next = b.node.next->next ? b.node.next->next : &last;
    return b;
}

NOINLINE static Real real(Real a, f32 k, Real b)
{
    return (Real){a.a * k + b.a, a.b / k - b.b};
}

NOINLINE static u64 lots(Pair a, u8 b, Pair c, i64 d, Node e, Empty f, Pair *g, Pair h)
{
    g->x = a.x + c.x;
    a = c;
    return (u64)(a.x + b) + (u64)c.y * 3 + (u64)d * 5 + (u64)e.pair.y * 7 + f.none[0] +
           (u64)g->x * 11 + (u64)h.y * 13;
}

static Pair swap(Pair p)
{
    return (Pair){(i32)p.y, p.x};
}

int main(void)
{
    EACH(USED)
    Node a = pushed(last, &last), b = pushed(a, &a), c = pushed(pushed(b, &b), &b);
    u64 sum = 0;
    for (Node *n = &c; n; n = n->next) {
        sum = sum * 31 + (u64)n->pair.x * 3 + (u64)n->pair.y + n->tail;
    }
    out("nodes", sum);
    Big one = {{1, 2, 3}, a};
    one = big(big(one, (Pair){2, 50}, c), swap((Pair){7, 1}), b);
    sum = 0;
    for (u32 i = 0; i < 64; i++) {
        sum = sum * 3 + one.words[i];
    }
    out("big", sum + (u64)one.node.next->pair.x);
    Real r = real((Real){1.5f, 2.5}, 3.0f, (Real){0.25f, 1e10});
    r = real(r, 0.1f, r);
    out("real", bits32(r.a) + bits64(r.b));
    Pair p = {3, 4}, q;
    out("lots", lots(p, 5, swap(p), -6, c, (Empty){{9}}, &q, swap(swap(p))));
    out("q", (u64)q.x);
    out("member", (u64)swap((Pair){1, 9}).x + (u64)pushed(a, &b).next->pair.y);
    u64 (*function)(u8, S9, u64) = take9;
    out("pointer", function(1, make9(3), 4));
    Pair grid[2][2] = {{{1, 2}, {3, 4}}, {{5, 6}, {7, 8}}}, other[2][2];
    memcpy(other, grid, sizeof grid);
    other[1][0] = swap(grid[0][1]);
    out("grid", (u64)other[1][0].x * 10 + (u64)other[1][1].y + (u64)grid[1][0].x);
    return 9;
}
