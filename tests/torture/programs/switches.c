// Switches: dense, sparse, ranges, negative, 64-bit, fallthrough, nested, empty, in loops, to
// strings.
#include "check.h"

NOINLINE static u32 dense(u32 x)
{
    switch (x) {
    case 0:
        return 10;
    case 1:
        return 21;
    case 2:
        return 32;
    case 3:
        return 43;
    case 4:
        return 54;
    case 5:
        return 65;
    case 6:
        return 76;
    case 7:
        return 87;
    case 9:
        return 98;
    case 10:
        return 109;
    default:
        return 1;
    }
}

NOINLINE static const char *name(u32 x)
{
    switch (x) {
    case 100:
        return "hundred";
    case 101:
        return "hundred and one";
    case 102:
        return "hundred and two";
    case 103:
        return "hundred and three";
    case 104:
        return "hundred and four";
    }
    return "other";
}

NOINLINE static u64 acting(i32 x, u64 *to)
{
    u64 r = 0;
    switch (x) {
    case -5:
        r += 1; // falls through
    case -4:
        r += 2; // falls through
    case -3:
        *to += 5;
        break;
    case -2:
        return 77;
    case -1:
        r = (u64)x;
        break;
    case 0:
        break;
    case 1:
        *to ^= 3; // falls through
    default:
        r += 1000;
        break;
    case 2:
        r = *to;
        break;
    case 3:
        r = *to * 2;
        *to = r;
        break;
    case 4:
        r = dense((u32)x);
        break;
    }
    return r * 3 + *to;
}

NOINLINE static u32 sparse(u32 x)
{
    switch (x) {
    case 0:
        return 1;
    case 7:
        return 2;
    case 100:
        return 3;
    case 1000:
        return 4;
    case 4096:
        return 5;
    case 65535:
        return 6;
    case 0x80000000:
        return 7;
    case 0xdeadbeef:
        return 8;
    case 0xffffffff:
        return 9;
    }
    return 0;
}

NOINLINE static u32 wide(i64 x)
{
    switch (x) {
    case 0:
        return 1;
    case 1:
        return 2;
    case -1:
        return 3;
    case 0x100000000LL:
        return 4;
    case 0x100000001LL:
        return 5;
    case 0x7fffffffffffffffLL:
        return 6;
    case -0x7fffffffffffffffLL - 1:
        return 7;
    case 0x200000000LL ... 0x200000005LL:
        return 8;
    case 5:
    case 6:
    case 7:
    case 8:
    case 9:
        return 9;
    default:
        return 10;
    }
}

NOINLINE static u32 ranges(u8 c)
{
    switch (c) {
    case '0' ... '9':
        return c - '0';
    case 'a' ... 'f':
        return c - 'a' + 10u;
    case 'A' ... 'F':
        return c - 'A' + 10u;
    case 'g' ... 'z':
    case 'G' ... 'Z':
        return 50;
    case ' ':
    case '\t':
    case '\n':
        return 60;
    case 128 ... 255:
        return 70;
    default:
        return 80;
    }
}

NOINLINE static u32 small(i8 x)
{
    switch (x) {
    case -128:
        return 1;
    case 127:
        return 2;
    case -1:
        return 3;
    case 0:
        return 4;
    }
    return 5;
}

NOINLINE static u32 nested(u32 a, u32 b)
{
    u32 r = 0;
    for (u32 i = 0; i < 5; i++) {
        switch (a + i) {
        case 1:
            continue;
        case 2:
            switch (b) {
            case 0:
                r += 3;
                break;
            case 1:
                r += 5;
                continue;
            case 2:
                goto out;
            }
            r *= 2;
            break;
        case 3: {
            u32 k = b;
            do {
                switch (k & 3) {
                case 0:
                    r++; // falls through
                case 1:
                    r += 2;
                    break;
                default:
                    r += 7;
                }
            } while (k-- > 0);
        } break;
        case 6:
            return r + 100;
        }
        r += 11;
    }
out:
    return r;
}

// Duff's device: a switch into a loop.
NOINLINE static void copy(u8 *to, const u8 *from, u32 count)
{
    if (count == 0) {
        return;
    }
    u32 rounds = (count + 7) / 8;
    switch (count % 8) {
    case 0:
        do {
            *to++ = *from++; // falls through
        case 7:
            *to++ = *from++; // falls through
        case 6:
            *to++ = *from++; // falls through
        case 5:
            *to++ = *from++; // falls through
        case 4:
            *to++ = *from++; // falls through
        case 3:
            *to++ = *from++; // falls through
        case 2:
            *to++ = *from++; // falls through
        case 1:
            *to++ = *from++;
        } while (--rounds > 0);
    }
}

// A small stack machine: what interpreters look like.
NOINLINE static i32 machine(const u8 *code)
{
    i32 stack[16] = {0}, *top = stack;
    for (u32 steps = 0; steps < 1000; steps++) {
        switch (*code++) {
        case 0:
            return top[0];
        case 1:
            *++top = *code++;
            break;
        case 2:
            top--;
            top[0] += top[1];
            break;
        case 3:
            top--;
            top[0] -= top[1];
            break;
        case 4:
            top--;
            top[0] *= top[1];
            break;
        case 5:
            top[1] = top[0];
            top++;
            break;
        case 6:
            code += *code;
            break;
        case 7:
            if (*top-- != 0) {
                code -= *code;
            } else {
                code++;
            }
            break;
        case 8: {
            i32 t = top[0];
            top[0] = top[-1];
            top[-1] = t;
        } break;
        case 9:
            top[0]--;
            break;
        case 10:
            top++;
            top[0] = top[-2];
            break;
        default:
            return -1;
        }
    }
    return -2;
}

NOINLINE static u32 bits(i32 x)
{
    u32 result = 5;
    switch (x) {
    case 3:
    case 9:
    case 21:
    case 34:
    case 40:
        result = 6;
        break;
    case 33:
    case -30:
    case 62:
        return 7;
    default:
        break;
    }
    return result + 1;
}

NOINLINE static u32 wide_bits(u64 x)
{
    u32 result = 50;
    switch (x) {
    case 1:
    case 7:
    case 30:
    case 31:
    case 44:
        result++;
        break;
    case 0x200000007:
    case 0x200000009:
    case 0x20000000e:
    case 0x2000000000000003:
        result += 2;
        break;
    default:
        break;
    }
    return result;
}

int main(void)
{
    for (i32 i = -34; i < 70; i++) {
        out("bits", bits(i));
        out("wide bits", wide_bits((u64)(i64)i));
        out("wide bits", wide_bits(0x200000000 + (u64)(i64)i));
        out("wide bits", wide_bits(0x2000000000000000 + (u64)(i64)i));
    }
    for (u32 i = 0; i < 13; i++) {
        out("dense", dense(i));
    }
    for (u32 i = 98; i < 106; i++) {
        out_text(name(i));
        putchar('\n');
    }
    u64 cell = 9;
    for (i32 i = -7; i < 7; i++) {
        out("acting", acting(i, &cell));
    }
    static const u32 points[] = {0,    7,     8,     100,        1000,       4096,
                                 4095, 65535, 65536, 0x80000000, 0xdeadbeef, 0xffffffff};
    for (u32 i = 0; i < COUNT(points); i++) {
        out("sparse", sparse(points[i]));
        out("wide", wide((i64)(i32)points[i]) + wide(0x100000000LL + points[i] % 3) * 20u);
    }
    out("wide", wide(0x7fffffffffffffffLL) + wide(-0x7fffffffffffffffLL - 1) * 20u);
    for (i64 i = 0; i < 8; i++) {
        out("wide", wide(0x1ffffffffLL + i));
    }
    u64 sum = 0;
    for (u32 i = 0; i < 256; i++) {
        sum = sum * 31 + ranges((u8)i) + small((i8)i);
    }
    out("ranges", sum);
    for (u32 a = 0; a < 5; a++) {
        for (u32 b = 0; b < 4; b++) {
            out("nested", nested(a, b));
        }
    }
    u8 from[40], to[40];
    for (u32 i = 0; i < 40; i++) {
        from[i] = (u8)(i * 7);
    }
    for (u32 n = 0; n <= 33; n++) {
        memset(to, 0, sizeof to);
        copy(to, from, n);
        sum = sum * 31 + to[n ? n - 1 : 0] + to[n];
    }
    out("duff", sum);
    static const u8 program[] = {1, 1, 1, 10, 8, 10, 4, 8, 9, 5, 7, 7, 8, 0};
    out("machine", (u64)machine(program));
    static const u8 straight[] = {1, 20, 1, 22, 2, 5, 4, 6, 2, 1, 1, 1, 7, 3, 0};
    out("straight", (u64)machine(straight));
    return 5;
}
