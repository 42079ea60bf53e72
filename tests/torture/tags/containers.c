// Pointers inside what programs build: unions, sorted arrays, lists, trees, queues, hash tables,
// varargs, atomics.
#include "tags.h"

typedef struct Record
{
    u16 key;
    u32 *cell;
    const char *name;
    struct Record *next;
} Record;
typedef union Either
{
    u32 *pointer;
    u64 number;
    u8 bytes[24];
    Record record;
} Either;

NOINLINE static Either stored(Either e, u32 *p)
{
    e.pointer = p;
    return e;
}

static void swap_bytes(u8 *a, u8 *b, u32 width)
{
    u8 spare[sizeof(Record)] __attribute__((aligned(8)));
    memcpy(spare, a, width);
    memcpy(a, b, width);
    memcpy(b, spare, width);
}

typedef int (*Compare)(const void *, const void *);

NOINLINE static void quick_sort(void *base, u32 count, u32 width, Compare compare)
{
    u8 *bytes = (u8 *)base;
    if (count < 2) {
        return;
    }
    swap_bytes(bytes, bytes + count / 2 * width, width);
    u32 last = 0;
    for (u32 i = 1; i < count; i++) {
        if (compare(bytes + i * width, bytes) < 0) {
            swap_bytes(bytes + ++last * width, bytes + i * width, width);
        }
    }
    swap_bytes(bytes, bytes + last * width, width);
    quick_sort(bytes, last, width, compare);
    quick_sort(bytes + (last + 1) * width, count - last - 1, width, compare);
}

static int by_key(const void *a, const void *b)
{
    return ((const Record *)a)->key - ((const Record *)b)->key;
}
static int by_target(const void *a, const void *b)
{
    return (int)**(u32 *const *)a - (int)**(u32 *const *)b;
}

static void records_make(Record *records, u32 count)
{
    for (u32 i = 0; i < count; i++) {
        u32 key = i * 37 % 50;
        records[i] = (Record){(u16)key, &cells[key], &"name"[key % 4], 0};
    }
}

static u32 records_check(const Record *records, u32 count)
{
    u32 bad = 0;
    for (u32 i = 0; i < count; i++) {
        bad += is_lost(records[i].cell, 1000u + records[i].key) + !TAG(records[i].name);
        bad += *records[i].name != "name"[records[i].key % 4];
        bad += i > 0 && records[i - 1].key > records[i].key;
    }
    return bad;
}

NOINLINE static void bubble(Record *records, u32 count)
{
    for (u32 i = 0; i < count; i++) {
        for (u32 k = 0; k + 1 < count - i; k++) {
            if (records[k].key > records[k + 1].key) {
                Record t = records[k];
                records[k] = records[k + 1];
                records[k + 1] = t;
            }
        }
    }
}

typedef struct Tree
{
    struct Tree *child[2];
    u32 *cell;
} Tree;
static Tree nodes[50];

static Tree *tree_insert(Tree *tree, Tree *fresh)
{
    if (!tree) {
        return fresh;
    }
    u32 side = *fresh->cell > *tree->cell;
    tree->child[side] = tree_insert(tree->child[side], fresh);
    return tree;
}

static u32 tree_check(const Tree *tree, u32 *count)
{
    return tree ? tree_check(tree->child[0], count) + is_lost(tree->cell, 1000 + (*count)++) +
                      tree_check(tree->child[1], count)
                : 0;
}

NOINLINE static u32 variable(u32 count, ...)
{
    __builtin_va_list list, copy;
    __builtin_va_start(list, count);
    __builtin_va_copy(copy, list);
    u32 bad = 0;
    for (u32 i = 0; i < count; i++) {
        u32 *p = __builtin_va_arg(list, u32 *);
        Record r = __builtin_va_arg(list, Record);
        u64 between = __builtin_va_arg(list, u64);
        bad +=
            is_lost(p, 1000 + i) + is_lost(r.cell, 1000u + r.key) + (between != i) + !TAG(r.name);
        bad += is_lost(__builtin_va_arg(copy, u32 *), 1000 + i);
        (void)__builtin_va_arg(copy, Record);
        (void)__builtin_va_arg(copy, u64);
    }
    __builtin_va_end(copy);
    __builtin_va_end(list);
    return bad;
}

NOINLINE static void set(void *field, const void *value, u32 width)
{
    memcpy((char *)field, (const char *)value, width);
}

static u32 *_Atomic atomic_pointer;
static Record *table[8];

int main(void)
{
    cells_init();
    Either e = {.number = 5}, many[3];
    e = stored(e, &cells[3]);
    many[2] = e;
    many[0] = many[2];
    report("union", is_lost(many[0].pointer, 1003));
    many[1].record = (Record){9, &cells[9], "n", 0};
    many[2] = many[1];
    Record from_union = many[2].record;
    report("structure in a union", is_lost(from_union.cell, 1009) | !TAG(from_union.name));
    Record records[40];
    records_make(records, 40);
    quick_sort(records, 40, sizeof records[0], by_key);
    report("quick sort by bytes", records_check(records, 40));
    records_make(records, 40);
    bubble(records, 40);
    report("bubble sort", records_check(records, 40));
    u32 *pointers[30], bad = 0;
    for (u32 i = 0; i < 30; i++) {
        pointers[i] = &cells[i * 7 % 30];
    }
    quick_sort(pointers, 30, sizeof pointers[0], by_target);
    for (u32 i = 0; i < 30; i++) {
        bad += is_lost(pointers[i], 1000 + i);
    }
    report("sorted pointers", bad);
    Tree *tree = 0;
    u32 count = 0;
    for (u32 i = 0; i < 50; i++) {
        nodes[i] = (Tree){{0, 0}, &cells[i * 37 % 50]};
        tree = tree_insert(tree, &nodes[i]);
    }
    bad = tree_check(tree, &count);
    report("tree", bad + (count != 50));
    for (u32 i = 0; i < 40; i++) {
        Record **bucket = &table[records[i].key % 8];
        records[i].next = *bucket;
        *bucket = &records[i];
    }
    bad = count = 0;
    for (u32 i = 0; i < 8; i++) {
        for (Record *r = table[i]; r; r = r->next, count++) {
            bad += is_lost(r->cell, 1000u + r->key) + !TAG(r);
        }
    }
    report("hash table", bad + (count != 40));
    report("variable arguments", variable(3, &cells[0], records[1], 0ULL, &cells[1], records[2],
                                          1ULL, &cells[2], records[3], 2ULL));
    Record target = {0, 0, 0, 0};
    u32 *value = &cells[20];
    set(&target.cell, &value, sizeof value);
    set(&target.next, &(Record *){&records[3]}, sizeof(Record *));
    report("setters", is_lost(target.cell, 1020) | !TAG(target.next));
    atomic_pointer = &cells[4];
    u32 *expected = &cells[4],
        *old = __c11_atomic_exchange(&atomic_pointer, &cells[5], __ATOMIC_SEQ_CST);
    bad = is_lost(old, 1004) | is_lost(atomic_pointer, 1005);
    bad |= __c11_atomic_compare_exchange_strong(&atomic_pointer, &expected, &cells[6],
                                                __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
    bad |= is_lost(expected, 1005);
    bad |= !__c11_atomic_compare_exchange_strong(&atomic_pointer, &expected, &cells[6],
                                                 __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
    report("atomic", bad | is_lost(__c11_atomic_load(&atomic_pointer, __ATOMIC_ACQUIRE), 1006));
    u32 *volatile loud = &cells[8];
    u32 *quiet = loud;
    loud = quiet + 1;
    report("volatile", is_lost(quiet, 1008) | is_lost(loud, 1009));
    return (int)failures;
}
