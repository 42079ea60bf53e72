// 64-bit everything: carries, products, quotients, shifts by variables, comparisons, in loops.
#include "check.h"

static u64 state = 88172645463325252ULL;

static u64 next(void)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
}

NOINLINE static u64 power(u64 base, u64 exponent, u64 modulus)
{
    u64 result = 1;
    base %= modulus;
    for (; exponent; exponent >>= 1) {
        if (exponent & 1) {
            result = result * base % modulus;
        }
        base = base * base % modulus;
    }
    return result;
}

NOINLINE static u64 gcd(u64 a, u64 b)
{
    while (b) {
        u64 t = a % b;
        a = b;
        b = t;
    }
    return a;
}

NOINLINE static i64 compare(i64 a, i64 b)
{
    return (a < b) + 2 * (a > b) + 4 * ((u64)a < (u64)b) + 8 * ((u64)a > (u64)b) + 16 * (a == b) +
           32 * (a <= 0) + 64 * (a < 0) + 128 * (b >= 1) + 256 * (a > 0x7fffffff) +
           512 * (b < -0x80000000LL);
}

NOINLINE static u64 shifts(u64 a, u32 n)
{
    u64 sum = a << (n & 63);
    sum = sum * 3 + (a >> (n & 63));
    sum = sum * 3 + (u64)((i64)a >> (n & 63));
    sum = sum * 3 + (a << 31) + (a >> 31) + (a << 32) * 5 + (a >> 32) * 7 + (a << 33) +
          (u64)((i64)a >> 33);
    sum = sum * 3 + (a << (n & 31)) + (a >> (32 + (n & 31)));
    return sum + (u64)((i64)a >> 63) + (a << 1) + (a >> 1) + (a << 63);
}

NOINLINE static u64 select(u64 a, u64 b, int which)
{
    return which ? a : b;
}

NOINLINE static u64 wide_product(u64 a, u64 b, u64 *high)
{
    u64 p = (u64)(u32)a * (u32)b, q = (a >> 32) * (u32)b, r = (u64)(u32)a * (b >> 32),
        s = (a >> 32) * (b >> 32);
    u64 middle = (p >> 32) + (u32)q + (u32)r;
    *high = s + (q >> 32) + (r >> 32) + (middle >> 32);
    return middle << 32 | (u32)p;
}

NOINLINE static u64 fibonacci(u32 n)
{
    u64 a = 0, b = 1;
    while (n--) {
        u64 t = a + b;
        a = b;
        b = t;
    }
    return a;
}

int main(void)
{
    out("power", power(3, 1000003, 4294967291u));
    out("gcd", gcd(1071ULL * 1000000007, 462ULL * 1000000007));
    out("fibonacci", fibonacci(93));
    u64 sum = 0;
    for (u32 i = 0; i < 500; i++) {
        u64 a = next() >> (i & 63), b = next() >> (i * 7 & 63), high;
        sum = sum * 31 + (b ? a / b + a % b * 3 : 5);
        sum = sum * 31 + (u64)((i64)b > 0 ? (i64)a / (i64)b ^ (i64)a % (i64)b : 7);
        sum = sum * 31 + wide_product(a, b, &high);
        sum += high + shifts(a, i) + (u64)compare((i64)a, (i64)b) + select(a, b, (int)(b & 1));
        sum += (u64)compare((i64)a, (i64)a) + (u64)compare(-(i64)(a >> 1), (i64)(b >> 1));
        sum ^= (u64)__builtin_popcountll(a) + (u64)__builtin_clzll(a | 1) * 3 +
               (u64)__builtin_ctzll(b | 1ULL << 63) * 5;
        sum += __builtin_bswap64(a) + (u32)a / ((u32)b | 1) + (a >> 5) / 10 + a % 1000000007;
        if (i % 50 == 0) {
            out("mixed", sum);
        }
    }
    out("end", sum);
    u64 a = 0xffffffff, carry = 0;
    for (u32 i = 0; i < 70; i++) {
        carry += __builtin_add_overflow(a, a, &a);
        a += i;
        i64 product;
        carry = carry * 3 + __builtin_mul_overflow((i64)a, (i64)(a >> i % 64), &product);
        carry += (u64)product;
    }
    out("carry", carry);
    return (int)(sum & 31);
}
