// Floating point: arithmetic at the edges, NaN, infinities, zeros, subnormals, every conversion,
// rounding.
#include "check.h"

static const f64 doubles[] = {0.0,
                              -0.0,
                              1.0,
                              -1.0,
                              0.1,
                              1.0 / 3.0,
                              1e300,
                              -1e300,
                              0x1p-1074,
                              -0x1.8p-1060,
                              0x1p-1022,
                              0x1.fffffffffffffp+1023,
                              9007199254740993.0,
                              4294967296.5,
                              2147483647.0,
                              -2147483648.0,
                              1e-10,
                              3.5,
                              0x1.fffffep+127,
                              0x1p-149,
                              123456789.125};
static const f32 floats[] = {0.0f,      -0.0f,         1.0f,      -1.0f,
                             0.1f,      16777217.0f,   1e30f,     -1e30f,
                             0x1p-149f, -0x1.8p-140f,  0x1p-126f, 0x1.fffffep+127f,
                             3.5f,      2147483648.0f, 1e-10f};

#define OPERATIONS(type, name, bits)                                                               \
    NOINLINE static u64 name(type a, type b)                                                       \
    {                                                                                              \
        u64 sum = bits(a + b);                                                                     \
        sum = sum * 31 + bits(a - b);                                                              \
        sum = sum * 31 + bits(a * b);                                                              \
        sum = sum * 31 + bits(a / b);                                                              \
        sum = sum * 31 + bits(-a);                                                                 \
        sum =                                                                                      \
            sum * 31 + (u64)((a < b) + 2 * (a <= b) + 4 * (a > b) + 8 * (a >= b) + 16 * (a == b)); \
        sum = sum * 31 + (u64)((a != b) + 2 * !(a < b) + 4 * !(a >= b) + 8 * (a && b) + 16 * !a);  \
        return sum + (u64)(__builtin_isnan(a) + 2 * (a < b || a > b)) + (a < b ? 5u : 6u);         \
    }
OPERATIONS(f64, double_operations, bits64)
OPERATIONS(f32, float_operations, bits32)

NOINLINE static u64 to_integers(f64 a)
{
    u64 sum = 1;
    if (a > -129.0 && a < 128.0) {
        sum = sum * 31 + (u64)(i8)a;
    }
    if (a > -1.0 && a < 65536.0) {
        sum = sum * 31 + (u16)a;
    }
    if (a > -2147483649.0 && a < 2147483648.0) {
        sum = sum * 31 + (u64)(i32)a;
    }
    if (a > -1.0 && a < 4294967296.0) {
        sum = sum * 31 + (u32)a;
    }
    if (a > -9.2e18 && a < 9.2e18) {
        sum = sum * 31 + (u64)(i64)a;
    }
    if (a > -1.0 && a < 1.8e19) {
        sum = sum * 31 + (u64)a;
    }
    if (a > -2147483000.0 && a < 2147483000.0) {
        sum = sum * 31 + (u64)(i32)(f32)a + (u64)(i64)(f32)a;
    }
    return sum + (u64)(_Bool)a;
}

NOINLINE static u64 from_integers(u64 a)
{
    u64 sum = bits64((f64)a) + bits64((f64)(i64)a) * 3 + bits64((f64)(u32)a) * 5 +
              bits64((f64)(i32)a) * 7;
    sum = sum * 31 + bits32((f32)a) + bits32((f32)(i64)a) * 3u + bits32((f32)(u32)a) * 5u +
          bits32((f32)(i32)a) * 7u;
    return sum * 31 + bits64((f64)(i8)a) + bits32((f32)(u8)a) + bits64((f64)(u16)a);
}

NOINLINE static f64 polynomial(f64 x)
{
    static const f64 k[] = {1.0, -0.5, 0.25, -0.125, 1.5, 7.0};
    f64 sum = 0;
    for (u32 i = 0; i < COUNT(k); i++) {
        sum = sum * x + k[i];
    }
    return sum;
}

NOINLINE static f64 root(f64 a)
{
    f64 x = a > 1.0 ? a : 1.0;
    for (int i = 0; i < 60; i++) {
        x = (x + a / x) * 0.5;
    }
    return x;
}

NOINLINE static f64 many(f32 a, f64 b, i32 c, f32 d, f64 e, i64 f, f64 g, f32 h, f64 i)
{
    return a + b * c - d / e + (f64)f * g - h * i;
}

NOINLINE static f32 choose(f32 a, f32 b, int which)
{
    return which ? a : -b;
}

int main(void)
{
    f64 zero = HIDE(f64, 0.0), nan = zero / zero, infinite = 1.0 / zero;
    u64 sum = 0;
    for (u32 i = 0; i < COUNT(doubles); i++) {
        for (u32 j = 0; j < COUNT(doubles); j++) {
            sum = sum * 7 + double_operations(doubles[i], doubles[j]);
        }
        sum = sum * 7 + double_operations(doubles[i], nan) + double_operations(nan, doubles[i]);
        sum = sum * 7 + double_operations(doubles[i], infinite) +
              double_operations(-infinite, doubles[i]);
        out("doubles", sum);
        out("to", to_integers(doubles[i]));
        out("narrow", bits32((f32)doubles[i]));
        out("polynomial", bits64(polynomial(doubles[i])));
    }
    f32 float_nan = (f32)nan, float_infinite = (f32)infinite;
    for (u32 i = 0; i < COUNT(floats); i++) {
        for (u32 j = 0; j < COUNT(floats); j++) {
            sum = sum * 7 + float_operations(floats[i], floats[j]);
        }
        sum = sum * 7 + float_operations(floats[i], float_nan) +
              float_operations(float_infinite, floats[i]);
        out("floats", sum);
        out("widened", bits64((f64)floats[i]) + to_integers(floats[i]));
    }
    for (u32 i = 0; i < 64; i++) {
        u64 a = 1ULL << i;
        sum = sum * 31 + from_integers(a) + from_integers(a - 1) + from_integers(a + 1) +
              from_integers(~a);
        sum =
            sum * 31 + from_integers(a * 3 + (a >> 1)) + from_integers(0x5555555555555555ULL >> i);
    }
    out("from", sum);
    for (u32 i = 0; i < 2000; i++) {
        u64 bits = (sum >> 12) | 0x3ff0000000000000ULL;
        f64 a;
        memcpy(&a, &bits, sizeof a);
        bits = bits << 1 >> 1 ^ (u64)(i % 60) << 52;
        f64 b;
        memcpy(&b, &bits, sizeof b);
        sum = sum * 6364136223846793005ULL + bits64(a * b) + bits64(a - b) * 3 + bits64(b / a) * 5;
        sum += bits32((f32)a * (f32)b) + bits32((f32)a / (f32)b) * 3u +
               bits32((f32)b - (f32)a) * 5u + bits32((f32)(a * b));
    }
    out("random", sum);
    out("root", bits64(root(2.0)) + bits64(root(1e-10)) + bits64(root(1e100)));
    out("many", bits64(many(1.5f, 2.5, -3, 4.5f, 5.5, 1LL << 40, 0.5, 7.5f, 1e-3)));
    out("choose", bits32(choose(1.5f, 2.5f, 0)) + bits32(choose(1.5f, 2.5f, 1)));
    f64 harmonic = 0;
    for (i32 i = 1; i < 1000; i++) {
        harmonic += 1.0 / i;
    }
    out("harmonic", bits64(harmonic));
    f32 counted = 0;
    for (f32 x = 0.0f; x < 10.0f; x += 0.1f) {
        counted += x;
    }
    out("counted", bits32(counted));
    return 4;
}
