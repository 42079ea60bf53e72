// Unions: of integers, of structures with a common start, with pointers, in arrays, in bit-fields,
// tagged.
#include "check.h"

typedef union Word
{
    u32 word;
    u16 halves[2];
    u8 bytes[4];
    struct
    {
        u32 low : 9;
        u32 middle : 14;
        u32 high : 9;
    } bits;
} Word;
typedef union Wide
{
    u64 all;
    u32 words[2];
    f64 real;
    i64 number;
} Wide;

typedef enum Kind
{
    Nothing,
    Integer,
    Real,
    Text,
    Pair,
    Callback
} Kind;
typedef struct Value Value;
struct Value
{
    Kind kind;
    union
    {
        i64 integer;
        f64 real;
        const char *text;
        struct
        {
            Value *first, *second;
        } pair;
        Value (*callback)(Value);
        u8 raw[40];
    };
};

NOINLINE static u64 hash(Value v)
{
    switch (v.kind) {
    case Nothing:
        return 1;
    case Integer:
        return (u64)v.integer * 3;
    case Real:
        return bits64(v.real);
    case Text:
        return (u64)(u8)v.text[0] * 31 + (u8)v.text[1];
    case Pair:
        return hash(*v.pair.first) * 31 + hash(*v.pair.second);
    case Callback:
        return hash(v.callback((Value){Integer, {.integer = 20}})) + 5;
    }
    return 0;
}

static Value doubled(Value v)
{
    v.integer *= 2;
    return v;
}

static Value fixed[] = {
    {Nothing, {0}},
    {Integer, {.integer = -5}},
    {Real, {.real = 2.5}},
    {Text, {.text = "text"}},
    {Pair, {.pair = {&fixed[1], &fixed[2]}}},
    {Callback, {.callback = doubled}},
    {Pair, {.pair = {&fixed[4], &fixed[5]}}},
};

typedef union Shared
{
    struct
    {
        u8 tag;
        u8 size;
    } head;
    struct
    {
        u8 tag;
        u8 size;
        u32 words[3];
    } words;
    struct
    {
        u8 tag;
        u8 size;
        void *pointer;
    } pointer;
} Shared;

NOINLINE static u64 read(const Shared *s)
{
    if (s->head.tag == 1) {
        return s->words.words[0] + s->words.words[2] * 3ULL + s->words.size;
    }
    return *(u32 *)s->pointer.pointer * 7ULL + s->pointer.size;
}

NOINLINE static Shared made(u8 tag, u32 *cell)
{
    Shared s;
    s.head.tag = tag;
    s.head.size = (u8)(tag * 9);
    if (tag == 1) {
        s.words.words[0] = *cell;
        s.words.words[2] = *cell + 1;
    } else {
        s.pointer.pointer = cell;
    }
    return s;
}

int main(void)
{
    Word w = {0x12345678}, v;
    out("bytes", w.bytes[0] + w.bytes[3] * 256u + w.halves[1] * 65536ULL);
    out("bits", w.bits.low + w.bits.middle * 1000ULL + w.bits.high * 100000000ULL);
    v.bytes[0] = 1, v.bytes[1] = 2, v.bytes[2] = 3, v.bytes[3] = 4;
    w.bits.middle = v.word;
    out("word", v.word + ((u64)w.word << 32));
    Wide x = {.real = 1.5};
    out("wide", x.all ^ x.words[0] ^ ((u64)x.words[1] << 1));
    x.words[0] = HIDE(u32, 7);
    x.number -= 9;
    out("wide", x.all + bits64(x.real));
    for (u32 i = 0; i < COUNT(fixed); i++) {
        out("value", hash(fixed[i]));
    }
    Value copy[3] = {fixed[6], fixed[3], fixed[5]};
    copy[1] = copy[0];
    copy[0] = copy[2];
    Value outer = {Pair, {.pair = {&copy[0], &copy[1]}}};
    out("copied", hash(outer));
    memset(copy[2].raw, 0x41, sizeof copy[2].raw);
    copy[2].kind = Integer;
    out("raw", hash(copy[2]));
    u32 cell = 1000;
    Shared shared[2] = {made(1, &cell), made(2, &cell)};
    Shared third = shared[HIDE(u32, 1)];
    cell++;
    out("shared", read(&shared[0]) + read(&shared[1]) * 3 + read(&third) * 5);
    return 8;
}
