// Globals: initialisers of every kind, addresses with offsets, cycles, big tables, strings, static
// locals.
#include "check.h"

typedef struct Item Item;
struct Item
{
    const char *name;
    u32 values[3];
    const Item *next;
    u16 *cell;
    u64 (*hash)(const Item *);
    struct
    {
        u8 a;
        u8 *b;
    } in;
};

static u64 item_hash(const Item *item);
static u16 cells[8] = {1, 2, 3, 4, 5};
static u8 bytes[] = "bytes in an array";
extern Item last_item;
const Item first_item = {"first", {1, 2, 3}, &last_item, &cells[3], item_hash, {7, bytes + 2}};
Item last_item = {"last", {[2] = 9}, 0, cells + 4, item_hash, {.b = &bytes[1]}};
const Item *const list = &first_item;
static const Item *const *const indirect = &list;
static u16 *past = &cells[8];
static u32 zeroed[50];
static const u64 squares[] = {[0] = 0, [1] = 1, [5] = 25, [9] = 81};
static const char text[][6] = {"one", "two", "three", "four"};
static const char *const names[] = {"alpha", "beta",
                                    "gamma"
                                    "delta",
                                    "", 0};
static i8 negative = -7;
static const f64 reals[] = {1.5, -2.25e10, 0x1.8p-3};
static struct
{
    u8 odd;
    u64 wide;
    u8 tail;
} packed[2] = {{1, 2, 3}, {4, 0x123456789abcdefULL, 6}};
static void *self = &self;
static u32 matrix[3][4] = {{1, 2}, {3}, {4, 5, 6, 7}};
static u32 (*row)[4] = &matrix[2];
static u32 *column[3] = {&matrix[0][1], matrix[1], matrix[2] + 3};
static const i32 distance = (i32)(sizeof(cells) / sizeof(cells[0]));
static u8 big[9000] = {1, [8999] = 9};
static u64 (*const functions[2])(const Item *) = {item_hash, 0};
volatile u32 ticking = 3;
_Bool truth = 1;

static u64 item_hash(const Item *item)
{
    u64 sum = item->values[0] + item->values[2] * 3ULL + *item->cell * 7u + *item->in.b;
    for (const char *p = item->name; *p; p++) {
        sum = sum * 31 + (u8)*p;
    }
    return sum;
}

NOINLINE static u64 counted(u32 step)
{
    static u64 count = 5;
    static u32 *place = &zeroed[7];
    static struct
    {
        u8 calls;
        u32 **where;
    } record = {0, &place};
    count += step;
    record.calls++;
    **record.where += step;
    place = &zeroed[count % 50];
    return count * 31 + record.calls + *place;
}

int main(void)
{
    for (const Item *item = *indirect; item; item = item->next) {
        out(item->name, item->hash(item));
    }
    last_item.cell--;
    *last_item.cell = 500;
    last_item.values[1] = past[-1] + cells[3];
    out("last", functions[0](&last_item) + last_item.values[1]);
    out("self", (u64)(*(void **)self == &self) + (u64)(functions[1] == 0));
    out("past", (u64)(past - cells));
    u64 sum = 0;
    for (u32 i = 0; i < 50; i++) {
        sum += zeroed[i];
    }
    for (u32 i = 0; i < COUNT(squares); i++) {
        sum = sum * 31 + squares[i];
    }
    for (u32 i = 0; i < 4; i++) {
        sum = sum * 31 + (u8)text[i][1] + (u8)text[i][5];
    }
    for (const char *const *p = names; *p; p++) {
        sum = sum * 31 + (u8) * *p;
    }
    out("tables", sum + (u64)negative + bits64(reals[0]) + bits64(reals[1] * reals[2]));
    packed[0].wide ^= packed[1].wide;
    out("packed", packed[0].wide + packed[0].tail + packed[1].odd);
    (*row)[1] += *column[0] + *column[1] + *column[2];
    out("matrix", matrix[2][1] + matrix[0][3]);
    big[4500] = big[8999];
    for (u32 i = 0; i < 9000; i++) {
        sum = sum * 3 + big[i];
    }
    out("big", sum);
    for (u32 i = 0; i < 5; i++) {
        ticking += i;
        out("counted", counted(i * 3) + ticking);
    }
    bytes[0] = (u8)(bytes[1] + distance);
    truth = !truth;
    out("bytes", bytes[0] + bytes[16] * 256u + sizeof bytes + truth);
    return 7;
}
