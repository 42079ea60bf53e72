// Arithmetic of every width and sign, conversions between all of them, comparisons, shifts.
#include "check.h"

static const u64 edges[] = {0,
                            1,
                            2,
                            3,
                            7,
                            0x7f,
                            0x80,
                            0xff,
                            0x100,
                            0x7fff,
                            0x8000,
                            0xffff,
                            0x10000,
                            0x7fffffff,
                            0x80000000,
                            0xffffffff,
                            0x100000000ULL,
                            0x123456789abcdef0ULL,
                            0x7fffffffffffffffULL,
                            0x8000000000000000ULL,
                            0xffffffffffffffffULL};

#define UNSIGNED(type, name)                                                                       \
    NOINLINE static u64 name(type a, type b)                                                       \
    {                                                                                              \
        u64 sum = (type)(a + b);                                                                   \
        sum = sum * 31 + (type)(a - b);                                                            \
        sum = sum * 31 + (type)((u64)a * b);                                                       \
        sum = sum * 31 + (b ? (type)(a / b) : 3);                                                  \
        sum = sum * 31 + (b ? (type)(a % b) : 4);                                                  \
        sum = sum * 31 + (type)(a & b) + (type)(a | b) * 3u + (type)(a ^ b) * 5u;                  \
        sum = sum * 31 + (type)((u64)a << (b & (sizeof(type) * 8 - 1)));                           \
        sum = sum * 31 + (type)(a >> (b & (sizeof(type) * 8 - 1)));                                \
        sum = sum * 31 + (u64)(a < b) + 2u * (a <= b) + 4u * (a == b) + 8u * (a > b) + (type)~a;   \
        return sum + (type) - a + !a;                                                              \
    }

#define SIGNED(type, utype, name, low)                                                             \
    NOINLINE static u64 name(type a, type b)                                                       \
    {                                                                                              \
        int is_bad = b == 0 || (a == (low) && b == -1);                                            \
        u64 sum = (u64)(type)((utype)a + (utype)b);                                                \
        sum = sum * 31 + (u64)(type)((utype)a - (utype)b);                                         \
        sum = sum * 31 + (u64)(type)((u64)a * (u64)b);                                             \
        sum = sum * 31 + (is_bad ? 3 : (u64)(type)(a / b));                                        \
        sum = sum * 31 + (is_bad ? 4 : (u64)(type)(a % b));                                        \
        sum = sum * 31 + (u64)(type)(a & b) + (u64)(type)(a | b) * 3u + (u64)(type)(a ^ b) * 5u;   \
        sum = sum * 31 + (u64)(type)((utype)a << (b & (type)(sizeof(type) * 8 - 1)));              \
        sum = sum * 31 + (u64)(type)(a >> (b & (type)(sizeof(type) * 8 - 1)));                     \
        sum = sum * 31 + (u64)(a < b) + 2u * (a <= b) + 4u * (a == b) + 8u * (a > b) + (u64)~a;    \
        return sum + !a;                                                                           \
    }

UNSIGNED(u8, all_u8)
UNSIGNED(u16, all_u16)
UNSIGNED(u32, all_u32)
UNSIGNED(u64, all_u64)
SIGNED(i8, u32, all_i8, -128)
SIGNED(i16, u32, all_i16, -32768)
SIGNED(i32, u32, all_i32, -2147483647 - 1)
SIGNED(i64, u64, all_i64, -9223372036854775807LL - 1)

NOINLINE static u64 convert(u64 a)
{
    u64 sum = (u64)(i64)(i8)a;
    sum = sum * 31 + (u64)(i64)(i16)a + (u64)(u32)(i8)a;
    sum = sum * 31 + (u64)(i64)(i32)a + (u64)(u16)(i8)a;
    sum = sum * 31 + (u64)(i32)(u8)a + (u64)(u32)(i32)(i16)a;
    sum = sum * 31 + (u64)(i16)(u16)(i8)a + (u64)(i8)(u64)(i32)a;
    return sum + (u64)(_Bool)a + (u64)(_Bool)(u8)a;
}

#define CONSTANTS(type, name, a)                                                                   \
    NOINLINE static u64 name(type x)                                                               \
    {                                                                                              \
        u64 sum = (u64)(x / 2) + (u64)(x / 3) * 3 + (u64)(x / 7) * 5 + (u64)(x / 10) * 7;          \
        sum = sum * 31 + (u64)(x % 2) + (u64)(x % 8) + (u64)(x % 10) + (u64)(x % 100);             \
        sum = sum * 31 + (u64)(x / 64) + (u64)(x / (a)) + (u64)(x % (a)) + (u64)(x % 127);         \
        return sum * 31 + (u64)(x > 5) + (u64)((i64)x >= 2047) * 2 + (u64)((u64)x < 4096) * 4 +    \
               (u64)(x == 100);                                                                    \
    }
CONSTANTS(i8, constant_i8, 11)
CONSTANTS(u8, constant_u8, 200)
CONSTANTS(i16, constant_i16, -300)
CONSTANTS(u16, constant_u16, 60000)
CONSTANTS(i32, constant_i32, -1000003)
CONSTANTS(u32, constant_u32, 4000000007u)
CONSTANTS(i64, constant_i64, -1000000000039LL)
CONSTANTS(u64, constant_u64, 0xfffffffffffffff1ULL)

int main(void)
{
    for (u32 i = 0; i < COUNT(edges); i++) {
        u64 sum = 0;
        for (u32 j = 0; j < COUNT(edges); j++) {
            u64 a = edges[i], b = edges[j];
            sum = sum * 7 + all_u8((u8)a, (u8)b) + all_u16((u16)a, (u16)b) * 3;
            sum = sum * 7 + all_u32((u32)a, (u32)b) + all_u64(a, b) * 3;
            sum = sum * 7 + all_i8((i8)a, (i8)b) + all_i16((i16)a, (i16)b) * 3;
            sum = sum * 7 + all_i32((i32)a, (i32)b) + all_i64((i64)a, (i64)b) * 3;
        }
        out("pairs", sum);
        u64 a = edges[i];
        out("convert", convert(a) + convert(~a) * 3);
        out("constants", constant_i8((i8)a) + constant_u8((u8)a) * 3 + constant_i16((i16)a) * 5 +
                             constant_u16((u16)a) * 7 + constant_i32((i32)a) * 9 +
                             constant_u32((u32)a) * 11 + constant_i64((i64)a) * 13 +
                             constant_u64(a) * 15);
    }
    return 11;
}
