// Loops, goto in and out of blocks, computed goto, short circuits, commas, conditional operators,
// volatile.
#include "check.h"

NOINLINE static u64 collatz(u64 n)
{
    u64 steps = 0;
    while (n != 1) {
        n = n & 1 ? 3 * n + 1 : n / 2;
        steps++;
    }
    return steps;
}

NOINLINE static u32 primes(u32 limit)
{
    u8 composite[2000] = {0};
    u32 count = 0;
    for (u32 i = 2; i < limit; i++) {
        if (composite[i]) {
            continue;
        }
        count++;
        for (u32 k = i * i; k < limit; k += i) {
            composite[k] = 1;
        }
    }
    return count;
}

NOINLINE static u32 search(const u8 grid[5][5], u8 wanted)
{
    u32 r, c;
    for (r = 0; r < 5; r++) {
        for (c = 0; c < 5; c++) {
            if (grid[r][c] == wanted) {
                goto found;
            }
        }
    }
    return 999;
found:
    return r * 10 + c;
}

NOINLINE static u64 irreducible(u32 x)
{
    u64 sum = x;
    if (x & 1) {
        goto middle;
    }
top:
    sum = sum * 3 + 1;
    if (sum % 5 == 0) {
        goto end;
    }
middle:
    sum += 7;
    if (sum < 100000) {
        goto top;
    }
end:
    return sum;
}

// An interpreter with a table of labels.
NOINLINE static i64 threaded(const u8 *code)
{
    static const void *const labels[] = {&&stop, &&push, &&add, &&multiply, &&copy, &&loop, &&less};
    i64 stack[8] = {0}, *top = stack;
    u32 left = 10;
    goto *labels[*code++];
push:
    *++top = *code++;
    goto *labels[*code++];
add:
    top--;
    top[0] += top[1];
    goto *labels[*code++];
multiply:
    top--;
    top[0] *= top[1];
    goto *labels[*code++];
copy:
    top[1] = top[0];
    top++;
    goto *labels[*code++];
less:
    (*top)--;
    goto *labels[*code++];
loop:
    if (--left) {
        code -= *code;
    } else {
        code++;
    }
    goto *labels[*code++];
stop:
    return *top;
}

static u32 called;
NOINLINE static u32 note(u32 x)
{
    called = called * 10 + x;
    return x;
}

NOINLINE static u32 circuits(u32 a, u32 b, u32 c)
{
    u32 r = (note(a) && note(b)) || note(c);
    r = r * 2 + (note(a) || (note(b) && note(c)));
    r = r * 2 + !(note(a) & note(b));
    if ((a && !b) || (!a && (b || c))) {
        r += 100;
    }
    return r + (a ? b ? 1 : 2 : c ? 3 : 4) * 1000;
}

NOINLINE static u32 comma(u32 n)
{
    u32 a, b, sum = 0;
    for (a = 0, b = n; a < b; a++, b--) {
        sum = (sum += a, sum *= 3, sum + b);
    }
    return sum + (a == b ? (a++, a) : (b--, b));
}

NOINLINE static u64 minimum(const i32 *values, u32 count)
{
    i32 low = values[0], high = values[0];
    u32 at = 0;
    for (u32 i = 1; i < count; i++) {
        low = values[i] < low ? (at = i, values[i]) : low;
        high = values[i] > high ? values[i] : high;
    }
    return (u64)(i64)low * 3 + (u64)high + at;
}

NOINLINE static u64 waiting(volatile u32 *flag)
{
    u64 rounds = 0;
    while (*flag) {
        *flag = *flag - 1;
        rounds += *flag + *flag;
    }
    return rounds;
}

int main(void)
{
    out("collatz", collatz(27) + collatz(871) * 1000);
    out("primes", primes(2000));
    u8 grid[5][5];
    for (u32 i = 0; i < 25; i++) {
        grid[i / 5][i % 5] = (u8)(i * i);
    }
    out("search", search((const u8(*)[5])grid, 144) + search((const u8(*)[5])grid, 3) * 100);
    out("irreducible", irreducible(1) + irreducible(2) * 3 + irreducible(5) * 7);
    static const u8 code[] = {1, 3, 4, 3, 6, 1, 2, 2, 5, 4, 0};
    out("threaded", (u64)threaded(code));
    for (u32 i = 0; i < 8; i++) {
        out("circuits", circuits(i & 1, i >> 1 & 1, i >> 2));
        out("called", called);
        called = 0;
    }
    out("comma", comma(17) + comma(8));
    static const i32 values[] = {5, -3, 88, 2147483647, -2147483647 - 1, 0};
    out("minimum", minimum(values, 4) + minimum(values, 6));
    volatile u32 flag = 9;
    out("waiting", waiting(&flag));
    i8 wrap = 120;
    u32 rounds = 0;
    do {
        wrap = (i8)(wrap + 3);
    } while (wrap > 0 && ++rounds);
    out("wrap", (u64)wrap + rounds);
    return 10;
}
