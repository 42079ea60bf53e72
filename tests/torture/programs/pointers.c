// Pointers: arithmetic both ways, differences, comparisons, pointers to pointers, lists, hash
// tables, rings.
#include "check.h"

typedef struct Node
{
    struct Node *next, *previous;
    u32 key;
    u64 value;
} Node;
static Node pool[64];
static Node *buckets[16], *free_list;

static void pool_init(void)
{
    for (Node *n = pool; n != pool + COUNT(pool); n++) {
        n->next = free_list;
        free_list = n;
    }
}

NOINLINE static Node **find(u32 key)
{
    Node **at = &buckets[key % 16];
    while (*at && (*at)->key != key) {
        at = &(*at)->next;
    }
    return at;
}

NOINLINE static int insert(u32 key, u64 value)
{
    Node **at = find(key);
    if (!*at) {
        if (!free_list) {
            return 0;
        }
        *at = free_list;
        free_list = free_list->next;
        **at = (Node){0, 0, key, 0};
    }
    (*at)->value += value;
    return 1;
}

NOINLINE static int erase(u32 key)
{
    Node **at = find(key), *gone = *at;
    if (!gone) {
        return 0;
    }
    *at = gone->next;
    gone->next = free_list;
    free_list = gone;
    return 1;
}

NOINLINE static u64 ring(u32 count)
{
    Node head = {&head, &head, 0, 0}, nodes[20];
    for (u32 i = 0; i < count; i++) {
        Node *n = &nodes[i];
        n->key = i;
        n->next = i & 1 ? &head : head.next;
        n->previous = n->next->previous;
        n->previous->next = n;
        n->next->previous = n;
    }
    u64 sum = 0;
    for (Node *n = head.next; n != &head; n = n->next) {
        sum = sum * 31 + n->key;
        if (n->key % 3 == 0) {
            n->previous->next = n->next;
            n->next->previous = n->previous;
        }
    }
    for (Node *n = head.previous; n != &head; n = n->previous) {
        sum = sum * 31 + n->key;
    }
    return sum;
}

NOINLINE static i32 *search(i32 *from, i32 *to, i32 key)
{
    while (from < to) {
        i32 *middle = from + (to - from) / 2;
        if (*middle < key) {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    return from;
}

NOINLINE static void reverse(u16 *from, u16 *to)
{
    while (from < --to) {
        u16 t = *from;
        *from++ = *to;
        *to = t;
    }
}

NOINLINE static const char *last_of(const char *text, char wanted)
{
    const char *found = 0;
    do {
        if (*text == wanted) {
            found = text;
        }
    } while (*text++);
    return found;
}

NOINLINE static u64 stepped(const u8 *base, i32 step, u32 count)
{
    u64 sum = 0;
    const u8 *p = step < 0 ? base + 63 : base;
    for (u32 i = 0; i < count; i++) {
        sum = sum * 31 + *p;
        if (i + 1 < count) {
            p += step;
        }
    }
    return sum + (u64)(p - base);
}

int main(void)
{
    pool_init();
    u64 sum = 1;
    u32 full = 0, erased = 0;
    for (u32 i = 0; i < 400; i++) {
        sum = sum * 6364136223846793005ULL + 1442695040888963407ULL;
        u32 key = (u32)(sum >> 33) % 90;
        if (i % 3 == 2) {
            erased += (u32)erase(key);
        } else {
            full += !insert(key, sum);
        }
    }
    for (u32 b = 0; b < 16; b++) {
        for (Node *n = buckets[b]; n; n = n->next) {
            sum = sum * 31 + n->key + n->value;
        }
    }
    out("table", sum);
    out("counts", full * 1000u + erased);
    out("ring", ring(20));
    i32 sorted[40];
    for (i32 i = 0; i < 40; i++) {
        sorted[i] = i * i - 50;
    }
    for (i32 key = -60; key < 1600; key += 77) {
        out("search", (u64)(search(sorted, sorted + 40, key) - sorted));
    }
    u16 all[9] = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    reverse(all, all + 9);
    reverse(all + 1, all + 7);
    for (u32 i = 0; i < 9; i++) {
        sum = sum * 31 + all[i];
    }
    out("reverse", sum);
    const char *path = "/a/path/with/parts";
    out("last", (u64)(last_of(path, '/') - path) + (u64)(last_of(path, '!') == 0) +
                    (u64)(last_of(path, 0) - path));
    u8 bytes[64];
    for (u32 i = 0; i < 64; i++) {
        bytes[i] = (u8)(i * 11);
    }
    out("stepped", stepped(bytes, 1, 64) + stepped(bytes, -1, 64) * 3 + stepped(bytes, 9, 8) * 5 +
                       stepped(bytes, -21, 4));
    u64 cells[4] = {1, 2, 3, 4}, *p = cells, **pp = &p, ***ppp = &pp;
    (**ppp)++;
    ***ppp += 5;
    *ppp[0] = *pp + 1;
    **pp += cells[3];
    out("levels", cells[0] + cells[1] * 10 + cells[2] * 100 + (u64)(p - cells));
    u64 *order[4] = {&cells[3], &cells[1], &cells[2], &cells[0]};
    for (u32 i = 0; i < 3; i++) {
        for (u32 k = 0; k + 1 < 4 - i; k++) {
            if (*order[k] > *order[k + 1]) {
                u64 *t = order[k];
                order[k] = order[k + 1];
                order[k + 1] = t;
            }
        }
    }
    out("order", (u64)(order[0] - cells) * 1000 + (u64)(order[1] - cells) * 100 +
                     (u64)(order[2] - cells) * 10 + (u64)(order[3] - cells));
    out("compare", (u64)(order[0] < order[3]) + 2 * (u64)(p == &cells[2]) + 4 * (u64)(p > cells) +
                       8 * (u64)!p);
    return 12;
}
