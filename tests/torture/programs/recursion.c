// Recursion: deep, mutual, with structures, arrays in frames, many arguments, permutations,
// parsers.
#include "check.h"

NOINLINE static u32 ackermann(u32 m, u32 n)
{
    return m == 0 ? n + 1 : n == 0 ? ackermann(m - 1, 1) : ackermann(m - 1, ackermann(m, n - 1));
}

NOINLINE static u64 fibonacci(u32 n)
{
    return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
}

static int is_odd(u32 n);
NOINLINE static int is_even(u32 n)
{
    return n == 0 ? 1 : is_odd(n - 1);
}
NOINLINE static int is_odd(u32 n)
{
    return n == 0 ? 0 : is_even(n - 1);
}

NOINLINE static void hanoi(u32 n, u8 from, u8 to, u8 spare, u64 *moves)
{
    if (n) {
        hanoi(n - 1, from, spare, to, moves);
        *moves = *moves * 3 + from * 7u + to;
        hanoi(n - 1, spare, to, from, moves);
    }
}

NOINLINE static u32 queens(u32 row, u32 size, u32 columns, u32 left, u32 right)
{
    if (row == size) {
        return 1;
    }
    u32 count = 0;
    for (u32 c = 0; c < size; c++) {
        u32 bit = 1u << c;
        if (!(columns & bit) && !(left & bit) && !(right & bit)) {
            count += queens(row + 1, size, columns | bit, (left | bit) << 1, (right | bit) >> 1);
        }
    }
    return count;
}

NOINLINE static void permute(u8 *items, u32 count, u64 *sum)
{
    if (count == 1) {
        for (u32 i = 0; i < 5; i++) {
            *sum = *sum * 31 + items[i];
        }
        return;
    }
    for (u32 i = 0; i < count; i++) {
        u8 t = items[i];
        items[i] = items[count - 1];
        items[count - 1] = t;
        permute(items, count - 1, sum);
        items[count - 1] = items[i];
        items[i] = t;
    }
}

typedef struct Text
{
    const char *at;
    u32 errors;
} Text;
static i64 expression(Text *text);

static i64 factor(Text *text)
{
    if (*text->at == '(') {
        text->at++;
        i64 value = expression(text);
        text->errors += *text->at++ != ')';
        return value;
    }
    if (*text->at == '-') {
        text->at++;
        return -factor(text);
    }
    i64 value = 0;
    text->errors += *text->at < '0' || *text->at > '9';
    while (*text->at >= '0' && *text->at <= '9') {
        value = value * 10 + *text->at++ - '0';
    }
    return value;
}

static i64 term(Text *text)
{
    i64 value = factor(text);
    while (*text->at == '*' || *text->at == '/') {
        char operator= * text->at++;
        i64 other = factor(text);
        value = operator== '*' ? value * other : other ? value / other : 0;
    }
    return value;
}

static i64 expression(Text *text)
{
    i64 value = term(text);
    while (*text->at == '+' || *text->at == '-') {
        char operator= * text->at++;
        i64 other = term(text);
        value = operator== '+' ? value + other : value - other;
    }
    return value;
}

typedef struct Frame
{
    struct Frame *up;
    u32 depth;
    u64 values[5];
} Frame;

NOINLINE static u64 chained(Frame *up, u32 depth)
{
    Frame mine = {up, depth, {depth, depth * 2u, 3}};
    if (depth == 0) {
        u64 sum = 0;
        for (Frame *f = &mine; f; f = f->up) {
            sum = sum * 31 + f->depth + f->values[f->depth % 5];
            f->values[3] = sum;
        }
        return sum;
    }
    u64 result = chained(&mine, depth - 1);
    return result + mine.values[3] * 3;
}

NOINLINE static u64 tail(u64 n, u64 sum)
{
    return n == 0 ? sum : tail(n - 1, sum * 3 + n);
}

static u32 sort_depth;
NOINLINE static void quick(i32 *from, i32 *to)
{
    if (to - from < 2) {
        return;
    }
    sort_depth++;
    i32 pivot = from[(to - from) / 2], *low = from, *high = to - 1;
    while (low <= high) {
        while (*low < pivot) {
            low++;
        }
        while (*high > pivot) {
            high--;
        }
        if (low <= high) {
            i32 t = *low;
            *low++ = *high;
            *high-- = t;
        }
    }
    quick(from, high + 1);
    quick(low, to);
}

int main(void)
{
    out("ackermann", ackermann(2, 9));
    out("fibonacci", fibonacci(18));
    out("even", (u64)is_even(301) + (u64)is_odd(777) * 2);
    u64 moves = 0;
    hanoi(8, 1, 2, 3, &moves);
    out("hanoi", moves);
    out("queens", queens(0, 6, 0, 0, 0));
    u8 items[5] = {1, 2, 3, 4, 5};
    u64 sum = 0;
    permute(items, 5, &sum);
    out("permute", sum);
    Text text = {"(1+2)*3-4/(5-3)*-(7+8*(9-10))+1000000007*998244353", 0};
    out("expression", (u64)expression(&text) + text.errors);
    Text wrong = {"1+(2*", 0};
    out("wrong", (u64)expression(&(Text){"1+", 0}) + wrong.errors);
    out("chained", chained(0, 40));
    out("tail", tail(400, 1));
    i32 all[200];
    for (u32 i = 0; i < 200; i++) {
        sum = sum * 6364136223846793005ULL + 1442695040888963407ULL;
        all[i] = (i32)(sum >> 40);
    }
    quick(all, all + 200);
    u64 order = 0;
    for (u32 i = 1; i < 200; i++) {
        order += all[i - 1] <= all[i];
        sum = sum * 3 + (u64)all[i];
    }
    out("sorted", order * 1000 + sort_depth);
    out("values", sum);
    return 2;
}
