// 64-bit division, shifts and conversions for the RV32 stand-in, the plainest way there is.
#ifdef __cplusplus
extern "C" {
#endif

typedef long long i64;
typedef unsigned long long u64;

static u64 halves(unsigned high, unsigned low)
{
    return (u64)high << 32 | low;
}

u64 __ashldi3(u64 a, int n)
{
    unsigned high = (unsigned)(a >> 32), low = (unsigned)a;
    if (n == 0) {
        return a;
    }
    return n < 32 ? halves(high << n | low >> (32 - n), low << n) : halves(low << (n - 32), 0);
}

u64 __lshrdi3(u64 a, int n)
{
    unsigned high = (unsigned)(a >> 32), low = (unsigned)a;
    if (n == 0) {
        return a;
    }
    return n < 32 ? halves(high >> n, low >> n | high << (32 - n)) : halves(0, high >> (n - 32));
}

i64 __ashrdi3(i64 a, int n)
{
    int high = (int)(a >> 32);
    unsigned low = (unsigned)a;
    if (n == 0) {
        return a;
    }
    return (i64)(n < 32 ? halves((unsigned)(high >> n), low >> n | (unsigned)high << (32 - n))
                        : halves((unsigned)(high >> 31), (unsigned)(high >> (n - 32))));
}

static u64 divide(u64 a, u64 b, u64 *rest)
{
    u64 quotient = 0, remainder = 0;
    for (int bit = 63; bit >= 0; bit--) {
        unsigned carry = (unsigned)(remainder >> 63);
        remainder = remainder << 1 | (__lshrdi3(a, bit) & 1);
        quotient <<= 1;
        if (carry || remainder >= b) {
            remainder -= b;
            quotient |= 1;
        }
    }
    *rest = remainder;
    return quotient;
}

static u64 magnitude(i64 a)
{
    return a < 0 ? 0 - (u64)a : (u64)a;
}

u64 __udivdi3(u64 a, u64 b)
{
    u64 rest;
    return divide(a, b, &rest);
}

u64 __umoddi3(u64 a, u64 b)
{
    u64 rest;
    divide(a, b, &rest);
    return rest;
}

i64 __divdi3(i64 a, i64 b)
{
    u64 rest, quotient = divide(magnitude(a), magnitude(b), &rest);
    return (i64)((a < 0) != (b < 0) ? 0 - quotient : quotient);
}

i64 __moddi3(i64 a, i64 b)
{
    u64 rest;
    divide(magnitude(a), magnitude(b), &rest);
    return (i64)(a < 0 ? 0 - rest : rest);
}

// To floating point: the high part with a bit that stands for everything below it rounds once.
double __floatundidf(u64 a)
{
    return (double)(unsigned)(a >> 32) * 4294967296.0 + (double)(unsigned)a;
}
double __floatdidf(i64 a)
{
    return (double)(int)(a >> 32) * 4294967296.0 + (double)(unsigned)a;
}

float __floatundisf(u64 a)
{
    if (a >> 53) {
        a = (a & ~2047ULL) | ((a & 2047) ? 2048 : 0);
    }
    return (float)__floatundidf(a);
}

float __floatdisf(i64 a)
{
    float positive = __floatundisf(magnitude(a));
    return a < 0 ? -positive : positive;
}

u64 __fixunsdfdi(double a)
{
    if (!(a >= 1.0)) {
        return 0;
    }
    unsigned high = (unsigned)(a / 4294967296.0);
    return halves(high, (unsigned)(a - (double)high * 4294967296.0));
}

i64 __fixdfdi(double a)
{
    return (i64)(a < 0 ? 0 - __fixunsdfdi(-a) : __fixunsdfdi(a));
}
u64 __fixunssfdi(float a)
{
    return __fixunsdfdi((double)a);
}
i64 __fixsfdi(float a)
{
    return __fixdfdi((double)a);
}

int __popcountsi2(unsigned a)
{
    int count = 0;
    for (; a; a &= a - 1) {
        count++;
    }
    return count;
}

int __popcountdi2(u64 a)
{
    return __popcountsi2((unsigned)a) + __popcountsi2((unsigned)(a >> 32));
}

int __clzsi2(unsigned a)
{
    int count = 0;
    for (; !(a >> 31); a <<= 1) {
        count++;
    }
    return count;
}

int __ctzsi2(unsigned a)
{
    return 31 - __clzsi2(a & (0 - a));
}

#ifdef __cplusplus
}
#endif
