// Arrays of variable length: one and two dimensions, parameters, typedefs, loops that leave early,
// goto.
#include "check.h"

NOINLINE static u64 simple(u32 n)
{
    u32 a[n];
    for (u32 i = 0; i < n; i++) {
        a[i] = i * i + n;
    }
    u64 sum = sizeof a / sizeof a[0];
    for (u32 i = n; i-- > 0;) {
        sum = sum * 31 + a[i];
    }
    return sum;
}

NOINLINE static u64 matrix_sum(u32 rows, u32 columns, i16 m[rows][columns])
{
    u64 sum = 0;
    for (u32 r = 0; r < rows; r++) {
        for (i16 *p = m[r]; p != m[r] + columns; p++) {
            sum = sum * 7 + (u64)*p;
        }
    }
    return sum;
}

NOINLINE static u64 matrices(u32 rows, u32 columns)
{
    i16 m[rows][columns], t[columns][rows];
    i16(*row)[columns] = m;
    for (u32 r = 0; r < rows; r++, row++) {
        for (u32 c = 0; c < columns; c++) {
            (*row)[c] = (i16)(r * 100 - c * 7);
            t[c][r] = m[r][c];
        }
    }
    return matrix_sum(rows, columns, m) + matrix_sum(columns, rows, t) * 3;
}

NOINLINE static u64 in_loop(u32 rounds)
{
    u64 sum = 0, fixed[3] = {1, 2, 3};
    for (u32 i = 1; i <= rounds; i++) {
        u64 a[i], b[i * 2];
        for (u32 k = 0; k < i; k++) {
            a[k] = sum + k;
            b[k * 2] = a[k] * 3;
            b[k * 2 + 1] = fixed[k % 3];
        }
        sum += a[i - 1] ^ b[i * 2 - 1] ^ b[0];
        if (sum % 7 == 0) {
            continue;
        }
        fixed[i % 3] += sum;
        if (i > 30) {
            break;
        }
    }
    return sum + fixed[0] + fixed[1] * 3;
}

NOINLINE static u64 jumped(u32 n)
{
    u32 times = 0;
    u64 sum = 0;
again:;
    u8 a[n + times];
    memset(a, (int)times, sizeof a);
    sum = sum * 3 + a[n + times - 1] + sizeof a;
    if (++times < 6) {
        goto again;
    }
    return sum;
}

NOINLINE static u64 named(u32 n)
{
    typedef struct
    {
        u32 x;
        u8 *p;
    } Item;
    typedef Item Items[n];
    Items a, b;
    u8 cells[n + 1];
    for (u32 i = 0; i < n; i++) {
        cells[i] = (u8)(i * 5);
        a[i] = (Item){i, &cells[i]};
    }
    memcpy(b, a, sizeof b);
    u64 sum = sizeof(Items) / sizeof(Item);
    for (u32 i = 0; i < n; i++) {
        sum = sum * 31 + *b[n - 1 - i].p + b[i].x;
    }
    return sum;
}

NOINLINE static u64 recursive(u32 n)
{
    if (n == 0) {
        return 1;
    }
    u16 a[n * 3];
    for (u32 i = 0; i < n * 3; i++) {
        a[i] = (u16)(i * n);
    }
    u64 inner = recursive(n - 1);
    for (u32 i = 0; i < n * 3; i++) {
        inner = inner * 3 + a[i];
    }
    return inner;
}

NOINLINE static u64 large(u32 n)
{
    u8 before[3000], a[n], after = 9;
    memset(before, 3, sizeof before);
    memset(a, 5, n);
    return before[2999] + a[n - 1] * 10u + after;
}

int main(void)
{
    for (u32 n = 1; n < 40; n += 5) {
        out("simple", simple(n));
    }
    out("matrices", matrices(3, 7) + matrices(1, 1) + matrices(11, 2));
    out("loop", in_loop(20) + in_loop(50));
    out("jumped", jumped(5));
    out("named", named(1) + named(9));
    out("recursive", recursive(12));
    out("large", large(5000) + large(1));
    return 6;
}
