// Function pointers: tables, members, arguments, results, comparisons, of every signature.
#include "check.h"

typedef i32 (*Binary)(i32, i32);
typedef u64 (*Step)(u64);

static i32 add(i32 a, i32 b)
{
    return a + b;
}
static i32 subtract(i32 a, i32 b)
{
    return a - b;
}
static i32 multiply(i32 a, i32 b)
{
    return (i32)((u32)a * (u32)b);
}
i32 exported(i32 a, i32 b)
{
    return a ^ b;
}

static const Binary constant_table[] = {add, subtract, multiply, exported, 0};
static Binary table[] = {exported, multiply, subtract, add};
static Binary *inner = &table[1];

typedef struct Operations
{
    const char *name;
    Binary binary;
    Step steps[2];
    f64 (*real)(f64, f32);
    struct Operations *next;
    void (*visit)(struct Operations *self, u64 *sum);
} Operations;

static u64 twice(u64 x)
{
    return x * 2;
}
static u64 squared(u64 x)
{
    return x * x + 1;
}
static f64 scaled(f64 a, f32 b)
{
    return a * b;
}
static void first_visit(Operations *self, u64 *sum)
{
    *sum = *sum * 31 + self->steps[0](*sum);
}
static void other_visit(Operations *self, u64 *sum)
{
    *sum += (u64)self->binary(3, 4) + bits64(self->real(1.5, 2.5f));
    self->visit = first_visit;
}

static Operations second = {"second", multiply, {squared, twice}, scaled, 0, other_visit};
static Operations first = {"first", add, {twice, squared}, scaled, &second, first_visit};

NOINLINE static Binary choose(char operator)
{
    switch (operator) {
    case '+':
        return add;
    case '-':
        return subtract;
    case '*':
        return &multiply;
    default:
        return *exported;
    }
}

NOINLINE static i32 fold(Binary f, const i32 *values, u32 count, i32 start)
{
    for (u32 i = 0; i < count; i++) {
        start = f(start, values[i]);
    }
    return start;
}

NOINLINE static Step compose(u32 which)
{
    return which & 1 ? twice : squared;
}
NOINLINE static Step (*chooser(int is_direct))(u32)
{
    return is_direct ? compose : (Step (*)(u32))0;
}

typedef void (*Visitor)(void *context, u32 key, const void *value);
NOINLINE static void each(const u16 *values, u32 count, Visitor visitor, void *context)
{
    for (u32 i = 0; i < count; i++) {
        visitor(context, i, &values[i]);
    }
}

typedef struct Sum
{
    u64 total;
    u32 calls;
    Step step;
} Sum;
static void gather(void *context, u32 key, const void *value)
{
    Sum *sum = (Sum *)context;
    sum->total = sum->step(sum->total) + *(const u16 *)value * (u64)(key + 1);
    sum->calls++;
}

static u64 many(u8 a, u64 b, f64 c, const char *d, Binary e, i64 f, u16 g, u32 h)
{
    return a + b * 3 + bits64(c) + (u8)*d + (u64)e(7, 8) + (u64)f * 5 + g * 7u + h;
}

static u64 state_end(u64 x);
static u64 state_odd(u64 x);
typedef struct State
{
    u64 (*run)(u64);
} State;
static State current;
static u64 state_even(u64 x)
{
    current.run = x & 1 ? state_odd : x > 1000 ? state_end : state_even;
    return x * 3 + 1;
}
static u64 state_odd(u64 x)
{
    current.run = x % 5 == 0 ? state_even : state_odd;
    return x + 7;
}
static u64 state_end(u64 x)
{
    current.run = 0;
    return x;
}

int main(void)
{
    for (const Binary *p = constant_table; *p; p++) {
        out("constant", (u64)(*p)(20, 7));
    }
    for (u32 i = 0; i < COUNT(table); i++) {
        out("table",
            (u64)table[i](HIDE(i32, 9), -4) + (u64)(table[i] == constant_table[3 - i]) * 1000);
    }
    *inner = choose('-');
    out("inner", (u64)(**inner)(5, 3) + (u64)(*inner == subtract));
    static const i32 values[] = {3, -5, 7, 11};
    static const char operators[] = "+-*^";
    for (u32 i = 0; i < 4; i++) {
        out("fold", (u64)fold(choose(operators[i]), values, 4, 100));
    }
    u64 sum = 1;
    for (u32 round = 0; round < 3; round++) {
        for (Operations *o = &first; o; o = o->next) {
            o->visit(o, &sum);
            sum = o->steps[round & 1](sum) + (u8)o->name[round];
            out(o->name, sum);
        }
    }
    Step step = chooser(1)(HIDE(u32, 3));
    out("chooser", step(21) + (u64)(chooser(0) == 0) + chooser(1)(2)(10));
    u16 shorts[5] = {1, 2, 3, 65535, 9};
    Sum gathered = {1, 0, twice};
    each(shorts, 5, gather, &gathered);
    gathered.step = squared;
    each(shorts + 1, 3, gather, &gathered);
    out("gathered", gathered.total + gathered.calls);
    u64 (*pointer)(u8, u64, f64, const char *, Binary, i64, u16, u32) = HIDE(u32, 1) ? many : 0;
    out("many", pointer(255, 1ULL << 50, -1.5, "x", multiply, -9, 65535, 5));
    current.run = state_even;
    u64 x = 2, steps = 0;
    while (current.run && steps++ < 500) {
        x = current.run(x);
    }
    out("states", x + steps);
    void (*generic)(void) = (void (*)(void))add;
    out("cast", (u64)((Binary)generic)(40, 2));
    return current.run == 0;
}
